/**
 * What the screens of beds ask for. The board is read once, its first beds before the rest; then each event (web/kit/events) asks what
 * changed since the version that is here, which is a few beds, and after a gap the same question brings whatever was missed.
 */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { QueryClient } from '@tanstack/react-query';
import { BedChanges, BedPast, BedSheet, MOST_BEDS, RegionBeds } from '../../../consortium/beds/shapes.ts';
import { boardOf, overdueIn, withChanges } from '../../../consortium/beds/sheet.ts';
import type { BedBoard } from '../../../consortium/beds/sheet.ts';
import { api, queryString } from '../../../web/kit/api.ts';
import { serverNow } from '../../../web/kit/server-time.ts';
import { Today, WaitingList } from '../shapes.ts';

export const BEDS_KEY = ['beds'] as const;
const OWN_KEY = [...BEDS_KEY, 'own'] as const;
/** Other houses tell nobody: their numbers are asked for again. */
const OTHERS_EVERY = 15_000;
/** Nobody tells when a kept place has run out: the board is looked over for it. */
const OVERDUE_EVERY = 30_000;
/** So many beds are asked for before the rest: more than a large screen shows. */
export const FIRST_BEDS = 150;

/** Beds that were changed here: asked for by name, since the event may not have been numbered when the answer is back. */
const changedHere = new Set<string>();
export const lookAgainAt = (client: QueryClient, bed: string): Promise<void> => {
  changedHere.add(bed);
  return client.invalidateQueries({ queryKey: BEDS_KEY });
};

const changed = async (board: BedBoard, signal: AbortSignal): Promise<BedBoard | undefined> => {
  const ids = [...new Set([...changedHere, ...overdueIn(board, serverNow())])].slice(0, MOST_BEDS);
  changedHere.clear();
  const asked = queryString({ since: board.version, ids: ids.length === 0 ? undefined : ids.join() });
  const changes = await api.get(`/api/beds/changes${asked}`, BedChanges, signal);
  return changes.whole ? undefined : withChanges(board, changes);
};

const readBoard = async (client: QueryClient, signal: AbortSignal): Promise<BedBoard> => {
  const known = client.getQueryData<BedBoard>(OWN_KEY);
  const renewed = known?.whole === true ? await changed(known, signal) : undefined;
  if (renewed !== undefined) return renewed;
  if (known === undefined) {
    const first = boardOf(await api.get(`/api/beds?first=${String(FIRST_BEDS)}`, BedSheet, signal));
    if (first.whole) return first;
    client.setQueryData(OWN_KEY, first);
  }
  return boardOf(await api.get('/api/beds', BedSheet, signal));
};

export const useBeds = () => {
  const client = useQueryClient();
  return useQuery({
    queryKey: OWN_KEY,
    queryFn: ({ signal }) => readBoard(client, signal),
    refetchInterval: OVERDUE_EVERY,
    // what did not change is the same object already; to compare thousands of beds again would only take time
    structuralSharing: false,
  });
};
export const useRegion = () =>
  useQuery({
    queryKey: [...BEDS_KEY, 'region'],
    queryFn: ({ signal }) => api.get('/api/beds/region', RegionBeds, signal),
    refetchInterval: OTHERS_EVERY,
  });
export const usePast = (bed: string) =>
  useQuery({
    queryKey: [...BEDS_KEY, 'past', bed],
    queryFn: ({ signal }) => api.get(`/api/beds/${bed}/past`, BedPast, signal),
  });
export const useWaiting = () =>
  useQuery({
    queryKey: [...BEDS_KEY, 'waiting'],
    queryFn: ({ signal }) => api.get('/api/elder-care/waiting', WaitingList, signal),
  });
export const useToday = () =>
  useQuery({
    queryKey: [...BEDS_KEY, 'today'],
    queryFn: ({ signal }) => api.get('/api/elder-care/today', Today, signal),
  });
