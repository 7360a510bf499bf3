/** The village doctor's 待发: referrals and steps, per person, over the line of this phone. */
import { useQueryClient } from '@tanstack/react-query';
import { createContext, useContext, useEffect, useMemo, useSyncExternalStore } from 'react';
import type { z } from 'zod';
import {
  formAnswers,
  findDraft,
  isHeld,
  localKey,
  newDraftId,
  DRAFT_KIND,
} from '../../../capabilities/referral/screens/phone.ts';
import type { ReferralDraft, StepSending } from '../../../capabilities/referral/screens/phone.ts';
import { Candidates, DraftSaved, HoldView } from '../../../consortium/shapes.ts';
import { StepTaken } from '../../../engines/pathways/shapes.ts';
import { api, canRetry, Nothing, ProblemError, UnreachableError } from '../../kit/api.ts';
import { isOffline, onConnection } from '../../kit/connection.ts';
import { useWords } from '../../kit/language.ts';
import { announce } from '../../kit/live-region.tsx';
import { localKeys, readLocal, writeLocal } from '../../kit/local.ts';
import { serverNow } from '../../kit/server-time.ts';
import { faultSentence } from '../../kit/states.tsx';
import { store, useStore } from '../../kit/store.ts';
import { words as kitTable } from '../../kit/words.ts';
import { words as table } from '../words.ts';
import { outboxOf } from './outbox.ts';
import type { Entry, Outbox } from './outbox.ts';

type Receipt = z.infer<typeof StepTaken>;
export type StepParcel = StepSending & {
  readonly kind: 'step';
  readonly case: string;
  readonly number: string;
  /** Whom it is about, to be recognised in the list. */
  readonly who: string;
};
export type ReferralParcel = {
  readonly kind: 'referral';
  readonly draft: string;
  readonly who: string;
  readonly content: ReferralDraft;
  /** Once composed it stays the same with its key, so that a repeated try is the same act. */
  readonly composed: { readonly body: unknown; readonly key: string } | null;
};
export type Parcel = StepParcel | ReferralParcel;
export type Waiting = Entry<Parcel>;

/** What arrived since this page was opened, newest first. */
export type Arrived = { readonly parcel: Parcel; readonly taken: Receipt; readonly at: number };
const arrivedStore = store<readonly Arrived[]>([]);
export const useArrived = (): readonly Arrived[] => useStore(arrivedStore);

const PREFIX = 'kanglian.outbox.';

/** The draft has to be on the server before a place can be kept for it. */
const saveDraft = async (id: string, content: ReferralDraft): Promise<void> => {
  const stored = await findDraft(id);
  if (stored !== null && JSON.stringify(stored.content) === JSON.stringify(content)) return;
  const body = { kind: DRAFT_KIND, resident: content.resident, version: stored?.version ?? 0, content };
  await api.put(`/api/drafts/${id}`, body, DraftSaved);
};

/** The department's next free appointment; undefined lets the server say that there is none. Asked for no draft: nobody sees this list. */
const nextSlot = async (department: string): Promise<string | undefined> => {
  const { items } = await api.get('/api/departments?kind=outpatient&count=100', Candidates);
  return items.find((candidate) => candidate.department.id === department)?.slots[0]?.id;
};

/** A place chosen without a line is kept now; one kept already stays. */
const holdPlace = async (id: string, content: ReferralDraft): Promise<ReferralDraft> => {
  const { place, hold, answers } = content;
  if (place === null || place.walkIn || answers.urgency === 'emergency' || answers.consent === 'refused')
    return content;
  if (isHeld(hold, serverNow()) && hold.department.id === place.department.id) return content;
  await saveDraft(id, content);
  const asked = { department: place.department.id, draft: id };
  const slot = answers.visit === 'outpatient' ? await nextSlot(place.department.id) : undefined;
  const body =
    answers.visit === 'outpatient'
      ? { kind: 'slot', ...asked, ...(slot === undefined ? {} : { slot }) }
      : { kind: 'quota', ...asked };
  return { ...content, hold: await api.post('/api/holds', body, HoldView) };
};

