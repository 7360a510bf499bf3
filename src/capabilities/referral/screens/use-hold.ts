/** Making, swapping, extending and releasing the place kept for a draft. */
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { HoldView } from '../../../consortium/shapes.ts';
import type { Candidate, NewHoldBody } from '../../../consortium/shapes.ts';
import { api, Nothing, ProblemError } from '../../../web/kit/api.ts';
import { useWords } from '../../../web/kit/language.ts';
import { announce } from '../../../web/kit/live-region.tsx';
import { serverNow, serverTimeIs } from '../../../web/kit/server-time.ts';
import { faultSentence } from '../../../web/kit/states.tsx';
import { words as kitTable } from '../../../web/kit/words.ts';
import { ANSWERING } from '../rules/sides.ts';
import type { DraftKeeper } from './draft-keeper.ts';
import { placeWords } from './place-words.ts';
import { isHeld } from './referral-draft.ts';
import type { Place, ReferralDraft } from './referral-draft.ts';

/** Who answers there, by the same table as the server's. */
const answererAt = (kind: string): string =>
  (ANSWERING as Readonly<Record<string, string>>)[kind] ?? ANSWERING.hospital;

const placeName = (place: Place | HoldView): string => `${place.organisation.name} ${place.department.name}`;

export type HoldActs = {
  /** The department a place is being asked of. */
  readonly busy: string | null;
  /** Why the last act did not happen. */
  readonly said: string | null;
  readonly choose: (candidate: Candidate, slot: Candidate['slots'][number] | null) => void;
  readonly extend: () => void;
  readonly release: () => void;
  readonly again: () => void;
};

export const useHold = (id: string, keeper: DraftKeeper<ReferralDraft>): HoldActs => {
  const words = useWords(placeWords);
  const kit = useWords(kitTable);
  const queries = useQueryClient();
  const [busy, setBusy] = useState<string | null>(null);
  const [said, setSaid] = useState<string | null>(null);
  const draft = (): ReferralDraft => keeper.view().content;
  const kept = (): HoldView | null => {
    const { hold } = draft();
    return isHeld(hold, serverNow()) ? hold : null;
  };

  const act = async (
    department: string,
    doing: () => Promise<void>,
    failed: (why: string) => string,
  ): Promise<void> => {
    setBusy(department);
    setSaid(null);
    try {
      await doing();
    } catch (fault) {
      const sentence = failed(faultSentence(fault, kit));
      setSaid(sentence);
      announce(sentence);
    } finally {
      setBusy(null);
      void queries.invalidateQueries({ queryKey: ['departments'] });
    }
  };
  const holdHere = (place: Place, body: NewHoldBody): Promise<void> => {
    const before = kept();
    const failed = (why: string): string =>
      before === null ? words.hold.failed(why) : words.hold.failedKept(why, placeName(before));
    return act(
      place.department.id,
      async () => {
        // The server keeps the place for the draft, so the draft has to be there first.
        await keeper.flush();
        const hold = await api.post('/api/holds', body, HoldView);
        serverTimeIs(hold.serverTime);
        keeper.change((content) => ({ ...content, place, hold }));
        void keeper.flush();
        announce(words.hold.made(placeName(place)));
      },
      failed,
    );
  };
  const choose: HoldActs['choose'] = (candidate, slot) => {
    const visit = draft().answers.visit ?? 'inpatient';
    const place: Place = {
      visit,
      department: { id: candidate.department.id, name: candidate.department.name },
      organisation: { id: candidate.organisation.id, name: candidate.organisation.name },
      walkIn: candidate.walkIn,
      answeredBy: answererAt(candidate.organisation.kind),
    };
    if (draft().answers.urgency === 'emergency' || place.walkIn) {
      keeper.change((content) => ({ ...content, place }));
      void keeper.flush();
      const elsewhere = kept();
      if (elsewhere !== null && elsewhere.department.id !== place.department.id) void drop(elsewhere, false);
      return;
    }
    const department = place.department.id;
    void holdHere(
      place,
      slot === null ? { kind: 'quota', department, draft: id } : { kind: 'slot', department, slot: slot.id, draft: id },
    );
  };
  const drop = (hold: HoldView, alsoPlace: boolean): Promise<void> =>
    act(
      hold.department.id,
      async () => {
        try {
          await api.remove(`/api/holds/${hold.id}`, Nothing);
        } catch (fault) {
          // It ran out meanwhile: released all the same.
          if (!(fault instanceof ProblemError) || ![404, 409, 410].includes(fault.status)) throw fault;
        }
        keeper.change((content) => ({ ...content, hold: null, place: alsoPlace ? null : content.place }));
        void keeper.flush();
        announce(words.hold.released(placeName(hold)));
      },
      (why) => words.hold.failed(why),
    );
  return {
    busy,
    said,
    choose,
    extend: () => {
      const hold = kept();
      if (hold === null) return;
      void act(
        hold.department.id,
        async () => {
          const longer = await api.post(`/api/holds/${hold.id}/extension`, {}, HoldView);
          serverTimeIs(longer.serverTime);
          keeper.change((content) => ({ ...content, hold: longer }));
          void keeper.flush();
        },
        (why) => words.hold.failed(why),
      );
    },
    release: () => {
      const { hold } = draft();
      if (hold !== null) void drop(hold, true);
    },
    again: () => {
      const { hold, place } = draft();
      if (hold === null || place === null) return;
      const department = place.department.id;
      void holdHere(
        place,
        hold.slot === null
          ? { kind: 'quota', department, draft: id }
          : { kind: 'slot', department, slot: hold.slot.id, draft: id },
      );
    },
  };
};
