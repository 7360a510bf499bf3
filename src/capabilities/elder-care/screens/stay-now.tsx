/** 现况 of a stay: the bed, the level, who to call, the plan and medicines that hold, and the last week of care. */
import { Link } from '@tanstack/react-router';
import { dayOf, dayWords, momentWords } from '../../../web/kit/civil.ts';
import { useWords, wordOf } from '../../../web/kit/language.ts';
import { Facts } from '../../../web/kit/page.tsx';
import { serverNow } from '../../../web/kit/server-time.ts';
import { Tag } from '../../../web/kit/tag.tsx';
import { words as kitTable } from '../../../web/kit/words.ts';
import type { CareNote, StayView } from '../shapes.ts';
import { words as elderTable } from '../words.ts';
import { yuan } from './format.ts';
import { stayWords } from './stay-words.ts';

const rowsOf = (note: CareNote | null, question: string): readonly Readonly<Record<string, unknown>>[] => {
  const given = note?.answers[question];
  return Array.isArray(given) ? (given as readonly Readonly<Record<string, unknown>>[]) : [];
};
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
const codesOf = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : []);

const useDay = (): ((at: string) => string) => {
  const kit = useWords(kitTable);
  return (at) => dayWords(dayOf(new Date(at)), kit, serverNow());
};

export const Now = ({ stay }: { readonly stay: StayView }): React.JSX.Element => {
  const words = useWords(stayWords);
  const elder = useWords(elderTable);
  const day = useDay();
  const { bed, level, away, incidents } = stay;
  const last = incidents[0];
  return (
    <section className="card stay-now" aria-label={words.now}>
      <h2>{words.now}</h2>
      <Facts
        rows={[
          {
            label: words.bed,
            value: (
              <>
                {bed === null ? words.noBed : `${bed.ward} ${bed.label}`}
                {stay.from !== null && (
                  <span className="note"> {words.since(day(stay.from), (stay.daysHere ?? 0) + 1)}</span>
                )}
                {stay.until !== null && <span className="note"> {words.left(day(stay.until))}</span>}
              </>
            ),
          },
          ...(level === null
            ? []
            : [
                {
                  label: words.level,
                  value: (
                    <>
                      <b>{wordOf(elder.answers, level.code)}</b>{' '}
                      <span className={level.assessed ? 'note' : 'warning'}>
                        {level.assessed && level.at !== null ? words.assessed(day(level.at)) : words.claimed}
                      </span>
                    </>
                  ),
                },
              ]),
          ...(away === null
            ? []
            : [
                {
                  label: words.hospital,
                  value: (
                    <>
                      <b className="warning">{words.inHospital(away.where.name, day(away.since))}</b>{' '}
                      <Tag tone={away.bedKept ? 'primary' : 'warning'}>{away.bedKept ? words.kept : words.notKept}</Tag>
                      {away.why !== null && <div>{away.why}</div>}
                    </>
                  ),
                },
              ]),
          ...(stay.contact === null ? [] : [{ label: words.contact, value: stay.contact }]),
          ...(last === undefined
            ? []
            : [
                {
                  label: words.incident,
                  value: (
                    <>
                      <b className="danger">
                        {day(last.at)} {wordOf(elder.answers, String(last.answers['kind']))}
                      </b>{' '}
                      <span className="note">{words.incidents(incidents.length)}</span>
                    </>
                  ),
                },
              ]),
        ]}
      />
    </section>
  );
};

