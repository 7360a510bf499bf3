/**
 * The phone's addresses, below `/m`. A dozen pages in one file need no more than this: an address becomes a page, a link
 * changes the address without a reload, back is the browser's. (The desk's router weighs 30 kB of the phone's 200.)
 */
import { createContext, useContext, useEffect, useSyncExternalStore } from 'react';

const BELOW = '/m';
const listeners = new Set<() => void>();
const changed = (): void => {
  for (const listener of listeners) listener();
};
const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  window.addEventListener('popstate', listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener('popstate', listener);
  };
};

/** `/cases/abc?step=withdraw`, without what stands before every address of the phone. */
export const useAddress = (): string =>
  useSyncExternalStore(subscribe, () => `${window.location.pathname.slice(BELOW.length)}${window.location.search}`);

/** Codes and opaque ids only (law 9). */
export const go = (to: string, replace = false): void => {
  window.history[replace ? 'replaceState' : 'pushState'](null, '', `${BELOW}${to}`);
  window.scrollTo(0, 0);
  changed();
};

export const goBack = (): void => {
  if (window.history.length > 1) window.history.back();
  else go('/today');
};

/** Goes elsewhere as soon as it is drawn; the address it came from is not left in the history. */
export const Forward = ({ to }: { readonly to: string }): null => {
  useEffect(() => go(to, true), [to]);
  return null;
};

export const Link = ({
  to,
  ...rest
}: Omit<React.ComponentProps<'a'>, 'href'> & { readonly to: string }): React.JSX.Element => (
  <a
    {...rest}
    href={`${BELOW}${to}`}
    onClick={(event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
      event.preventDefault();
      go(to);
    }}
  />
);

type Asked = { readonly id: string; readonly query: Readonly<Record<string, string>> };
const AskedContext = createContext<Asked>({ id: '', query: {} });

/** The id in this page's address, and the codes of its query. */
export const useAsked = (): Asked => useContext(AskedContext);

export type Page = { readonly path: string; readonly Draw: React.ComponentType };

/** Draws the page of the present address. `:id` stands for one id. */
export const Pages = ({
  pages,
  Missing,
}: {
  readonly pages: readonly Page[];
  readonly Missing: React.ComponentType;
}): React.JSX.Element => {
  const [path = '', search = ''] = useAddress().split('?');
  for (const page of pages) {
    const [before = '', after] = page.path.split(':id');
    const id =
      after === undefined ? (path === before ? '' : null) : path.startsWith(before) ? path.slice(before.length) : null;
    if (id === null || id.includes('/') || (after !== undefined && id === '')) continue;
    const query = Object.fromEntries(new URLSearchParams(search));
    return (
      <AskedContext value={{ id: decodeURIComponent(id), query }}>
        <page.Draw key={path} />
      </AskedContext>
    );
  }
  return <Missing />;
};
