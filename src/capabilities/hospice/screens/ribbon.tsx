/** One axis of days for place, payer and symptoms: what moved the person is seen. A day without a score breaks the line. */
import { dayWords } from '../../../web/kit/civil.ts';
import { useWords, wordOf } from '../../../web/kit/language.ts';
import { words as kitTable } from '../../../web/kit/words.ts';
import { esas } from '../../../engines/forms/scales/symptoms.ts';
import { addDays } from '../../../platform/civil-time.ts';
import { SYMPTOM_SCALES } from '../rules/scales.ts';
import type { DayView, Person } from '../shapes.ts';
import { words as hospiceTable } from '../words.ts';
import { runsOf } from './format.ts';
import { screenWords } from './screen-words.ts';
import { Totals, TrendTable } from './trends.tsx';
import './ribbon.css';

const ITEMS = Object.keys(esas.items);
const TEN = 10;

/** The highest of each item on each day; a day without one is not there. */
const highest = (person: Person): ReadonlyMap<string, ReadonlyMap<string, number>> => {
  const items = new Map<string, Map<string, number>>();
  for (const score of person.scores.filter(({ scale }) => SYMPTOM_SCALES.includes(scale)))
    for (const [item, value] of Object.entries(score.items)) {
      if (typeof value !== 'number') continue;
      const days = items.get(item) ?? new Map<string, number>();
      days.set(score.day, Math.max(value, days.get(score.day) ?? 0));
      items.set(item, days);
    }
  return items;
};

