/** Two residents side by side: what speaks for and against, what may be done, and what was done. */
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { Button } from '../../../../web/kit/button.tsx';
import { OwnerAndClock } from '../../../../web/kit/case-header.tsx';
import { useWords, wordOf } from '../../../../web/kit/language.ts';
import { PageHead } from '../../../../web/kit/page.tsx';
import { serverNow } from '../../../../web/kit/server-time.ts';
import { ErrorState, Skeleton } from '../../../../web/kit/states.tsx';
import { StepButtons } from '../../../../web/kit/step-buttons.tsx';
import { Tag } from '../../../../web/kit/tag.tsx';
import { Timeline } from '../../../../web/kit/timeline.tsx';
import type { CaseView } from '../../../../engines/pathways/shapes.ts';
import type { Comparison } from '../shapes.ts';
import { words as table } from '../words.ts';
import { Decide } from './decide.tsx';
import { useComparison, useIdentityCase } from './identity-query.ts';
import { Reasons } from './pairs.tsx';
import { screenWords } from './screen-words.ts';
import { Sides } from './sides.tsx';
import { Undo } from './undo.tsx';
import './identity.css';

const LETTERS: Readonly<Record<string, string>> = {
  compare: 'B',
  'same-person': 'T',
  'different-persons': 'L',
  ask: 'W',
  answer: 'W',
};

/** Answers of a step's form in one line, for the history. */
const Answers = ({ answers }: { readonly answers: Readonly<Record<string, unknown>> | null }) => {
  const words = useWords(table);
  if (answers === null) return null;
  const grounds = Array.isArray(answers['grounds']) ? (answers['grounds'] as readonly string[]) : [];
  const told = [answers['note'], answers['question'], answers['answer']].filter((each) => typeof each === 'string');
  return (
    <p className="note">
      {[grounds.map((code) => wordOf(words.answers, code)).join('，'), ...told]
        .filter((part) => part !== '')
        .join('。')}
    </p>
  );
};

const History = ({ view, comparison }: { readonly view: CaseView; readonly comparison: Comparison }) => {
  const words = useWords(table);
  const screen = useWords(screenWords);
  const rows = view.timeline.map((entry) => ({
    key: String(entry.version),
    at: entry.at,
    what: wordOf(words.steps, entry.step),
    by: entry.by,
    reason: null,
    detail: <Answers answers={entry.answers} />,
  }));
  const undone = comparison.merge?.undone ?? null;
  const undo =
    undone === null
      ? []
      : [
          {
            key: 'undone',
            at: undone.at,
            what: screen.undo,
            by: { name: undone.by.name, role: undone.by.role, organisation: { name: undone.by.organisation } },
            reason: null,
            detail: <p className="note">{undone.reason}</p>,
          },
        ];
  const current =
    view.closedAt === null
      ? {
          what: wordOf(words.states, view.state),
          note: '',
          pressing: view.clock !== null && new Date(view.clock.dueAt) < serverNow(),
        }
      : null;
  return <Timeline rows={[...rows, ...undo]} current={current} ahead={[]} />;
};

const Open = ({ view, comparison }: { readonly view: CaseView; readonly comparison: Comparison }) => {
  const words = useWords(table);
  const screen = useWords(screenWords);
  const [step, setStep] = useState<string | null>(null);
  const [undoing, setUndoing] = useState(false);
  const merged = comparison.merge !== null && comparison.merge.undone === null;
  return (
    <>
      {view.owner !== null && view.clock !== null && (
        <OwnerAndClock
          owner={view.owner}
          clock={view.clock}
          urgency={view.urgency}
          clockName={wordOf(words.clocks, view.clock.limit)}
        />
      )}
      <section className="card identity-head">
        <p className="strong">{screen.scoreIs(comparison.score, wordOf(words.grades, comparison.grade))}</p>
        <Reasons reasons={comparison.reasons} />
        <p className="note">
          {screen.scale}{' '}
          {!comparison.rules.verified && <Tag tone="warning">{screen.unverified(comparison.rules.version)}</Tag>}
        </p>
      </section>
      <Sides comparison={comparison} />
      {step !== null ? (
        <Decide key={step} view={view} comparison={comparison} step={step} onClose={() => setStep(null)} />
      ) : (
        view.closedAt === null && (
          <div className="card identity-steps">
            <StepButtons
              steps={view.steps.map((each) => ({
                step: each.step,
                label: wordOf(words.steps, each.step),
                primary: each.step === 'same-person' || (each.step === 'answer' && each.primary),
                ...(LETTERS[each.step] === undefined ? {} : { letter: LETTERS[each.step] ?? '' }),
              }))}
              blocked={view.blocked.map((each) => ({
                step: each.step,
                label: wordOf(words.steps, each.step),
                reason: each.reason,
              }))}
              chosen={step}
              onOpen={setStep}
            />
          </div>
        )
      )}
      {merged && comparison.mayDecide && !undoing && (
        <div className="identity-acts">
          <Button onClick={() => setUndoing(true)}>{screen.undo}</Button>
        </div>
      )}
      {undoing && merged && <Undo comparison={comparison} onClose={() => setUndoing(false)} />}
      <div className="card identity-history">
        <History view={view} comparison={comparison} />
      </div>
    </>
  );
};

export const ComparisonScreen = (): React.JSX.Element => {
  const words = useWords(table);
  const screen = useWords(screenWords);
  const { id = '' }: { readonly id?: string } = useParams({ strict: false });
  const comparison = useComparison(id);
  const view = useIdentityCase(id);
  const failed = [comparison, view].find((query) => query.isError);
  return (
    <div className="identity">
      <PageHead
        title={words.document}
        note={view.data === undefined ? undefined : `${view.data.number} ${wordOf(words.states, view.data.state)}`}
      >
        <Link to={'/identity'}>{screen.back}</Link>
      </PageHead>
      {failed !== undefined && (
        <ErrorState what={screen.compare} fault={failed.error} onRetry={() => void failed.refetch()} />
      )}
      {failed === undefined &&
        (comparison.data === undefined || view.data === undefined ? (
          <Skeleton rows={6} height={48} />
        ) : (
          <Open view={view.data} comparison={comparison.data} />
        ))}
    </div>
  );
};
