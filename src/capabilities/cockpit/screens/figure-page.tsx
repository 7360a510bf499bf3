/** A figure's own page: the value and what it is of, its course, whom it is compared with, its definition, and the records behind it. */
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { Button } from '../../../web/kit/button.tsx';
import { dayOf, timeOf } from '../../../web/kit/civil.ts';
import { useWords, wordOf } from '../../../web/kit/language.ts';
import { Facts, PageHead } from '../../../web/kit/page.tsx';
import { ErrorState, Skeleton } from '../../../web/kit/states.tsx';
import { Tag } from '../../../web/kit/tag.tsx';
import type { FigurePage } from '../shapes.ts';
import { CourseChart } from './course-chart.tsx';
import { useFigurePage } from './figure-query.ts';
import type { FigureSearch } from './figure-query.ts';
import { FigureRecords } from './figure-records.tsx';
import { changeOf, grouped, numberOf, said, shown, whyNot } from './figure-value.ts';
import { figureWords as table } from './figure-words.ts';
import './figures.css';

const momentOf = (instant: string): string => `${dayOf(new Date(instant))} ${timeOf(new Date(instant))}`;

const Value = ({ page }: { readonly page: FigurePage }): React.JSX.Element => {
  const words = useWords(table);
  const { figure, now, before, understood } = page;
  const value = said(now, figure, words);
  const known = 'refused' in now ? null : now;
  const change = changeOf(now, before, figure, words);
  return (
    <section className={value === null ? 'card figure-head missing' : 'card figure-head'} aria-label={figure.name}>
      <div>
        {value === null ? (
          <p className="figure-why-large">{whyNot(now, words)}</p>
        ) : (
          <p className="figure-value">
            {value.value}
            <span className="unit">{value.unit}</span>
          </p>
        )}
        {value !== null && value.exactly !== null && <p className="note">{value.exactly}</p>}
        {known?.masked === true && <p className="note">{words.maskedWhy}</p>}
        {known !== null && known.numerator !== null && known.denominator !== null && (
          <p>
            {grouped(known.numerator)} / {grouped(known.denominator)}
          </p>
        )}
        {change !== null && <p className={change.worse ? 'note worse' : 'note'}>{change.text}</p>}
      </div>
      {understood !== null && (
        <div className="figure-understood">
          <h2>{words.understood}</h2>
          <p className="figure-value small">
            {shown(understood, figure) ?? whyNot(understood, words)}
            {shown(understood, figure) !== null && <span className="unit">{figure.unit}</span>}
          </p>
          <p className="note">{words.understoodNote}</p>
        </div>
      )}
      {known !== null && (
        <div className="figure-tags">
          {known.fedBy !== 'records' && <Tag>{`${words.fedBy[known.fedBy]} · ${words.byHand}`}</Tag>}
          {known.evidence !== null && (
            <dl className="figure-evidence" aria-label={words.evidence}>
              {(['evidenced', 'claimed', 'disputed'] as const).map((kind) => (
                <div key={kind}>
                  <dt>{words[kind]}</dt>
                  <dd>{grouped(known.evidence?.[kind] ?? '0')}</dd>
                </div>
              ))}
            </dl>
          )}
        </div>
      )}
    </section>
  );
};