const Line = ({
  axis,
  values,
  height,
  label,
}: {
  readonly axis: readonly string[];
  readonly values: ReadonlyMap<string, number>;
  readonly height: number;
  readonly label: string;
}): React.JSX.Element => {
  const points = axis.map((day, index) => {
    const value = values.get(day);
    return {
      y: value === undefined ? null : height - (value / TEN) * height,
      x: index + 0.5,
      known: value !== undefined,
    };
  });
  const lines = runsOf(points, ({ known }) => String(known)).filter(({ key }) => key === 'true');
  const last = points.filter(({ known }) => known).at(-1);
  return (
    <svg
      className="hospice-line"
      viewBox={`0 0 ${String(Math.max(1, axis.length))} ${String(height)}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={label}
    >
      <rect x="0" y="0" width={axis.length} height={height * 0.3} className="severe" />
      <rect x="0" y={height * 0.3} width={axis.length} height={height * 0.3} className="moderate" />
      {lines.map(({ items }, index) => (
        <polyline
          key={index}
          points={(items.length === 1
            ? items.flatMap(({ x, y }) => [
                `${String(x - 0.3)},${String(y ?? 0)}`,
                `${String(x + 0.3)},${String(y ?? 0)}`,
              ])
            : items.map(({ x, y }) => `${String(x)},${String(y ?? 0)}`)
          ).join(' ')}
          vectorEffect="non-scaling-stroke"
        />
      ))}
      {last?.y !== null && last !== undefined && (
        <line x1={last.x} x2={last.x} y1={0} y2={height} className="last" vectorEffect="non-scaling-stroke" />
      )}
    </svg>
  );
};

const Bar = ({
  runs,
  total,
  label,
  tone,
}: {
  readonly runs: readonly { readonly key: string; readonly items: readonly DayView[] }[];
  readonly total: number;
  readonly label: (run: readonly DayView[]) => string;
  readonly tone: (run: readonly DayView[]) => string;
}): React.JSX.Element => (
  <div className="hospice-bar">
    {runs.map(({ items }) => (
      <span
        key={items[0]?.day}
        className={tone(items)}
        style={{ flexGrow: items.length, flexBasis: 0 }}
        title={`${label(items)} ${items[0]?.day ?? ''}～${items.at(-1)?.day ?? ''}`}
      >
        {items.length / Math.max(1, total) > 0.06 && label(items)}
      </span>
    ))}
  </div>
);

export const Ribbon = ({ person }: { readonly person: Person }): React.JSX.Element => {
  const words = useWords(screenWords);
  const hospice = useWords(hospiceTable);
  const kit = useWords(kitTable);
  const { days } = person;
  const axis = days.map(({ day }) => day);
  const scores = highest(person);
  const pain = scores.get('pain');
  const counted = days.filter(({ counted: yes }) => yes);
  const parts = runsOf(
    [...counted].sort((one, other) => (one.place < other.place ? -1 : one.place > other.place ? 1 : 0)),
    ({ place }) => place,
  ).map(({ key, items }) => `${wordOf(words.places, key)}${String(items.length)}`);
  const byValue = ITEMS.filter((item) => item !== 'pain' && scores.has(item))
    .map((item) => ({ item, values: scores.get(item) ?? new Map<string, number>() }))
    .map((one) => ({ ...one, latest: [...one.values].at(-1)?.[1] ?? 0 }))
    .sort((one, other) => other.latest - one.latest);
  const whole = axis.every((day, index) => index === 0 || addDays(axis[index - 1] ?? day, 1) === day);
  return (
    <section className="card hospice-ribbon" aria-label={words.ribbon} id="hospice-ribbon" tabIndex={-1}>
      <header>
        <h2>{words.ribbon}</h2>
        {whole && days.length > 0 && (
          <span className="note">{words.sum(String(counted.length), parts.join(' + '))}</span>
        )}
        <span className="note hospice-right">{words.transferRule}</span>
      </header>
      <div className="hospice-axis">
        <span />
        <span className="note numbers">
          {axis[0] === undefined ? '' : dayWords(axis[0], kit)}
          <span>{axis.at(-1) === undefined ? '' : dayWords(axis.at(-1) ?? '', kit)}</span>
        </span>
        <b>{words.placeRow}</b>
        <Bar
          runs={runsOf(days, ({ place, organisation }) => `${place}|${organisation.id}`)}
          total={days.length}
          label={(run) =>
            `${wordOf(words.places, run[0]?.place ?? '')} ${kit.days(run.length)} ${run[0]?.organisation.name ?? ''}`
          }
          tone={(run) => `place-${run[0]?.place ?? ''}`}
        />
        <b>{words.payerRow}</b>
        <Bar
          runs={runsOf(days, ({ exclusive, counted: yes }) => (yes ? (exclusive ?? 'self') : 'none'))}
          total={days.length}
          label={(run) =>
            run[0]?.counted !== true
              ? words.uncounted
              : run[0].exclusive === null
                ? words.selfPaid
                : `${wordOf(words.payers, run[0].exclusive)} ${kit.days(run.length)}`
          }
          tone={(run) => `payer-${run[0]?.counted === true ? (run[0].exclusive ?? 'self') : 'none'}`}
        />
        {pain === undefined ? (
          <>
            <b>{words.pain}</b>
            <span className="note">{words.noScores}</span>
          </>
        ) : (
          <>
            <span>
              <b>{words.pain}</b>{' '}
              <b className={([...pain].at(-1)?.[1] ?? 0) >= 7 ? 'danger' : undefined}>{[...pain].at(-1)?.[1]}</b>
              <div className="note">{words.painNote}</div>
            </span>
            <div className="hospice-pain">
              <Line axis={axis} values={pain} height={TEN} label={words.pain} />
              <span className="note severe-word">{words.severe}</span>
              <span className="note moderate-word">{words.moderate}</span>
            </div>
            <span />
            <span className="note">{words.items}</span>
            {byValue.map(({ item, values, latest }) => (
              <div className="hospice-item" key={item}>
                <span>
                  {wordOf(hospice.questions, item)} <b className={latest >= 7 ? 'danger' : undefined}>{latest}</b>
                </span>
                <Line axis={axis} values={values} height={TEN} label={wordOf(hospice.questions, item)} />
              </div>
            ))}
          </>
        )}
        <Totals person={person} axis={axis} />
      </div>
      <TrendTable person={person} />
    </section>
  );
};
