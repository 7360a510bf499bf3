/** Organisations side by side in administrative order: counts, rate, and the interval on one common axis. Never a league table. */
import { useState } from 'react';
import { useWords } from '../../kit/language.ts';
import type { Figure, Part } from './figure-query.ts';
import { apartFrom, axisOf, groupsOf, percentText, positionOn, rateText, standingOf, totalOf, wilson } from './rate.ts';
import type { Axis, OrganisationRate } from './rate.ts';
import { counted } from './tile.tsx';
import { words as table } from './words.ts';

type Opening = (part: Part, organisation: OrganisationRate['organisation']) => void;

const percent = (share: number): string => `${String(Math.round(share * 100) / 100)}%`;

const Interval = ({
  row,
  axis,
  region,
}: {
  readonly row: OrganisationRate;
  readonly axis: Axis;
  readonly region: number | null;
}): React.JSX.Element => {
  const words = useWords(table);
  const few = standingOf(row) === 'few';
  const apart = apartFrom(row, region);
  const { low, high } = wilson(row.numerator ?? 0, row.denominator ?? 1);
  const value = ((row.numerator ?? 0) / (row.denominator ?? 1)) * 100;
  const said = few ? words.fewShort : apart === null ? words.level : words[apart];
  return (
    <span className={`interval ${few ? 'few' : (apart ?? 'level')}`}>
      <span className="unseen">
        {said} {words.interval(percentText(low), percentText(high))}
      </span>
      {region !== null && <span className="interval-region" style={{ left: percent(positionOn(axis, region)) }} />}
      <span
        className="interval-line"
        style={{ left: percent(positionOn(axis, low)), right: percent(100 - positionOn(axis, high)) }}
      />
      <span className="interval-point" style={{ left: percent(positionOn(axis, value)) }} />
    </span>
  );
};

const Row = ({
  row,
  axis,
  region,
  onOpen,
}: {
  readonly row: OrganisationRate;
  readonly axis: Axis;
  readonly region: number | null;
  readonly onOpen: Opening;
}): React.JSX.Element => {
  const words = useWords(table);
  const standing = standingOf(row);
  const { numerator, denominator } = row;
  if (standing === 'missing' || numerator === null || denominator === null)
    return (
      <tr className="not-reported">
        <th scope="row">{row.organisation.name}</th>
        <td colSpan={3}>
          <span>{words.notReported}</span>
        </td>
      </tr>
    );
  const opens = (part: Part, count: number): React.JSX.Element => (
    <button
      type="button"
      className="opens"
      aria-label={`${row.organisation.name} ${part === 'numerator' ? words.numeratorOpen(counted(count)) : words.denominatorOpen(counted(count))}`}
      onClick={() => onOpen(part, row.organisation)}
    >
      {counted(count)}
    </button>
  );
  return (
    <tr>
      <th scope="row">{row.organisation.name}</th>
      <td className="ratio">
        {opens('numerator', numerator)} / {opens('denominator', denominator)}
      </td>
      <td className={standing === 'few' ? 'rate few' : 'rate'}>
        {denominator === 0 ? <span className="note">{words.noneDue}</span> : `${rateText(numerator, denominator)}%`}
      </td>
      <td className="interval-cell">{denominator > 0 && <Interval row={row} axis={axis} region={region} />}</td>
    </tr>
  );
};

const Notes = ({ rows }: { readonly rows: readonly OrganisationRate[] }): React.JSX.Element => {
  const words = useWords(table);
  const few = rows.filter((row) => standingOf(row) === 'few');
  const { missing } = totalOf(rows);
  return (
    <p className="note comparison-notes">
      {words.order}
      {few.length > 0 &&
        ` ${few.length <= 3 ? words.few(few.map((row) => row.organisation.name).join(words.and)) : words.fewMany(few.length)}`}
      {missing > 0 && ` ${words.missingCount(missing)}`}
    </p>
  );
};

export const Comparison = ({
  figure,
  onOpen,
}: {
  readonly figure: Figure;
  readonly onOpen: Opening;
}): React.JSX.Element => {
  const words = useWords(table);
  const [onlyDue, setOnlyDue] = useState(false);
  const all = figure.byOrganisation;
  const rows = onlyDue ? all.filter((row) => row.denominator === null || row.denominator > 0) : all;
  const axis = axisOf(all);
  const region = figure.value;
  return (
    <section className="card comparison" aria-labelledby="comparison-title">
      <header>
        <h2 id="comparison-title">{words.comparison}</h2>
        <span className="note">
          {region === null ? words.comparisonHowNone : words.comparisonHow(percentText(region))}
        </span>
        <label className="only-due no-print">
          <input type="checkbox" checked={onlyDue} onChange={(event) => setOnlyDue(event.target.checked)} />
          <span>{words.onlyDue}</span>
        </label>
      </header>
      <div className="comparison-scroll" role="region" aria-labelledby="comparison-title" tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">{words.columns.organisation}</th>
              <th scope="col" className="ratio">
                {words.columns.ratio}
              </th>
              <th scope="col" className="rate">
                {words.columns.value}
              </th>
              <th scope="col" className="interval-cell">
                <span className="unseen">{words.columns.interval}</span>
                <span className="axis" aria-hidden="true">
                  {axis.marks.map((mark) => (
                    <span key={mark} style={{ left: percent(positionOn(axis, mark)) }}>
                      {mark}%
                    </span>
                  ))}
                </span>
              </th>
            </tr>
          </thead>
          {groupsOf(rows).map((group) => {
            const total = totalOf(group.rows);
            return (
              <tbody key={group.consortium ?? ''}>
                <tr className="group">
                  <th scope="rowgroup">{group.consortium ?? words.other}</th>
                  <td className="ratio">
                    {counted(total.numerator)} / {counted(total.denominator)}
                  </td>
                  <td className="rate">
                    {total.denominator === 0 ? '' : `${rateText(total.numerator, total.denominator)}%`}
                  </td>
                  <td />
                </tr>
                {group.rows.map((row) => (
                  <Row key={row.organisation.id} row={row} axis={axis} region={region} onOpen={onOpen} />
                ))}
              </tbody>
            );
          })}
        </table>
      </div>
      <Notes rows={all} />
    </section>
  );
};
