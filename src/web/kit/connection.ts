/** Whether the desk hears the server, and since when it has not. */
import { store, useStore } from './store.ts';

export type Connection =
  | { readonly state: 'connecting' }
  | { readonly state: 'live' }
  | { readonly state: 'polling' }
  /** `at`: when the server was last heard (milliseconds of this machine's clock); null if never. */
  | { readonly state: 'offline'; readonly at: number | null };

const connectionStore = store<Connection>({ state: 'connecting' });
let heardAt: number | null = null;
let streaming = false;

export const useConnection = (): Connection => useStore(connectionStore);
export const isOffline = (): boolean => connectionStore.get().state === 'offline';
export const onConnection = connectionStore.subscribe;

/** An answer arrived. */
export const heard = (): void => {
  heardAt = Date.now();
  const next: Connection = { state: streaming ? 'live' : 'polling' };
  if (connectionStore.get().state !== next.state) connectionStore.set(next);
};

/** A request never reached the server. */
export const unheard = (): void => {
  if (connectionStore.get().state !== 'offline') connectionStore.set({ state: 'offline', at: heardAt });
};

/** The event stream opened or closed. */
export const streamIs = (open: boolean): void => {
  streaming = open;
  if (open) heard();
  else if (connectionStore.get().state === 'live') connectionStore.set({ state: 'polling' });
};
