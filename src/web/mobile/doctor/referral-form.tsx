/** The form itself: how, condition, consent; at the foot what is missing and the one thing to do. */
import { go } from '../paths.tsx';
import { useMemo, useState } from 'react';
import { FORMS, words as referralTable } from '../../../capabilities/referral/index.ts';
import {
  changed,
  formAnswers,
  gapsOf,
  useAnswerDue,
  useConflict,
  useExpiry,
  useHold,
  useKept,
} from '../../../capabilities/referral/screens/phone.ts';
import type { DraftKeeper, Gap, ReferralDraft, SaveState } from '../../../capabilities/referral/screens/phone.ts';
import type { ResidentRow } from '../../../consortium/shapes.ts';
import { Button } from '../../kit/button.tsx';
import { timeOf } from '../../kit/civil.ts';
import { useConnection } from '../../kit/connection.ts';
import { faultsOf } from '../../kit/form-answers.ts';
import type { FieldErrors, Values } from '../../kit/form-answers.ts';
import { FormFields, focusFirstFault } from '../../kit/form-fields.tsx';
import { useWords, wordOf } from '../../kit/language.ts';
import { announce } from '../../kit/live-region.tsx';
import { PersonName } from '../../kit/person.tsx';
import { useSession } from '../../kit/session.ts';
import { words as kitTable } from '../../kit/words.ts';
import { CallButton } from '../call-button.tsx';
import { useOutbox } from '../outbox/doctor-outbox.tsx';
import { words as table } from '../words.ts';
import { PhonePage } from './phone-page.tsx';
import { PlacePick } from './place-pick.tsx';

const PREFIX = 'referral';
const QUESTIONS = FORMS.find(({ name }) => name === 'referral-request')?.questions ?? {};
const HOW = ['urgency', 'visit', 'department'];
const CONSENT = ['told', 'consent', 'signer', 'signerName'];
const ELSEWHERE = ['resident', 'hold', 'after'];
/** Every question stands in one part; one the form asks anew stands with the condition. */
const PARTS = {
  how: HOW,
  condition: Object.keys(QUESTIONS).filter((code) => ![...HOW, ...CONSENT, ...ELSEWHERE].includes(code)),
  consent: CONSENT,
} as const;

/** 120 is the country's ambulance number. */
const AMBULANCE = '120';

const Emergency = (): React.JSX.Element => {
  const words = useWords(table).referral;
  const { duty } = useSession();
  return (
    <section className="phone-card emergency" aria-labelledby="emergency-title">
      <h2 id="emergency-title">{words.emergency}</h2>
      <p>{words.emergencyNote}</p>
      <div className="phone-contact">
        <b>{words.ambulance}</b>
        <CallButton phone={AMBULANCE} whom={words.ambulance} filled />
      </div>
      {duty !== null && duty.phone !== null && (
        <div className="phone-contact">
          <b>{words.duty(duty.organisation)}</b>
          <CallButton phone={duty.phone} whom={words.duty(duty.organisation)} />
        </div>
      )}
    </section>
  );
};

const useSaved = (save: SaveState): string => {
  const words = useWords(table).referral;
  switch (save.kind) {
    case 'untouched':
      return words.fresh;
    case 'pending':
    case 'saving':
      return words.saving;
    case 'saved':
      return words.saved(timeOf(new Date(save.at)));
    case 'local':
      return save.kept ? words.local : words.localFull;
    case 'conflict':
    case 'refused':
      return words.unsaved;
  }
};

type Props = {
  readonly id: string;
  readonly keeper: DraftKeeper<ReferralDraft>;
  /** Null where the record could not be reached. */
  readonly resident: ResidentRow | null;
};

