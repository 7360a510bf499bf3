/** 照护日: where each day was spent and who pays it, as one line of days; the ledger behind it day by day. */
import { Link } from '@tanstack/react-router';
import { dayWords } from '../../../web/kit/civil.ts';
import { useWords, wordOf } from '../../../web/kit/language.ts';
import { serverNow } from '../../../web/kit/server-time.ts';
import { words as kitTable } from '../../../web/kit/words.ts';
import type { StayDay, StayView } from '../shapes.ts';
import { yuan } from './format.ts';
import { stayWords } from './stay-words.ts';

type Run = { readonly place: string; readonly name: string; readonly days: readonly StayDay[] };
const runsOf = (days: readonly StayDay[]): readonly Run[] => {
  const runs: { place: string; name: string; days: StayDay[] }[] = [];
  for (const day of days) {
    const last = runs.at(-1);
    if (last?.place === day.place && last.name === day.organisation.name) last.days.push(day);
    else runs.push({ place: day.place, name: day.organisation.name, days: [day] });
  }
  return runs;
};

export const Days = ({ stay }: { readonly stay: StayView }): React.JSX.Element => {
  const words = useWords(stayWords);
  const kit = useWords(kitTable);
  const { days } = stay;
  const payers = [...new Set(days.flatMap(({ parts }) => parts.map(({ payer }) => payer)))];
  return (
    <section className="card" aria-label={words.days}>
      <h2>
        {words.days}{' '}
        {days.length > 0 && (
          <span className="note">{words.daysOf(days.filter(({ counted }) => counted).length, days.length)}</span>
        )}
      </h2>
      {days.length === 0 ? (
        <p className="note">{words.noDays}</p>
      ) : (
        <>
          <ol className="stay-ribbon">
            {runsOf(days).map(({ place, name, days: run }) => (
              <li key={`${place}${String(run[0]?.day)}`} className={place} style={{ flexGrow: run.length }}>
                <b>{wordOf(words.places, place)}</b> {place === 'care-home' ? '' : name}
                <span className="note numbers">
                  {dayWords(String(run[0]?.day), kit, serverNow())}
                  {run.length > 1 && `～${dayWords(String(run.at(-1)?.day), kit, serverNow())}`}
                </span>
              </li>
            ))}
          </ol>
          <p className="stay-payers numbers">
            {payers.map((payer) => (
              <span key={payer}>
                {wordOf(words.payers, payer)}{' '}
                <b>
                  {yuan(
                    days
                      .flatMap(({ parts }) => parts)
                      .reduce((sum, part) => sum + (part.payer === payer ? part.fen : 0), 0),
                  )}
                </b>
              </span>
            ))}
            <Link to="/elder-care/stays/$id/ledger" params={{ id: stay.case }}>
              {words.ledger}
            </Link>
          </p>
        </>
      )}
    </section>
  );
};
