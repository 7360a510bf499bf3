/** One proposal: whose turn it is, what can be done, the text, the answer as it grew, what others said, what was promised. */
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import type { CaseView } from '../../../engines/pathways/shapes.ts';
import { Button } from '../../../web/kit/button.tsx';
import { OwnerAndClock } from '../../../web/kit/case-header.tsx';
import { dayOf, momentWords } from '../../../web/kit/civil.ts';
import { useWords, wordOf } from '../../../web/kit/language.ts';
import { PageHead } from '../../../web/kit/page.tsx';
import { serverNow } from '../../../web/kit/server-time.ts';
import { ErrorState, Skeleton } from '../../../web/kit/states.tsx';
import { StepButtons } from '../../../web/kit/step-buttons.tsx';
import { useWide } from '../../../web/kit/wide.ts';
import { words as kitTable } from '../../../web/kit/words.ts';
import { FORMS } from '../forms.ts';
import type { ProposalView } from '../shapes.ts';
import { words as table } from '../words.ts';
import { Drafts } from './drafts.tsx';
import { CoHandlers, Facts, Merged, RuleNote, TextAndSigners } from './parts.tsx';
import { Papers } from './papers.tsx';
import { PromiseRows } from './promise-rows.tsx';
import { useCase, useProposal } from './queries.ts';
import { screenWords } from './screen-words.ts';
import { StepForm } from './step-form.tsx';
import { History } from './history.tsx';
import { LetterCard, StartLetter } from './letter.tsx';
import './proposals.css';

/** What a form begins with: the last draft is revised, last year's promises stand at the top of the first one. */
const begun = (
  step: string,
  proposal: ProposalView,
  earlierText: (rows: ProposalView['earlier']) => string,
): Readonly<Record<string, unknown>> => {
  const last = proposal.drafts.at(-1);
  const today = dayOf(serverNow());
  switch (step) {
    case 'draft':
      if (last !== undefined) return { text: last.text, replyClass: last.replyClass };
      return proposal.earlier.length === 0 ? {} : { text: earlierText(proposal.earlier) };
    case 'sign':
      return { replyClass: last?.replyClass, signedOn: today };
    case 'send':
      return {
        sentOn: today,
        sentTo: 'each-signer',
        copies: (proposal.rule?.copyTo ?? [])
          .map(({ name, copies }) => (copies === undefined ? name : `${name}（${String(copies)}份）`))
          .join('，'),
      };
    case 'record-opinion':
      return {
        heardOn: today,
        opinions: proposal.people.length > 1 ? proposal.people.map(({ name }) => ({ name })) : [],
      };
    case 'record-talk':
      return { talkedOn: today, withWhom: proposal.people.map(({ name }) => name).join('、') };
    case 'record-draft-opinion':
      return { heardOn: today };
    case 'publish':
      return { publication: proposal.publication, publishedOn: today };
    case 'ask-co-handlers':
      return { coHandlers: [{}] };
    case 'record-promises':
      return { promises: [{ organisation: proposal.lead?.id }] };
    default:
      return {};
  }
};

/** An answer is written as a letter where it can be; a draft without one comes after. */
const letterFirst = <Step extends { readonly step: string }>(steps: readonly Step[]): readonly Step[] => [
  ...steps.filter(({ step }) => step === 'start-letter'),
  ...steps.filter(({ step }) => step !== 'start-letter'),
];
/** Steps beside the way are offered and never urged. */
const ASIDE: readonly string[] = [
  'ask-return',
  'withdraw',
  'decline-to-file',
  'send-back',
  'close-without-opinion',
  'urge',
  'record-talk',
  'record-promises',
  'publish',
  'ask-extension',
];

