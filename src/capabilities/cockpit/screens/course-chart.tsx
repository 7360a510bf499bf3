/** Twelve months beside those of the year before: values on the line, a hatched gap where one is missing, a scale with its unit. */
import { useId } from 'react';
import { useWords } from '../../../web/kit/language.ts';
import type { FigureDefined, FigurePage } from '../shapes.ts';
import { numberOf, shown, whyNot } from './figure-value.ts';
import { figureWords as table } from './figure-words.ts';

type Month = FigurePage['months'][number];

const WIDTH = 720;
const HEIGHT = 220;
const LEFT = 64;
const BOTTOM = 28;
const TOP = 24;

/** Round steps from zero, or from below where values are; at most five lines. */
export const ticksOf = (values: readonly number[]): readonly number[] => {
  const [low, high] = [Math.min(0, ...values), Math.max(0, ...values)];
  const size = high - low || 1;
  const rough = size / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((each) => each * power).find((each) => each >= rough) ?? power * 10;
  const first = Math.floor(low / step) * step;
  const last = Math.ceil(high / step) * step;
  return Array.from({ length: Math.round((last - first) / step) + 1 }, (_, n) =>
    Number((first + n * step).toPrecision(12)),
  );
};

export const CourseChart = ({
  months,
  figure,
}: {
  readonly months: readonly Month[];
  readonly figure: FigureDefined;
}): React.JSX.Element => {
  const words = useWords(table);
  const hatch = useId();
  const values = months.flatMap(({ now, before }) =>
    [numberOf(now), numberOf(before)].filter((value) => value !== null),
  );
  const ticks = ticksOf(values);
  const [low, high] = [ticks[0] ?? 0, ticks.at(-1) ?? 1];
  const step = (WIDTH - LEFT - 16) / Math.max(1, months.length - 1);
  const x = (n: number): number => LEFT + n * step;
  const y = (value: number): number => HEIGHT - BOTTOM - ((value - low) / (high - low || 1)) * (HEIGHT - BOTTOM - TOP);
  const path = (of: (month: Month) => Month['now']): string => {
    let open = false;
    return months
      .map((month, n) => {
        const value = numberOf(of(month));
        const piece = value === null ? '' : `${open ? 'L' : 'M'}${x(n).toFixed(1)} ${y(value).toFixed(1)}`;
        open = value !== null;
        return piece;
      })
      .join('');
  };
  const last = months.findLastIndex(({ now }) => numberOf(now) !== null);
  const said = months
    .map(({ month, now }) => words.monthSaid(month, shown(now, figure) ?? whyNot(now, words) ?? ''))
    .join('；');
  return (
    <figure className="figure-course">
      <svg
        viewBox={`0 0 ${String(WIDTH)} ${String(HEIGHT)}`}
        role="img"
        aria-label={`${figure.name}，${figure.unit}。${said}`}
      >
        <defs>
          <pattern id={hatch} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
            <rect width="3" height="6" fill="#dfe3e8" />
          </pattern>
        </defs>
        <text x={LEFT - 8} y={TOP - 10} textAnchor="end" className="figure-axis">
          {figure.unit}
        </text>
        {ticks.map((tick) => (
          <g key={tick}>
            <line x1={LEFT} x2={WIDTH - 8} y1={y(tick)} y2={y(tick)} className="figure-grid" />
            <text x={LEFT - 8} y={y(tick) + 4} textAnchor="end" className="figure-axis">
              {tick.toLocaleString('en-US')}
            </text>
          </g>
        ))}
        {months.map(({ month, now }, n) => (
          <g key={month}>
            {numberOf(now) === null && (
              <rect
                x={x(n) - step / 2 + 2}
                y={TOP}
                width={step - 4}
                height={HEIGHT - BOTTOM - TOP}
                fill={`url(#${hatch})`}
              />
            )}
            <text x={x(n)} y={HEIGHT - 8} textAnchor="middle" className="figure-axis">
              {month.slice(5) === '01' || n === 0 ? month : month.slice(5)}
            </text>
          </g>
        ))}
        <path d={path(({ before }) => before)} className="figure-line-before" />
        <path d={path(({ now }) => now)} className="figure-line" />
        {months.map(({ month, now }, n) => {
          const value = numberOf(now);
          return value === null ? null : (
            <g key={month}>
              <circle cx={x(n)} cy={y(value)} r="3" className="figure-dot">
                <title>{words.monthSaid(month, `${shown(now, figure) ?? ''}${figure.unit}`)}</title>
              </circle>
              {n === last && (
                <text
                  x={x(n)}
                  y={y(value) - 9}
                  textAnchor={n > months.length - 3 ? 'end' : 'middle'}
                  className="figure-last"
                >
                  {shown(now, figure)}
                </text>
              )}
            </g>
          );
        })}
      </svg>
      <figcaption className="note">{words.courseNote}</figcaption>
    </figure>
  );
};