const sendReferral = async (parcel: ReferralParcel, note: (parcel: Parcel) => void): Promise<Receipt> => {
  let { composed } = parcel;
  if (composed === null) {
    const content = await holdPlace(parcel.draft, parcel.content);
    composed = { body: { id: parcel.draft, answers: formAnswers(content, serverNow()) }, key: newDraftId() };
    note({ ...parcel, content, composed });
  }
  try {
    return await api.post('/api/pathways/referral/cases', composed.body, StepTaken, composed.key);
  } catch (fault) {
    // The hold ran out while there was no line: kept again, once; a second refusal is its writer's to decide.
    if (!(fault instanceof ProblemError) || fault.problem.code !== 'no-place-held' || parcel.composed === null)
      throw fault;
    const fresh: ReferralParcel = { ...parcel, composed: null, content: { ...parcel.content, hold: null } };
    note(fresh);
    return sendReferral(fresh, note);
  }
};

const send = (entry: Waiting, note: (parcel: Parcel) => void): Promise<Receipt> => {
  const { parcel } = entry;
  if (parcel.kind === 'referral') return sendReferral(parcel, note);
  return api.post(`/api/cases/${parcel.case}/steps/${parcel.step}`, parcel.body, StepTaken, parcel.key);
};

const load = (person: string): readonly Waiting[] =>
  localKeys(`${PREFIX}${person}.`).flatMap((key) => {
    try {
      const entry = JSON.parse(readLocal(key) ?? 'null') as Waiting | null;
      return entry === null || typeof entry.id !== 'string' ? [] : [entry];
    } catch {
      return [];
    }
  });

const OutboxContext = createContext<Outbox<Parcel> | null>(null);

export const useOutbox = (): Outbox<Parcel> => {
  const outbox = useContext(OutboxContext);
  if (outbox === null) throw new Error('useOutbox: outside the frame');
  return outbox;
};
export const useWaiting = () => {
  const outbox = useOutbox();
  return useSyncExternalStore(outbox.subscribe, outbox.view);
};

/** One outbox for as long as this person works here; it sends whenever the line is there. */
export const OutboxOf = ({
  person,
  children,
}: {
  readonly person: string;
  readonly children: React.ReactNode;
}): React.JSX.Element => {
  const kit = useWords(kitTable);
  const words = useWords(table);
  const queries = useQueryClient();
  const outbox = useMemo(
    () =>
      outboxOf<Parcel, Receipt>({
        load: () => load(person),
        keep: (id, entry) => writeLocal(`${PREFIX}${person}.${id}`, entry === null ? null : JSON.stringify(entry)),
        send,
        verdict: (fault) => {
          if (fault instanceof UnreachableError || canRetry(fault)) return 'try-again';
          // Signed out elsewhere: it waits for the next sign-in.
          if (fault instanceof ProblemError && fault.status === 401) return 'try-again';
          const code = fault instanceof ProblemError ? (fault.problem.code ?? null) : null;
          return { sentence: faultSentence(fault, kit), code };
        },
        arrived: ({ parcel }, taken) => {
          if (parcel.kind === 'referral') {
            writeLocal(localKey(person, parcel.draft), null);
            // It is a case now; a draft left behind is only an entry too many in a list.
            void api.remove(`/api/drafts/${parcel.draft}`, Nothing).catch(() => undefined);
          }
          arrivedStore.set([{ parcel, taken, at: Date.now() }, ...arrivedStore.get()].slice(0, 20));
          announce(words.sentNow(taken.number));
          for (const queryKey of [['worklist'], ['drafts'], ['case', taken.id], ['resident-summary']])
            void queries.invalidateQueries({ queryKey });
        },
        wait: (milliseconds, then) => {
          const timer = window.setTimeout(then, milliseconds);
          return () => window.clearTimeout(timer);
        },
        now: () => Date.now(),
      }),
    // Words change with the language; what is under way keeps the ones it began with.
    [person],
  );
  useEffect(() => {
    const back = (): void => outbox.wake();
    const stopListening = onConnection(() => {
      if (!isOffline()) outbox.wake();
    });
    window.addEventListener('online', back);
    outbox.wake();
    return () => {
      stopListening();
      window.removeEventListener('online', back);
    };
  }, [outbox]);
  return <OutboxContext value={outbox}>{children}</OutboxContext>;
};
