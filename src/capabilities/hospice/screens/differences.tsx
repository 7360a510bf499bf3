/** 医保差额: what insurers pay otherwise than claimed, by the clock; filters stay in the address, so that a list can be kept and sent, but no name that is looked for. */
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useId, useState } from 'react';
import { api } from '../../../web/kit/api.ts';
import { Button } from '../../../web/kit/button.tsx';
import { dayOf, dayWords, momentWords } from '../../../web/kit/civil.ts';
import { useWords, wordOf } from '../../../web/kit/language.ts';
import { PageHead } from '../../../web/kit/page.tsx';
import { printRecorded } from '../../../web/kit/recorded-print.ts';
import { Segmented } from '../../../web/kit/segmented.tsx';
import { serverNow } from '../../../web/kit/server-time.ts';
import { Empty, ErrorState, Skeleton } from '../../../web/kit/states.tsx';
import { Tag } from '../../../web/kit/tag.tsx';
import { words as kitTable } from '../../../web/kit/words.ts';
import { Differences } from '../shapes/claims.ts';
import type { DifferenceRow } from '../shapes/claims.ts';
import { words as table } from '../words.ts';
import { ColumnHeads } from './column-heads.tsx';
import { claimsWords } from './claims-words.ts';
import { useInsurer } from './claim-state.tsx';
import { DifferenceFigureStrip } from './difference-figures.tsx';
import { differenceScreenWords } from './difference-words.ts';
import { FindField } from './find-field.tsx';
import { yuan } from './format.ts';
import './hospice.css';
import './claims.css';

type Chosen = {
  readonly show: 'open' | 'closed';
  readonly payer: string;
  readonly owner: string;
};
const read = (search: Readonly<Record<string, unknown>>): Chosen => {
  const of = (name: string): string => (typeof search[name] === 'string' ? search[name] : '');
  return {
    show: of('show') === 'closed' ? 'closed' : 'open',
    payer: of('payer'),
    owner: of('owner'),
  };
};
const fits = (row: DifferenceRow, { payer, owner }: Chosen, find: string): boolean =>
  (payer === '' || row.payer === payer) &&
  (owner === '' || (owner === 'mine' ? row.mine : row.handler === null)) &&
  (find === '' || `${row.resident.name} ${row.number}`.toLowerCase().includes(find.toLowerCase()));

const Row = ({ row }: { readonly row: DifferenceRow }): React.JSX.Element => {
  const words = useWords(differenceScreenWords);
  const hospice = useWords(table);
  const kit = useWords(kitTable);
  const insurer = useInsurer();
  const when = row.closedAt ?? row.dueAt;
  return (
    <tr className={row.late ? 'hospice-late' : undefined}>
      <td>
        <Link to="/hospice/differences/$id" params={{ id: row.id }}>
          {row.number}
        </Link>
        <div className="note">{insurer(row)}</div>
      </td>
      <td>
        {row.resident.name}
        <div className="note numbers">{row.month}</div>
      </td>
      <td className="numbers" data-label={words.columns.owed}>
        {yuan(row.owed)}
      </td>
      <td className="numbers" data-label={words.columns.paid}>
        {yuan(row.paid.fen)}
      </td>
      <td className="numbers" data-label={words.columns.difference}>
        <b>{yuan(row.paid.fen - row.owed)}</b>
      </td>
      <td>
        {row.cause === null ? null : <div>{wordOf(hospice.answers, row.cause)}</div>}
        {row.reason === null ? null : <div className="note">{words.said(row.reason)}</div>}
      </td>
      <td>
        {wordOf(hospice.states, row.state)}
        <div className="note">{row.handler?.name ?? (row.closedAt === null ? words.nobody : '')}</div>
      </td>
      <td className="numbers">
        {when === null ? '' : momentWords(when, kit, serverNow())}
        {row.late && (
          <div>
            <Tag tone="danger">{words.late}</Tag>
          </div>
        )}
      </td>
    </tr>
  );
};