const Steps = ({ view, proposal }: { readonly view: CaseView; readonly proposal: ProposalView }) => {
  const words = useWords(table);
  const screen = useWords(screenWords);
  const folded = !useWide(900);
  const [step, setStep] = useState<string | null>(null);
  if (view.closedAt !== null) return null;
  const chosen = view.steps.find((each) => each.step === step);
  if (step === 'start-letter' && chosen !== undefined)
    return <StartLetter proposal={proposal} version={view.version} onClose={() => setStep(null)} />;
  if (step !== null && chosen !== undefined)
    return (
      <StepForm
        key={`${step}-${String(view.version)}`}
        path={`/api/cases/${encodeURIComponent(view.id)}/steps/${step}`}
        beside={{ version: view.version }}
        form={FORMS.find(({ name }) => name === chosen.form)}
        title={wordOf(words.steps, step)}
        submit={screen.confirm(wordOf(words.steps, step))}
        initial={begun(step, proposal, screen.earlierText)}
        of={proposal}
        // the page may show the next state before this is told: a form opened meanwhile stays open
        onDone={() => setStep((now) => (now === step ? null : now))}
        onClose={() => setStep(null)}
      />
    );
  return (
    <div className="card proposal-steps">
      <StepButtons
        steps={letterFirst(view.steps).map((each, _at, all) => ({
          step: each.step,
          label: wordOf(words.steps, each.step),
          primary: each === all.find((other) => !ASIDE.includes(other.step)),
        }))}
        blocked={view.blocked.map((each) => ({
          step: each.step,
          label: wordOf(words.steps, each.step),
          reason: each.reason,
        }))}
        chosen={step}
        onOpen={setStep}
        folded={folded || view.steps.length > 0}
      />
    </div>
  );
};

const Whole = ({ proposal, view }: { readonly proposal: ProposalView; readonly view: CaseView }) => {
  const words = useWords(table);
  const screen = useWords(screenWords);
  const kit = useWords(kitTable);
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
      {view.ending !== null && (
        <p className={view.ending === 'finished' ? 'bar good' : 'bar plain'}>
          {screen.ended(
            wordOf(words.states, view.state),
            momentWords(view.closedAt ?? view.changedAt, kit, serverNow()),
          )}
        </p>
      )}
      <Merged proposal={proposal} />
      <Steps view={view} proposal={proposal} />
      <div className="proposal-columns">
        <div className="proposal-main">
          <TextAndSigners proposal={proposal} />
          <LetterCard proposal={proposal} />
          <Drafts proposal={proposal} />
          <CoHandlers proposal={proposal} />
          {proposal.promised.length > 0 && (
            <section className="card proposal-part">
              <h2>{screen.promisesTitle}</h2>
              <PromiseRows rows={proposal.promised} ofOne />
            </section>
          )}
          {proposal.earlier.length > 0 && (
            <section className="card proposal-part">
              <h2>{screen.earlier}</h2>
              <p className="note">{screen.earlierNote}</p>
              <PromiseRows rows={proposal.earlier} ofOne={false} />
            </section>
          )}
        </div>
        <div className="proposal-side">
          <Facts proposal={proposal} />
          <Papers id={proposal.id} />
          <RuleNote proposal={proposal} />
          <div className="card proposal-part">
            <History view={view} />
          </div>
        </div>
      </div>
    </>
  );
};

export const ProposalScreen = (): React.JSX.Element => {
  const words = useWords(table);
  const screen = useWords(screenWords);
  const { id = '' }: { readonly id?: string } = useParams({ strict: false });
  const proposal = useProposal(id);
  const view = useCase(id, proposal.data?.party === true);
  const failed = [proposal, view].find((query) => query.isError);
  const one = proposal.data;
  const share = one?.asCoHandler ?? null;
  return (
    <div className="proposals">
      <PageHead
        title={one === undefined ? words.document : one.title}
        note={
          one === undefined ? undefined : (
            <span className="dotted">
              <span>{wordOf(words.answers, one.body)}</span>
              <span>{one.session}</span>
              <span className="numbers">{screen.numberOf(one.year, one.number)}</span>
              <span>{wordOf(words.states, one.state)}</span>
            </span>
          )
        }
      >
        <Link to="/proposals" className="no-print">
          {screen.back}
        </Link>
        <Button kind="link" className="no-print" onClick={() => window.print()}>
          {screen.print}
        </Button>
      </PageHead>
      {failed !== undefined && (
        <ErrorState what={words.document} fault={failed.error} onRetry={() => void failed.refetch()} />
      )}
      {failed === undefined && (one === undefined || (one.party && view.data === undefined)) && (
        <Skeleton rows={6} height={64} />
      )}
      {failed === undefined && one?.party === true && view.data !== undefined && (
        <Whole proposal={one} view={view.data} />
      )}
      {one?.party === false && (
        <>
          {share !== null && (
            <p className="bar plain">
              {screen.asCoHandler}{' '}
              <Link to="/proposals/shares/$id" params={{ id: share.id }}>
                {screen.toShare}
              </Link>
            </p>
          )}
          <TextAndSigners proposal={one} />
          <CoHandlers proposal={one} />
          <Drafts proposal={one} />
        </>
      )}
    </div>
  );
};
