/** Consortia, or organisations inside one, side by side in administrative order: never a league table. */
import type { FigureRow, FigureView } from '../../../capabilities/referral/index.ts';
import { Button } from '../../kit/button.tsx';
import { useWords } from '../../kit/language.ts';
import { Opens } from './opens.tsx';
import type { Opening } from './opens.tsx';
import { RateAxis, RateInterval } from '../../kit/rate-interval.tsx';
import { axisOf, percentText, rateText, standingOf } from '../../kit/rate.ts';
import type { Axis } from '../../kit/rate.ts';
import { scaleOf, Sparkline } from './sparkline.tsx';
import type { Scale } from './sparkline.tsx';
import { words as table } from './words.ts';

type All = { readonly axis: Axis; readonly scale: Scale; readonly value: number | null; readonly limit: number };

const Interval = ({ row, all }: { readonly row: FigureRow; readonly all: All }): React.JSX.Element => {
  const words = useWords(table);
  return (
    <RateInterval
      counted={row}
      whole={all.value}
      axis={all.axis}
      least={all.limit}
      said={(standing, low, high) =>
        `${standing === 'few' ? words.fewShort : words[standing]} ${words.interval(low, high)}`
      }
    />
  );
};

/** Where a row's own cases are: its scope, or the same organisation with that other side. */
const openingOf = (view: FigureView, row: FigureRow): Omit<Opening, 'part'> =>
  view.scope.kind === 'organisation'
    ? { other: row.id }
    : { of: row.id === '' ? 'none' : row.id, ...(view.scope.kind === 'consortium' ? { ofSide: 'sent' } : {}) };

const Row = ({
  view,
  row,
  all,
  onEnter,
}: {
  readonly view: FigureView;
  readonly row: FigureRow;
  readonly all: All;
  readonly onEnter: ((row: FigureRow) => void) | null;
}): React.JSX.Element => {
  const words = useWords(table);
  const name = row.id === '' ? words.unaffiliated : row.name;
  const standing = standingOf(row, all.limit);
  const own = openingOf(view, row);
  const enter = (
    <td className="enter no-print">
      {onEnter !== null && row.id !== '' && (
        <Button kind="link" aria-label={words.openRow(name)} data-column={4} onClick={() => onEnter(row)}>
          <span aria-hidden="true">›</span>
        </Button>
      )}
    </td>
  );
  if (standing === 'none')
    return (
      <tr className="row-none">
        <th scope="row">{name}</th>
        <td colSpan={6}>
          <span>{words.rowNone}</span>
        </td>
        {enter}
      </tr>
    );
  return (
    <tr>
      <th scope="row">{name}</th>
      <td className="number">
        <Opens opening={{ part: 'up', ...own }} count={row.up} where={name} data-column={0} />
      </td>
      <td className="number">
        <Opens opening={{ part: 'finished', ...own }} count={row.numerator} where={name} data-column={1} /> /{' '}
        <Opens opening={{ part: 'sent', ...own }} count={row.denominator} where={name} data-column={2} />
      </td>
      <td className={standing === 'few' ? 'number rate few' : 'number rate'}>
        {rateText(row.numerator, row.denominator)}%
      </td>
      <td className="interval-cell">
        <Interval row={row} all={all} />
      </td>
      <td className="months-cell">
        <Sparkline months={row.months} scale={all.scale} />
      </td>
      <td className="number">
        <Opens opening={{ part: 'refused', ...own }} count={row.refused} where={name} data-column={3} />
      </td>
      {enter}
    </tr>
  );
};

const columnOf = (button: HTMLElement): number => Number(button.dataset['column'] ?? NaN);
const buttonsOf = (row: Element): readonly HTMLElement[] => [...row.querySelectorAll<HTMLElement>('[data-column]')];

/** Arrow keys go from number to number: left and right in the row, up and down in the column, over rows that have none. */
const onArrow = (event: React.KeyboardEvent<HTMLElement>): void => {
  const from = event.target instanceof HTMLElement ? event.target.closest<HTMLElement>('[data-column]') : null;
  const row = from?.closest('tr') ?? null;
  if (from === null || row === null) return;
  const across = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  const along = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  let to: HTMLElement | undefined;
  if (across !== undefined) {
    const here = buttonsOf(row);
    to = here[here.indexOf(from) + across];
  } else if (along !== undefined) {
    let next = along < 0 ? row.previousElementSibling : row.nextElementSibling;
    while (next !== null && to === undefined) {
      to = buttonsOf(next).find((button) => columnOf(button) === columnOf(from));
      next = along < 0 ? next.previousElementSibling : next.nextElementSibling;
    }
  } else return;
  event.preventDefault();
  to?.focus();
};

const Notes = ({ rows, limit }: { readonly rows: readonly FigureRow[]; readonly limit: number }): React.JSX.Element => {
  const words = useWords(table);
  const few = rows.filter((row) => standingOf(row, limit) === 'few');
  const names = few.map((row) => (row.id === '' ? words.unaffiliated : row.name)).join(words.and);
  return (
    <p className="note comparison-notes">
      {words.order} {few.length > 0 && (few.length <= 3 ? words.few(names, limit) : words.fewMany(few.length, limit))}
    </p>
  );
};

export const Comparison = ({
  view,
  onEnter,
}: {
  readonly view: FigureView;
  /** Null where the reader may not look further. */
  readonly onEnter: ((row: FigureRow) => void) | null;
}): React.JSX.Element => {
  const words = useWords(table);
  const kind = view.scope.kind === 'organisation' ? view.scope.side : view.scope.kind;
  const limit = view.limits.compared.value;
  const value = view.rates.find(({ code }) => code === 'referral.closed-loop')?.value ?? null;
  const all: All = {
    axis: axisOf(view.rows, limit),
    scale: scaleOf(view.rows.map(({ months }) => months)),
    value,
    limit,
  };
  return (
    <section className="card comparison" aria-labelledby="comparison-title">
      <header>
        <h2 id="comparison-title">{words.comparison[kind]}</h2>
        <span className="note">
          {value === null ? words.comparisonHowNone : words.comparisonHow(percentText(value))}
        </span>
      </header>
      {view.rows.length === 0 ? (
        <p className="note">{words.noRows}</p>
      ) : (
        <div
          className="comparison-scroll"
          role="region"
          aria-labelledby="comparison-title"
          tabIndex={0}
          onKeyDown={onArrow}
        >
          <table>
            <thead>
              <tr>
                <th scope="col">{words.columns[kind]}</th>
                <th scope="col" className="number">
                  {words.columns.up}
                </th>
                <th scope="col" className="number">
                  {words.columns.ratio}
                </th>
                <th scope="col" className="number">
                  {words.columns.value}
                </th>
                <th scope="col" className="interval-cell">
                  <span className="unseen">{words.columns.interval}</span>
                  <RateAxis axis={all.axis} />
                </th>
                <th scope="col" className="months-cell">
                  {words.columns.months}
                </th>
                <th scope="col" className="number">
                  {words.columns.refused}
                </th>
                <th scope="col" className="enter no-print">
                  <span className="unseen">{words.columns.more}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {view.rows.map((row) => (
                <Row key={row.id} view={view} row={row} all={all} onEnter={onEnter} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      <Notes rows={view.rows} limit={limit} />
    </section>
  );
};
