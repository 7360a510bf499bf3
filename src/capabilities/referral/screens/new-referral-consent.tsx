/** Part 3: consent as a recorded step. Nothing is ticked beforehand; a no is recorded as well as a yes. */
import { Tag } from '../../../web/kit/tag.tsx';
import type { Tone } from '../../../web/kit/tag.tsx';
import { useWords } from '../../../web/kit/language.ts';
import { CONSENT_DECISIONS, SIGNERS, TOLD } from '../forms.ts';
import { words as capabilityTable } from '../words.ts';
import { FormLine, TextLine } from './labelled.tsx';
import { words as table } from './new-referral-words.ts';
import type { Answers, Gap, Signer } from './referral-draft.ts';
import { Segmented } from '../../../web/kit/segmented.tsx';

type Props = {
  readonly answers: Answers;
  readonly residentName: string;
  readonly gaps: readonly Gap[];
  readonly asked: ReadonlySet<string>;
  readonly onChange: (change: Partial<Answers>) => void;
};

const stateOf = (
  answers: Answers,
  gaps: readonly Gap[],
): { readonly code: 'open' | 'agreed' | 'refused' | 'owed'; readonly tone: Tone } => {
  if (answers.consent === null || gaps.some((gap) => gap.part === 'consent')) return { code: 'open', tone: 'warning' };
  if (answers.consent === 'agreed') return { code: 'agreed', tone: 'good' };
  return answers.consent === 'owed' ? { code: 'owed', tone: 'warning' } : { code: 'refused', tone: 'danger' };
};

export const ConsentForm = ({ answers, residentName, gaps, asked, onChange }: Props): React.JSX.Element => {
  const words = useWords(table);
  const capability = useWords(capabilityTable);
  const state = stateOf(answers, gaps);
  const errorOf = (field: string): string | undefined => {
    const gap = gaps.find((one) => one.field === field && one.part === 'consent');
    if (gap === undefined || !asked.has(field)) return undefined;
    const sentences: Readonly<Record<string, string>> = capability.refusals;
    return gap.code === 'required' ? words.requiredChoice : (sentences[gap.code] ?? words.required);
  };
  const tell = (code: (typeof TOLD)[number], on: boolean): void =>
    onChange({ told: TOLD.filter((one) => (one === code ? on : answers.told.includes(one))) });
  // Whoever signs for themselves is named by the record; another signer's name is typed.
  const sign = (signer: Signer): void =>
    onChange({
      signer,
      signerName: signer === 'self' ? residentName : answers.signer === 'self' ? '' : answers.signerName,
    });
  const decisions = CONSENT_DECISIONS.filter((code) => code !== 'owed' || answers.urgency === 'emergency');
  const signing = answers.consent === 'agreed' || answers.consent === 'refused';
  return (
    <section className={`card nr-consent ${state.code}`} aria-labelledby="nr-consent-title">
      <header>
        <h2 id="nr-consent-title">{words.consent}</h2>
        <Tag tone={state.tone}>{words.consentState[state.code]}</Tag>
        <span className="note nr-end">{words.consentRule[answers.urgency ?? 'none']}</span>
      </header>
      <fieldset className="nr-told" aria-describedby={errorOf('told') === undefined ? undefined : 'nr-told-error'}>
        <legend className="unseen">{capability.questions.told}</legend>
        {TOLD.map((code, index) => (
          <label key={code}>
            <input
              type="checkbox"
              {...(index === 0 ? { id: 'nr-told' } : {})}
              checked={answers.told.includes(code)}
              onChange={(event) => tell(code, event.target.checked)}
            />
            <span>{words.told[code]}</span>
          </label>
        ))}
        {errorOf('told') !== undefined && (
          <p className="nr-error" id="nr-told-error">
            {errorOf('told')}
          </p>
        )}
      </fieldset>
      <FormLine id="nr-consent" label={words.decision} required group error={errorOf('consent')}>
        <Segmented
          labelledBy="nr-consent-label"
          invalid={errorOf('consent') !== undefined}
          value={answers.consent}
          onChoose={(consent) => onChange({ consent })}
          options={decisions.map((code) => ({
            code,
            label: words.decisions[code],
            ...(code === 'refused' ? { tone: 'danger' as const } : code === 'owed' ? { tone: 'warning' as const } : {}),
          }))}
        />
      </FormLine>
      {signing && (
        <>
          <FormLine id="nr-signer" label={words.signer} required group error={errorOf('signer')}>
            <Segmented
              labelledBy="nr-signer-label"
              invalid={errorOf('signer') !== undefined}
              value={answers.signer}
              onChoose={sign}
              options={SIGNERS.map((code) => ({ code, label: capability.answers[code] }))}
            />
          </FormLine>
          <TextLine
            id="nr-signerName"
            label={words.signerName}
            required
            value={answers.signerName}
            fromRecord={answers.signer === 'self' && answers.signerName === residentName}
            error={errorOf('signerName')}
            onChange={(signerName) => onChange({ signerName })}
          />
        </>
      )}
      <p className="nr-outcome note">
        {answers.consent === 'refused' && <span className="danger">{words.refusedOutcome}</span>}
        {answers.consent === 'owed' && <span className="warning">{words.owedOutcome}</span>}
        {answers.consent === 'agreed' && words.signedOnPaper}
      </p>
    </section>
  );
};
