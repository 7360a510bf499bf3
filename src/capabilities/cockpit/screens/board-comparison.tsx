/** Consortia, or the members of one, by one figure: what it is of, its interval against all together, last year. Never a league table. */
import { Link } from '@tanstack/react-router';
import { useWords } from '../../../web/kit/language.ts';
import { RateAxis, RateInterval } from '../../../web/kit/rate-interval.tsx';
import { axisOf, standingOf } from '../../../web/kit/rate.ts';
import type { Axis, Counted } from '../../../web/kit/rate.ts';
import type { FigureBoard, FigureDefined } from '../shapes.ts';
import { boardWords } from './board-words.ts';
import type { FigureSearch } from './figure-query.ts';
import { changeOf, grouped, numberOf, said, shown, whyNot } from './figure-value.ts';
import type { Said } from './figure-value.ts';
import { figureWords } from './figure-words.ts';

type Compared = NonNullable<FigureBoard['comparison']>;
type Row = Compared['rows'][number];

/** Whole numbers of which one is of the other: only then is there an interval. */
const countedOf = (said: Said, { unit, kind }: FigureDefined): Counted | null => {
  if (kind !== 'rate' || unit !== '%' || 'refused' in said || said.numerator === null || said.denominator === null)
    return null;
  const counted = { numerator: Number(said.numerator), denominator: Number(said.denominator) };
  return counted.denominator > 0 && counted.numerator <= counted.denominator ? counted : null;
};

const Line = ({
  row,
  compared,
  axis,
  search,
}: {
  readonly row: Row;
  readonly compared: Compared;
  readonly axis: Axis | null;
  readonly search: FigureSearch;
}): React.JSX.Element => {
  const words = useWords(boardWords);
  const texts = useWords(figureWords);
  const { figure, all, least } = compared;
  const value = said(row.now, figure, texts);
  const known = 'refused' in row.now ? null : row.now;
  const counted = countedOf(row.now, figure);
  const change = changeOf(row.now, row.before, figure, texts);
  const own = { ...search, kind: row.kind, id: row.id };
  const name = (
    <th scope="row">
      <Link to="/figures/$code" params={{ code: figure.code }} search={own}>
        {row.name}
      </Link>
    </th>
  );
  if (value === null)
    return (
      <tr className="board-none">
        {name}
        <td colSpan={axis === null ? 3 : 4}>
          <span>{whyNot(row.now, texts)}</span>
        </td>
      </tr>
    );
  const few = counted !== null && standingOf(counted, least) === 'few';
  return (
    <tr>
      {name}
      <td className="number">
        {known !== null && known.numerator !== null && known.denominator !== null && (
          <Link className="opens" to="/figures/$code" params={{ code: figure.code }} search={own}>
            {words.parts(grouped(known.numerator), grouped(known.denominator))}
          </Link>
        )}
      </td>
      <td className={few ? 'number board-rate few' : 'number board-rate'}>
        {value.value}
        <span className="unit">{value.unit}</span>
      </td>
      {axis !== null && (
        <td className="board-interval-cell">
          {counted !== null && (
            <RateInterval
              counted={counted}
              whole={numberOf(all)}
              axis={axis}
              least={least}
              said={(standing, low, high) =>
                `${standing === 'few' ? words.fewShort : words[standing]} ${words.interval(`${low}%`, `${high}%`)}`
              }
            />
          )}
        </td>
      )}
      <td className={change?.worse === true ? 'note worse' : 'note'}>{change?.text ?? words.noBefore}</td>
    </tr>
  );
};

const Notes = ({ compared }: { readonly compared: Compared }): React.JSX.Element => {
  const words = useWords(boardWords);
  const { figure, rows, least } = compared;
  const few = rows.filter(({ now }) => {
    const counted = countedOf(now, figure);
    return counted !== null && standingOf(counted, least) === 'few';
  });
  const names = few.map(({ name }) => name).join(words.and);
  return (
    <p className="note">
      {words.order} {few.length > 0 && (few.length <= 3 ? words.few(names, least) : words.fewMany(few.length, least))}
    </p>
  );
};

type Choosing = { readonly choices: readonly FigureDefined[]; readonly onChoose: (code: string) => void };

export const BoardComparison = ({
  compared,
  search,
  choices,
  onChoose,
}: { readonly compared: Compared; readonly search: FigureSearch } & Choosing): React.JSX.Element => {
  const words = useWords(boardWords);
  const { figure, all, rows, least } = compared;
  const counted = rows.flatMap(({ now }) => countedOf(now, figure) ?? []);
  const axis = counted.length === 0 ? null : axisOf(counted, least);
  const whole = shown(all, figure);
  const listed = choices.some(({ code }) => code === figure.code) ? choices : [figure, ...choices];
  return (
    <section className="card board-comparison" aria-labelledby="board-comparison">
      <header>
        <h2 id="board-comparison">{words.compare}</h2>
        <label className="figure-choice no-print">
          <span>{words.compareBy}</span>
          <select value={figure.code} onChange={(event) => onChoose(event.target.value)}>
            {listed.map(({ code, name }) => (
              <option key={code} value={code}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <span className="print-only">{figure.name}</span>
        <span className="note">
          {axis !== null && whole !== null
            ? words.compareHow(figure.name, `${whole}${figure.unit}`)
            : words.compareHowPlain}
        </span>
      </header>
      <div className="figure-scroll" role="region" aria-labelledby="board-comparison" tabIndex={0}>
        <table className="figure-table">
          <thead>
            <tr>
              <th scope="col">{rows[0]?.kind === 'consortium' ? words.columns.name : words.columns.member}</th>
              <th scope="col" className="number">
                {words.columns.parts}
              </th>
              <th scope="col" className="number">
                {words.columns.value}
              </th>
              {axis !== null && (
                <th scope="col" className="board-interval-cell">
                  <span className="unseen">{words.columns.interval}</span>
                  <RateAxis axis={axis} />
                </th>
              )}
              <th scope="col">{words.columns.before}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <Line key={row.id} row={row} compared={compared} axis={axis} search={search} />
            ))}
          </tbody>
        </table>
      </div>
      <Notes compared={compared} />
    </section>
  );
};
