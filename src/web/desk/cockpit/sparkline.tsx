/** A course by month: a thin line, a dot at its end, and a hatched gap where there is nothing, never a line across it. */
import { useId } from 'react';
import { useWords } from '../../kit/language.ts';
import { percentText } from '../../kit/rate.ts';
import { words as table } from './words.ts';

type Month = { readonly month: string; readonly value: number | null };
export type Scale = { readonly low: number; readonly high: number };

/** From the smallest to the largest value, with room; so flat a course that nothing would show keeps five points of height. */
export const scaleOf = (rows: readonly (readonly Month[])[]): Scale => {
  const values = rows.flat().flatMap(({ value }) => (value === null ? [] : [value]));
  if (values.length === 0) return { low: 0, high: 100 };
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const room = Math.max(0, 5 - (high - low)) / 2;
  return { low: Math.max(0, low - room), high: Math.min(100, high + room) };
};

const HEIGHT = 24;
const EDGE = 4;

export const Sparkline = ({
  months,
  scale,
  step: STEP = 7,
}: {
  readonly months: readonly Month[];
  readonly scale: Scale;
  /** Pixels a month. */
  readonly step?: number;
}): React.JSX.Element => {
  const words = useWords(table);
  const pattern = useId();
  const width = STEP * (months.length - 1) + EDGE * 2;
  const x = (index: number): number => EDGE + index * STEP;
  const y = (value: number): number =>
    HEIGHT - EDGE - ((value - scale.low) / Math.max(1e-9, scale.high - scale.low)) * (HEIGHT - EDGE * 2);
  // before the first month with data there is no gap, only nothing yet
  const begins = months.findIndex(({ value }) => value !== null);
  const line = months
    .map(({ value }, index) =>
      value === null
        ? ''
        : `${(months[index - 1]?.value ?? null) === null ? 'M' : 'L'}${x(index).toFixed(1)} ${y(value).toFixed(1)}`,
    )
    .join('');
  const last = months.findLastIndex(({ value }) => value !== null);
  const lastValue = months[last]?.value ?? null;
  const said = months
    .slice(Math.max(0, begins))
    .map(({ month, value }) =>
      value === null ? words.monthNone(month) : words.monthValue(month, `${percentText(value)}%`),
    );
  return (
    <svg
      className="sparkline"
      width={width}
      height={HEIGHT}
      viewBox={`0 0 ${String(width)} ${String(HEIGHT)}`}
      role="img"
      aria-label={words.course(said.join('；'))}
    >
      <defs>
        <pattern id={pattern} width="4" height="4" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect width="2" height="4" fill="#d5d9df" />
        </pattern>
      </defs>
      {months.map(({ month, value }, index) =>
        value === null && begins >= 0 && index > begins ? (
          <rect key={month} x={x(index) - STEP / 2} y="2" width={STEP} height={HEIGHT - 4} fill={`url(#${pattern})`} />
        ) : null,
      )}
      <path d={line} fill="none" stroke="currentColor" strokeWidth="1.5" />
      {lastValue !== null && <circle cx={x(last)} cy={y(lastValue)} r="2.5" className="sparkline-end" />}
    </svg>
  );
};
