/** The state as a sentence, then when, where, what to bring, whom to ring; what is not known yet is not shown. */
import { useState } from 'react';
import type { ResidentReferral } from '../../../consortium/resident-access/shapes.ts';
import { RESIDENT_WORDS } from '../../../consortium/resident-access/words.ts';
import { Button } from '../../kit/button.tsx';
import { dayOf, dayWords } from '../../kit/civil.ts';
import { Icon } from '../../kit/icon.tsx';
import type { IconName } from '../../kit/icon.tsx';
import { useWords, wordOf } from '../../kit/language.ts';
import { useServerNow } from '../../kit/server-time.ts';
import { Tag } from '../../kit/tag.tsx';
import { words as kitTable } from '../../kit/words.ts';
import { CallButton } from '../call-button.tsx';
import { ChangeTime } from './change-time.tsx';
import { fullDayWords, hourWords, momentSaid, nearDayWords } from './plain-time.ts';
import { words as table } from './words.ts';

type View = { readonly view: ResidentReferral };

const Part = ({
  icon,
  id,
  title,
  children,
}: {
  readonly icon: IconName;
  readonly id: string;
  readonly title: string;
  readonly children: React.ReactNode;
}): React.JSX.Element => (
  <section className="own-part own-with-icon" aria-labelledby={`own-${id}`}>
    <Icon name={icon} />
    <div>
      <h2 id={`own-${id}`}>{title}</h2>
      {children}
    </div>
  </section>
);

/** The doctor who sent: who rings when something is to be settled. */
const DOCTORS = ['village-doctor', 'general-practitioner', 'attending-physician'];

const State = ({ view }: View) => {
  const words = useWords(table);
  const kit = useWords(kitTable);
  const now = useServerNow();
  const { standing, when, ending } = view;
  const doctor = view.contacts.find(({ role }) => DOCTORS.includes(role));
  const who = doctor?.name ?? words.doctor;
  const refused = standing === 'doctor-acts' && view.changes.at(-1)?.what === 'not-accepted';
  const note = (): string => {
    switch (standing) {
      case 'waiting':
        return when.answerBy === null ? words.answerSoon : words.answerBy(momentSaid(when.answerBy, words, kit, now));
      case 'doctor-acts':
        return refused ? words.otherHospital(who) : words.doctorRings(who);
      case 'expected':
        if (when.at !== null) return words.go(nearDayWords(when.at, words, kit, now));
        return when.latest === null ? '' : words.goBefore(momentSaid(when.latest, words, kit, now));
      case 'missed':
        return words.newTime(who);
      case 'in-care':
        return words.inCare;
      case 'going-home':
      case 'at-home':
        return words.goHome(who);
      case 'ended':
        return ending === null ? '' : wordOf(words.endings, ending);
    }
  };
  return (
    <section className={`own-state ${standing}`} aria-live="polite">
      <h2>{refused ? words.head['not-accepted'] : words.head[standing]}</h2>
      <p>{note()}</p>
    </section>
  );
};

const When = ({ view }: View) => {
  const words = useWords(table);
  const kit = useWords(kitTable);
  const now = useServerNow();
  const { at, latest, arrangement } = view.when;
  const before = view.appointments.filter(({ replaced }) => replaced).at(-1);
  return (
    <Part icon="calendar" id="when" title={words.when}>
      {before !== undefined && before.at !== null && before.at !== at && (
        <p className="own-was">
          <span className="unseen">{words.was}</span>
          <s>
            {fullDayWords(before.at, words, kit, now)} {hourWords(before.at, words)}
          </s>
        </p>
      )}
      {at !== null ? (
        <p className="own-large">
          {fullDayWords(at, words, kit, now)}
          <br />
          {hourWords(at, words)}
        </p>
      ) : latest !== null ? (
        <p className="own-large">{words.before(momentSaid(latest, words, kit, now))}</p>
      ) : (
        <p className="own-large">{words.whenAgreed}</p>
      )}
      {arrangement !== null && <p>{arrangement}</p>}
    </Part>
  );
};

const Where = ({ view }: View) => {
  const words = useWords(table);
  const { where } = view;
  const before = view.appointments.filter(({ replaced }) => replaced).at(-1);
  if (where === null) return null;
  const waiting = view.standing === 'waiting';
  const was = before === undefined ? '' : `${before.organisation} ${before.department ?? ''}`.trim();
  const is = `${where.organisation.name} ${where.department?.name ?? ''}`.trim();
  return (
    <Part icon="place" id="where" title={waiting ? words.whereAsked : words.where}>
      {was !== '' && was !== is && (
        <p className="own-was">
          <span className="unseen">{words.was}</span>
          <s>{was}</s>
        </p>
      )}
      <p className="own-large">{where.organisation.name}</p>
      {where.department !== null && <p>{where.department.name}</p>}
      {where.address !== null && <p className="note">{where.address}</p>}
      {waiting && <p className="warning">{words.wait}</p>}
    </Part>
  );
};

