/** The house's places and appointments, and what is done with them: each act says what happened or why it did not. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Board, SlotAdded } from '../../../consortium/capacity/board-shapes.ts';
import type { NewSlotBody } from '../../../consortium/capacity/board-shapes.ts';
import { QuotaView } from '../../../consortium/shapes.ts';
import { api, Nothing } from '../../kit/api.ts';
import { useWords } from '../../kit/language.ts';
import { announce } from '../../kit/live-region.tsx';
import { serverTimeIs } from '../../kit/server-time.ts';
import { faultSentence } from '../../kit/states.tsx';
import { words as kitTable } from '../../kit/words.ts';

const KEY = ['capacity'] as const;

export const useBoard = () =>
  useQuery({
    queryKey: KEY,
    queryFn: async ({ signal }) => {
      const board = await api.get('/api/capacity', Board, signal);
      serverTimeIs(board.serverTime);
      return board;
    },
    refetchInterval: 30_000,
  });

export type Acts = {
  readonly busy: boolean;
  /** Why the last act did not happen. */
  readonly fault: string | null;
  readonly confirm: (id: string, done: string) => Promise<boolean>;
  readonly setPlaces: (id: string, places: number, done: string) => Promise<boolean>;
  readonly addSlot: (id: string, slot: NewSlotBody, done: string) => Promise<boolean>;
  readonly withdraw: (slot: string, done: string) => Promise<boolean>;
};

/** The acts of one department; `true` when it was done. */
export const useActs = (): Acts => {
  const kit = useWords(kitTable);
  const queries = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  const act = async (doing: () => Promise<unknown>, done: string): Promise<boolean> => {
    setBusy(true);
    setFault(null);
    try {
      await doing();
      announce(done);
      return true;
    } catch (failed) {
      setFault(faultSentence(failed, kit));
      return false;
    } finally {
      setBusy(false);
      await queries.invalidateQueries({ queryKey: KEY });
    }
  };
  return {
    busy,
    fault,
    confirm: (id, done) => act(() => api.post(`/api/departments/${id}/confirmation`, {}, Nothing), done),
    setPlaces: (id, places, done) => act(() => api.put(`/api/departments/${id}/quota`, { places }, QuotaView), done),
    addSlot: (id, slot, done) => act(() => api.post(`/api/departments/${id}/slots`, slot, SlotAdded), done),
    withdraw: (slot, done) => act(() => api.remove(`/api/slots/${slot}`, Nothing), done),
  };
};