const Filters = ({
  chosen,
  choose,
  find,
  onFind,
}: {
  readonly chosen: Chosen;
  readonly choose: (changed: Partial<Chosen>) => void;
  readonly find: string;
  readonly onFind: (find: string) => void;
}): React.JSX.Element => {
  const words = useWords(differenceScreenWords);
  const insurer = useInsurer();
  const claims = useWords(claimsWords);
  const label = useId();
  return (
    <div className="differences-filters no-print">
      <div className="differences-show">
        <span id={label} className="note">
          {words.show}
        </span>
        <Segmented
          options={[
            { code: 'open', label: words.open },
            { code: 'closed', label: words.closed },
          ]}
          value={chosen.show}
          onChoose={(show) => choose({ show })}
          labelledBy={label}
        />
      </div>
      <label>
        <span className="note">{words.payer}</span>
        <select
          className="hospice-select"
          value={chosen.payer}
          onChange={(event) => choose({ payer: event.target.value })}
        >
          <option value="">{words.all}</option>
          <option value="medical">{claims.payers.medical}</option>
          <option value="ltci">{insurer({ payer: 'ltci', scheme: 'ltci' })}</option>
        </select>
      </label>
      <label>
        <span className="note">{words.owner}</span>
        <select
          className="hospice-select"
          value={chosen.owner}
          onChange={(event) => choose({ owner: event.target.value })}
        >
          <option value="">{words.anybody}</option>
          <option value="mine">{words.mine}</option>
          <option value="nobody">{words.nobody}</option>
        </select>
      </label>
      <FindField label={words.find} value={find} onFind={onFind} />
    </div>
  );
};

export const DifferencesScreen = (): React.JSX.Element => {
  const words = useWords(differenceScreenWords);
  const kit = useWords(kitTable);
  const chosen = read(useSearch({ strict: false }));
  const [find, setFind] = useState('');
  const navigate = useNavigate();
  const choose = (changed: Partial<Chosen>): void => {
    const kept = Object.entries({ ...chosen, ...changed }).filter(([, value]) => value !== '' && value !== 'open');
    void navigate({ to: '/hospice/differences', search: Object.fromEntries(kept), replace: true });
  };
  const list = useQuery({
    queryKey: ['hospice', 'differences', chosen.show],
    queryFn: ({ signal }) => api.get(`/api/hospice/differences?show=${chosen.show}`, Differences, signal),
  });
  const { data } = list;
  const { columns } = words;
  const rows = data?.items.filter((row) => fits(row, chosen, find)) ?? [];
  const of = chosen.show === 'open' ? (data?.open ?? 0) : (data?.closed ?? 0);
  const narrowed = chosen.payer !== '' || chosen.owner !== '' || find !== '';
  return (
    <div className="hospice">
      <PageHead title={words.title} note={words.note}>
        <Button onClick={() => void printRecorded({ what: 'differences', of: chosen.show })}>{words.print}</Button>
        <Link to="/hospice/claims" className="button no-print">
          {words.toClaim}
        </Link>
      </PageHead>
      <Filters chosen={chosen} choose={choose} find={find} onFind={setFind} />
      {data === undefined &&
        (list.isError ? (
          <ErrorState what={words.title} fault={list.error} onRetry={() => void list.refetch()} />
        ) : (
          <Skeleton rows={6} height={48} />
        ))}
      {data !== undefined && (
        <section className="card hospice-scroll" tabIndex={0} aria-label={words.title}>
          <p className="differences-sum">
            <b>{words.sum(data.open, yuan(Math.abs(data.fen)))}</b>{' '}
            <span className="note">
              {words.shown(rows.length, of)} · {dayWords(dayOf(new Date(data.serverTime)), kit, serverNow())}
            </span>
          </p>
          {rows.length === 0 ? (
            <Empty
              title={narrowed ? words.noneFound : chosen.show === 'open' ? words.none : words.noneClosed}
              why={narrowed ? words.noneFoundWhy : words.noneWhy}
            />
          ) : (
            <table className="hospice-table differences">
              <ColumnHeads
                of={[
                  ...[columns.number, columns.person, columns.owed, columns.paid, columns.difference, columns.reason],
                  ...[columns.state, chosen.show === 'open' ? columns.due : columns.closed],
                ]}
              />
              <tbody>
                {rows.map((row) => (
                  <Row key={row.id} row={row} />
                ))}
              </tbody>
            </table>
          )}
        </section>
      )}
      <DifferenceFigureStrip />
    </div>
  );
};
