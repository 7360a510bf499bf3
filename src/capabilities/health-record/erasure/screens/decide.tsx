/** The second person's decision: a finding, that the time to keep it was looked at, and once more "are you sure". */
import { useState } from 'react';
import type { CaseView } from '../../../../engines/pathways/shapes.ts';
import { Button } from '../../../../web/kit/button.tsx';
import { WhyNot, useCaseStep } from '../../../../web/kit/case-desk.tsx';
import { FieldFrame } from '../../../../web/kit/field.tsx';
import { useWords } from '../../../../web/kit/language.ts';
import { faultSentence } from '../../../../web/kit/states.tsx';
import { words as kitTable } from '../../../../web/kit/words.ts';
import { erasureWords } from './erasure-words.ts';

export const Decide = ({
  view,
  onDone,
}: {
  readonly view: CaseView;
  readonly onDone: () => void;
}): React.JSX.Element | null => {
  const words = useWords(erasureWords);
  const kit = useWords(kitTable);
  const [finding, setFinding] = useState('');
  const [retention, setRetention] = useState(false);
  const [lacks, setLacks] = useState<string | null>(null);
  const [sure, setSure] = useState(false);
  const taking = useCaseStep(view, words.saved, onDone);
  if (view.closedAt !== null) return null;
  const may = (step: string): boolean => view.steps.some((one) => one.step === step);
  const said = finding.trim();
  const lacking = (erasing: boolean): string | null =>
    said === '' ? words.needFinding : erasing && !retention ? words.needRetention : null;
  return (
    <section className="card" aria-label={words.decision}>
      <h2>{words.decision}</h2>
      {!may('keep') && <WhyNot view={view} />}
      {may('withdraw') && (
        <p className="case-acts">
          <Button onClick={() => taking.mutate({ step: 'withdraw', answers: {} })}>{words.withdraw}</Button>
        </p>
      )}
      {may('keep') && (
        <div className="case-answer">
          <FieldFrame
            id="erasure-finding"
            label={words.finding}
            required
            group={false}
            error={lacks === words.needFinding ? lacks : undefined}
          >
            <textarea
              id="erasure-finding"
              rows={3}
              maxLength={500}
              value={finding}
              aria-required
              onChange={(event) => setFinding(event.target.value)}
            />
          </FieldFrame>
          <label>
            <input type="checkbox" checked={retention} onChange={(event) => setRetention(event.target.checked)} />{' '}
            {words.retention}
          </label>
          {lacks !== null && lacks !== words.needFinding && (
            <p className="danger" role="alert">
              {lacks}
            </p>
          )}
          {taking.isError && (
            <p className="danger" role="alert">
              {faultSentence(taking.error, kit)}
            </p>
          )}
          {sure ? (
            <div className="bar danger" role="alert">
              <p>{words.sure}</p>
              <p className="case-acts">
                <Button
                  kind="primary"
                  aria-disabled={taking.isPending}
                  onClick={() => taking.mutate({ step: 'erase', answers: { finding: said, retentionChecked: true } })}
                >
                  {words.yes}
                </Button>
                <Button onClick={() => setSure(false)}>{words.no}</Button>
              </p>
            </div>
          ) : (
            <p className="case-acts">
              <Button
                kind="primary"
                onClick={() => {
                  setLacks(lacking(true));
                  setSure(lacking(true) === null);
                }}
              >
                {words.erase}
              </Button>
              <Button
                onClick={() => {
                  setLacks(lacking(false));
                  if (lacking(false) === null) taking.mutate({ step: 'keep', answers: { finding: said } });
                }}
              >
                {words.keep}
              </Button>
            </p>
          )}
        </div>
      )}
    </section>
  );
};
