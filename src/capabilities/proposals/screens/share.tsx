/** What one house was asked or has promised: a child of the proposal, with its own owner, clock and steps. */
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import type { CaseView } from '../../../engines/pathways/shapes.ts';
import { OwnerAndClock } from '../../../web/kit/case-header.tsx';
import { dayOf, dayWords, momentWords } from '../../../web/kit/civil.ts';
import { useWords, wordOf } from '../../../web/kit/language.ts';
import { PageHead } from '../../../web/kit/page.tsx';
import { serverNow } from '../../../web/kit/server-time.ts';
import { ErrorState, Skeleton } from '../../../web/kit/states.tsx';
import { StepButtons } from '../../../web/kit/step-buttons.tsx';
import { words as kitTable } from '../../../web/kit/words.ts';
import { CHILD_FORMS } from '../forms/children.ts';
import type { PromiseRow } from '../shapes.ts';
import { words as table } from '../words.ts';
import { Drafts } from './drafts.tsx';
import { History } from './history.tsx';
import { CoHandlers, TextAndSigners } from './parts.tsx';
import { PromiseRows } from './promise-rows.tsx';
import { useCase, useParent, useProposal } from './queries.ts';
import { screenWords } from './screen-words.ts';
import { StepForm } from './step-form.tsx';
import './proposals.css';

const Milestones = ({ promise }: { readonly promise: PromiseRow }) => {
  const screen = useWords(screenWords);
  const kit = useWords(kitTable);
  if (promise.milestones.length === 0) return null;
  return (
    <ol className="proposal-milestones">
      {promise.milestones.map(({ place, what, due, doneOn }) => (
        <li key={place}>
          <span className="numbers">{place}.</span> {what}{' '}
          <span className="note">
            {doneOn === null
              ? screen.dueBy(dayWords(due, kit, serverNow()))
              : screen.reachedOn(dayWords(doneOn, kit, serverNow()))}
          </span>
        </li>
      ))}
    </ol>
  );
};

/** Evidence begins with what the figure says today; a milestone with the first that is open. */
const begun = (step: string, promise: PromiseRow | undefined): Readonly<Record<string, unknown>> => {
  if (step === 'show-kept' && promise !== undefined && promise.figureNow !== null && promise.figureNow.value !== null)
    return { evidenceValue: `${promise.figureNow.value}${promise.figureNow.unit}` };
  if (step === 'reach-milestone')
    return { place: promise?.milestones.find(({ doneOn }) => doneOn === null)?.place, reachedOn: dayOf(serverNow()) };
  return {};
};

const Steps = ({ view, promise }: { readonly view: CaseView; readonly promise: PromiseRow | undefined }) => {
  const words = useWords(table);
  const screen = useWords(screenWords);
  const [step, setStep] = useState<string | null>(null);
  if (view.closedAt !== null) return null;
  const chosen = view.steps.find((each) => each.step === step);
  return step !== null && chosen !== undefined ? (
    <StepForm
      key={`${step}-${String(view.version)}`}
      path={`/api/cases/${encodeURIComponent(view.id)}/steps/${step}`}
      beside={{ version: view.version }}
      form={CHILD_FORMS.find(({ name }) => name === chosen.form)}
      title={wordOf(words.steps, step)}
      submit={screen.confirm(wordOf(words.steps, step))}
      initial={begun(step, promise)}
      // the page may show the next state before this is told: a form opened meanwhile stays open
      onDone={() => setStep((now) => (now === step ? null : now))}
      onClose={() => setStep(null)}
    />
  ) : (
    <div className="card proposal-steps">
      <StepButtons
        steps={view.steps.map((each) => ({
          step: each.step,
          label: wordOf(words.steps, each.step),
          primary: each.primary,
        }))}
        blocked={view.blocked.map((each) => ({
          step: each.step,
          label: wordOf(words.steps, each.step),
          reason: each.reason,
        }))}
        chosen={step}
        onOpen={setStep}
        folded={view.steps.length > 0}
      />
    </div>
  );
};

export const ShareScreen = (): React.JSX.Element => {
  const words = useWords(table);
  const screen = useWords(screenWords);
  const kit = useWords(kitTable);
  const { id = '' }: { readonly id?: string } = useParams({ strict: false });
  const view = useCase(id);
  const parent = useParent(id);
  const proposal = useProposal(parent.data?.proposal ?? '', parent.data !== undefined);
  const failed = [view, parent, proposal].find((query) => query.isError);
  const one = view.data;
  const of = proposal.data;
  const promise = of?.promised.find((row) => row.id === id);
  return (
    <div className="proposals">
      <PageHead
        title={
          one === undefined ? words.document : one.pathway === 'promise' ? screen.promiseTitle : screen.coHandlingTitle
        }
        note={
          one === undefined ? undefined : (
            <span className="dotted">
              <span className="numbers">{one.number}</span>
              <span>{wordOf(words.states, one.state)}</span>
            </span>
          )
        }
      >
        {of?.party === true ? (
          <Link to="/proposals/$id" params={{ id: of.id }}>
            {screen.toProposal}
          </Link>
        ) : (
          <Link to="/proposals">{screen.back}</Link>
        )}
      </PageHead>
      {failed !== undefined && (
        <ErrorState what={words.document} fault={failed.error} onRetry={() => void failed.refetch()} />
      )}
      {failed === undefined && (one === undefined || of === undefined) && <Skeleton rows={5} height={64} />}
      {one !== undefined && of !== undefined && (
        <>
          {one.owner !== null && one.clock !== null && (
            <OwnerAndClock
              owner={one.owner}
              // a day a person set is nobody's rule
              clock={{ ...one.clock, verified: one.clock.verified || ['asked', 'promised'].includes(one.state) }}
              urgency={one.urgency}
              clockName={wordOf(words.clocks, one.clock.limit)}
            />
          )}
          {one.ending !== null && (
            <p className={one.ending === 'finished' ? 'bar good' : 'bar plain'}>
              {screen.ended(
                wordOf(words.states, one.state),
                momentWords(one.closedAt ?? one.changedAt, kit, serverNow()),
              )}
            </p>
          )}
          <Steps view={one} promise={promise} />
          <div className="proposal-columns">
            <div className="proposal-main">
              {promise !== undefined && (
                <section className="card proposal-part">
                  <PromiseRows rows={[promise]} ofOne={false} />
                  <Milestones promise={promise} />
                </section>
              )}
              {one.pathway === 'co-handling' && (
                <CoHandlers proposal={{ ...of, coHandlings: of.coHandlings.filter((each) => each.id === id) }} />
              )}
              <h2 className="proposal-of">{of.title}</h2>
              {one.pathway === 'co-handling' && <TextAndSigners proposal={of} />}
              {one.pathway === 'co-handling' && <Drafts proposal={of} />}
            </div>
            <div className="proposal-side">
              <div className="card proposal-part">
                <History view={one} />
              </div>
            </div>
          </div>
        </>
      )}
    </div>
  );
};
