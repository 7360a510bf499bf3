/** Last values: number, unit, word, the course of two years over its range, and when. */
import { dayOf } from '../../../../web/kit/civil.ts';
import { useLanguage, useWords } from '../../../../web/kit/language.ts';
import { useServerNow } from '../../../../web/kit/server-time.ts';
import { Tag } from '../../../../web/kit/tag.tsx';
import type { RecordView, ValueRow } from '../shapes.ts';
import { words as table } from '../words/page.ts';
import type { PageWords } from '../words/page.ts';
import { Card, Fresh, Opens } from './record-card.tsx';
import { shortDay, unitText } from './record-words.ts';

const WIDTH = 104;
const HEIGHT = 26;
const EDGE = 4;
const YEARS_2 = 731 * 86_400_000;

/** The grey band is the range; fewer than three points are dots and no line. */
const Trend = ({ row, now, words }: { readonly row: ValueRow; readonly now: Date; readonly words: PageWords }) => {
  const language = useLanguage();
  const { points, range } = row;
  if (points.length === 0) return <span className="rec-trend" />;
  const ends = [range?.low, range?.high].filter((end) => typeof end === 'number');
  const values = [...points.flatMap(({ value, second }) => (second === null ? [value] : [value, second])), ...ends];
  const low = Math.min(...values);
  const high = Math.max(...values);
  const room = Math.max((high - low) * 0.12, Math.abs(high) * 0.02, 1e-6);
  const y = (value: number): number =>
    HEIGHT - EDGE - ((value - low + room) / (high - low + 2 * room)) * (HEIGHT - EDGE * 2);
  const start = now.getTime() - YEARS_2;
  const x = (at: string): number =>
    EDGE + Math.min(1, Math.max(0, (Date.parse(at) - start) / YEARS_2)) * (WIDTH - EDGE * 2);
  const path = (of: (point: ValueRow['points'][number]) => number | null): string =>
    points
      .flatMap((point, index) => {
        const value = of(point);
        return value === null ? [] : [`${index === 0 ? 'M' : 'L'}${x(point.at).toFixed(1)} ${y(value).toFixed(1)}`];
      })
      .join('');
  const top = range?.high === null || range?.high === undefined ? 0 : y(range.high);
  const bottom = range?.low === null || range?.low === undefined ? HEIGHT : y(range.low);
  const last = points.at(-1);
  const said = points.map(({ at, value, second }) =>
    words.trendPoint(dayOf(new Date(at)), second === null ? String(value) : `${String(value)}/${String(second)}`),
  );
  return (
    <svg
      className="rec-trend"
      width={WIDTH}
      height={HEIGHT}
      viewBox={`0 0 ${String(WIDTH)} ${String(HEIGHT)}`}
      role="img"
      aria-label={words.trend(row.name[language], said.join(words.semicolon))}
    >
      {range !== null && (range.low !== null || range.high !== null) && (
        <rect x="0" width={WIDTH} y={top} height={Math.max(2, bottom - top)} className="rec-band" />
      )}
      {points.length >= 3 ? (
        <>
          <path d={path(({ value }) => value)} className="rec-line" />
          <path d={path(({ second }) => second)} className="rec-line second" />
        </>
      ) : (
        points.map(({ at, value }) => <circle key={at} cx={x(at)} cy={y(value)} r="2" className="rec-dot" />)
      )}
      {last !== undefined && <circle cx={x(last.at)} cy={y(last.value)} r="3" className={`rec-last ${toneOf(row)}`} />}
    </svg>
  );
};

/** Red is for what the record itself calls critical; outside its range is amber; colour always stands with the word. */
const toneOf = ({ flag }: ValueRow): string => {
  if (flag === null || flag === 'normal') return '';
  return flag.startsWith('critical') ? 'danger' : 'warning';
};

const number = (value: number): string => String(value);
const rangeText = ({ range }: ValueRow, words: PageWords): string => {
  if (range === null) return '';
  const { low, high, text, secondHigh, by } = range;
  if (by === 'rule' && high !== null) return `< ${number(high)}${secondHigh === null ? '' : `/${number(secondHigh)}`}`;
  if (low !== null && high !== null) return `${number(low)}–${number(high)}`;
  if (high !== null) return `≤ ${number(high)}`;
  return low !== null ? `≥ ${number(low)}` : (text ?? words.notJudged);
};

const flagText = ({ flag, flagBy }: ValueRow, words: PageWords): string => {
  if (flag === null) return '';
  return flagBy === 'target' && flag === 'high' ? words.aboveTarget : words.flags[flag];
};

export const Values = ({ view: { values } }: { readonly view: RecordView }): React.JSX.Element => {
  const words = useWords(table);
  const language = useLanguage();
  const now = useServerNow();
  const rows = values?.items ?? [];
  const rule = rows.find(({ range }) => range?.by === 'rule' && !range.verified)?.range;
  return (
    <Card
      id="values"
      title={words.values}
      hint={words.valuesHint}
      failed={values === null}
      empty={rows.length === 0 ? words.valuesNone : null}
      why={words.valuesNoneWhy}
      aside={
        rows.length > 0 && (
          <Opens what={{ what: 'list', part: 'values' }}>
            {values !== null && values.more > 0 ? `${words.valuesAll} ${words.rest(values.more)}` : words.valuesAll}
          </Opens>
        )
      }
    >
      <ul className="rec-values">
        {rows.map((row) => (
          <li key={row.key}>
            <span className="rec-value-name">
              <Fresh on={row.fresh} />
              <Opens what={{ what: 'entry', type: row.type, id: row.id }} className="plain">
                {row.name[language]}
              </Opens>
            </span>
            <b className={`rec-number ${toneOf(row)}`}>{row.value}</b>
            <span className="unit">{unitText(row.unit)}</span>
            <span className={`rec-flag ${toneOf(row)}`}>{flagText(row, words)}</span>
            <Trend row={row} now={now} words={words} />
            <span className="rec-range">{rangeText(row, words)}</span>
            <span className="rec-when" title={row.place?.name ?? ''}>
              {row.at === null ? words.unknownDay : shortDay(row.at, now)}
            </span>
          </li>
        ))}
      </ul>
      {rule !== undefined && rule !== null && (
        <p className="note rec-rule">
          <Tag tone="warning">{words.unverified}</Tag> {words.targetSource(rule.source ?? '')}
        </p>
      )}
    </Card>
  );
};
