/** A rate as a point in its 95 % interval (Wilson), on an axis it shares with others, against the rate of all together. */
import { apartFrom, percentText, positionOn, standingOf, wilson } from './rate.ts';
import type { Axis, Counted } from './rate.ts';
import './rate-interval.css';

/** How it stands to all together; `few`: too few to be compared. */
export type IntervalStanding = 'few' | 'below' | 'above' | 'level';

const percent = (share: number): string => `${String(Math.round(share * 100) / 100)}%`;

export const RateInterval = ({
  counted,
  whole,
  axis,
  least,
  said,
}: {
  readonly counted: Counted;
  /** The rate of all together in percent; null where there is none to stand against. */
  readonly whole: number | null;
  readonly axis: Axis;
  /** Fewer than this in the denominator are drawn and not compared. */
  readonly least: number;
  /** What the picture says, for whoever listens; low and high are percents as written. */
  readonly said: (standing: IntervalStanding, low: string, high: string) => string;
}): React.JSX.Element => {
  const standing = standingOf(counted, least) === 'few' ? 'few' : (apartFrom(counted, whole, least) ?? 'level');
  const { low, high } = wilson(counted.numerator, counted.denominator);
  const value = (counted.numerator / counted.denominator) * 100;
  return (
    <span className={`rate-interval ${standing}`}>
      <span className="unseen">{said(standing, percentText(low), percentText(high))}</span>
      {whole !== null && <span className="rate-interval-all" style={{ left: percent(positionOn(axis, whole)) }} />}
      <span
        className="rate-interval-line"
        style={{ left: percent(positionOn(axis, low)), right: percent(100 - positionOn(axis, high)) }}
      />
      <span className="rate-interval-point" style={{ left: percent(positionOn(axis, value)) }} />
    </span>
  );
};

/** The marks over a column of intervals. */
export const RateAxis = ({ axis }: { readonly axis: Axis }): React.JSX.Element => (
  <span className="rate-axis" aria-hidden="true">
    {axis.marks.map((mark) => (
      <span key={mark} style={{ left: percent(positionOn(axis, mark)) }}>
        {mark}%
      </span>
    ))}
  </span>
);
