/** 谁看过我的档案: person, institution, when and by which reason, newest first. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { OwnLooks } from '../../../consortium/access/own-shapes.ts';
import { Button } from '../../kit/button.tsx';
import { api, queryString } from '../../kit/api.ts';
import { momentWords } from '../../kit/civil.ts';
import { useWords, wordOf } from '../../kit/language.ts';
import { useServerNow } from '../../kit/server-time.ts';
import { ErrorState, Skeleton } from '../../kit/states.tsx';
import { words as kitTable } from '../../kit/words.ts';
import { ObjectForm } from './object-form.tsx';
import { LOOK_WRONGS, words as objectionTable } from './objection-words.ts';
import { words as table } from './record-words.ts';

export const WhoLooked = (): React.JSX.Element => {
  const words = useWords(table);
  const objections = useWords(objectionTable);
  const [objecting, setObjecting] = useState<string | null>(null);
  const kit = useWords(kitTable);
  const now = useServerNow();
  const looks = useInfiniteQuery({
    queryKey: ['own-looks'],
    queryFn: ({ signal, pageParam }) =>
      api.get(`/api/resident/looks${queryString({ cursor: pageParam, count: 10 })}`, OwnLooks, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
  });
  if (looks.data === undefined)
    return looks.isError ? (
      <ErrorState what={words.looked} fault={looks.error} onRetry={() => void looks.refetch()} />
    ) : (
      <Skeleton rows={3} height={48} />
    );
  const rows = looks.data.pages.flatMap(({ items }) => items);
  return (
    <>
      {rows.length === 0 && <p>{words.nobodyLooked}</p>}
      <ul className="mine-looks">
        {rows.map((look) => (
          <li key={look.id}>
            <b>{look.who.organisation?.name ?? wordOf(kit.roles, look.who.role)}</b>{' '}
            {look.who.organisation !== null && wordOf(kit.roles, look.who.role)} {look.who.name}
            <span className="note">
              {momentWords(look.at, kit, now)} {words.actions[look.action]}
            </span>
            <span className="note">
              {look.refused
                ? words.refused
                : look.why.length === 0
                  ? words.noReason
                  : words.because(look.why.map((kind) => wordOf(words.reasons, kind)).join('、'))}
            </span>
            {look.objection !== null ? (
              <span className="own-objected">
                {objections.lookState(wordOf(objections.states, look.objection.state))}
              </span>
            ) : objecting === look.id ? (
              <ObjectForm
                id={`look-${look.id}`}
                look={look.id}
                wrongs={LOOK_WRONGS}
                onDone={() => setObjecting(null)}
              />
            ) : (
              <Button onClick={() => setObjecting(look.id)}>{objections.object}</Button>
            )}
          </li>
        ))}
      </ul>
      {looks.hasNextPage && (
        <Button aria-disabled={looks.isFetchingNextPage} onClick={() => void looks.fetchNextPage()}>
          {words.earlier}
        </Button>
      )}
    </>
  );
};
