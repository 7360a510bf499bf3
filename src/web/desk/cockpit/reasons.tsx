/** Why receivers refused, and what ended referrals on the resident's side: bars on one scale, most frequent first. */
import type { FigureView } from '../../../capabilities/referral/index.ts';
import { words as referralTable } from '../../../capabilities/referral/index.ts';
import { useWords, wordOf } from '../../kit/language.ts';
import { Opens } from './opens.tsx';
import type { Opening } from './opens.tsx';
import { counted } from '../../kit/rate.ts';
import { words as table } from './words.ts';

const RESIDENTS_SIDE = [
  'patient-declined',
  'treated-elsewhere',
  'moved-away',
  'left-against-advice',
  'died',
  'withheld',
];
const OTHERS = ['cancelled', 'refused'];

/** Without an opening it is counted only. */
type Bar = { readonly name: string; readonly count: number; readonly opening: Opening | null };

const Bars = ({
  title,
  bars,
  most,
}: {
  readonly title: string;
  readonly bars: readonly Bar[];
  readonly most: number;
}): React.JSX.Element => {
  const words = useWords(table);
  const total = bars.reduce((sum, { count }) => sum + count, 0);
  return (
    <section className="bars" aria-label={title}>
      <h2>
        {title} <span className="note">{words.items(counted(total))}</span>
      </h2>
      {bars.length === 0 ? (
        <p className="note">{words.nothing}</p>
      ) : (
        <ul>
          {bars.map(({ name, count, opening }) => (
            <li key={name}>
              <span className="bar-name">{name}</span>
              <span className="bar-track" aria-hidden="true">
                <span className="bar-fill" style={{ width: `${String((count / Math.max(1, most)) * 100)}%` }} />
              </span>
              {opening === null ? (
                <span className="numbers">{counted(count)}</span>
              ) : (
                <Opens opening={opening} count={count} where={title} what={name} />
              )}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
};

export const Reasons = ({ view }: { readonly view: FigureView }): React.JSX.Element => {
  const words = useWords(table);
  const answers = useWords(referralTable).answers;
  const refusals = view.refusals.map(
    ({ reason, count }): Bar => ({ name: wordOf(answers, reason), count, opening: { part: 'refused', reason } }),
  );
  const endings = view.endings
    .filter(({ ending }) => RESIDENTS_SIDE.includes(ending))
    .map(
      ({ ending, count }): Bar => ({
        name: wordOf(words.endingWords, ending),
        count,
        opening: view.wide ? null : { part: 'ended', reason: ending },
      }),
    );
  const others = view.endings.filter(({ ending }) => OTHERS.includes(ending));
  const most = Math.max(1, ...[...refusals, ...endings].map(({ count }) => count));
  return (
    <div className="card reasons">
      <Bars title={words.refusals} bars={refusals} most={most} />
      <div>
        <Bars title={words.endings} bars={endings} most={most} />
        {view.wide && endings.length > 0 && <p className="note">{words.countedOnly}</p>}
        {others.map(({ ending, count }) => (
          <p className="note" key={ending}>
            {words.alsoEnded} {wordOf(words.endingWords, ending)}{' '}
            <Opens opening={{ part: 'ended', reason: ending }} count={count} what={wordOf(words.endingWords, ending)} />
          </p>
        ))}
      </div>
    </div>
  );
};