export const ReferralForm = ({ id, keeper, resident }: Props): React.JSX.Element => {
  const words = useWords(table).referral;
  const kit = useWords(kitTable);
  const referral = useWords(referralTable);
  const outbox = useOutbox();
  const offline = useConnection().state === 'offline';
  const { content: draft, save } = useKept(keeper);
  const now = useExpiry(draft.hold?.untilAt ?? null);
  const hold = useHold(id, keeper);
  const conflict = useConflict(id, keeper);
  const due = useAnswerDue(draft.answers.urgency);
  const saved = useSaved(save);
  const [tried, setTried] = useState(false);
  const [sending, setSending] = useState(false);
  const [refused, setRefused] = useState<{ readonly sentence: string; readonly code: string | null } | null>(null);

  // A place chosen without a line is held when the referral is sent: that it is not held yet is no gap here.
  const gaps = useMemo(() => gapsOf(draft, now).filter(({ code }) => code !== 'no-place-held'), [draft, now]);
  const errorsNow = (): FieldErrors => {
    const simple = faultsOf(QUESTIONS, formAnswers(draft, now), referral, now, kit);
    const ruled = (gap: Gap): string =>
      gap.code === 'place-of-other-visit' ? kit.field.choose(words.place) : wordOf(referral.refusals, gap.code);
    const more = gaps.filter(({ field }) => simple[field] === undefined);
    return { ...simple, ...Object.fromEntries(more.map((gap) => [gap.field, ruled(gap)])) };
  };
  const errors = tried ? errorsNow() : {};
  const change = (values: Values): void => {
    setRefused(null);
    const { department: _, ...answers } = values;
    keeper.change((content) => changed(content, answers));
  };
  const send = async (): Promise<void> => {
    if (sending) return;
    setTried(true);
    const faults = errorsNow();
    if (gaps.length > 0) {
      announce(words.missing(gaps.length));
      focusFirstFault(PREFIX, faults);
      return;
    }
    setSending(true);
    setRefused(null);
    // No save may come after the referral and bring its draft back.
    if (!offline) await keeper.flush();
    const content = keeper.view().content;
    const who = resident?.name ?? words.title;
    const parcel = { kind: 'referral', draft: id, who, content, composed: null } as const;
    const outcome = await outbox.post({ id, subject: id, parcel });
    if (outcome === 'refused') {
      const entry = outbox.view().entries.find((each) => each.id === id);
      outbox.remove(id);
      const learnt = entry?.parcel.kind === 'referral' ? entry.parcel.content.hold : null;
      keeper.change((before) => (before.hold === learnt ? before : { ...before, hold: learnt }));
      setRefused(entry?.refused ?? null);
      setSending(false);
      return;
    }
    keeper.stop(outcome === 'arrived');
    if (outcome === 'arrived') go(`/cases/${id}`, true);
    else go('/outbox', true);
  };

  const values: Values = { ...draft.answers, department: draft.place?.department.id ?? null };
  const part = (codes: readonly string[]): React.JSX.Element => (
    <FormFields
      questions={QUESTIONS}
      words={referral}
      values={values}
      errors={errors}
      onChange={change}
      prefix={PREFIX}
      readOnly={sending}
      leaveOut={Object.keys(QUESTIONS).filter((code) => !codes.includes(code))}
      picks={{
        department: ({ error, id: fieldId }) => (
          <PlacePick
            id={id}
            draft={draft}
            hold={hold}
            offline={offline}
            label={words.place}
            error={error}
            errorId={`${fieldId}-fault`}
            onPlace={(place) => keeper.change((content) => ({ ...content, place }))}
          />
        ),
      }}
    />
  );
  const record = draft.answers.consent === 'refused';
  return (
    <PhonePage
      title={words.title}
      back
      side={saved}
      foot={
        <>
          {refused !== null && (
            <p className="bar danger" role="alert">
              {words.refused} {refused.sentence}
            </p>
          )}
          <p className="foot-line">
            <span className={gaps.length === 0 ? 'good' : ''}>
              {gaps.length === 0 ? words.ready : words.missing(gaps.length)}
            </span>
            <span>{offline ? words.laterNote : due === null ? '' : words.due(due.until)}</span>
          </p>
          <Button kind="primary" className="wide" aria-disabled={sending} onClick={() => void send()}>
            {sending ? words.sending : offline ? words.sendLater : record ? words.record : words.send}
          </Button>
        </>
      }
    >
      {resident !== null && (
        <p className="phone-card phone-who-name">
          <PersonName {...resident} />
        </p>
      )}
      {save.kind === 'conflict' && (
        <div className="bar" role="alert">
          <p>{words.conflict}</p>
          <Button onClick={conflict.keepMine}>{words.keepMine}</Button>
          <Button onClick={conflict.takeTheirs}>{words.takeTheirs}</Button>
        </div>
      )}
      {(['how', 'condition', 'consent'] as const).map((name) => (
        <section key={name} className="phone-card" aria-labelledby={`part-${name}`}>
          <h2 id={`part-${name}`}>{words.parts[name]}</h2>
          {part(PARTS[name])}
          {name === 'how' && draft.answers.urgency === 'emergency' && <Emergency />}
        </section>
      ))}
    </PhonePage>
  );
};
