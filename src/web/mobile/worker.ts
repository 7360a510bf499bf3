/**
 * The phone's service worker: lets the page open without a line. It keeps the program alone, by the names of this build, and
 * never an answer of the server. With a line the page always comes from the server, so that nobody works with an old build.
 */

export {};

/** Of this build: written before the first line by vite.config.ts. */
declare const SHELL: { readonly version: string; readonly files: readonly string[] };

type Lasting = { readonly waitUntil: (done: Promise<unknown>) => void };
type Asked = { readonly request: Request; readonly respondWith: (answer: Promise<Response>) => void };
type ShellWorker = {
  readonly addEventListener: ((what: 'install' | 'activate', then: (event: Lasting) => void) => void) &
    ((what: 'fetch', then: (event: Asked) => void) => void);
  readonly skipWaiting: () => Promise<void>;
  readonly clients: { readonly claim: () => Promise<void> };
};
const worker = globalThis as unknown as ShellWorker;

const OURS = 'kanglian-phone-';
const KEPT = `${OURS}${SHELL.version}`;
/** One page serves every address of the phone. */
const PAGE = '/m/';

worker.addEventListener('install', (event) => {
  const keep = async (): Promise<void> => {
    const cache = await caches.open(KEPT);
    await cache.addAll([PAGE, ...SHELL.files]);
    await worker.skipWaiting();
  };
  event.waitUntil(keep());
});

worker.addEventListener('activate', (event) => {
  const forget = async (): Promise<void> => {
    const old = (await caches.keys()).filter((name) => name.startsWith(OURS) && name !== KEPT);
    await Promise.all(old.map((name) => caches.delete(name)));
    await worker.clients.claim();
  };
  event.waitUntil(forget());
});

/** What was kept of this build; without it, what the failure was. */
const keptOr = async (path: string, otherwise: () => Promise<Response>): Promise<Response> => {
  const cache = await caches.open(KEPT);
  return (await cache.match(path)) ?? otherwise();
};

worker.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== location.origin) return;
  // the resident's page is somebody else's, on somebody else's phone
  if (request.mode === 'navigate' && /^\/m\/(?!r\/?$)/.test(pathname))
    event.respondWith(fetch(request).catch(() => keptOr(PAGE, () => Promise.resolve(Response.error()))));
  // a name carries a digest of the content: what is kept under it is what the server has
  else if (SHELL.files.includes(pathname)) event.respondWith(keptOr(pathname, () => fetch(request)));
});
