/** What the screens of beds ask for; every step anywhere and every bed changed by hand reads it again (web/kit/events). */
import { useQuery } from '@tanstack/react-query';
import { BedBoard, BedPast, RegionBeds } from '../../../consortium/beds/shapes.ts';
import { api } from '../../../web/kit/api.ts';
import { Today, WaitingList } from '../shapes.ts';

export const BEDS_KEY = ['beds'] as const;
/** Other houses tell nobody: their numbers are asked for again. */
const OTHERS_EVERY = 15_000;

export const useBeds = () =>
  useQuery({ queryKey: [...BEDS_KEY, 'own'], queryFn: ({ signal }) => api.get('/api/beds', BedBoard, signal) });
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
