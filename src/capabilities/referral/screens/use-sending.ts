/** Handing the finished referral to the server: once, however often one presses. */
import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import type { z } from 'zod';
import { CaseView, StepTaken } from '../../../engines/pathways/shapes.ts';
import { api, Nothing, ProblemError } from '../../../web/kit/api.ts';
import { errorsOf } from '../../../web/kit/form-answers.ts';
import type { FieldErrors } from '../../../web/kit/form-answers.ts';
import { useWords } from '../../../web/kit/language.ts';
import { announce } from '../../../web/kit/live-region.tsx';
import { serverNow } from '../../../web/kit/server-time.ts';
import { faultSentence } from '../../../web/kit/states.tsx';
import { words as kitTable } from '../../../web/kit/words.ts';
import type { DraftKeeper } from './draft-keeper.ts';
import { newDraftId } from './draft-id.ts';
import { words as table } from './new-referral-words.ts';
import { formAnswers } from './referral-draft.ts';
import type { ReferralDraft } from './referral-draft.ts';

export type Refused = {
  readonly sentence: string;
  /** The refusal's code, when the server named one. */
  readonly code: string | null;
  readonly fields: FieldErrors;
};
export type Sent = { readonly taken: z.infer<typeof StepTaken>; readonly draft: ReferralDraft };

const takenOf = ({ id, number, state, version, ending }: CaseView): z.infer<typeof StepTaken> => ({
  id,
  number,
  state,
  version,
  closed: ending !== null,
});
const findCase = async (id: string): Promise<CaseView | null> => {
  try {
    return await api.get(`/api/cases/${id}`, CaseView);
  } catch (fault) {
    if (fault instanceof ProblemError && fault.status === 404) return null;
    throw fault;
  }
};

/** Opens the referral as a child of the one it goes on from, and answers with the child as it is now. */
const sendOnward = async (
  parent: string,
  id: string,
  answers: Readonly<Record<string, unknown>>,
  key: string,
): Promise<z.infer<typeof StepTaken>> => {
  // a try whose answer was lost has opened it already
  const before = await findCase(id);
  if (before !== null) return takenOf(before);
  const { version } = await api.get(`/api/cases/${parent}`, CaseView);
  const body = { version, answers: { onward: [{ ...answers, draft: id }] } };
  await api.post(`/api/cases/${parent}/steps/refer-onward`, body, StepTaken, key);
  return takenOf(await api.get(`/api/cases/${id}`, CaseView));
};

/** The fields of an entry are the fields of this form. */
const ownFields = (fields: FieldErrors): FieldErrors =>
  Object.fromEntries(Object.entries(fields).map(([field, sentence]) => [field.replace(/^onward\.0\./, ''), sentence]));

export const useSending = (id: string, keeper: DraftKeeper<ReferralDraft>) => {
  const kit = useWords(kitTable);
  const words = useWords(table);
  const queries = useQueryClient();
  const [sending, setSending] = useState(false);
  const [refused, setRefused] = useState<Refused | null>(null);
  const [sent, setSent] = useState<Sent | null>(null);
  // The same answers keep their key: pressing again after a lost answer finds the first one.
  const attempt = useRef({ body: '', key: '' });

  const send = async (): Promise<void> => {
    if (sending) return;
    setSending(true);
    setRefused(null);
    const draft = keeper.view().content;
    const answers = formAnswers(draft, serverNow());
    const text = JSON.stringify([draft.onward?.id, answers]);
    if (attempt.current.body !== text) attempt.current = { body: text, key: newDraftId() };
    try {
      // No save may come after the referral and bring its draft back.
      await keeper.flush();
      const taken = await (draft.onward === undefined
        ? api.post('/api/pathways/referral/cases', { id, answers }, StepTaken, attempt.current.key)
        : sendOnward(draft.onward.id, id, answers, attempt.current.key));
      keeper.stop(true);
      // It is a case now. A draft that cannot be thrown away at this moment is only an entry too many in one's list.
      await api.remove(`/api/drafts/${id}`, Nothing).catch(() => undefined);
      setSent({ taken, draft });
      announce(words.sent(taken.number));
      for (const queryKey of [['worklist'], ['drafts'], ['resident-summary']])
        void queries.invalidateQueries({ queryKey });
    } catch (fault) {
      const problem = fault instanceof ProblemError ? fault.problem : null;
      setRefused({
        sentence: faultSentence(fault, kit),
        code: problem?.code ?? null,
        fields: problem === null ? {} : ownFields(errorsOf(problem)),
      });
    } finally {
      setSending(false);
    }
  };
  return { sending, refused, sent, send, forgive: () => setRefused(null) };
};