export const PlanAndMedicines = ({ stay }: { readonly stay: StayView }): React.JSX.Element => {
  const words = useWords(stayWords);
  const elder = useWords(elderTable);
  const kit = useWords(kitTable);
  const { plan, medicines, brought } = stay;
  const review = plan?.answers['reviewOn'];
  return (
    <div className="stay-pair">
      <section className="card" aria-label={words.plan}>
        <h2>
          {words.plan}{' '}
          {typeof review === 'string' && (
            <span className="note">{words.review(dayWords(review, kit, serverNow()))}</span>
          )}
        </h2>
        {plan === null ? (
          <p className="warning">{words.noPlan}</p>
        ) : (
          <ul className="stay-list">
            {rowsOf(plan, 'goals').map((goal, index) => (
              <li key={index}>
                <span>{String(goal['what'])}</span>
                <span className="note">
                  {wordOf(elder.answers, String(goal['often']))} {wordOf(elder.answers, String(goal['by']))}
                </span>
              </li>
            ))}
          </ul>
        )}
      </section>
      <section className="card" aria-label={words.medicines}>
        <h2>
          {words.medicines}{' '}
          {typeof medicines?.answers['orderedBy'] === 'string' && (
            <span className="note">{words.ordered(medicines.answers['orderedBy'])}</span>
          )}
        </h2>
        {medicines === null ? (
          <>
            <p className="warning">{words.noMedicines}</p>
            {brought !== null && (
              <p>
                <span className="note">{words.brought}</span> {brought}
              </p>
            )}
          </>
        ) : (
          <ul className="stay-list">
            {rowsOf(medicines, 'list').map((row, index) => (
              <li key={index}>
                <span>
                  {String(row['medicine'])} {String(row['dose'])}
                </span>
                <span className="note">
                  {codesOf(row['times'])
                    .map((code) => wordOf(elder.answers, code))
                    .join('、')}
                </span>
              </li>
            ))}
          </ul>
        )}
      </section>
    </div>
  );
};

/** One line of care as a person reads it. */
export const useNoteSaid = (): ((note: CareNote) => string) => {
  const elder = useWords(elderTable);
  const kit = useWords(kitTable);
  const word = (value: unknown): string => (typeof value === 'string' ? wordOf(elder.answers, value) : '');
  return ({ step, answers }) => {
    const parts =
      step === 'record-care'
        ? [
            word(answers['shift']),
            kit.listed(codesOf(answers['done']).map(word)),
            answers['ate'] === undefined ? '' : `${elder.questions.ate}${word(answers['ate'])}`,
            textOf(answers['note']),
          ]
        : step === 'give-medicines'
          ? [
              kit.noted(elder.steps['give-medicines'], word(answers['round'])),
              word(answers['taken']),
              textOf(answers['missed']),
            ]
          : [word(answers['kind']), word(answers['injury']), textOf(answers['what'])];
    return parts.filter((part) => part !== '').join(' ');
  };
};

export const Week = ({ stay }: { readonly stay: StayView }): React.JSX.Element => {
  const words = useWords(stayWords);
  const kit = useWords(kitTable);
  const said = useNoteSaid();
  return (
    <section className="card" aria-label={words.week}>
      <h2>{words.week}</h2>
      {stay.notes.length === 0 ? (
        <p className="note">{words.noWeek}</p>
      ) : (
        <ul className="stay-list">
          {stay.notes.map((note) => (
            <li key={`${note.at}${note.step}`}>
              <span className={note.step === 'record-incident' ? 'danger' : undefined}>{said(note)}</span>
              <span className="note numbers">
                {momentWords(note.at, kit, serverNow())} {note.by}
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
};

export const Results = ({ stay }: { readonly stay: StayView }): React.JSX.Element => {
  const words = useWords(stayWords);
  const elder = useWords(elderTable);
  const kit = useWords(kitTable);
  const day = useDay();
  const { assessments, benefits } = stay;
  return (
    <section className="card" aria-label={words.results}>
      <h2>{words.results}</h2>
      {assessments.length + benefits.length === 0 && <p className="note">{words.noResults}</p>}
      <ul className="stay-list">
        {assessments.map((one) => (
          <li key={`${one.case}${one.concludedAt}`}>
            <span>
              <Link to="/elder-care/stays/$id" params={{ id: one.case }}>
                {wordOf(elder.answers, one.scale)}
              </Link>{' '}
              <b>{wordOf(elder.answers, one.level)}</b>
            </span>
            <span className="note">
              {day(one.concludedAt)} {wordOf(elder.states, one.state)}
              {one.validUntil !== null && ` ${words.valid(dayWords(one.validUntil, kit, serverNow()))}`}
            </span>
          </li>
        ))}
        {benefits.map((one) => (
          <li key={one.case}>
            <span>
              <Link to="/elder-care/stays/$id" params={{ id: one.case }}>
                {wordOf(elder.answers, one.programme)}
              </Link>
            </span>
            <span className="note">
              {dayWords(one.from, kit, serverNow())}～{dayWords(one.until, kit, serverNow())}{' '}
              {wordOf(elder.states, one.state)} {one.fundFen > 0 && words.paid(yuan(one.fundFen))}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
};
