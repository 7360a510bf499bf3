/** 督办: punctuality, satisfaction, classes and ratings by unit, each rate with what it is of. */
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { momentWords } from '../../../web/kit/civil.ts';
import { useWords, wordOf } from '../../../web/kit/language.ts';
import { PageHead } from '../../../web/kit/page.tsx';
import { serverNow } from '../../../web/kit/server-time.ts';
import { Empty, ErrorState, Skeleton } from '../../../web/kit/states.tsx';
import { words as kitTable } from '../../../web/kit/words.ts';
import { BODIES } from '../forms/codes.ts';
import type { UnitCounts } from '../shapes.ts';
import { words as table } from '../words.ts';
import { Chips } from './filters.tsx';
import { overviewFilterOf, useOverview } from './queries.ts';
import { screenWords } from './screen-words.ts';
import './proposals.css';

/** Nothing to divide by is no rate, and not nought. */
const Rate = ({ of, among }: { readonly of: number; readonly among: number }) => {
  const screen = useWords(screenWords);
  if (among === 0) return <span className="note">{screen.noRate}</span>;
  return (
    <>
      <b className="numbers">{`${((of / among) * 100).toFixed(1)}%`}</b>{' '}
      <span className="note numbers">{`${String(of)}/${String(among)}`}</span>
    </>
  );
};

const Cells = ({ counts }: { readonly counts: UnitCounts }) => {
  const screen = useWords(screenWords);
  return (
    <>
      <td className="numbers">{counts.all}</td>
      <td className="numbers">{counts.open}</td>
      <td className={`numbers ${counts.lateNow > 0 ? 'danger strong' : ''}`}>{counts.lateNow}</td>
      <td>
        <Rate of={counts.onTime} among={counts.answered} />
      </td>
      <td>
        <Rate of={counts.satisfied} among={counts.judged} />
        {counts.dissatisfied > 0 && <span className="danger note"> {screen.dissatisfied(counts.dissatisfied)}</span>}
      </td>
      <td>
        <Rate of={counts.classA} among={counts.answered} />
      </td>
      <td className="numbers">
        {counts.promises === 0 ? <span className="note">{screen.noRate}</span> : String(counts.promises)}
        {counts.promisesLate > 0 && <span className="danger note"> {screen.lateOf(counts.promisesLate)}</span>}
      </td>
      <td className="numbers nowrap">{screen.ratings(counts.good, counts.middle, counts.poor)}</td>
    </>
  );
};

export const OverviewScreen = (): React.JSX.Element => {
  const words = useWords(table);
  const screen = useWords(screenWords);
  const kit = useWords(kitTable);
  const navigate = useNavigate();
  const filter = overviewFilterOf(useSearch({ strict: false }));
  const query = useOverview(filter);
  const go = (next: { readonly body?: string | undefined; readonly year?: number | undefined }): void => {
    const kept = Object.entries({ ...filter, ...next }).filter(([, value]) => value !== undefined);
    void navigate({ to: '/proposals/overview', search: Object.fromEntries(kept), replace: true });
  };
  const data = query.data;
  return (
    <div className="proposals">
      <PageHead
        title={screen.overviewTitle}
        note={data === undefined ? undefined : screen.asOf(momentWords(data.asOf, kit, serverNow()))}
      >
        <button type="button" className="button link no-print" onClick={() => window.print()}>
          {screen.print}
        </button>
      </PageHead>
      <div className="proposal-filters no-print">
        <Chips
          label={screen.byBody}
          options={BODIES.map((body) => ({ code: body, label: wordOf(words.answers, body) }))}
          chosen={filter.body ?? null}
          onChoose={(body) => go({ body: body ?? undefined })}
        />
        <Chips
          label={screen.byYear}
          options={(data?.years ?? []).map((year) => ({ code: String(year), label: screen.year(year) }))}
          chosen={filter.year === undefined ? null : String(filter.year)}
          onChoose={(year) => go({ year: year === null ? undefined : Number(year) })}
        />
      </div>
      {query.isError && data === undefined && (
        <ErrorState what={screen.overviewTitle} fault={query.error} onRetry={() => void query.refetch()} />
      )}
      {data === undefined && !query.isError && <Skeleton rows={5} height={48} />}
      {data?.units.length === 0 && <Empty title={screen.noUnits} why={screen.noUnitsWhy} />}
      {data !== undefined && data.units.length > 0 && (
        <div className="card proposal-table" tabIndex={0} role="region" aria-label={screen.overviewTitle}>
          <table>
            <thead>
              <tr>
                {screen.columns.split('|').map((column) => (
                  <th key={column} scope="col">
                    {column}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {data.units.map(({ unit, ...counts }) => (
                <tr key={unit.id}>
                  <th scope="row">{unit.name}</th>
                  <Cells counts={counts} />
                </tr>
              ))}
            </tbody>
            <tfoot>
              <tr>
                <th scope="row">{screen.total}</th>
                <Cells counts={data.total} />
              </tr>
            </tfoot>
          </table>
        </div>
      )}
      {data !== undefined && (
        <p className="note">
          {screen.overviewNote}{' '}
          <Link to="/proposals" search={{ tab: 'late' }}>
            {screen.toLate}
          </Link>
        </p>
      )}
    </div>
  );
};
