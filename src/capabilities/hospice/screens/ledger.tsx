/** 逐日明细: every day with its place, its payers and the reason for every split, and the entries that say so. */
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { api } from '../../../web/kit/api.ts';
import { Button } from '../../../web/kit/button.tsx';
import { dayWords, momentWords } from '../../../web/kit/civil.ts';
import { useWords, wordOf } from '../../../web/kit/language.ts';
import { PageHead } from '../../../web/kit/page.tsx';
import { printRecorded } from '../../../web/kit/recorded-print.ts';
import { serverNow } from '../../../web/kit/server-time.ts';
import { ErrorState, Skeleton } from '../../../web/kit/states.tsx';
import { Tag } from '../../../web/kit/tag.tsx';
import { words as kitTable } from '../../../web/kit/words.ts';
import { Ledger, Person } from '../shapes.ts';
import type { DayView, LedgerEntry } from '../shapes.ts';
import { ColumnHeads } from './column-heads.tsx';
import { becauseWords } from './because.tsx';
import { yuan } from './format.ts';
import { screenWords } from './screen-words.ts';
import './hospice.css';

const Day = ({ day }: { readonly day: DayView }): React.JSX.Element => {
  const words = useWords(screenWords);
  const kit = useWords(kitTable);
  return (
    <tr className={day.counted ? undefined : 'hospice-uncounted'}>
      <td className="numbers">
        {dayWords(day.day, kit, serverNow())}
        <div className="note">{wordOf(words.dayKinds, day.kind)}</div>
      </td>
      <td>
        {wordOf(words.places, day.place)}
        <div className="note">{day.organisation.name}</div>
      </td>
      <td className="numbers">
        {day.parts.map((part) => (
          <div key={`${part.payer}${part.party}`}>
            {wordOf(words.payers, part.payer)} <b>{yuan(part.fen)}</b>
          </div>
        ))}
        {day.parts.length === 0 &&
          (day.counted && day.exclusive !== null ? (
            <>
              {wordOf(words.payers, day.exclusive)} <b>{yuan(0)}</b>
            </>
          ) : (
            <span className="note">—</span>
          ))}
      </td>
      <td>
        {day.because.map((one, index) => (
          <div key={index} className="note">
            {becauseWords(one, words)}
          </div>
        ))}
      </td>
      <td>
        {day.lack.map((kind) => (
          <Tag key={kind} tone="warning">
            {wordOf(words.kinds, kind)}
          </Tag>
        ))}
      </td>
    </tr>
  );
};

const Entry = ({ entry }: { readonly entry: LedgerEntry }): React.JSX.Element => {
  const words = useWords(screenWords);
  const kit = useWords(kitTable);
  return (
    <tr>
      <td className="numbers">{dayWords(entry.day, kit, serverNow())}</td>
      <td>
        <Tag tone={entry.kind === 'day' ? 'plain' : 'warning'}>{wordOf(words.entryKinds, entry.kind)}</Tag>
        <div className="note">{entry.organisation.name}</div>
      </td>
      <td className="numbers">
        {entry.postings.map((posting) => (
          <div key={`${posting.account}${posting.party}`}>
            {wordOf(words.accounts, posting.account)} <b>{yuan(posting.fen)}</b>
          </div>
        ))}
      </td>
      <td className="note">{kit.listed([...new Set(entry.postings.flatMap(({ rule }) => rule ?? []))])}</td>
      <td className="note numbers">{momentWords(entry.at, kit, serverNow())}</td>
    </tr>
  );
};

export const LedgerScreen = (): React.JSX.Element => {
  const { id = '' }: { readonly id?: string } = useParams({ strict: false });
  const words = useWords(screenWords);
  const person = useQuery({
    queryKey: ['hospice', 'person', id],
    queryFn: ({ signal }) => api.get(`/api/hospice/cases/${id}`, Person, signal),
  });
  const ledger = useQuery({
    queryKey: ['hospice', 'ledger', id],
    queryFn: ({ signal }) => api.get(`/api/hospice/cases/${id}/ledger`, Ledger, signal),
  });
  const fault = person.error ?? ledger.error;
  if (fault !== null)
    return (
      <ErrorState
        what={words.ledgerTitle}
        fault={fault}
        onRetry={() => void Promise.all([person.refetch(), ledger.refetch()])}
      />
    );
  if (person.data === undefined || ledger.data === undefined) return <Skeleton rows={10} height={48} />;
  const { ledgerColumns: columns } = words;
  return (
    <div className="hospice">
      <PageHead title={`${person.data.resident.name} · ${words.ledgerTitle}`} note={words.ledgerNote}>
        <Button onClick={() => void printRecorded({ what: 'ledger', of: id })}>{words.print}</Button>
        <Link to="/hospice/$id" params={{ id }} className="button">
          {words.back}
        </Link>
      </PageHead>
      <section className="card hospice-scroll" tabIndex={0} aria-label={words.ledgerTitle}>
        <table className="hospice-table">
          <ColumnHeads of={[columns.day, columns.place, columns.who, columns.why, columns.lack]} />
          <tbody>
            {person.data.days.map((day) => (
              <Day key={day.day} day={day} />
            ))}
          </tbody>
        </table>
      </section>
      <section className="card hospice-scroll" tabIndex={0} aria-label={words.entries}>
        <h2>{words.entries}</h2>
        {ledger.data.items.length === 0 ? (
          <p className="note">{words.noEntries}</p>
        ) : (
          <table className="hospice-table">
            <tbody>
              {ledger.data.items.map((entry) => (
                <Entry key={entry.id} entry={entry} />
              ))}
            </tbody>
          </table>
        )}
      </section>
    </div>
  );
};
