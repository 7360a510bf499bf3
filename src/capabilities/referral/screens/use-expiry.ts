import { useEffect, useState } from 'react';
import { serverNow } from '../../../web/kit/server-time.ts';

/** The server's moment, turning over each minute and exactly when a hold runs out: nothing else depends on seconds. */
export const useExpiry = (untilAt: string | null): Date => {
  const [now, setNow] = useState(serverNow);
  useEffect(() => {
    let timer = 0;
    const tick = (): void => {
      const at = serverNow();
      setNow(at);
      const left = untilAt === null ? Infinity : Date.parse(untilAt) - at.getTime();
      timer = window.setTimeout(tick, Math.min(60_000, left > 0 ? left + 20 : 60_000));
    };
    tick();
    document.addEventListener('visibilitychange', tick);
    return () => {
      window.clearTimeout(timer);
      document.removeEventListener('visibilitychange', tick);
    };
  }, [untilAt]);
  return now;
};
