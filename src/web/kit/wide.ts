import { useSyncExternalStore } from 'react';

/** Whether the window is at least this many pixels wide. */
export const useWide = (pixels: number): boolean => {
  const query = `(min-width: ${String(pixels)}px)`;
  return useSyncExternalStore(
    (listener) => {
      const media = window.matchMedia(query);
      media.addEventListener('change', listener);
      return () => media.removeEventListener('change', listener);
    },
    () => window.matchMedia(query).matches,
  );
};
