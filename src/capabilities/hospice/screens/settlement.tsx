/** 床日结算: a month of this house by person and payer; settling again writes nothing where nothing changed. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { api } from '../../../web/kit/api.ts';
import { Button } from '../../../web/kit/button.tsx';
import { dayOf, momentWords } from '../../../web/kit/civil.ts';
import { useWords } from '../../../web/kit/language.ts';
import { announce } from '../../../web/kit/live-region.tsx';
import { PageHead } from '../../../web/kit/page.tsx';
import { printRecorded } from '../../../web/kit/recorded-print.ts';
import { serverNow } from '../../../web/kit/server-time.ts';
import { Empty, ErrorState, faultSentence, Skeleton } from '../../../web/kit/states.tsx';
import { Tag } from '../../../web/kit/tag.tsx';
import { words as kitTable } from '../../../web/kit/words.ts';
import { Settled, Settlement } from '../shapes.ts';
import type { SettlementRow } from '../shapes.ts';
import { yuan } from './format.ts';
import { screenWords } from './screen-words.ts';
import { chosenFrom, monthsTo } from './statement-query.ts';
import './hospice.css';

const MONEY = ['income', 'medical', 'ltci', 'charity', 'own', 'held', 'difference'] as const;

const Table = ({ rows }: { readonly rows: readonly SettlementRow[] }): React.JSX.Element => {
  const { settleColumns: columns, total } = useWords(screenWords);
  return (
    <table className="hospice-table numbers">
      <thead>
        <tr>
          <th scope="col">{columns.person}</th>
          <th scope="col">{columns.days}</th>
          {MONEY.map((account) => (
            <th key={account} scope="col">
              {columns[account]}
            </th>
          ))}
          <th scope="col">{columns.reversals}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.resident.id}>
            <td>
              {row.case === null ? (
                row.resident.name
              ) : (
                <Link
                  to={row.programme === 'elder-care' ? '/elder-care/stays/$id/ledger' : '/hospice/$id/ledger'}
                  params={{ id: row.case }}
                >
                  {row.resident.name}
                </Link>
              )}
            </td>
            <td>{row.days}</td>
            {MONEY.map((account) => (
              <td key={account} className={account === 'held' && row.held > 0 ? 'warning' : undefined}>
                {yuan(row[account])}
              </td>
            ))}
            <td>{row.reversals}</td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">{total}</th>
          <td>{rows.reduce((sum, { days }) => sum + days, 0)}</td>
          {MONEY.map((account) => (
            <td key={account}>{yuan(rows.reduce((sum, row) => sum + row[account], 0))}</td>
          ))}
          <td>{rows.reduce((sum, { reversals }) => sum + reversals, 0)}</td>
        </tr>
      </tfoot>
    </table>
  );
};

export const SettlementScreen = (): React.JSX.Element => {
  const words = useWords(screenWords);
  const kit = useWords(kitTable);
  const client = useQueryClient();
  const navigate = useNavigate();
  const today = dayOf(serverNow());
  const choices = monthsTo(today);
  const { month } = chosenFrom(useSearch({ strict: false }), today, false);
  const data = useQuery({
    queryKey: ['hospice', 'settlement', month],
    queryFn: ({ signal }) => api.get(`/api/hospice/settlement?month=${month}`, Settlement, signal),
  });
  const settling = useMutation({
    mutationFn: (settled: string) => api.post('/api/hospice/settlement', { month: settled }, Settled),
    onSuccess: (done) => {
      announce(words.settled(String(done.residents), String(done.written), String(done.reversed)));
      return client.invalidateQueries({ queryKey: ['hospice'] });
    },
  });
  return (
    <div className="hospice">
      <PageHead title={words.settleTitle} note={words.settleNote}>
        <label className="hospice-month">
          <span className="note">{words.month}</span>
          <select
            className="hospice-select"
            value={month}
            onChange={(event) =>
              void navigate({ to: '/hospice/settlement', search: { month: event.target.value }, replace: true })
            }
          >
            {(choices.includes(month) ? choices : [month, ...choices]).map((one) => (
              <option key={one}>{one}</option>
            ))}
          </select>
        </label>
        <Button kind="primary" aria-disabled={settling.isPending} onClick={() => settling.mutate(month)}>
          {settling.isPending ? words.settling : month === choices[0] ? words.settle : words.settleMonth(month)}
        </Button>
        <Button onClick={() => void printRecorded({ what: 'settlement', of: month })}>{words.print}</Button>
        <Link to="/hospice/statements" search={{ month }} className="button">
          {words.toStatements}
        </Link>
        <Link to="/hospice/claims" className="button">
          {words.toClaims}
        </Link>
        <Link to="/hospice/aid" className="button">
          {words.toAid}
        </Link>
      </PageHead>
      {settling.isError && (
        <p className="danger" role="alert">
          {faultSentence(settling.error, kit)}
        </p>
      )}
      {settling.data !== undefined && settling.variables === month && (
        <p className="good" role="status">
          {words.settled(
            String(settling.data.residents),
            String(settling.data.written),
            String(settling.data.reversed),
          )}
        </p>
      )}
      {data.data === undefined && data.isError && (
        <ErrorState what={words.settleTitle} fault={data.error} onRetry={() => void data.refetch()} />
      )}
      {data.data === undefined && !data.isError && <Skeleton rows={6} height={44} />}
      {data.data !== undefined && (
        <section className="card hospice-scroll" tabIndex={0} aria-label={words.settleTitle}>
          <header className="hospice-settle-head">
            <b>{data.data.organisation.name}</b> <span className="numbers">{month}</span>{' '}
            <span className="note">
              {data.data.settledAt === null
                ? words.neverSettled
                : words.settledAt(momentWords(data.data.settledAt, kit, serverNow()))}
            </span>{' '}
            {!data.data.verified && <Tag tone="warning">{words.unverified}</Tag>}
          </header>
          {data.data.rows.length === 0 ? (
            <Empty title={words.nothing} why={words.nothingWhy} />
          ) : (
            <Table rows={data.data.rows} />
          )}
        </section>
      )}
    </div>
  );
};
