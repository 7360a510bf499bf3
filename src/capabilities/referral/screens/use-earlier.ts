/** What an earlier form already says of the one a step asks: nobody types twice (law 11). */
import { useQuery } from '@tanstack/react-query';
import type { CaseView } from '../../../engines/pathways/shapes.ts';
import { api } from '../../../web/kit/api.ts';
import { EarlierAnswers } from '../shapes.ts';

export const findEarlier = (id: string, step: 'issue-return' | 'refer-onward' | 'send-back', signal?: AbortSignal) =>
  api.get(`/api/referrals/${encodeURIComponent(id)}/earlier?step=${step}`, EarlierAnswers, signal);

/** Null where there is nothing, or where it cannot be read: the form is then written by hand. */
export const useEarlier = (view: CaseView, form: string | null, wanted: boolean): EarlierAnswers | null => {
  // a return form was written before in this case, or in the one it was referred onward by
  const written =
    view.timeline.some(({ step }) => step === 'issue-return' || step === 'send-down') ||
    view.related.some(({ relation }) => relation === 'child');
  const found = useQuery({
    queryKey: ['earlier', view.id, view.version],
    queryFn: ({ signal }) => findEarlier(view.id, 'issue-return', signal),
    enabled: wanted && form === 'return-note' && written,
    retry: false,
  });
  return found.data === undefined || found.data.from === null ? null : found.data;
};