const Comparison = ({ page, search }: { readonly page: FigurePage; readonly search: FigureSearch }) => {
  const words = useWords(table);
  const { figure, rows } = page;
  if (rows.length === 0) return null;
  const most = Math.max(...rows.map(({ now }) => Math.abs(numberOf(now) ?? 0)), figure.unit === '%' ? 100 : 0) || 1;
  const inOrder = [...rows].sort((one, other) => (numberOf(other.now) ?? -Infinity) - (numberOf(one.now) ?? -Infinity));
  return (
    <section className="card" aria-labelledby="figure-rows">
      <h2 id="figure-rows">{words.compare}</h2>
      <p className="note">{words.compareNote}</p>
      <table className="figure-table">
        <tbody>
          {inOrder.map(({ id, kind, name, now }) => {
            const value = said(now, figure, words);
            const known = 'refused' in now ? null : now;
            return (
              <tr key={id} className={value === null ? 'figure-missing' : undefined}>
                <th scope="row">
                  <Link to="/figures/$code" params={{ code: figure.code }} search={{ ...search, kind, id }}>
                    {name}
                  </Link>
                </th>
                <td className="figure-bar-cell">
                  {value !== null && (
                    <span
                      className="figure-bar"
                      style={{ inlineSize: `${String((Math.abs(numberOf(now) ?? 0) / most) * 100)}%` }}
                    />
                  )}
                </td>
                <td className="number">
                  {value === null ? (
                    <span className="figure-why">{whyNot(now, words)}</span>
                  ) : (
                    <>
                      <b>{value.value}</b> <span className="note">{value.unit}</span>
                    </>
                  )}
                </td>
                <td className="number">
                  {known !== null && known.numerator !== null && known.denominator !== null
                    ? `${grouped(known.numerator)} / ${grouped(known.denominator)}`
                    : ''}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
};

const Definition = ({ page, search }: { readonly page: FigurePage; readonly search: FigureSearch }) => {
  const words = useWords(table);
  const { figure, now } = page;
  const known = 'refused' in now ? null : now;
  return (
    <section className="card" aria-labelledby="figure-definition">
      <h2 id="figure-definition">{words.definition}</h2>
      <Facts
        rows={[
          { label: words.counted, value: figure.definition },
          { label: words.leavesOut, value: figure.leavesOut },
          {
            label: words.source,
            value: figure.source.verified ? figure.source.title : `${figure.source.title}（${words.unverified}）`,
          },
          { label: words.columns.version, value: `${figure.code} ${words.version(figure.version)}` },
          ...(figure.parts.length === 0
            ? []
            : [
                {
                  label: words.madeOf,
                  value: (
                    <ul className="figure-parts">
                      {figure.parts.map(({ code, name }) => (
                        <li key={code}>
                          <Link to="/figures/$code" params={{ code }} search={search}>
                            {name}
                          </Link>
                        </li>
                      ))}
                    </ul>
                  ),
                },
              ]),
          ...(known === null || known.digest === null
            ? []
            : [
                {
                  label: words.digest,
                  value: (
                    <>
                      <code className="figure-digest">{known.digest}</code>
                      <span className="note"> {words.trace}</span>
                    </>
                  ),
                },
              ]),
        ]}
      />
    </section>
  );
};

const Shown = ({ page, search }: { readonly page: FigurePage; readonly search: FigureSearch }): React.JSX.Element => (
  <>
    <Value page={page} />
    <div className="figure-columns">
      <Course page={page} />
      <Definition page={page} search={search} />
    </div>
    <Comparison page={page} search={search} />
    <FigureRecords page={page} />
  </>
);

const Course = ({ page }: { readonly page: FigurePage }): React.JSX.Element => {
  const words = useWords(table);
  return (
    <section className="card" aria-labelledby="figure-course">
      <h2 id="figure-course">{words.course}</h2>
      <p className="figure-legend note">
        <span className="figure-key" /> {words.thisYear} <span className="figure-key before" /> {words.lastYear}
      </p>
      <CourseChart months={page.months} figure={page.figure} />
    </section>
  );
};

export const FigureScreen = (): React.JSX.Element => {
  const words = useWords(table);
  const navigate = useNavigate();
  const { code = '' }: { readonly code?: string } = useParams({ strict: false });
  const search: FigureSearch = useSearch({ strict: false });
  const page = useFigurePage(code, search);
  const { data } = page;
  const known = data === undefined || 'refused' in data.now ? null : data.now;
  return (
    <div className="figures" aria-busy={page.isFetching}>
      <PageHead
        title={data?.figure.name ?? words.title}
        note={
          data !== undefined && (
            <span className="dotted">
              <span>{data.scope.kind === 'level' ? wordOf(words.levels, data.scope.id) : data.scopeName}</span>
              <span>{words.period(data.period.from, data.period.to)}</span>
              {known !== null && <span>{words.known(momentOf(known.asOf))}</span>}
            </span>
          )
        }
      >
        <Button className="no-print" onClick={() => void navigate({ to: '/figures', search })}>
          {words.back}
        </Button>
        <Button className="no-print" onClick={() => window.print()}>
          {words.print}
        </Button>
      </PageHead>
      {data !== undefined ? (
        <Shown page={data} search={search} />
      ) : page.isError ? (
        <ErrorState what={words.title} fault={page.error} onRetry={() => void page.refetch()} />
      ) : (
        <Skeleton rows={5} height={96} />
      )}
    </div>
  );
};
