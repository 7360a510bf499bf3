/**
 * Trends of the scales that have a total, small multiples on the ribbon's own axis of days: each in its own range, with the borders
 * of its bands. The same as a table, for who cannot see lines and for paper.
 */
import { useState } from 'react';
import { cutOffsOn } from '../../../engines/forms/scales/cut-offs.ts';
import { findScale } from '../../../engines/forms/scales/catalogue.ts';
import type { Scale } from '../../../engines/forms/scales/define.ts';
import { esas } from '../../../engines/forms/scales/symptoms.ts';
import { Button } from '../../../web/kit/button.tsx';
import { dayOf, dayWords } from '../../../web/kit/civil.ts';
import { useLanguage, useWords, wordOf } from '../../../web/kit/language.ts';
import { printRecorded } from '../../../web/kit/recorded-print.ts';
import { words as kitTable } from '../../../web/kit/words.ts';
import { SYMPTOM_SCALES } from '../rules/scales.ts';
import type { Person } from '../shapes.ts';
import { words as hospiceTable } from '../words.ts';
import { screenWords } from './screen-words.ts';

const HEIGHT = 40;
const ITEMS = Object.keys(esas.items);

export type Series = { readonly scale: Scale; readonly values: ReadonlyMap<string, number> };

/** By scale, the last total of each day. KPS and PPS are known from the admission at least. */
export const totalsOf = ({ scores, admission }: Pick<Person, 'scores' | 'admission'>): readonly Series[] => {
  const series = new Map<string, Map<string, number>>();
  const put = (code: string, day: string, value: number): void => {
    const values = series.get(code) ?? new Map<string, number>();
    values.set(day, value);
    series.set(code, values);
  };
  if (admission !== null) {
    put('kps', dayOf(new Date(admission.admittedAt)), admission.kps);
    put('pps', dayOf(new Date(admission.admittedAt)), admission.pps);
  }
  for (const { scale, day, total } of scores) if (total !== null) put(scale, day, total);
  return [...series].flatMap(([code, values]) => {
    const scale = findScale(code);
    return scale?.range === null || scale === undefined ? [] : [{ scale, values }];
  });
};

const Plot = ({ axis, series }: { readonly axis: readonly string[]; readonly series: Series }): React.JSX.Element => {
  const { scale, values } = series;
  const language = useLanguage();
  const { min, max } = scale.range ?? { min: 0, max: 1 };
  const y = (value: number): number => HEIGHT - ((value - min) / Math.max(1, max - min)) * HEIGHT;
  const points = axis.flatMap((day, index) => {
    const value = values.get(day);
    return value === undefined ? [] : [{ x: index + 0.5, y: y(value) }];
  });
  const first = axis[0];
  const borders = first === undefined ? [] : (cutOffsOn(scale.code, first, scale.cutOffs, [])?.bands['total'] ?? []);
  return (
    <svg
      className="hospice-line hospice-total"
      viewBox={`0 0 ${String(Math.max(1, axis.length))} ${String(HEIGHT)}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={scale.name[language]}
    >
      {borders
        .filter(({ from }) => from > min)
        .map(({ from }) => (
          <line
            key={from}
            className="border"
            x1={0}
            x2={axis.length}
            y1={y(from)}
            y2={y(from)}
            vectorEffect="non-scaling-stroke"
          />
        ))}
      <polyline
        points={points.map((one) => `${String(one.x)},${String(one.y)}`).join(' ')}
        vectorEffect="non-scaling-stroke"
      />
      {points.map((one) => (
        <line
          key={one.x}
          className="point"
          x1={one.x - 0.2}
          x2={one.x + 0.2}
          y1={one.y}
          y2={one.y}
          vectorEffect="non-scaling-stroke"
        />
      ))}
    </svg>
  );
};

/** Rows of the ribbon's grid: a name with its latest value and range, and its line. */
export const Totals = ({ person, axis }: { readonly person: Person; readonly axis: readonly string[] }) => {
  const words = useWords(screenWords);
  const language = useLanguage();
  const all = totalsOf(person);
  if (all.length === 0) return null;
  return (
    <>
      <span />
      <span className="note">{words.totals}</span>
      {all.map((series) => (
        <div className="hospice-item" key={series.scale.code}>
          <span>
            {series.scale.name[language]} <b>{[...series.values].at(-1)?.[1]}</b>
            <div className="note numbers">
              {words.range(String(series.scale.range?.min ?? 0), String(series.scale.range?.max ?? 0))}
            </div>
          </span>
          <Plot axis={axis} series={series} />
        </div>
      ))}
    </>
  );
};

/** Day by day what the lines show: heard by a screen reader always, seen when asked for, and printed. */
export const TrendTable = ({ person }: { readonly person: Person }): React.JSX.Element | null => {
  const words = useWords(screenWords);
  const hospice = useWords(hospiceTable);
  const kit = useWords(kitTable);
  const language = useLanguage();
  const [shown, setShown] = useState(false);
  const totals = totalsOf(person);
  const own = person.scores.filter(({ scale }) => SYMPTOM_SCALES.includes(scale));
  const items = ITEMS.filter((item) => own.some((score) => score.items[item] !== undefined));
  const days = [
    ...new Set([...own.map(({ day }) => day), ...totals.flatMap(({ values }) => [...values.keys()])]),
  ].sort();
  if (days.length === 0) return null;
  const highestOf = (day: string, item: string): string => {
    const found = own.flatMap((score) => {
      const value = score.items[item];
      return score.day === day && typeof value === 'number' ? [value] : [];
    });
    return found.length === 0 ? '—' : String(Math.max(...found));
  };
  const where = new Map(
    person.days.map(({ day, place, organisation }) => [day, `${wordOf(words.places, place)} ${organisation.name}`]),
  );
  return (
    <>
      <p className="no-print hospice-trend-acts">
        <Button small aria-expanded={shown} onClick={() => setShown(!shown)}>
          {shown ? words.hideTable : words.showTable}
        </Button>
        <Button small onClick={() => void printRecorded({ what: 'person', of: person.id })}>
          {words.print}
        </Button>
      </p>
      <div
        className={shown ? 'hospice-scroll' : 'unseen trend-paper'}
        role="region"
        aria-label={words.trendTable}
        tabIndex={shown ? 0 : -1}
      >
        <table className="hospice-table numbers trend-table">
          <caption className="unseen">{words.trendTable}</caption>
          <thead>
            <tr>
              <th scope="col">{words.trendDay}</th>
              <th scope="col">{words.placeRow}</th>
              {items.map((item) => (
                <th key={item} scope="col">
                  {wordOf(hospice.questions, item)}
                </th>
              ))}
              {totals.map(({ scale }) => (
                <th key={scale.code} scope="col">
                  {scale.name[language]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {days.map((day) => (
              <tr key={day}>
                <th scope="row">{dayWords(day, kit)}</th>
                <td>{where.get(day) ?? '—'}</td>
                {items.map((item) => (
                  <td key={item}>{highestOf(day, item)}</td>
                ))}
                {totals.map(({ scale, values }) => (
                  <td key={scale.code}>{values.get(day) ?? '—'}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
        <p className="note">{words.notAsked}</p>
      </div>
    </>
  );
};
