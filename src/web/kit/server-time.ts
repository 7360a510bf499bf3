/** The server's clock as this machine knows it: every answer carries the hour, and the difference is kept. */
import { useEffect, useState } from 'react';
import { store } from './store.ts';

/** Milliseconds the server is ahead of this machine. */
const offsetStore = store(0);
/** Less is the way of the answer, not another hour. */
const NOTICED = 2_000;

/** `serverTime` is an ISO 8601 instant just received. */
export const serverTimeIs = (serverTime: string): void => {
  const offset = Date.parse(serverTime) - Date.now();
  if (Math.abs(offset - offsetStore.get()) > NOTICED) offsetStore.set(offset);
};

export const serverNow = (): Date => new Date(Date.now() + offsetStore.get());

/** Turns over with the server's minute (60) or second (1): neighbours never move between. */
export const useServerNow = (seconds: 1 | 60 = 60): Date => {
  const [now, setNow] = useState(serverNow);
  useEffect(() => {
    let timer = 0;
    const tick = (): void => {
      window.clearTimeout(timer);
      const at = serverNow();
      setNow(at);
      timer = window.setTimeout(tick, seconds * 1000 - (at.getTime() % (seconds * 1000)) + 5);
    };
    tick();
    const unsubscribe = offsetStore.subscribe(tick);
    // A sleeping machine wakes with an old clock.
    document.addEventListener('visibilitychange', tick);
    return () => {
      window.clearTimeout(timer);
      unsubscribe();
      document.removeEventListener('visibilitychange', tick);
    };
  }, [seconds]);
  return now;
};
