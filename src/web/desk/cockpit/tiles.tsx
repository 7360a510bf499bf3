/** The four rates, each with what it was counted from, its change and its course; and how long things take. */
import type { FigureRate, FigureView, Part } from '../../../capabilities/referral/index.ts';
import { Button } from '../../kit/button.tsx';
import { useWords } from '../../kit/language.ts';
import { Opens } from './opens.tsx';
import { durationParts, percentText, rateText } from '../../kit/rate.ts';
import { scaleOf, Sparkline } from './sparkline.tsx';
import { words as table } from './words.ts';

const PARTS: Readonly<Record<FigureRate['code'], readonly [Part, Part]>> = {
  'referral.closed-loop': ['finished', 'sent'],
  'referral.answered-in-time': ['on-time', 'answer-due'],
  'referral.seen-in-time': ['seen-in-time', 'seen-due'],
  'referral.refused': ['refused', 'answered'],
};

const Change = ({ rate }: { readonly rate: FigureRate }): React.JSX.Element => {
  const words = useWords(table).change;
  const earlier = rate.before?.value ?? null;
  if (rate.before === null || earlier === null || rate.value === null)
    return <span className="note">{words.none}</span>;
  const points = Number((rate.value - earlier).toFixed(1));
  const said = points === 0 ? words.level : (points > 0 ? words.up : words.down)(percentText(Math.abs(points)));
  const worse = points !== 0 && points > 0 === (rate.better === 'lower');
  return <span className={worse ? 'note worse' : 'note'}>{words[rate.before.which](said)}</span>;
};

const ends = (months: FigureRate['months']): readonly [string, string] => {
  const values = months.flatMap(({ value }) => (value === null ? [] : [value]));
  const [first, last] = [values[0], values.at(-1)];
  return [first === undefined ? '' : percentText(first), last === undefined ? '' : percentText(last)];
};

export const RateTile = ({
  rate,
  note,
  onDefine,
}: {
  readonly rate: FigureRate;
  readonly note?: string | undefined;
  readonly onDefine: () => void;
}): React.JSX.Element => {
  const words = useWords(table);
  const name = words.figures[rate.code];
  const [upper, lower] = PARTS[rate.code];
  const none = rate.denominator === 0;
  const [first, last] = ends(rate.months);
  return (
    <section className={none ? 'tile missing' : 'tile'} aria-labelledby={rate.code}>
      <header>
        <h2 id={rate.code}>{name}</h2>
        <Button kind="link" className="no-print" aria-label={`${name} ${words.definition}`} onClick={onDefine}>
          {words.definition}
        </Button>
      </header>
      {none ? (
        <>
          <p className="tile-value">{words.missing}</p>
          <p>{words.missingWhy}</p>
        </>
      ) : (
        <>
          <div className="tile-figure">
            <p className="tile-value">
              {rateText(rate.numerator, rate.denominator)}
              <span className="unit">%</span>
            </p>
            <span className="tile-course">
              <span className="note">{first}</span>
              <Sparkline months={rate.months} scale={scaleOf([rate.months])} step={5} />
              <span className="note">{last}</span>
            </span>
          </div>
          <p className="tile-counts">
            <Opens opening={{ part: upper }} count={rate.numerator} where={name} /> /{' '}
            <Opens opening={{ part: lower }} count={rate.denominator} where={name} />
            {note !== undefined && <span className="note">{note}</span>}
          </p>
        </>
      )}
      <p>
        <Change rate={rate} />
      </p>
    </section>
  );
};

export const DurationTile = ({
  durations,
  onDefine,
}: {
  readonly durations: FigureView['durations'];
  readonly onDefine: () => void;
}): React.JSX.Element => {
  const words = useWords(table);
  const own = words.durations;
  const said = (minutes: number | null, happened: number, waiting: number): string => {
    if (minutes === null) return happened + waiting === 0 ? own.none : own.notYet;
    const { unit, count } = durationParts(minutes);
    return own.about(own[unit](count));
  };
  return (
    <section className="tile" aria-labelledby="durations">
      <header>
        <h2 id="durations">{own.title}</h2>
        <Button kind="link" className="no-print" aria-label={`${own.title} ${words.definition}`} onClick={onDefine}>
          {words.definition}
        </Button>
      </header>
      <dl className="durations">
        {durations.map(({ code, medianMinutes, happened, waiting }) => (
          <div key={code}>
            <dt>{own[code]}</dt>
            <dd>
              <span className="strong">{said(medianMinutes, happened, waiting)}</span>
              {waiting > 0 && (
                <span className="note">
                  {own.waiting} <Opens opening={{ part: `waiting-${code}` }} count={waiting} />
                </span>
              )}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
};
