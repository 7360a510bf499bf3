/** 我不想让别人看的: categories kept from others, and taken back; the server decides what that means for whom. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { CATEGORIES, Restricted, Restrictions } from '../../../consortium/access/own-shapes.ts';
import type { Category } from '../../../consortium/access/own-shapes.ts';
import { Nothing, ProblemError, api, queryString } from '../../kit/api.ts';
import { Button } from '../../kit/button.tsx';
import { dayOf, dayWords } from '../../kit/civil.ts';
import { useWords } from '../../kit/language.ts';
import { useServerNow } from '../../kit/server-time.ts';
import { ErrorState, Skeleton, faultSentence } from '../../kit/states.tsx';
import { words as kitTable } from '../../kit/words.ts';
import { words as table } from './record-words.ts';

const PATH = '/api/resident/restrictions';
const KEY = ['own-restrictions'] as const;

const useRestrictions = () =>
  useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => api.get(PATH, Restrictions, signal),
    retry: (failures, fault) => failures < 2 && !(fault instanceof ProblemError && fault.status === 404),
  });

export const MyConsents = (): React.JSX.Element => {
  const words = useWords(table);
  const kit = useWords(kitTable);
  const now = useServerNow();
  const queries = useQueryClient();
  const found = useRestrictions();
  const [asked, setAsked] = useState<Category | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  const [chosen, setChosen] = useState<string | null>(null);
  const change = async (work: () => Promise<unknown>): Promise<void> => {
    setFault(null);
    try {
      await work();
      setAsked(null);
      await queries.invalidateQueries({ queryKey: KEY });
    } catch (failed) {
      setFault(faultSentence(failed, kit));
    }
  };
  if (found.error instanceof ProblemError && found.error.status === 404) return <p>{words.consentsAbsent}</p>;
  if (found.data === undefined)
    return found.isError ? (
      <ErrorState what={words.consents} fault={found.error} onRetry={() => void found.refetch()} />
    ) : (
      <Skeleton rows={2} height={56} />
    );
  const { items, guardians, guardianNeeded } = found.data;
  // a child's guardian decides; the only one there is need not be chosen
  const guardian = guardianNeeded ? (chosen ?? guardians[0]?.id ?? null) : null;
  const mayDecide = !guardianNeeded || guardian !== null;
  const kept = new Set(items.map(({ category }) => category));
  return (
    <div className="mine-consents">
      <p>{items.length === 0 ? words.consentsNone : words.consentsWhy}</p>
      {guardianNeeded && (
        <div className="bar primary">
          {guardians.length === 0 ? (
            <span>{words.guardianMissing}</span>
          ) : (
            <fieldset className="options">
              <legend>{words.guardianDecides}</legend>
              {guardians.map(({ id, name }) => (
                <label key={id} className="option">
                  <input type="radio" name="guardian" checked={guardian === id} onChange={() => setChosen(id)} />
                  <span>{words.guardianIs(name)}</span>
                </label>
              ))}
            </fieldset>
          )}
        </div>
      )}
      <ul className="mine-consents">
        {items.map((row) => (
          <li key={row.id}>
            <span>
              <b>{row.category === null ? words.unknownCategory : words.categories[row.category]}</b>{' '}
              <span className="note">{words.consentSince(dayWords(dayOf(new Date(row.since)), kit, now))}</span>
            </span>
            {mayDecide && (
              <Button
                onClick={() =>
                  void change(() =>
                    api.remove(`${PATH}/${row.id}${queryString({ guardian: guardian ?? undefined })}`, Nothing),
                  )
                }
              >
                {words.lift}
              </Button>
            )}
          </li>
        ))}
        {CATEGORIES.filter((category) => !kept.has(category)).map((category) => (
          <li key={category}>
            <span>{words.categories[category]}</span>
            {mayDecide && <Button onClick={() => setAsked(category)}>{words.restrict}</Button>}
          </li>
        ))}
      </ul>
      {asked !== null && (
        <div className="bar" role="alert">
          <p>{words.restrictAsk(words.categories[asked])}</p>
          <Button onClick={() => void change(() => api.post(PATH, { category: asked, guardian }, Restricted))}>
            {words.restrict}
          </Button>
          <Button onClick={() => setAsked(null)}>{words.cancel}</Button>
        </div>
      )}
      {fault !== null && (
        <p className="bar danger" role="alert">
          {fault}
        </p>
      )}
    </div>
  );
};
