/** 家属查看: who of the family may see which parts until when; a code is given in person, and ended consents stay on record. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ResidentCode } from '../../../consortium/resident-access/shapes.ts';
import { StepTaken } from '../../../engines/pathways/shapes.ts';
import type { CaseView } from '../../../engines/pathways/shapes.ts';
import { api } from '../../../web/kit/api.ts';
import { Button } from '../../../web/kit/button.tsx';
import { dayOf, dayWords, momentWords } from '../../../web/kit/civil.ts';
import { useWords, wordOf } from '../../../web/kit/language.ts';
import { announce } from '../../../web/kit/live-region.tsx';
import { serverNow } from '../../../web/kit/server-time.ts';
import { faultSentence } from '../../../web/kit/states.tsx';
import { Tag } from '../../../web/kit/tag.tsx';
import { words as kitTable } from '../../../web/kit/words.ts';
import type { StayView } from '../shapes.ts';
import { words as elderTable } from '../words.ts';
import { BEDS_KEY } from './beds-query.ts';
import { stayWords } from './stay-words.ts';

export const FamilyCard = ({ view, stay }: { readonly view: CaseView; readonly stay: StayView }): React.JSX.Element => {
  const words = useWords(stayWords);
  const elder = useWords(elderTable);
  const kit = useWords(kitTable);
  const client = useQueryClient();
  const [ending, setEnding] = useState<string | null>(null);
  const giving = useMutation({
    mutationFn: (id: string) => api.post(`/api/family-access/${id}/code`, {}, ResidentCode),
  });
  const stopping = useMutation({
    mutationFn: (id: string) =>
      api.post(
        `/api/cases/${view.id}/steps/end-family-look`,
        { version: view.version, answers: { access: id, endReason: 'consent-withdrawn' } },
        StepTaken,
      ),
    onSuccess: async () => {
      announce(wordOf(elder.done, 'end-family-look'));
      setEnding(null);
      giving.reset();
      await client.invalidateQueries({ queryKey: ['case', view.id] });
      await client.invalidateQueries({ queryKey: BEDS_KEY });
    },
  });
  const may = view.steps.some(({ step }) => step === 'end-family-look');
  return (
    <section className="card" aria-label={words.family}>
      <h2>{words.family}</h2>
      {stay.family.length === 0 && <p className="note">{words.noFamily}</p>}
      <ul className="stay-list family">
        {stay.family.map((one) => {
          const over = one.endedAt !== null || Date.parse(one.untilAt) <= serverNow().getTime();
          return (
            <li key={one.id}>
              <span>
                <b>{one.who}</b> {wordOf(elder.answers, one.relation)}{' '}
                {over ? (
                  <Tag>{words.ended}</Tag>
                ) : (
                  <span className="note">
                    {words.until(dayWords(dayOf(new Date(Date.parse(one.untilAt) - 1)), kit, serverNow()))}
                  </span>
                )}
                <br />
                <span className="note">
                  {words.sees(kit.listed(one.parts.map((part) => wordOf(elder.answers, part))))}
                </span>
              </span>
              {may && !over && (
                <span className="stay-asks no-print">
                  <Button small onClick={() => giving.mutate(one.id)}>
                    {words.giveCode}
                  </Button>
                  <Button
                    small
                    kind={ending === one.id ? 'primary' : 'plain'}
                    onClick={() => (ending === one.id ? stopping.mutate(one.id) : setEnding(one.id))}
                  >
                    {ending === one.id ? elder.answers['consent-withdrawn'] : words.endLook}
                  </Button>
                </span>
              )}
            </li>
          );
        })}
      </ul>
      {giving.data !== undefined && (
        <p role="status" className="family-code no-print">
          {words.code(giving.data.code, momentWords(giving.data.expiresAt, kit, serverNow()))}
        </p>
      )}
      {(giving.isError || stopping.isError) && (
        <p className="danger" role="alert">
          {faultSentence(giving.error ?? stopping.error, kit)}
        </p>
      )}
    </section>
  );
};
