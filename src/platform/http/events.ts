import type { Caller } from './route.ts';

export type ServerEvent = {
  /** Comes back in `Last-Event-ID` when the browser connects again. */
  readonly id?: string;
  readonly event: string;
  /** Sent as JSON; codes and opaque ids only. */
  readonly data: unknown;
};

/** Where the outbox hands events to the browsers that listen at `/api/events`. */
export type Events = {
  /** Calls `send` for every event this caller may know of; gives back how to stop. */
  readonly subscribe: (
    caller: Caller,
    send: (event: ServerEvent) => void,
    lastEventId: string | undefined,
  ) => () => void;
};
