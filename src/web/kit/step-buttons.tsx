/** Every step of this state: those one may take as buttons, the others with their reason in view. */
import { Button } from './button.tsx';
import { useLetterKeys, useKeys } from './keyboard.tsx';
import { useWords } from './language.ts';
import { words as table } from './words.ts';
import './case.css';

export type StepChoice = {
  readonly step: string;
  readonly label: string;
  readonly primary: boolean;
  readonly letter?: string;
};

type Blocked = { readonly step: string; readonly label: string; readonly reason: string };

/** Steps with one reason stand in one line. */
const byReason = (
  blocked: readonly Blocked[],
): readonly { readonly reason: string; readonly labels: readonly string[] }[] =>
  [...new Set(blocked.map(({ reason }) => reason))].map((reason) => ({
    reason,
    labels: blocked.filter((each) => each.reason === reason).map(({ label }) => label),
  }));

const Reasons = ({ blocked }: { readonly blocked: readonly Blocked[] }): React.JSX.Element => {
  const words = useWords(table);
  return (
    <dl className="steps-blocked">
      {byReason(blocked).map(({ reason, labels }) => (
        <div key={reason}>
          <dt>{words.listed(labels)}</dt>
          <dd>{reason}</dd>
        </div>
      ))}
    </dl>
  );
};

export const StepButtons = ({
  steps,
  blocked,
  onOpen,
  chosen,
  folded = false,
}: {
  readonly steps: readonly StepChoice[];
  readonly blocked: readonly Blocked[];
  readonly onOpen: (step: string) => void;
  readonly chosen: string | null;
  /** On a narrow screen the reasons why not stand behind their heading. */
  readonly folded?: boolean;
}): React.JSX.Element => {
  const words = useWords(table);
  const letters = useLetterKeys();
  useKeys(
    Object.fromEntries(
      steps.flatMap(({ step, letter }) =>
        letter === undefined
          ? []
          : [
              [
                letter.toLowerCase(),
                () => {
                  onOpen(step);
                  return true;
                },
              ],
            ],
      ),
    ),
  );
  return (
    <section className="steps" aria-labelledby="steps-title">
      <h2 id="steps-title">{words.steps}</h2>
      {steps.length === 0 && <p className="note">{words.noSteps}</p>}
      <div className="steps-row">
        {steps.map(({ step, label, primary, letter }) => (
          <Button
            key={step}
            kind={primary ? 'primary' : 'plain'}
            letter={letters ? letter : undefined}
            aria-expanded={chosen === step}
            data-step={step}
            onClick={() => onOpen(step)}
          >
            {label}
          </Button>
        ))}
      </div>
      {blocked.length > 0 &&
        (folded ? (
          <details className="steps-folded">
            <summary>{words.blocked}</summary>
            <Reasons blocked={blocked} />
          </details>
        ) : (
          <>
            <h3 className="note steps-blocked-title">{words.blocked}</h3>
            <Reasons blocked={blocked} />
          </>
        ))}
    </section>
  );
};
