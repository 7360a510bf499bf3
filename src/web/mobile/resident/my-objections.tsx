/** 我的异议: each with where it stands, who answers by when, and the answer; and the two ways to make one beside a look. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Objected, OwnObjections } from '../../../consortium/access/own-shapes.ts';
import type { OwnObjection } from '../../../consortium/access/own-shapes.ts';
import { api } from '../../kit/api.ts';
import { Button } from '../../kit/button.tsx';
import { dayOf, dayWords } from '../../kit/civil.ts';
import { useWords, wordOf } from '../../kit/language.ts';
import { useServerNow } from '../../kit/server-time.ts';
import { ErrorState, Skeleton, faultSentence } from '../../kit/states.tsx';
import { words as kitTable } from '../../kit/words.ts';
import { OBJECTIONS, OBJECTIONS_KEY, ObjectForm } from './object-form.tsx';
import type { Choice } from './object-form.tsx';
import { ENTRY_WRONGS, OTHER_WRONGS, words as table } from './objection-words.ts';

const One = ({ row, verified }: { readonly row: OwnObjection; readonly verified: boolean }): React.JSX.Element => {
  const words = useWords(table);
  const kit = useWords(kitTable);
  const now = useServerNow();
  const queries = useQueryClient();
  const [sure, setSure] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  const { answer, dueAt, handler } = row;
  const day = (at: string): string => dayWords(dayOf(new Date(at)), kit, now);
  const withdraw = async (): Promise<void> => {
    try {
      await api.remove(`${OBJECTIONS}/${row.case}`, Objected);
      await queries.invalidateQueries({ queryKey: OBJECTIONS_KEY });
      await queries.invalidateQueries({ queryKey: ['own-looks'] });
    } catch (failed) {
      setFault(faultSentence(failed, kit));
    }
  };
  return (
    <li>
      <b>{wordOf(words.states, row.state)}</b>
      <span>
        {words.about[row.about]}：{wordOf(words.wrongs, row.wrong)}
      </span>
      {row.note !== null && <span className="own-said">{row.note}</span>}
      <span className="note">
        {row.number} {day(row.madeAt)}
      </span>
      {dueAt !== null && (
        <span className={row.late ? 'warning' : 'note'}>
          {row.late ? words.lateNow(handler.name) : words.answers(handler.name, day(dueAt))}
          {!verified && `（${words.unverified}）`}
        </span>
      )}
      {answer !== null && (
        <span className="own-answer">
          {words.answered(handler.name)}
          {answer.finding}
          {answer.done.length > 0 && (
            <span className="note">{answer.done.map((code) => wordOf(words.done, code)).join('、')}</span>
          )}
        </span>
      )}
      {dueAt !== null && (
        <span className="own-acts">
          {handler.phone !== null && (
            <a className="button" href={`tel:${handler.phone}`}>
              {words.call(handler.name)}
            </a>
          )}
          {sure && <span>{words.withdrawAsk}</span>}
          <Button onClick={() => (sure ? void withdraw() : setSure(true))}>{words.withdraw}</Button>
          {sure && <Button onClick={() => setSure(false)}>{words.cancel}</Button>}
        </span>
      )}
      {fault !== null && (
        <p className="bar danger" role="alert">
          {fault}
        </p>
      )}
    </li>
  );
};

export const MyObjections = ({ entries }: { readonly entries: readonly Choice[] }): React.JSX.Element => {
  const words = useWords(table);
  const [making, setMaking] = useState<'entry' | 'other' | null>(null);
  const found = useQuery({
    queryKey: OBJECTIONS_KEY,
    queryFn: ({ signal }) => api.get(OBJECTIONS, OwnObjections, signal),
  });
  if (found.data === undefined)
    return found.isError ? (
      <ErrorState what={words.title} fault={found.error} onRetry={() => void found.refetch()} />
    ) : (
      <Skeleton rows={1} height={56} />
    );
  const { items, verified } = found.data;
  return (
    <div className="mine-objections">
      {items.length === 0 && <p>{words.none}</p>}
      {items.length > 0 && (
        <ul className="mine-looks">
          {items.map((row) => (
            <One key={row.case} row={row} verified={verified} />
          ))}
        </ul>
      )}
      {making === null ? (
        <span className="own-acts">
          {entries.length > 0 && <Button onClick={() => setMaking('entry')}>{words.objectEntry}</Button>}
          <Button onClick={() => setMaking('other')}>{words.objectOther}</Button>
        </span>
      ) : (
        <ObjectForm
          key={making}
          id={`object-${making}`}
          {...(making === 'entry' && { entries })}
          wrongs={making === 'entry' ? ENTRY_WRONGS : OTHER_WRONGS}
          onDone={() => setMaking(null)}
        />
      )}
    </div>
  );
};
