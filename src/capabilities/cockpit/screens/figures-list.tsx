/** 指标与口径: every figure with its value, what it is of, the year before and how it is fed; the name opens its page. */
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { queryString } from '../../../web/kit/api.ts';
import { Button } from '../../../web/kit/button.tsx';
import { dayOf, timeOf } from '../../../web/kit/civil.ts';
import { DownloadButton } from '../../../web/kit/download.tsx';
import { useWords, wordOf } from '../../../web/kit/language.ts';
import { PageHead } from '../../../web/kit/page.tsx';
import { Empty, ErrorState, Skeleton } from '../../../web/kit/states.tsx';
import { Tag } from '../../../web/kit/tag.tsx';
import type { FigureList } from '../shapes.ts';
import { ALL_THEMES, FigureChoices } from './figure-choices.tsx';
import { useFigureList } from './figure-query.ts';
import type { FigureSearch } from './figure-query.ts';
import { grouped, said, whyNot } from './figure-value.ts';
import { figureWords as table } from './figure-words.ts';
import './figures.css';

const FIRST_THEME = 'referral';

type Item = FigureList['items'][number];

const Row = ({ item, search }: { readonly item: Item; readonly search: FigureSearch }): React.JSX.Element => {
  const words = useWords(table);
  const { figure, now, before } = item;
  const value = said(now, figure, words);
  const year = said(before, figure, words);
  const known = 'refused' in now ? null : now;
  const isRate = ['rate', 'checklist', 'median-wait', 'wait'].includes(figure.kind);
  return (
    <tr className={value === null ? 'figure-missing' : undefined}>
      <th scope="row">
        <Link to="/figures/$code" params={{ code: figure.code }} search={search}>
          {figure.name}
        </Link>
        {!figure.source.verified && <span className="note figure-mark">{words.unverified}</span>}
      </th>
      <td className="number" data-label={words.columns.value}>
        {value === null ? (
          <span className="figure-why">{whyNot(now, words)}</span>
        ) : (
          <>
            <b>{value.value}</b> <span className="note">{value.unit}</span>
          </>
        )}
      </td>
      <td className="number" data-label={words.columns.parts}>
        {isRate && known !== null && known.numerator !== null && known.denominator !== null
          ? `${grouped(known.numerator)} / ${grouped(known.denominator)}`
          : ''}
      </td>
      <td className="number" data-label={words.columns.before}>
        {year === null ? (
          <span className="note">{words.empty}</span>
        ) : year.exactly === null ? (
          year.value
        ) : (
          `${year.value}${year.unit}`
        )}
      </td>
      <td data-label={words.columns.fedBy}>
        {known !== null &&
          (known.fedBy === 'records' ? (
            <span className="note">{words.fedBy.records}</span>
          ) : (
            <Tag>{words.fedBy[known.fedBy]}</Tag>
          ))}
      </td>
    </tr>
  );
};

type ThemesProps = {
  readonly items: readonly Item[];
  readonly names: FigureList['themes'];
  readonly search: FigureSearch;
};

const Themes = ({ items, names, search }: ThemesProps) => {
  const words = useWords(table);
  const themes = [...new Set(items.map(({ figure }) => figure.theme))];
  return themes.map((theme) => (
    <section key={theme} className="card figure-theme" aria-labelledby={`theme-${theme}`}>
      <h2 id={`theme-${theme}`}>{names.find(({ code }) => code === theme)?.name ?? theme}</h2>
      <table className="figure-table">
        <thead>
          <tr>
            <th scope="col">{words.columns.name}</th>
            <th scope="col" className="number">
              {words.columns.value}
            </th>
            <th scope="col" className="number">
              {words.columns.parts}
            </th>
            <th scope="col" className="number">
              {words.columns.before}
            </th>
            <th scope="col">{words.columns.fedBy}</th>
          </tr>
        </thead>
        <tbody>
          {items
            .filter(({ figure }) => figure.theme === theme)
            .map((item) => (
              <Row key={item.figure.code} item={item} search={search} />
            ))}
        </tbody>
      </table>
    </section>
  ));
};

const List = ({ list, search }: { readonly list: FigureList; readonly search: FigureSearch }): React.JSX.Element => {
  const words = useWords(table);
  const [q, setQ] = useState('');
  const [only, setOnly] = useState(false);
  const has = ({ now }: Item): boolean => !('refused' in now) && now.value !== null;
  const items = list.items.filter(
    (item) =>
      `${item.figure.name} ${item.figure.code}`.toLowerCase().includes(q.trim().toLowerCase()) && (!only || has(item)),
  );
  return (
    <>
      <div className="figure-filters no-print">
        <input
          type="search"
          value={q}
          placeholder={words.find}
          aria-label={words.find}
          onChange={(event) => setQ(event.target.value)}
        />
        <label className="option">
          <input type="checkbox" checked={only} onChange={(event) => setOnly(event.target.checked)} />
          <span>{words.onlyKnown}</span>
        </label>
        <span className="note">{words.count(list.items.filter(has).length, list.items.length)}</span>
      </div>
      {items.length === 0 ? (
        <Empty title={words.none} why={words.noneWhy} />
      ) : (
        <Themes items={items} names={list.themes} search={search} />
      )}
    </>
  );
};

export const FiguresScreen = (): React.JSX.Element => {
  const words = useWords(table);
  const navigate = useNavigate();
  const asked: FigureSearch = useSearch({ strict: false });
  // one theme at a time: all of them at once are counted for seconds
  const search: FigureSearch = { ...asked, theme: asked.theme ?? FIRST_THEME };
  const exported = search.theme === ALL_THEMES ? { ...search, theme: undefined } : search;
  const list = useFigureList(exported);
  const change = (to: FigureSearch): void => void navigate({ to: '/figures', search: { ...search, ...to } });
  const { data } = list;
  const at = data === undefined ? null : new Date(data.serverTime);
  return (
    <div className="figures" aria-busy={list.isFetching}>
      <PageHead
        title={words.title}
        note={
          data === undefined || at === null ? (
            words.note
          ) : (
            <span className="dotted">
              <span>{data.scope.kind === 'level' ? wordOf(words.levels, data.scope.id) : data.scopeName}</span>
              <span>{words.period(data.period.from, data.period.to)}</span>
              <span>
                {words.known(search.asOf === undefined ? `${dayOf(at)} ${timeOf(at)}` : `${search.asOf} 24:00`)}
              </span>
            </span>
          )
        }
      >
        <DownloadButton path={`/api/figure-sheet${queryString({ ...exported, format: 'xlsx' })}`} label={words.sheet} />
        <DownloadButton path={`/api/figure-sheet${queryString({ ...exported, format: 'csv' })}`} label={words.csv} />
        <Button className="no-print" onClick={() => window.print()}>
          {words.print}
        </Button>
      </PageHead>
      <FigureChoices search={search} list={data} onChange={change} />
      {data !== undefined ? (
        <List list={data} search={search} />
      ) : list.isError ? (
        <ErrorState what={words.title} fault={list.error} onRetry={() => void list.refetch()} />
      ) : (
        <Skeleton rows={8} height={48} />
      )}
    </div>
  );
};
