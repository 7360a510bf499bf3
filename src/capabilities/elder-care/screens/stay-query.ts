/** What the page of a stay asks for; a step taken anywhere reads it again with the beds. */
import { useQuery } from '@tanstack/react-query';
import { api } from '../../../web/kit/api.ts';
import { StayLedger, StayView } from '../shapes.ts';
import { BEDS_KEY } from './beds-query.ts';

export const useStay = (id: string, wanted = true) =>
  useQuery({
    queryKey: [...BEDS_KEY, 'stay', id],
    queryFn: ({ signal }) => api.get(`/api/elder-care/stays/${id}`, StayView, signal),
    enabled: wanted && id !== '',
  });
export const useLedger = (id: string) =>
  useQuery({
    queryKey: [...BEDS_KEY, 'ledger', id],
    queryFn: ({ signal }) => api.get(`/api/elder-care/stays/${id}/ledger`, StayLedger, signal),
    enabled: id !== '',
  });
