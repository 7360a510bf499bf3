/** The cases behind a number: coded, without identities. */
import { useEffect, useRef } from 'react';
import { Button } from '../../kit/button.tsx';
import { momentWords } from '../../kit/civil.ts';
import { useWords, wordOf } from '../../kit/language.ts';
import { useServerNow } from '../../kit/server-time.ts';
import { ErrorState, faultSentence, Skeleton } from '../../kit/states.tsx';
import { words as kitTable } from '../../kit/words.ts';
import { words as referralTable } from '../../../capabilities/referral/index.ts';
import { useFigureCases } from './figure-query.ts';
import type { Part } from './figure-query.ts';
import type { Period } from './rate.ts';
import { words as table } from './words.ts';

type Props = {
  readonly code: string;
  readonly period: Period;
  readonly part: Part;
  readonly organisation: string | undefined;
  /** Of which organisation, or of all. */
  readonly where: string;
  readonly onClose: () => void;
};

export const FigureCases = ({ code, period, part, organisation, where, onClose }: Props): React.JSX.Element => {
  const words = useWords(table);
  const kit = useWords(kitTable);
  const referral = useWords(referralTable);
  const now = useServerNow();
  const list = useFigureCases(code, period, part, organisation);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), [part, organisation]);
  const rows = list.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <section className="card figure-cases" aria-labelledby="figure-cases-title">
      <header>
        <h2 id="figure-cases-title" ref={heading} tabIndex={-1}>
          {words.casesOf(words.parts[part], where)}
        </h2>
        <span className="note">{words.casesCoded}</span>
        <Button className="no-print" onClick={onClose}>
          {words.close}
        </Button>
      </header>
      {list.isPending && <Skeleton rows={6} height={37} />}
      {list.isError && list.data === undefined && (
        <ErrorState
          what={words.casesOf(words.parts[part], where)}
          fault={list.error}
          onRetry={() => void list.refetch()}
        />
      )}
      {list.data !== undefined && rows.length === 0 && <p className="figure-none">{words.casesNone}</p>}
      {rows.length > 0 && (
        <div className="comparison-scroll" role="region" aria-labelledby="figure-cases-title" tabIndex={0}>
          <table>
            <thead>
              <tr>
                <th scope="col">{words.caseColumns.number}</th>
                <th scope="col">{words.caseColumns.urgency}</th>
                <th scope="col">{words.caseColumns.sender}</th>
                <th scope="col">{words.caseColumns.state}</th>
                <th scope="col">{words.caseColumns.opened}</th>
                <th scope="col">{words.caseColumns.closed}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={row.id}>
                  <th scope="row">{row.number}</th>
                  <td>{wordOf(kit.urgency, row.urgency)}</td>
                  <td>{row.organisation.name}</td>
                  <td>{wordOf(referral.states, row.state)}</td>
                  <td>{momentWords(row.openedAt, kit, now)}</td>
                  <td>{row.closedAt === null ? words.stillOpen : momentWords(row.closedAt, kit, now)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {rows.length > 0 && (
        <p className="figure-more">
          {list.hasNextPage && (
            <Button disabled={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
              {words.casesMore}
            </Button>
          )}
          <span className="note">
            {list.hasNextPage ? words.casesLoaded(rows.length) : words.casesAll(rows.length)}
          </span>
          {list.isFetchNextPageError && (
            <span className="danger" role="alert">
              {words.casesFailed} {faultSentence(list.error, kit)}
            </span>
          )}
        </p>
      )}
    </section>
  );
};
