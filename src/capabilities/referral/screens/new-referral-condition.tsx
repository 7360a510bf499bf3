/** Part 1 of the referral form: the resident as the record knows them, and the national out form's fields. */
import type { ResidentSummary } from '../../../consortium/shapes.ts';
import { URGENCIES } from '../../../engines/pathways/define.ts';
import { useWords, wordOf } from '../../../web/kit/language.ts';
import { words as kitTable } from '../../../web/kit/words.ts';
import { ReferralRequest } from '../forms.ts';
import { words as capabilityTable } from '../words.ts';
import type { AnswerDue } from './answer-due.ts';
import { FormLine, TextLine } from './labelled.tsx';
import { words as table } from './new-referral-words.ts';
import { ALLERGY_ANSWERS, fromRecord, VISITS } from './referral-draft.ts';
import type { Answers, Gap, ReferralDraft, TextField } from './referral-draft.ts';
import { Segmented } from '../../../web/kit/segmented.tsx';

const Known = ({
  label,
  children,
}: {
  readonly label: string;
  readonly children: React.ReactNode;
}): React.JSX.Element => (
  <div>
    <dt>{label}</dt>
    <dd>{children}</dd>
  </div>
);

export const ResidentBlock = ({
  summary,
  recordLink,
}: {
  readonly summary: ResidentSummary;
  readonly recordLink: React.ReactNode;
}): React.JSX.Element => {
  const words = useWords(table);
  const kit = useWords(kitTable);
  const { resident, allergies } = summary;
  const state = allergies.state;
  const substances = allergies.items.map((item) =>
    item.reaction === null ? item.substance : `${item.substance} ${item.reaction}`,
  );
  return (
    <section className="card nr-resident" aria-labelledby="nr-resident-title">
      <header>
        <h2 id="nr-resident-title">{words.resident}</h2>
        <span className="note">{words.fromRecord}</span>
        <span className="nr-end">{recordLink}</span>
      </header>
      <dl>
        <Known label={words.name}>
          <b>{resident.name}</b> {wordOf(kit.gender, resident.gender)}
          {resident.age !== null && ` ${words.age(resident.age)}`}
        </Known>
        <Known label={words.identityNumber}>{resident.cardMasked ?? words.unknown}</Known>
        <Known label={words.phone}>{resident.phoneMasked ?? words.unknown}</Known>
        <Known label={words.birthDate}>{resident.birthDate ?? words.unknown}</Known>
        <Known label={words.village}>{resident.village ?? words.unknown}</Known>
        <Known label={words.catchment}>{resident.catchment?.name ?? words.unknown}</Known>
        <div className="nr-wide">
          <dt>{words.allergy}</dt>
          {state === 'present' && <dd className="danger strong">{substances.join('、')}</dd>}
          {state === 'none-known' && <dd>{kit.allergies['none-known']}</dd>}
          {state === 'never-asked' && <dd className="warning strong">{kit.allergies['never-asked']}</dd>}
          {state === 'failed' && <dd className="warning strong">{words.allergyFailed}</dd>}
        </div>
      </dl>
    </section>
  );
};

type Props = {
  readonly draft: ReferralDraft;
  readonly gaps: readonly Gap[];
  /** Fields whose missing answer is said in red: those left once, or all after 提交. */
  readonly asked: ReadonlySet<string>;
  readonly due: AnswerDue | null;
  readonly onChange: (change: Partial<Answers>) => void;
};

const TEXT_ORDER: readonly { readonly field: TextField; readonly lines: number }[] = [
  { field: 'impression', lines: 1 },
  { field: 'reason', lines: 3 },
  { field: 'history', lines: 2 },
  { field: 'treatment', lines: 2 },
  { field: 'findings', lines: 2 },
];

export const ConditionForm = ({ draft, gaps, asked, due, onChange }: Props): React.JSX.Element => {
  const words = useWords(table);
  const capability = useWords(capabilityTable);
  const { answers } = draft;
  const errorOf = (field: string): string | undefined => {
    const gap = gaps.find((one) => one.field === field);
    if (gap === undefined) return undefined;
    const question = (
      ReferralRequest.questions as Readonly<Record<string, { readonly max?: number; readonly kind: string }>>
    )[field];
    if (gap.code === 'too-long') return words.tooLong(question?.max ?? 0);
    if (!asked.has(field)) return undefined;
    return question?.kind === 'choice' ? words.requiredChoice : words.required;
  };
  const text = (field: TextField, lines: number): React.JSX.Element => (
    <TextLine
      key={field}
      id={`nr-${field}`}
      label={words.labels[field]}
      lines={lines}
      value={answers[field]}
      required={field !== 'findings'}
      fromRecord={fromRecord(draft, field)}
      error={errorOf(field)}
      placeholder={field === 'reason' ? words.reasonHint : field === 'findings' ? words.optional : undefined}
      type={field === 'contact' ? 'tel' : 'text'}
      onChange={(value) => onChange({ [field]: value })}
    />
  );
  return (
    <section className="card nr-condition" aria-labelledby="nr-condition-title">
      <header>
        <h2 id="nr-condition-title">{words.condition}</h2>
      </header>
      <FormLine
        id="nr-urgency"
        label={words.labels.urgency}
        required
        group
        error={errorOf('urgency')}
        note={
          <>
            {answers.urgency === null
              ? words.urgencyAsk
              : due !== null && `${words.urgencyDue(due.until)}${words.comma}`}
            {answers.urgency !== null && words.urgencyObliges[answers.urgency]}
            {due !== null && !due.verified && <span className="nr-unverified">{words.limitUnverified}</span>}
          </>
        }
      >
        <Segmented
          labelledBy="nr-urgency-label"
          describedBy="nr-urgency-note"
          invalid={errorOf('urgency') !== undefined}
          value={answers.urgency}
          onChoose={(urgency) => onChange({ urgency })}
          options={URGENCIES.map((code) => ({
            code,
            label: capability.answers[code],
            ...(code === 'emergency'
              ? { tone: 'danger' as const }
              : code === 'urgent'
                ? { tone: 'warning' as const }
                : {}),
          }))}
        />
      </FormLine>
      <FormLine id="nr-visit" label={words.labels.visit} required group error={errorOf('visit')}>
        <Segmented
          labelledBy="nr-visit-label"
          invalid={errorOf('visit') !== undefined}
          value={answers.visit}
          onChoose={(visit) => onChange({ visit })}
          options={VISITS.map((code) => ({ code, label: capability.answers[code] }))}
        />
      </FormLine>
      {TEXT_ORDER.map(({ field, lines }) => text(field, lines))}
      <FormLine
        id="nr-allergy"
        label={words.labels.allergy}
        required
        group
        error={errorOf('allergy')}
        {...(fromRecord(draft, 'allergy') ? { note: words.fromRecord } : {})}
      >
        <Segmented
          labelledBy="nr-allergy-label"
          invalid={errorOf('allergy') !== undefined}
          value={answers.allergy}
          onChoose={(allergy) => onChange({ allergy })}
          options={ALLERGY_ANSWERS.map((code) => ({
            code,
            label: capability.answers[code],
            ...(code === 'present'
              ? { tone: 'danger' as const }
              : code === 'never-asked'
                ? { tone: 'warning' as const }
                : {}),
          }))}
        />
      </FormLine>
      {text('contact', 1)}
    </section>
  );
};
