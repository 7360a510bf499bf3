/** The team's work, the opioids at home, and the transfers. */
import type { CaseView } from '../../../engines/pathways/shapes.ts';
import { dayWords, momentWords } from '../../../web/kit/civil.ts';
import { useWords, wordOf } from '../../../web/kit/language.ts';
import { serverNow } from '../../../web/kit/server-time.ts';
import { words as kitTable } from '../../../web/kit/words.ts';
import type { Person } from '../shapes.ts';
import { words as hospiceTable } from '../words.ts';
import { screenWords } from './screen-words.ts';
import { TeamMembers } from './team-members.tsx';

const SHOWN = 6;

export const Team = ({ person, view }: { readonly person: Person; readonly view: CaseView }): React.JSX.Element => {
  const words = useWords(screenWords);
  const hospice = useWords(hospiceTable);
  const kit = useWords(kitTable);
  const now = serverNow();
  return (
    <>
      <section className="card hospice-team" aria-label={words.team} id="hospice-team" tabIndex={-1}>
        <h2>{words.team}</h2>
        <TeamMembers person={person} view={view} />
        {person.acts.length > 0 && <h3>{words.done}</h3>}
        {person.acts.length === 0 && <p className="note">{words.noActs}</p>}
        <ul>
          {person.acts.slice(0, SHOWN).map((act, index) => (
            <li key={index}>
              <span className="note numbers">{dayWords(act.day, kit, now)}</span>{' '}
              <b>
                {act.profession === null ? wordOf(hospice.done, act.kind) : wordOf(hospice.answers, act.profession)}
              </b>{' '}
              {act.what} <span className="note">{act.by}</span>
              {act.nextOn !== null && <span className="note"> {words.next(dayWords(act.nextOn, kit, now))}</span>}
            </li>
          ))}
        </ul>
      </section>
      <section className="card" aria-label={words.opioids}>
        <h2>{words.opioids}</h2>
        {person.opioids.length === 0 && <p className="note">{words.noOpioids}</p>}
        <ul>
          {person.opioids.map((one) => (
            <li key={one.drug}>
              <b>{words.left(wordOf(hospice.answers, one.drug), String(one.left))}</b>{' '}
              <span className="note">{words.counted(dayWords(one.lastOn, kit, now))}</span>
              {one.usedPerDay !== null && one.usedPerDay > 0 && (
                <div className="warning">{words.usePerDay(String(Math.floor(one.left / one.usedPerDay)))}</div>
              )}
            </li>
          ))}
        </ul>
      </section>
      {person.transfers.length > 0 && (
        <section className="card" aria-label={words.transfers}>
          <h2>{words.transfers}</h2>
          <ul>
            {person.transfers.map((one) => (
              <li key={one.requestedAt}>
                <span className="note numbers">{momentWords(one.arrivedAt ?? one.requestedAt, kit, now)}</span>{' '}
                {one.from.name} → <b>{one.to.name}</b> {wordOf(words.places, one.place)}
                <div className="note">
                  {wordOf(hospice.answers, one.trigger)} {one.reason}
                  {one.notArrived !== null && (
                    <span className="warning"> {kit.labelled(words.notArrived, one.notArrived)}</span>
                  )}
                </div>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
};
