/** One referral on the phone: where it is, who must act by when, what I can do or why not, whom to ring, and its course. */
import { go, useAsked } from '../paths.tsx';
import { useState } from 'react';
import { words as referralTable } from '../../../capabilities/referral/index.ts';
import {
  BackAgainOffer,
  CaseChoice,
  CaseCourse,
  CaseSummary,
  StepPanel,
  useCase,
} from '../../../capabilities/referral/screens/phone.ts';
import type { CaseView } from '../../../engines/pathways/shapes.ts';
import { AllergyTag } from '../../kit/allergies.tsx';
import { OwnerAndClock } from '../../kit/case-header.tsx';
import { momentWords } from '../../kit/civil.ts';
import { useWords, wordOf } from '../../kit/language.ts';
import { PersonName } from '../../kit/person.tsx';
import { serverNow } from '../../kit/server-time.ts';
import { useSession } from '../../kit/session.ts';
import { ErrorState, Skeleton } from '../../kit/states.tsx';
import { StepButtons } from '../../kit/step-buttons.tsx';
import { UrgencyTag } from '../../kit/tag.tsx';
import { words as kitTable } from '../../kit/words.ts';
import { CallButton } from '../call-button.tsx';
import { useOutbox, useWaiting } from '../outbox/doctor-outbox.tsx';
import { words as table } from '../words.ts';
import { PhonePage } from './phone-page.tsx';
import { ResidentCode } from './resident-code.tsx';
import { ResidentCall } from './resident-call.tsx';

type Contact = { readonly whom: string; readonly phone: string };

/** The newest number each side left in the forms, newest side first; then the duty office. */
const contactsOf = (view: CaseView, duty: Contact | null): readonly Contact[] => {
  const found = new Map<string, Contact>();
  for (const { by, answers } of [...view.timeline].reverse()) {
    const phone = answers?.['contact'];
    const { id, name } = by.organisation;
    if (typeof phone === 'string' && phone !== '' && !found.has(id)) found.set(id, { whom: name, phone });
  }
  return duty === null ? [...found.values()] : [...found.values(), duty];
};

const Contacts = ({ view }: { readonly view: CaseView }) => {
  const words = useWords(table).one;
  const { duty, role } = useSession();
  const office =
    duty === null || duty.phone === null ? null : { whom: `${duty.organisation} ${words.duty}`, phone: duty.phone };
  const contacts = contactsOf(view, office).filter(({ whom }) => whom !== role.organisation.name);
  return (
    <section className="phone-card" aria-labelledby="contacts-title">
      <h2 id="contacts-title">{words.call}</h2>
      {contacts.length === 0 && view.resident === null && <p className="note">{words.noContact}</p>}
      {contacts.map((contact, index) => (
        <div className="phone-contact" key={contact.whom}>
          <b>{contact.whom}</b>
          <CallButton {...contact} filled={index === 0} />
        </div>
      ))}
      {view.resident !== null && (
        <div className="phone-contact">
          <span>
            <b>{view.resident.name}</b> <span className="note">{words.resident}</span>
          </span>
          <ResidentCall id={view.resident.id} name={view.resident.name} />
        </div>
      )}
    </section>
  );
};

const Steps = ({ view, asked }: { readonly view: CaseView; readonly asked: string | null }) => {
  const words = useWords(table).one;
  const referral = useWords(referralTable);
  const outbox = useOutbox();
  const waiting = useWaiting().entries.find(({ subject }) => subject === view.id);
  const [open, setOpen] = useState(asked);
  if (waiting !== undefined)
    return (
      <p className="bar" role="status">
        <b>
          {words.stepWaits(
            waiting.parcel.kind === 'step' ? wordOf(referral.steps, waiting.parcel.step) : referral.steps.send,
          )}
        </b>{' '}
        {words.gone}
      </p>
    );
  if (open !== null)
    return (
      <StepPanel
        key={open}
        view={view}
        step={open}
        onClose={() => setOpen(null)}
        onTaken={() => setOpen(null)}
        onUnreachable={(sending) => {
          setOpen(null);
          void outbox.post({
            id: sending.key,
            subject: view.id,
            parcel: {
              kind: 'step',
              case: view.id,
              number: view.number,
              who: view.resident?.name ?? view.number,
              ...sending,
            },
          });
        }}
      />
    );
  return (
    <StepButtons
      steps={view.steps.map(({ step, primary }) => ({
        step,
        primary: primary && view.owner?.mine === true,
        label: wordOf(referral.steps, step),
      }))}
      folded
      blocked={view.blocked.map(({ step, reason }) => ({ step, reason, label: wordOf(referral.steps, step) }))}
      chosen={open}
      onOpen={setOpen}
    />
  );
};

const Body = ({ view, asked }: { readonly view: CaseView; readonly asked: string | null }) => {
  const kit = useWords(kitTable);
  const referral = useWords(referralTable);
  const words = useWords(table).one;
  const state = wordOf(referral.states, view.state);
  return (
    <>
      <div className="phone-card">
        <p className="phone-who-name">
          {view.resident !== null && <PersonName {...view.resident} />} <UrgencyTag urgency={view.urgency} />
        </p>
        <h2 className="case-state">{state}</h2>
        <p className="note">
          {view.sender.name} → {view.receiver.organisation.name} {view.receiver.department?.name}
        </p>
        {view.allergies !== null && <AllergyTag state={view.allergies.state} items={view.allergies.items} />}
      </div>
      {view.owner !== null && view.clock !== null && (
        <OwnerAndClock
          owner={view.owner}
          clock={view.clock}
          urgency={view.urgency}
          clockName={wordOf(referral.clocks, view.clock.limit)}
        />
      )}
      {view.ending !== null && (
        <p className={view.ending === 'finished' ? 'bar good' : 'bar plain'}>
          {words.ended} {momentWords(view.closedAt ?? view.changedAt, kit, serverNow())}
        </p>
      )}
      {view.ending === null && (
        <div className="phone-card">
          <Steps view={view} asked={asked} />
        </div>
      )}
      <BackAgainOffer view={view} onSent={(id) => go(`/cases/${id}`)} />
      <Contacts view={view} />
      {view.ending === null && <ResidentCode id={view.id} />}
      <div className="phone-card phone-sections">
        <CaseSummary view={view} />
        <CaseChoice id={view.id} />
        <CaseCourse view={view} />
      </div>
    </>
  );
};

export const OneReferral = (): React.JSX.Element => {
  const words = useWords(table);
  const { id, query } = useAsked();
  const found = useCase(id);
  const asked = query['step'] ?? null;
  return (
    <PhonePage title={words.outbox.referral} note={found.data?.number} back>
      {found.data !== undefined ? (
        <Body view={found.data} asked={asked} />
      ) : found.isError ? (
        <ErrorState what={words.one.what} fault={found.error} onRetry={() => void found.refetch()} />
      ) : (
        <Skeleton rows={7} height={76} />
      )}
    </PhonePage>
  );
};
