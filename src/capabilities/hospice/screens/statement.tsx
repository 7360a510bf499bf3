/** One statement of a month: rows of days, price and amount; behind a person's sums every entry; on paper and as a workbook. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { api } from '../../../web/kit/api.ts';
import { Button } from '../../../web/kit/button.tsx';
import { dayOf, momentWords } from '../../../web/kit/civil.ts';
import { DownloadButton } from '../../../web/kit/download.tsx';
import { useLanguage, useWords } from '../../../web/kit/language.ts';
import { PageHead } from '../../../web/kit/page.tsx';
import { serverNow } from '../../../web/kit/server-time.ts';
import { useSession } from '../../../web/kit/session.ts';
import { Empty, ErrorState, faultSentence, Skeleton } from '../../../web/kit/states.tsx';
import { Tag } from '../../../web/kit/tag.tsx';
import { words as kitTable } from '../../../web/kit/words.ts';
import { StatementView, summed } from '../shapes/statements.ts';
import { atDesk } from '../rules/sides.ts';
import { ColumnHeads } from './column-heads.tsx';
import { yuanFull } from './format.ts';
import { StateOfMonth } from './statements.tsx';
import { chosenFrom } from './statement-query.ts';
import { statementScreenWords } from './statement-words.ts';
import './hospice.css';
import './claims.css';
import './statements.css';

/** Long enough to look at what was opened; then its bytes are let go. */
const KEPT_MS = 600_000;

