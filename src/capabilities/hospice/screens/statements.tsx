/** 床日对账单: a month's statements by person, institution or payer; what is chosen stays in the address, but no name that is looked for. */
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useId, useState } from 'react';
import { api } from '../../../web/kit/api.ts';
import { dayOf, momentWords } from '../../../web/kit/civil.ts';
import { useLanguage, useWords } from '../../../web/kit/language.ts';
import { PageHead } from '../../../web/kit/page.tsx';
import { Segmented } from '../../../web/kit/segmented.tsx';
import { serverNow } from '../../../web/kit/server-time.ts';
import { useSession } from '../../../web/kit/session.ts';
import { Empty, ErrorState, Skeleton } from '../../../web/kit/states.tsx';
import { Tag } from '../../../web/kit/tag.tsx';
import { words as kitTable } from '../../../web/kit/words.ts';
import { Statements } from '../shapes/statements.ts';
import type { StatementLine } from '../shapes/statements.ts';
import { atDesk } from '../rules/sides.ts';
import { ColumnHeads } from './column-heads.tsx';
import { yuanFull } from './format.ts';
import { FindField } from './find-field.tsx';
import { chosenFrom, monthsTo } from './statement-query.ts';
import type { Chosen } from './statement-query.ts';
import { statementScreenWords } from './statement-words.ts';
import './hospice.css';
import './claims.css';
import './statements.css';

const Filters = ({
  chosen,
  overseer,
  choose,
  find,
  onFind,
}: {
  readonly chosen: Chosen;
  readonly overseer: boolean;
  readonly choose: (changed: Partial<Chosen>) => void;
  readonly find: string;
  readonly onFind: (find: string) => void;
}): React.JSX.Element => {
  const words = useWords(statementScreenWords);
  const label = useId();
  const months = monthsTo(dayOf(serverNow()));
  const kinds = overseer ? (['institution', 'payer'] as const) : (['person', 'institution', 'payer'] as const);
  return (
    <div className="differences-filters no-print">
      <label>
        <span className="note">{words.month}</span>
        <select
          className="hospice-select"
          value={chosen.month}
          onChange={(event) => choose({ month: event.target.value })}
        >
          {(months.includes(chosen.month) ? months : [chosen.month, ...months]).map((one) => (
            <option key={one}>{one}</option>
          ))}
        </select>
      </label>
      <div className="differences-show">
        <span id={label} className="note">
          {words.by}
        </span>
        <Segmented
          options={kinds.map((code) => ({ code, label: words.kinds[code] }))}
          value={chosen.by}
          onChoose={(by) => choose({ by })}
          labelledBy={label}
        />
      </div>
      <FindField label={words.find} value={find} onFind={onFind} />
    </div>
  );
};

export const StateOfMonth = ({
  of: { month, settled, settledAt, overseer, verified },
}: {
  readonly of: Pick<Statements, 'month' | 'settled' | 'settledAt' | 'overseer' | 'verified'>;
}): React.JSX.Element => {
  const words = useWords(statementScreenWords);
  const kit = useWords(kitTable);
  const moment = settledAt === null ? '' : momentWords(settledAt, kit, serverNow());
  return (
    <div className="statement-state">
      <Tag tone={settled === 'settled' ? 'good' : 'warning'}>{words.states[settled]}</Tag>{' '}
      <span className="note">
        {settled === 'never'
          ? overseer
            ? words.neverAll
            : words.neverWhy
          : settled === 'partly'
            ? words.partlyWhy(moment)
            : words.settledAt(moment)}
      </span>{' '}
      {settled !== 'settled' && !overseer && (
        <Link to="/hospice/settlement" search={{ month }} className="no-print">
          {words.toSettle}
        </Link>
      )}{' '}
      {!verified && <Tag tone="warning">{words.unverified}</Tag>}
    </div>
  );
};

