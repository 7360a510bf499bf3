/** The server's clock as this machine knows it: every answer carries the hour, and the difference is kept. */
import { useEffect, useState } from 'react';

let offset = 0;

/** `serverTime` is an ISO 8601 instant just received. */
export const serverTimeIs = (serverTime: string): void => {
  const at = Date.parse(serverTime);
  if (!Number.isNaN(at)) offset = at - Date.now();
};

export const serverNow = (): Date => new Date(Date.now() + offset);

/** Turns over with the server's minute (60) or second (1): neighbours never move between. */
export const useServerNow = (seconds: 1 | 60 = 60): Date => {
  const [now, setNow] = useState(serverNow);
  useEffect(() => {
    let timer = 0;
    const tick = (): void => {
      const at = serverNow();
      setNow(at);
      timer = window.setTimeout(tick, seconds * 1000 - (at.getTime() % (seconds * 1000)) + 5);
    };
    tick();
    // A sleeping machine wakes with an old clock.
    document.addEventListener('visibilitychange', tick);
    return () => {
      window.clearTimeout(timer);
      document.removeEventListener('visibilitychange', tick);
    };
  }, [seconds]);
  return now;
};
