/** A number that opens its cases: underlined with dots, a button for keyboard and screen reader. */
import { createContext, useContext } from 'react';
import type { Part } from '../../../capabilities/referral/index.ts';
import { useWords } from '../../kit/language.ts';
import { counted } from '../../kit/rate.ts';
import { words as table } from './words.ts';

/** What is opened: a part of the shown scope and period, or of a row's own scope. */
export type Opening = {
  readonly part: Part;
  readonly flow?: string;
  readonly reason?: string;
  readonly other?: string;
  /** Another scope than the page's. */
  readonly of?: string;
  readonly ofSide?: string;
};

export const OpenContext = createContext<(opening: Opening) => void>(() => undefined);

export const Opens = ({
  opening,
  count,
  what,
  where,
  ...rest
}: {
  readonly opening: Opening;
  readonly count: number;
  /** What is opened, in words; the part's own name when left out. */
  readonly what?: string;
  /** The row it stands in. */
  readonly where?: string;
  readonly className?: string;
  readonly 'data-column'?: number;
  readonly style?: React.CSSProperties;
}): React.JSX.Element => {
  const words = useWords(table);
  const open = useContext(OpenContext);
  const called = what ?? words.parts[opening.part];
  const label =
    where === undefined ? words.openCases(called, counted(count)) : words.openIn(where, called, counted(count));
  const { className, ...others } = rest;
  return (
    <button
      type="button"
      className={className === undefined ? 'opens' : `opens ${className}`}
      aria-label={label}
      onClick={() => open(opening)}
      {...others}
    >
      {counted(count)}
    </button>
  );
};