const Row = ({ line, list }: { readonly line: StatementLine; readonly list: Statements }): React.JSX.Element => {
  const words = useWords(statementScreenWords);
  const corrections = [
    ...((line.reversals ?? 0) > 0 ? [words.reversals(line.reversals ?? 0)] : []),
    ...((line.answers ?? 0) > 0 ? [words.answers(line.answers ?? 0)] : []),
  ];
  return (
    <tr>
      <td>
        <Link to="/hospice/statements/one" search={{ month: list.month, by: list.by, of: line.of }}>
          {line.name}
        </Link>
      </td>
      {line.fen === null ? (
        <td className="numbers note" colSpan={list.by === 'person' ? 2 : 3}>
          {words.hidden}
        </td>
      ) : (
        <>
          {list.by !== 'person' && (
            <td className="numbers" data-label={words.columns.residents}>
              {line.residents}
            </td>
          )}
          <td className="numbers" data-label={words.columns.days}>
            {line.days}
          </td>
          <td className="numbers" data-label={words.columns.fen}>
            <b>{yuanFull(line.fen)}</b>
          </td>
        </>
      )}
      <td>
        {corrections.map((one) => (
          <Tag key={one} tone="warning">
            {one}
          </Tag>
        ))}
      </td>
      <td className="note">
        {line.settled === null
          ? words.copies(line.copies)
          : `${words.states[line.settled]} · ${words.copies(line.copies)}`}
      </td>
    </tr>
  );
};

const Table = ({ list, rows }: { readonly list: Statements; readonly rows: readonly StatementLine[] }) => {
  const words = useWords(statementScreenWords);
  const { columns } = words;
  const whole = rows.length === list.items.length;
  return (
    <table className="hospice-table statements">
      <ColumnHeads
        of={[
          columns.name,
          ...(list.by === 'person' ? [] : [columns.residents]),
          ...[columns.days, columns.fen, columns.corrections],
          list.by === 'institution' ? `${columns.state} · ${columns.copies}` : columns.copies,
        ]}
      />
      <tbody>
        {rows.map((line) => (
          <Row key={line.of} line={line} list={list} />
        ))}
      </tbody>
      {whole && (
        <tfoot>
          <tr>
            <th scope="row">{words.total}</th>
            {list.by !== 'person' && <td />}
            <td className="numbers" data-label={columns.days}>
              {list.days ?? words.hidden}
            </td>
            <td className="numbers" data-label={columns.fen}>
              {list.fen === null ? words.hidden : yuanFull(list.fen)}
            </td>
            <td />
            <td />
          </tr>
        </tfoot>
      )}
    </table>
  );
};

export const StatementsScreen = (): React.JSX.Element => {
  const words = useWords(statementScreenWords);
  const kit = useWords(kitTable);
  const language = useLanguage();
  const session = useSession();
  const overseer = !atDesk(session.role);
  const chosen = chosenFrom(useSearch({ strict: false }), dayOf(serverNow()), overseer);
  const { month, by } = chosen;
  const [find, setFind] = useState('');
  const navigate = useNavigate();
  const choose = (changed: Partial<Chosen>): void => {
    void navigate({ to: '/hospice/statements', search: { month, by, ...changed }, replace: true });
  };
  const list = useQuery({
    queryKey: ['hospice', 'statements', month, by, language],
    queryFn: ({ signal }) => api.get(`/api/hospice/statements?month=${month}&by=${by}`, Statements, signal),
  });
  const { data } = list;
  const rows = data?.items.filter(({ name }) => name.includes(find.trim())) ?? [];
  return (
    <div className="hospice">
      <PageHead title={words.title} note={overseer ? words.overseerNote : words.note} />
      <Filters chosen={chosen} overseer={overseer} choose={choose} find={find} onFind={setFind} />
      {!chosen.known && (
        <p className="danger" role="alert">
          {words.badMonth}
        </p>
      )}
      {data === undefined &&
        (list.isError ? (
          <ErrorState what={words.title} fault={list.error} onRetry={() => void list.refetch()} />
        ) : (
          <Skeleton rows={6} height={44} />
        ))}
      {data !== undefined && (
        <section className="card hospice-scroll" tabIndex={0} aria-label={words.title}>
          <header className="hospice-settle-head">
            <b>{data.organisation.name}</b> <span className="numbers">{month}</span>{' '}
            <span className="note">{words.known(momentWords(data.known, kit, serverNow()))}</span>
            <StateOfMonth of={data} />
          </header>
          {rows.length === 0 ? (
            <Empty
              title={find === '' ? words.none : words.noneFound}
              why={find !== '' ? words.noneFoundWhy : overseer ? words.noneOverseer : words.noneWhy}
            />
          ) : (
            <Table list={data} rows={rows} />
          )}
        </section>
      )}
    </div>
  );
};
