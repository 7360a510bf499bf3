/** One figure: its name and definition, its value, and numerator and denominator that both open their cases. */
import { useState } from 'react';
import { Button } from '../../kit/button.tsx';
import { dayOf, timeOf } from '../../kit/civil.ts';
import { useWords } from '../../kit/language.ts';
import { Tag } from '../../kit/tag.tsx';
import type { Figure, Part } from './figure-query.ts';
import { percentText, rateText, wilson } from './rate.ts';
import { words as table } from './words.ts';

export const counted = (count: number): string => count.toLocaleString('en-US');

type Props = {
  readonly name: string;
  readonly figure: Figure;
  readonly onOpen: (part: Part) => void;
};

export const FigureTile = ({ name, figure, onOpen }: Props): React.JSX.Element => {
  const words = useWords(table);
  const [defined, setDefined] = useState(false);
  const { numerator, denominator } = figure;
  const at = new Date(figure.asOf);
  const cut = `${dayOf(at)} ${timeOf(at)}`;
  const missing = numerator === null || denominator === null;
  const interval = missing || denominator === 0 ? null : wilson(numerator, denominator);
  return (
    <section className={missing ? 'figure-tile missing' : 'figure-tile'} aria-labelledby="figure-name">
      <header>
        <h2 id="figure-name">{name}</h2>
        <Button kind="link" className="no-print" aria-expanded={defined} onClick={() => setDefined(!defined)}>
          {defined ? words.definitionHide : words.definition}
        </Button>
      </header>
      {missing || denominator === 0 ? (
        <>
          <p className="figure-value">{missing ? words.missing : words.nothingDueShort}</p>
          <p>{missing ? words.missingWhy : words.nothingDue}</p>
        </>
      ) : (
        <>
          <p className="figure-value">
            {rateText(numerator, denominator)}
            <span className="unit">%</span>
          </p>
          <p className="figure-counts">
            <button
              type="button"
              className="opens"
              aria-label={words.numeratorOpen(counted(numerator))}
              onClick={() => onOpen('numerator')}
            >
              {counted(numerator)}
            </button>{' '}
            /{' '}
            <button
              type="button"
              className="opens"
              aria-label={words.denominatorOpen(counted(denominator))}
              onClick={() => onOpen('denominator')}
            >
              {counted(denominator)}
            </button>
            <span className="note">
              {words.numerator} / {words.denominator}
            </span>
          </p>
          {interval !== null && (
            <p className="note">{words.interval(percentText(interval.low), percentText(interval.high))}</p>
          )}
        </>
      )}
      <p className="note">{words.cut(cut)}</p>
      <div className={defined ? 'figure-definition' : 'figure-definition print-only'}>
        <p className="strong">{words.definitionTitle(name)}</p>
        <p>{figure.definition}</p>
        <p className="note">
          {words.version(String(figure.version))} {!figure.verified && <Tag tone="warning">{words.unverified}</Tag>}
        </p>
      </div>
    </section>
  );
};
