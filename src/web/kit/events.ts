/** The stream of what changed: ids and codes only; the screens read the rest again. */
import type { QueryClient } from '@tanstack/react-query';
import { CaseEvent } from '../../engines/pathways/shapes.ts';
import { isOffline, streamIs, unheard } from './connection.ts';

const AGAIN_AFTER = 5_000;
const ASK_EVERY = 4_000;

/** The board of the own house and the numbers of all: asked again only where the event names a bed. */
const BOARD: readonly unknown[] = ['own', 'region', 'past'];
const OWN_BOARD = ['beds', 'own'] as const;
/**
 * Asks for the board's changes: at once, and once more after a question that was under way already, however many events came
 * meanwhile. Nothing is broken off: a board that is just being read for the first time is read to its end.
 */
const boardAsker = (queries: QueryClient): (() => void) => {
  let asking = false;
  let again = false;
  const ask = async (): Promise<void> => {
    do {
      again = queries.isFetching({ queryKey: OWN_BOARD }) > 0;
      await queries.invalidateQueries({ queryKey: OWN_BOARD }, { cancelRefetch: false });
    } while (again);
    asking = false;
  };
  return () => {
    again = true;
    if (asking) return;
    asking = true;
    void ask();
  };
};

const eventOf = (data: string): CaseEvent | null => {
  try {
    return CaseEvent.parse(JSON.parse(data));
  } catch {
    return null;
  }
};

/** Listens until the returned function is called; after every gap everything is read once again. */
export const listen = (queries: QueryClient): (() => void) => {
  let source: EventSource | null = null;
  let timer = 0;
  let gap = false;
  const askBoard = boardAsker(queries);
  const open = (): void => {
    const stream = new EventSource('/api/events');
    source = stream;
    stream.onopen = () => {
      streamIs(true);
      if (gap) void queries.invalidateQueries();
      gap = false;
    };
    stream.onerror = () => {
      gap = true;
      streamIs(false);
      if (!navigator.onLine) unheard();
      // A refused stream stays closed by itself; a broken one is opened again by the browser.
      if (stream.readyState === EventSource.CLOSED) timer = window.setTimeout(open, AGAIN_AFTER);
    };
    const onEvent = (event: MessageEvent<string>): void => {
      const changed = eventOf(event.data);
      if (changed === null) return;
      if (changed.beds.length > 0) askBoard();
      void queries.invalidateQueries({
        predicate: ({ queryKey: [family, part, bed] }) =>
          family === 'beds' && (!BOARD.includes(part) || (part === 'past' && changed.beds.some((id) => id === bed))),
      });
      if (changed.kind === 'bed.changed') return;
      void queries.invalidateQueries({ queryKey: ['messages'] });
      void queries.invalidateQueries({ queryKey: ['case-notices'] });
      // who was told comes after what happened: the lists have been read again by then
      if (changed.kind === 'notice.queued') return;
      void queries.invalidateQueries({ queryKey: ['worklist'] });
      void queries.invalidateQueries({ queryKey: ['case', changed.case] });
      // an acceptance falls due for recheck, or ends, by its clock: nobody at the screen does it
      void queries.invalidateQueries({ queryKey: ['acceptances'] });
    };
    stream.addEventListener('case', onEvent);
  };
  open();
  // Without a connection what is on the screen is asked for again and again; the browser's own word is not enough.
  const ask = (): void => void queries.refetchQueries({ type: 'active' });
  const asking = window.setInterval(() => {
    if (isOffline()) ask();
  }, ASK_EVERY);
  window.addEventListener('online', ask);
  return () => {
    window.clearTimeout(timer);
    window.clearInterval(asking);
    window.removeEventListener('online', ask);
    source?.close();
    streamIs(false);
  };
};
