/** The answer to an objection: what was done where it is upheld, and the sentence the resident reads. */
import { useState } from 'react';
import type { CaseView } from '../../../../engines/pathways/shapes.ts';
import { Button } from '../../../../web/kit/button.tsx';
import { WhyNot, useCaseStep } from '../../../../web/kit/case-desk.tsx';
import { FieldFrame } from '../../../../web/kit/field.tsx';
import { useWords } from '../../../../web/kit/language.ts';
import { faultSentence } from '../../../../web/kit/states.tsx';
import { words as kitTable } from '../../../../web/kit/words.ts';
import { DONE } from '../forms.ts';
import { words as caseTable } from '../words.ts';
import { objectionWords } from './objection-words.ts';

type Props = { readonly view: CaseView; readonly about: 'look' | 'entry' | 'other'; readonly onDone: () => void };
type Done = (typeof DONE)[number];

/** A look is not corrected, an entry's author is not withdrawn from reading it: each is offered what can be done of it. */
const OFFERED: Readonly<Record<Props['about'], readonly Done[]>> = {
  look: ['access-ended', 'talk', 'training', 'discipline', 'reported', 'explained'],
  entry: ['entry-corrected', 'entry-removed', 'talk', 'explained'],
  other: DONE,
};

export const Answer = ({ view, about, onDone }: Props): React.JSX.Element | null => {
  const words = useWords(objectionWords);
  const said = useWords(caseTable);
  const kit = useWords(kitTable);
  const [finding, setFinding] = useState('');
  const [done, setDone] = useState<readonly Done[]>([]);
  const [lacks, setLacks] = useState<'finding' | 'done' | null>(null);
  const taking = useCaseStep(view, words.saved, onDone);
  if (view.closedAt !== null) return null;
  const take = (step: 'uphold' | 'not-uphold'): void => {
    const missing = finding.trim() === '' ? 'finding' : step === 'uphold' && done.length === 0 ? 'done' : null;
    setLacks(missing);
    if (missing !== null) document.getElementById(missing === 'done' ? 'done-0' : 'objection-finding')?.focus();
    else taking.mutate({ step, answers: { finding: finding.trim(), ...(step === 'uphold' && { done }) } });
  };
  return (
    <section className="card" aria-label={words.answer}>
      <h2>{words.answer}</h2>
      {view.steps.length === 0 ? (
        <WhyNot view={view} />
      ) : (
        <div className="case-answer">
          <FieldFrame
            id="objection-finding"
            label={words.finding}
            required
            group={false}
            error={lacks === 'finding' ? words.needFinding : undefined}
          >
            <textarea
              id="objection-finding"
              rows={3}
              maxLength={500}
              value={finding}
              aria-required
              aria-invalid={lacks === 'finding'}
              aria-describedby={lacks === 'finding' ? 'objection-finding-fault' : 'objection-finding-hint'}
              onChange={(event) => setFinding(event.target.value)}
            />
            <p className="note" id="objection-finding-hint">
              {words.findingHint}
            </p>
          </FieldFrame>
          <fieldset aria-describedby={lacks === 'done' ? 'done-fault' : undefined}>
            <legend>{words.done}</legend>
            {OFFERED[about].map((code, place) => (
              <label key={code}>
                <input
                  type="checkbox"
                  id={`done-${String(place)}`}
                  checked={done.includes(code)}
                  onChange={(event) =>
                    setDone(event.target.checked ? [...done, code] : done.filter((one) => one !== code))
                  }
                />
                <span>{said.answers[code]}</span>
              </label>
            ))}
          </fieldset>
          {lacks === 'done' && (
            <p className="danger" id="done-fault" role="alert">
              {words.needDone}
            </p>
          )}
          {taking.isError && (
            <p className="danger" role="alert">
              {faultSentence(taking.error, kit)}
            </p>
          )}
          <p className="case-acts">
            <Button kind="primary" aria-disabled={taking.isPending} onClick={() => take('uphold')}>
              {words.uphold}
            </Button>
            <Button aria-disabled={taking.isPending} onClick={() => take('not-uphold')}>
              {words.notUphold}
            </Button>
          </p>
        </div>
      )}
    </section>
  );
};