const Bring = ({ view }: View) => {
  const words = useWords(table);
  if (view.bring.length === 0) return null;
  return (
    <Part icon="paper" id="bring" title={words.bring}>
      <ul className="own-points">
        {view.bring.map(({ code, text }) => (
          <li key={code}>{text}</li>
        ))}
      </ul>
      {!view.bringSource.verified && (
        <p className="note">
          <Tag tone="warning">{words.unverified}</Tag> {words.unverifiedNote}
        </p>
      )}
    </Part>
  );
};

const Tasks = ({ view }: View) => {
  const words = useWords(table);
  const kit = useWords(kitTable);
  const now = useServerNow();
  if (view.returnTasks.length === 0) return null;
  return (
    <Part icon="list" id="tasks" title={words.tasks}>
      <ul className="own-points">
        {view.returnTasks.map(({ what, due, done }) => (
          <li key={`${what}${due}`}>
            {what}
            <span className={done ? 'good' : 'note'}>
              {' '}
              {done ? words.taskDone : words.taskBy(dayWords(due, kit, now))}
            </span>
          </li>
        ))}
      </ul>
    </Part>
  );
};

const Contacts = ({ view }: View) => {
  const words = useWords(table);
  const first = view.contacts.findIndex(({ phone }) => phone !== null);
  return (
    <Part icon="phone" id="contacts" title={words.contacts}>
      {view.contacts.map(({ role, organisation, name, phone, hours }, index) => {
        const whom = wordOf(words.roles, role);
        return (
          <div className="own-contact" key={`${role}${organisation}`}>
            <p>
              <b>{whom}</b>
              <span className="note">
                {name ?? organisation} {hours ?? words.allHours}
              </span>
            </p>
            {phone === null ? (
              <span className="note">{words.noPhone}</span>
            ) : (
              <CallButton phone={phone} whom={whom} filled={index === first} />
            )}
          </div>
        );
      })}
      <div className="own-contact">
        <p className="danger">{words.danger}</p>
        <CallButton phone="120" whom={words.ambulance} />
      </div>
    </Part>
  );
};

const Course = ({ view }: View) => {
  const words = useWords(table);
  const kit = useWords(kitTable);
  const told = useWords(RESIDENT_WORDS);
  const now = useServerNow();
  return (
    <details className="own-part">
      <summary>{words.course}</summary>
      <ol className="own-course">
        {view.changes.map(({ at, what, organisation }) => (
          <li key={`${at}${what}`}>
            {told.changes[what]}
            <span className="note">
              {momentSaid(at, words, kit, now)} {organisation}
            </span>
          </li>
        ))}
      </ol>
    </details>
  );
};

const Leave = ({ view, onLeave }: View & { readonly onLeave: () => Promise<void> }) => {
  const words = useWords(table);
  const kit = useWords(kitTable);
  const [asking, setAsking] = useState(false);
  return (
    <section className="own-part own-leave">
      <p className="note">
        {words.until(dayWords(dayOf(new Date(view.until)), kit))}。{words.kept}
      </p>
      {asking ? (
        <>
          <p>{words.leaveAsk}</p>
          <Button onClick={() => void onLeave()}>{words.leaveYes}</Button>
          <Button onClick={() => setAsking(false)}>{kit.cancel}</Button>
        </>
      ) : (
        <Button kind="link" onClick={() => setAsking(true)}>
          {words.leave}
        </Button>
      )}
    </section>
  );
};

export const ReferralToday = ({
  view,
  onLeave,
}: View & { readonly onLeave: () => Promise<void> }): React.JSX.Element => {
  const { standing } = view;
  const goes = standing === 'expected' || standing === 'missed';
  return (
    <>
      <State view={view} />
      {standing === 'expected' && <When view={view} />}
      {(goes || standing === 'waiting' || standing === 'in-care') && <Where view={view} />}
      {goes && <Bring view={view} />}
      <Tasks view={view} />
      <Contacts view={view} />
      <ChangeTime view={view} />
      <Course view={view} />
      <Leave view={view} onLeave={onLeave} />
    </>
  );
};
