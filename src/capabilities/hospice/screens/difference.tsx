/** One difference: whose turn and until when, what was claimed day by day and why, what the insurer said each time, what was done. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { CaseView } from '../../../engines/pathways/shapes.ts';
import { api } from '../../../web/kit/api.ts';
import { Button } from '../../../web/kit/button.tsx';
import { OwnerAndClock } from '../../../web/kit/case-header.tsx';
import { dayWords, momentWords } from '../../../web/kit/civil.ts';
import { useWords, wordOf } from '../../../web/kit/language.ts';
import { Facts, PageHead } from '../../../web/kit/page.tsx';
import { printRecorded } from '../../../web/kit/recorded-print.ts';
import { serverNow } from '../../../web/kit/server-time.ts';
import { ErrorState, Skeleton } from '../../../web/kit/states.tsx';
import { Tag } from '../../../web/kit/tag.tsx';
import { Timeline } from '../../../web/kit/timeline.tsx';
import { words as kitTable } from '../../../web/kit/words.ts';
import { DifferenceView } from '../shapes/claims.ts';
import { words as table } from '../words.ts';
import { ColumnHeads } from './column-heads.tsx';
import { becauseWords } from './because.tsx';
import { useInsurer } from './claim-state.tsx';
import { differenceScreenWords } from './difference-words.ts';
import { yuan } from './format.ts';
import { screenWords } from './screen-words.ts';
import { Steps } from './step-form.tsx';
import type { Opened } from './step-form.tsx';
import './hospice.css';
import './claims.css';

const Days = ({ days }: { readonly days: DifferenceView['days'] }): React.JSX.Element => {
  const words = useWords(differenceScreenWords);
  const hospice = useWords(screenWords);
  const kit = useWords(kitTable);
  const { dayColumns: columns } = words;
  return (
    <section className="card hospice-scroll" tabIndex={0} aria-label={words.days}>
      <h2>{words.days}</h2>
      <p className="note">{words.daysNote}</p>
      <table className="hospice-table">
        <ColumnHeads of={[columns.day, columns.fen, columns.because, columns.rule]} />
        <tbody>
          {days.map((day) => (
            <tr key={day.id} className={day.kind === 'reversal' ? 'hospice-uncounted' : undefined}>
              <td className="numbers">
                {dayWords(day.day, kit, serverNow())}{' '}
                {day.kind === 'reversal' && <Tag tone="warning">{words.reversal}</Tag>}
              </td>
              <td className="numbers">{yuan(day.fen)}</td>
              <td>
                {day.because.map((one, index) => (
                  <div key={index} className="note">
                    {becauseWords(one, hospice)}
                  </div>
                ))}
              </td>
              <td className="note">
                {day.rule} {!day.verified && <Tag tone="warning">{hospice.unverified}</Tag>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
};

const Statements = ({ rows }: { readonly rows: DifferenceView['statements'] }): React.JSX.Element => {
  const words = useWords(differenceScreenWords);
  const kit = useWords(kitTable);
  const { statementColumns: columns } = words;
  return (
    <section className="card hospice-scroll" tabIndex={0} aria-label={words.statements}>
      <h2>{words.statements}</h2>
      <table className="hospice-table">
        <ColumnHeads of={[columns.round, columns.at, columns.days, columns.fen, columns.reason]} />
        <tbody>
          {rows.map((row) => (
            <tr key={row.round}>
              <td className="numbers">{row.round}</td>
              <td className="numbers">{momentWords(row.at, kit, serverNow())}</td>
              <td className="numbers">{row.days}</td>
              <td className="numbers">{yuan(row.fen)}</td>
              <td>{row.reason ?? '—'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
};

const Sums = ({ own }: { readonly own: DifferenceView }): React.JSX.Element => {
  const words = useWords(differenceScreenWords);
  const hospice = useWords(table);
  const kit = useWords(kitTable);
  const { difference: one, dispute, answer } = own;
  const day = (civil: string): string => dayWords(civil, kit, serverNow());
  return (
    <section className="card" aria-label={words.facts}>
      <h2>{words.facts}</h2>
      <Facts
        rows={[
          { label: words.claimed, value: words.claimedDays(one.claimed.days, yuan(one.claimed.fen)) },
          ...(one.owed === one.claimed.fen ? [] : [{ label: words.owed, value: yuan(one.owed) }]),
          { label: words.paid, value: words.claimedDays(one.paid.days, yuan(one.paid.fen)) },
          { label: words.difference, value: <b className="numbers">{yuan(one.paid.fen - one.owed)}</b> },
          { label: words.cause, value: one.cause === null ? words.noCause : wordOf(hospice.answers, one.cause) },
          ...(own.note === null ? [] : [{ label: words.explained, value: own.note }]),
          ...(own.evidence === null ? [] : [{ label: words.evidence, value: own.evidence }]),
          { label: words.handler, value: one.handler?.name ?? words.nobody },
          {
            label: words.disputeBy,
            value: (
              <>
                {day(one.disputeBy)} {!one.verified && <Tag tone="warning">{words.unverified}</Tag>}
              </>
            ),
          },
          ...(dispute === null
            ? []
            : [{ label: words.dispute, value: words.disputed(day(dispute.on), dispute.number) }]),
          ...(answer === null
            ? []
            : [
                {
                  label: words.answer,
                  value: [
                    ...[wordOf(hospice.answers, answer.what), day(answer.on), answer.number ?? ''],
                    answer.promised === null ? '' : words.promised(yuan(answer.promised)),
                  ]
                    .filter((part) => part !== '')
                    .join(' '),
                },
              ]),
        ]}
      />
    </section>
  );
};

export const DifferenceScreen = (): React.JSX.Element => {
  const { id = '' }: { readonly id?: string } = useParams({ strict: false });
  const words = useWords(differenceScreenWords);
  const hospice = useWords(table);
  const insurer = useInsurer();
  const client = useQueryClient();
  const [opened, setOpened] = useState<Opened | null>(null);
  const own = useQuery({
    queryKey: ['hospice', 'differences', 'one', id],
    queryFn: ({ signal }) => api.get(`/api/hospice/differences/${id}`, DifferenceView, signal),
  });
  const view = useQuery({
    queryKey: ['hospice', 'differences', 'case', id],
    queryFn: ({ signal }) => api.get(`/api/cases/${id}`, CaseView, signal),
  });
  const again = (): void => void client.invalidateQueries({ queryKey: ['hospice'] });
  const fault = own.error ?? view.error;
  if (own.data === undefined || view.data === undefined)
    return fault === null ? (
      <Skeleton rows={8} height={48} />
    ) : (
      <ErrorState what={words.title} fault={fault} onRetry={again} />
    );
  const { difference: one } = own.data;
  const said = (answers: Readonly<Record<string, unknown>> | null): string | undefined => {
    const found = ['grounds', 'said', 'note', 'whyLate'].map((code) => answers?.[code]);
    const text = found.find((value) => typeof value === 'string' && value !== '');
    return typeof text === 'string' ? text : undefined;
  };
  return (
    <div className="hospice">
      <PageHead
        title={`${one.resident.name} · ${words.facts} ${one.number}`}
        note={
          <span className="dotted numbers">
            <span>{insurer(one)}</span>
            <span>{one.month}</span>
            <span>{wordOf(hospice.states, one.state)}</span>
          </span>
        }
      >
        <Button onClick={() => void printRecorded({ what: 'difference', of: id })}>{words.print}</Button>
        <Link to="/hospice/claims/$id" params={{ id: one.claim }} className="button no-print">
          {words.toClaim}
        </Link>
        <Link to="/hospice/differences" className="button no-print">
          {words.back}
        </Link>
      </PageHead>
      {view.data.owner !== null && view.data.clock !== null && (
        <OwnerAndClock
          owner={view.data.owner}
          clock={view.data.clock}
          urgency={view.data.urgency}
          clockName={wordOf(hospice.clocks, view.data.clock.limit)}
        />
      )}
      <Steps view={view.data} opened={opened} onOpen={setOpened} onTaken={again} />
      <Sums own={own.data} />
      <Statements rows={own.data.statements} />
      <Days days={own.data.days} />
      <section className="card" aria-label={words.history}>
        <h2>{words.history}</h2>
        <Timeline
          rows={[...view.data.timeline].reverse().map((row) => ({
            ...{ key: String(row.version), at: row.at, by: row.by, what: wordOf(hospice.done, row.step) },
            reason: row.reason === null ? null : wordOf(hospice.answers, row.reason),
            detail: said(row.answers),
          }))}
          current={null}
          ahead={[]}
        />
      </section>
    </div>
  );
};
