/** One figure at a glance: value and unit, what it is of, how it stands to last year, its course; missing is hatched and says why. */
import { Link } from '@tanstack/react-router';
import { useId } from 'react';
import { useWords } from '../../../web/kit/language.ts';
import { Tag } from '../../../web/kit/tag.tsx';
import type { FigureBoard } from '../shapes.ts';
import { boardWords } from './board-words.ts';
import type { FigureSearch } from './figure-query.ts';
import { changeOf, grouped, numberOf, said, whyNot } from './figure-value.ts';
import { figureWords } from './figure-words.ts';

type Tile = FigureBoard['tiles'][number];

const WIDTH = 96;
const HEIGHT = 28;
const EDGE = 4;

/** A thin line with a dot at its end; a month without a value is a hatched gap and never bridged. */
const Spark = ({ tile }: { readonly tile: Tile }): React.JSX.Element | null => {
  const words = useWords(boardWords);
  const texts = useWords(figureWords);
  const hatch = useId();
  const { figure, months } = tile;
  const values = months.map(({ now }) => numberOf(now));
  const begins = values.findIndex((value) => value !== null);
  const last = values.findLastIndex((value) => value !== null);
  if (begins < 0 || begins === last) return null;
  const known = values.filter((value) => value !== null);
  const [low, high] = [Math.min(...known), Math.max(...known)];
  const step = (WIDTH - EDGE * 2) / (months.length - 1);
  const x = (n: number): number => EDGE + n * step;
  const y = (value: number): number => HEIGHT - EDGE - ((value - low) / (high - low || 1)) * (HEIGHT - EDGE * 2);
  const line = values
    .map((value, n) =>
      value === null ? '' : `${(values[n - 1] ?? null) === null ? 'M' : 'L'}${x(n).toFixed(1)} ${y(value).toFixed(1)}`,
    )
    .join('');
  const text = (n: number): string => {
    const month = months[n];
    if (month === undefined) return '';
    const value = said(month.now, figure, texts);
    return value === null ? words.missing : value.exactly === null ? value.value : `${value.value}${value.unit}`;
  };
  const list = months.map(({ month }, n) => words.monthValue(month, text(n)));
  return (
    <span className="board-course">
      <span className="note" aria-hidden="true">
        {text(begins)}
      </span>
      <svg
        width={WIDTH}
        height={HEIGHT}
        viewBox={`0 0 ${String(WIDTH)} ${String(HEIGHT)}`}
        role="img"
        aria-label={words.course(figure.name, list.slice(begins).join('；'))}
      >
        <defs>
          <pattern id={hatch} width="4" height="4" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
            <rect width="2" height="4" fill="#d5d9df" />
          </pattern>
        </defs>
        {values.map((value, n) =>
          value === null && n > begins ? (
            <rect
              key={months[n]?.month}
              x={x(n) - step / 2}
              y="2"
              width={step}
              height={HEIGHT - 4}
              fill={`url(#${hatch})`}
            />
          ) : null,
        )}
        <path d={line} fill="none" stroke="currentColor" strokeWidth="1.5" />
        <circle cx={x(last)} cy={y(values[last] ?? low)} r="2.5" fill="currentColor" />
      </svg>
      <span className="note" aria-hidden="true">
        {text(last)}
      </span>
    </span>
  );
};

export const BoardTile = ({ tile, search }: { readonly tile: Tile; readonly search: FigureSearch }) => {
  const words = useWords(boardWords);
  const texts = useWords(figureWords);
  const { figure, now, before } = tile;
  const value = said(now, figure, texts);
  const known = 'refused' in now ? null : now;
  const change = changeOf(now, before, figure, texts);
  const open = { to: '/figures/$code', params: { code: figure.code }, search } as const;
  return (
    <section className={value === null ? 'board-tile missing' : 'board-tile'} aria-labelledby={`tile-${figure.code}`}>
      <h3 id={`tile-${figure.code}`}>
        <Link {...open}>{figure.name}</Link>
        {known !== null && known.fedBy !== 'records' && value !== null && (
          <Tag>{known.fedBy === 'both' ? words.mixed : words.byHand}</Tag>
        )}
      </h3>
      {value === null ? (
        <>
          <p className="board-value">{known?.masked === true ? '—' : words.missing}</p>
          <p className="note">{whyNot(now, texts)}</p>
        </>
      ) : (
        <>
          <div className="board-figure">
            <p className="board-value">
              {value.value}
              <span className="unit">{value.unit}</span>
            </p>
            <Spark tile={tile} />
          </div>
          <p className="board-foot">
            {known !== null && known.numerator !== null && known.denominator !== null && (
              <Link {...open} className="opens">
                {words.parts(grouped(known.numerator), grouped(known.denominator))}
              </Link>
            )}
            <span className={change?.worse === true ? 'note worse' : 'note'}>{change?.text ?? words.noBefore}</span>
          </p>
        </>
      )}
    </section>
  );
};
