/** The reviewer's finding, and the measures where a look was not justified. */
import { useState } from 'react';
import type { CaseView } from '../../../../engines/pathways/shapes.ts';
import { Button } from '../../../../web/kit/button.tsx';
import { WhyNot, useCaseStep } from '../../../../web/kit/case-desk.tsx';
import { FieldFrame } from '../../../../web/kit/field.tsx';
import { useWords } from '../../../../web/kit/language.ts';
import { faultSentence } from '../../../../web/kit/states.tsx';
import { words as kitTable } from '../../../../web/kit/words.ts';
import { MEASURES } from '../forms.ts';
import { words as glassTable } from '../words.ts';
import { reviewWords } from './review-words.ts';

type Props = { readonly view: CaseView; readonly onDone: () => void };
type Measure = (typeof MEASURES)[number];

const Fault = ({ fault }: { readonly fault: unknown }): React.JSX.Element | null => {
  const kit = useWords(kitTable);
  return fault === null ? null : (
    <p className="danger" role="alert">
      {faultSentence(fault, kit)}
    </p>
  );
};

const Text = (props: {
  readonly id: string;
  readonly label: string;
  readonly hint?: string;
  readonly value: string;
  readonly error: string | undefined;
  readonly onChange: (value: string) => void;
}): React.JSX.Element => (
  <FieldFrame id={props.id} label={props.label} required group={false} error={props.error}>
    <textarea
      id={props.id}
      rows={3}
      maxLength={1000}
      value={props.value}
      aria-required
      aria-invalid={props.error !== undefined}
      aria-describedby={props.error === undefined ? undefined : `${props.id}-fault`}
      onChange={(event) => props.onChange(event.target.value)}
    />
    {props.hint !== undefined && <p className="note">{props.hint}</p>}
  </FieldFrame>
);

const Finding = (props: Props): React.JSX.Element => {
  const words = useWords(reviewWords);
  const [finding, setFinding] = useState('');
  const [tried, setTried] = useState(false);
  const taking = useCaseStep(props.view, words.done, props.onDone);
  const empty = finding.trim() === '';
  const take = (step: 'justify' | 'find-unjustified'): void => {
    setTried(true);
    if (empty) document.getElementById('review-finding')?.focus();
    else taking.mutate({ step, answers: { finding: finding.trim() } });
  };
  return (
    <div className="review-verdict">
      <Text
        id="review-finding"
        label={words.finding}
        hint={words.findingHint}
        value={finding}
        error={tried && empty ? words.needFinding : undefined}
        onChange={setFinding}
      />
      <Fault fault={taking.error} />
      <p className="case-acts">
        <Button kind="primary" aria-disabled={taking.isPending} onClick={() => take('justify')}>
          {words.justify}
        </Button>
        <Button className="glass-danger" aria-disabled={taking.isPending} onClick={() => take('find-unjustified')}>
          {words.unjustified}
        </Button>
      </p>
    </div>
  );
};

const MeasuresForm = (props: Props): React.JSX.Element => {
  const words = useWords(reviewWords);
  const glass = useWords(glassTable);
  const [measure, setMeasure] = useState<Measure | null>(null);
  const [note, setNote] = useState('');
  const [told, setTold] = useState(false);
  const [tried, setTried] = useState(false);
  const taking = useCaseStep(props.view, words.done, props.onDone);
  const missing = measure === null || note.trim() === '';
  return (
    <form
      className="review-verdict"
      aria-label={words.record_}
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (!missing)
          taking.mutate({ step: 'record-measures', answers: { measure, note: note.trim(), residentTold: told } });
      }}
    >
      <fieldset className="glass-reasons">
        <legend>{words.measure}</legend>
        {MEASURES.map((code) => (
          <label key={code}>
            <input type="radio" name="measure" checked={measure === code} onChange={() => setMeasure(code)} />
            <span>{glass.answers[code]}</span>
          </label>
        ))}
      </fieldset>
      <Text
        id="review-note"
        label={words.measureNote}
        value={note}
        error={tried && missing ? words.needMeasure : undefined}
        onChange={setNote}
      />
      <label className="review-told">
        <input type="checkbox" checked={told} onChange={(event) => setTold(event.target.checked)} />
        <span>{words.told}</span>
      </label>
      <Fault fault={taking.error} />
      <p className="case-acts">
        <Button kind="primary" type="submit" aria-disabled={taking.isPending}>
          {taking.isPending ? words.saving : words.record_}
        </Button>
      </p>
    </form>
  );
};

/** What this reviewer may do now, or why they may not. */
export const Verdict = (props: Props): React.JSX.Element | null => {
  const words = useWords(reviewWords);
  const { steps, closedAt } = props.view;
  if (closedAt !== null) return null;
  const may = (step: string): boolean => steps.some((one) => one.step === step);
  return (
    <section className="card" aria-label={words.verdict}>
      <h2>{words.verdict}</h2>
      {may('justify') && <Finding {...props} />}
      {may('record-measures') && <MeasuresForm {...props} />}
      {steps.length === 0 && <WhyNot view={props.view} />}
    </section>
  );
};