const Copies = ({ view }: { readonly view: StatementView }): React.JSX.Element => {
  const words = useWords(statementScreenWords);
  const kit = useWords(kitTable);
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<unknown>(null);
  const { month, by, of, known } = view;
  const asked = new URLSearchParams({ month, by, of, known }).toString();
  const print = async (): Promise<void> => {
    const tab = window.open('', '_blank');
    setBusy(true);
    setFault(null);
    try {
      const url = URL.createObjectURL(await api.made(`/api/hospice/statements/paper?${asked}`));
      window.setTimeout(() => URL.revokeObjectURL(url), KEPT_MS);
      if (tab === null) window.location.assign(url);
      else tab.location.replace(url);
      void client.invalidateQueries({ queryKey: ['hospice', 'statements'] });
    } catch (failed) {
      tab?.close();
      setFault(failed);
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <Button kind="primary" disabled={busy} aria-busy={busy} onClick={() => void print()}>
        {busy ? words.printing : words.print}
      </Button>
      <DownloadButton path={`/api/hospice/statements/workbook?${asked}`} label={words.workbook} />
      <Link to="/hospice/statements" search={{ month, by }} className="button">
        {words.back}
      </Link>
      {fault !== null && (
        <p className="danger" role="alert">
          {faultSentence(fault, kit)}
        </p>
      )}
    </>
  );
};

const Group = ({
  group,
  view,
}: {
  readonly group: StatementView['groups'][number];
  readonly view: StatementView;
}): React.JSX.Element => {
  const words = useWords(statementScreenWords);
  const ofPerson = !view.overseer && view.by !== 'person';
  return (
    <>
      {group.rows.map((row) => (
        <tr
          key={`${row.account}${row.party}${row.as}${row.from}${String(row.unit)}`}
          className={row.as === 'stands' ? undefined : 'statement-corrected'}
        >
          <td>
            {row.name} {row.as !== 'stands' && <Tag tone="warning">{words.as[row.as]}</Tag>}
          </td>
          <td className="numbers" data-label={words.rowColumns.period}>
            {row.from === row.through ? row.from.slice(5) : `${row.from.slice(5)}—${row.through.slice(5)}`}
          </td>
          <td className="numbers" data-label={words.rowColumns.days}>
            {row.days}
          </td>
          <td className="numbers" data-label={words.rowColumns.price}>
            {yuanFull(row.unit)}
          </td>
          <td className="numbers" data-label={words.rowColumns.amount}>
            {yuanFull(row.fen)}
          </td>
        </tr>
      ))}
      {summed(group) && (
        <tr className="statement-sum">
          <th scope="row" colSpan={2}>
            {ofPerson ? (
              <Link to="/hospice/statements/one" search={{ month: view.month, by: 'person', of: group.key }}>
                {words.subtotal(group.name)}
              </Link>
            ) : (
              words.subtotal(group.name)
            )}
          </th>
          <td className="numbers" data-label={words.rowColumns.days}>
            {group.days === null ? words.hidden : group.days}
          </td>
          <td />
          <td className="numbers" data-label={words.rowColumns.amount}>
            {group.fen === null ? words.hidden : yuanFull(group.fen)}
          </td>
        </tr>
      )}
    </>
  );
};

const Sums = ({ view }: { readonly view: StatementView }): React.JSX.Element => {
  const words = useWords(statementScreenWords);
  const { rowColumns: columns } = words;
  return (
    <table className="hospice-table statement">
      <ColumnHeads of={[columns.item, columns.period, columns.days, columns.price, columns.amount]} />
      <tbody>
        {view.groups.map((group) => (
          <Group key={group.key} group={group} view={view} />
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row" colSpan={2}>
            {words.total}
          </th>
          <td className="numbers" data-label={words.rowColumns.days}>
            {view.days === null ? words.hidden : view.days}
          </td>
          <td />
          <td className="numbers" data-label={words.rowColumns.amount}>
            {view.fen === null ? words.hidden : yuanFull(view.fen)}
          </td>
        </tr>
      </tfoot>
    </table>
  );
};

const Behind = ({ view }: { readonly view: StatementView }): React.JSX.Element => {
  const words = useWords(statementScreenWords);
  const { behindColumns: columns } = words;
  return (
    <details className="card statement-behind">
      <summary>
        {words.behind} <span className="note">{view.bookings.length}</span>
      </summary>
      {view.stay !== null && (
        <p>
          <Link
            to={view.stay.programme === 'elder-care' ? '/elder-care/stays/$id/ledger' : '/hospice/$id/ledger'}
            params={{ id: view.stay.case }}
          >
            {words.toLedger}
          </Link>
        </p>
      )}
      <table className="hospice-table statement">
        <ColumnHeads of={[columns.day, columns.item, columns.as, columns.amount]} />
        <tbody>
          {view.bookings.map((one, place) => (
            <tr
              key={`${one.entry}${String(place)}`}
              className={one.as === 'stands' ? undefined : 'statement-corrected'}
            >
              <td className="numbers">{one.day}</td>
              <td>{one.name}</td>
              <td>{one.as === 'stands' ? words.entry : <Tag tone="warning">{words.as[one.as]}</Tag>}</td>
              <td className="numbers">{yuanFull(one.fen)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
};

export const StatementScreen = (): React.JSX.Element => {
  const words = useWords(statementScreenWords);
  const kit = useWords(kitTable);
  const language = useLanguage();
  const session = useSession();
  const search: Readonly<Record<string, unknown>> = useSearch({ strict: false });
  const { month, by } = chosenFrom(search, dayOf(serverNow()), !atDesk(session.role));
  const of = typeof search['of'] === 'string' ? search['of'] : '';
  const one = useQuery({
    queryKey: ['hospice', 'statements', 'one', month, by, of, language],
    queryFn: ({ signal }) =>
      api.get(
        `/api/hospice/statements/one?${new URLSearchParams({ month, by, of }).toString()}`,
        StatementView,
        signal,
      ),
  });
  const { data } = one;
  return (
    <div className="hospice">
      <PageHead
        title={words.one[by]}
        note={data === undefined ? month : `${data.name} · ${data.organisation.name} · ${month}`}
      >
        {data === undefined ? null : <Copies view={data} />}
      </PageHead>
      {data === undefined &&
        (one.isError ? (
          <ErrorState what={words.one[by]} fault={one.error} onRetry={() => void one.refetch()} />
        ) : (
          <Skeleton rows={6} height={44} />
        ))}
      {data !== undefined && (
        <>
          <section className="card hospice-scroll" tabIndex={0} aria-label={words.one[by]}>
            <header className="hospice-settle-head">
              <span className="note">{words.known(momentWords(data.known, kit, serverNow()))}</span>{' '}
              <span className="note">{words.copies(data.copies)}</span>
              <StateOfMonth of={data} />
            </header>
            {data.groups.length === 0 ? (
              <Empty title={words.none} why={data.overseer ? words.noneOverseer : words.noneWhy} />
            ) : (
              <Sums view={data} />
            )}
          </section>
          {data.bookings.length > 0 && <Behind view={data} />}
        </>
      )}
    </div>
  );
};
