/** Walking the bed board by keys, how wide it is, and when it is being printed. */
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { useKeys } from '../../../web/kit/keyboard.tsx';
import { shapeOf, spotFrom } from './bed-lines.ts';
import type { Shape, Spot, Way } from './bed-lines.ts';

/** As in beds.css. */
const PHONE = '(max-width: 600px)';
/** The padding and the border of a ward's card on either side. */
const CARD = 26;

/** The shape of the board in the element that gets the ref, kept up with its width. */
export const useShape = (): { readonly shape: Shape; readonly place: (element: HTMLElement | null) => void } => {
  const [width, setWidth] = useState(900);
  const [phone, setPhone] = useState(() => window.matchMedia(PHONE).matches);
  const observer = useRef<ResizeObserver | null>(null);
  const place = useCallback((element: HTMLElement | null) => {
    observer.current?.disconnect();
    if (element === null) return;
    const measure = (): void => {
      setWidth(element.clientWidth - CARD);
      setPhone(window.matchMedia(PHONE).matches);
    };
    measure();
    observer.current = new ResizeObserver(measure);
    observer.current.observe(element);
  }, []);
  const { columns, perRow, cell } = shapeOf(width, phone);
  const [shape, setShape] = useState<Shape>({ columns, perRow, cell });
  // the same object while nothing changes: a pixel more is no other board
  if (shape.columns !== columns || shape.perRow !== perRow) setShape({ columns, perRow, cell });
  return { shape, place };
};

/** Where the number of a bed is typed. */
export const NUMBER_FIELD = 'bed-number';

/** True while a printer is asked for: by then everything stands in the page. */
export const usePrinting = (): boolean => {
  const [printing, setPrinting] = useState(false);
  useEffect(() => {
    const begin = (): void => flushSync(() => setPrinting(true));
    const end = (): void => setPrinting(false);
    window.addEventListener('beforeprint', begin);
    window.addEventListener('afterprint', end);
    return () => {
      window.removeEventListener('beforeprint', begin);
      window.removeEventListener('afterprint', end);
    };
  }, []);
  return printing;
};

/**
 * The bed that has the focus or would get it by a Tab, and the keys that move it. The bed may be out of sight and not drawn: it is
 * drawn for being the active one, and gets the focus then.
 */
export const useBedKeys = (
  spots: readonly Spot[],
  open: () => boolean,
): {
  readonly active: Spot | undefined;
  readonly take: (id: string) => void;
  /** Moves there; false where there is nowhere to go. */
  readonly go: (spot: Spot | undefined) => boolean;
} => {
  const [id, take] = useState<string | null>(null);
  const [moves, setMoves] = useState(0);
  useLayoutEffect(() => {
    if (moves === 0) return;
    const cell = document.querySelector<HTMLElement>(`.bed-cell[tabindex="0"]`);
    cell?.focus({ preventScroll: true });
    cell?.scrollIntoView({ block: 'nearest' });
  }, [moves]);
  const go = (spot: Spot | undefined): boolean => {
    if (spot === undefined) return false;
    take(spot.id);
    setMoves((before) => before + 1);
    return true;
  };
  const known = spots.find((spot) => spot.id === id);
  const way = (which: Way) => () => go(spotFrom(spots, known?.id ?? null, which));
  useKeys({
    ArrowRight: way('right'),
    ArrowLeft: way('left'),
    ArrowDown: way('down'),
    ArrowUp: way('up'),
    ']': way('next-ward'),
    '[': way('ward-before'),
    e: way('next-free'),
    b: () => {
      document.getElementById(NUMBER_FIELD)?.focus();
      return true;
    },
    o: open,
  });
  return { active: known ?? spots[0], take, go };
};
