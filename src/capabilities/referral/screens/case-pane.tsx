/** One case: owner and clock, what can be done, the summary, the course. Beside the list, in a drawer, or alone. */
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { CaseView } from '../../../engines/pathways/shapes.ts';
import { AllergyTag } from '../../../web/kit/allergies.tsx';
import { CaseNotices } from '../../../web/kit/case-notices.tsx';
import { OwnerAndClock } from '../../../web/kit/case-header.tsx';
import { momentWords } from '../../../web/kit/civil.ts';
import { useKeys } from '../../../web/kit/keyboard.tsx';
import { useWords, wordOf } from '../../../web/kit/language.ts';
import { PersonName } from '../../../web/kit/person.tsx';
import { serverNow } from '../../../web/kit/server-time.ts';
import { ErrorState, Skeleton } from '../../../web/kit/states.tsx';
import { StepButtons } from '../../../web/kit/step-buttons.tsx';
import { UrgencyTag } from '../../../web/kit/tag.tsx';
import { words as kitTable } from '../../../web/kit/words.ts';
import { words as referralTable } from '../words.ts';
import { BackAgainOffer } from './back-again.tsx';
import { CaseChoice } from './case-choice.tsx';
import { CaseCourse } from './case-course.tsx';
import { useDescribe } from './case-description.ts';
import { CaseReportTags } from './case-reports.tsx';
import { CaseSummary } from './case-summary.tsx';
import { useCase } from './case-query.ts';
import { CaseWatch } from './case-watch.tsx';
import { words as table } from './case-words.ts';
import { RelatedCases } from './related-cases.tsx';
import { Filing } from './filing.tsx';
import { Papers } from './papers.tsx';
import { PrintRecord } from './print-record.tsx';
import { STEP_LETTERS } from './step-letters.ts';
import { StepPanel } from './step-panel.tsx';
import './case.css';

const Head = ({ view, alone }: { readonly view: CaseView; readonly alone: boolean }) => {
  const words = useWords(table);
  const referral = useWords(referralTable);
  const { document: direction, state } = useDescribe()(view);
  const Title = alone ? 'h1' : 'h2';
  return (
    <header className="case-head">
      <div className="case-head-row">
        <UrgencyTag urgency={view.urgency} />
        <Title className="dotted">
          <span>{referral.document}</span>
          <span>{direction}</span>
          <span>{state}</span>
        </Title>
        <span className="note numbers case-number">{view.number}</span>
      </div>
      <div className="case-head-row">
        {view.resident !== null && <PersonName {...view.resident} />}
        {view.allergies !== null && <AllergyTag state={view.allergies.state} items={view.allergies.items} />}
        <span className="case-links">
          <CaseWatch id={view.id} />
          {view.resident !== null && (
            <Link to={'/residents/$id'} params={{ id: view.resident.id }}>
              {words.record}
            </Link>
          )}
          {alone ? (
            <button type="button" className="button link" onClick={() => window.print()}>
              {words.print}
            </button>
          ) : (
            <Link to={'/cases/$id'} params={{ id: view.id }}>
              {words.openPage}
            </Link>
          )}
        </span>
      </div>
      <p className="note case-way">
        {view.sender.name}
        <span className="arrow" aria-hidden="true">
          →
        </span>
        {view.receiver.organisation.name}
        {view.receiver.department !== null && ` ${view.receiver.department.name}`}
      </p>
      <CaseReportTags id={view.id} version={view.version} />
    </header>
  );
};

const Body = ({
  view,
  alone,
  onTaken,
}: {
  readonly view: CaseView;
  readonly alone: boolean;
  readonly onTaken: (id: string) => void;
}) => {
  const words = useWords(table);
  const kit = useWords(kitTable);
  const referral = useWords(referralTable);
  const navigate = useNavigate();
  const [open, setOpen] = useState<string | null>(null);
  const begin = (step: string): void => {
    // a whole referral of its own is written on its own page, filled from this one
    if (step === 'refer-onward' && view.resident !== null)
      void navigate({ to: '/referrals/new', search: { resident: view.resident.id, onward: view.id } });
    else setOpen(step);
  };
  const close = (): void => {
    const step = open;
    setOpen(null);
    // The focus returns to the button that opened the form.
    requestAnimationFrame(() => {
      const opener = step === null ? null : document.querySelector(`[data-step="${step}"]`);
      if (opener instanceof HTMLElement) opener.focus();
    });
  };
  useKeys({
    Escape: () => {
      if (open === null) return false;
      close();
      return true;
    },
  });
  return (
    <div className="case">
      <Head view={view} alone={alone} />
      {view.owner !== null && view.clock !== null && (
        <OwnerAndClock
          owner={view.owner}
          clock={view.clock}
          urgency={view.urgency}
          clockName={wordOf(referral.clocks, view.clock.limit)}
        />
      )}
      {view.ending !== null && (
        <p className={view.ending === 'finished' ? 'bar good' : 'bar plain'}>
          {words.ended(
            wordOf(referral.states, view.state),
            momentWords(view.closedAt ?? view.changedAt, kit, serverNow()),
          )}
        </p>
      )}
      <RelatedCases related={view.related} />
      <BackAgainOffer view={view} onSent={(id) => void navigate({ to: '/cases/$id', params: { id } })} />
      {view.consentOwed && view.ending === null && (
        <p className="bar">
          <span className="strong">{words.consentOwed}</span> <span>{words.consentOwedNote}</span>
        </p>
      )}
      {view.ending === null && open === null && (
        <StepButtons
          steps={view.steps.map(({ step, primary }) => ({
            step,
            primary,
            label: wordOf(referral.steps, step),
            ...(STEP_LETTERS[step] === undefined ? {} : { letter: STEP_LETTERS[step] }),
          }))}
          blocked={view.blocked.map(({ step, reason }) => ({ step, reason, label: wordOf(referral.steps, step) }))}
          chosen={open}
          onOpen={begin}
        />
      )}
      {open !== null && (
        <StepPanel
          key={open}
          view={view}
          step={open}
          onClose={close}
          onTaken={() => {
            setOpen(null);
            onTaken(view.id);
          }}
        />
      )}
      <Papers id={view.id} />
      <CaseSummary view={view} />
      <CaseChoice id={view.id} />
      <Filing id={view.id} />
      <PrintRecord id={view.id} />
      <CaseCourse view={view} />
      <CaseNotices id={view.id} open={view.ending === null} />
    </div>
  );
};

export const CasePane = ({
  id,
  alone = false,
  onTaken,
}: {
  readonly id: string;
  readonly alone?: boolean;
  readonly onTaken: (id: string) => void;
}): React.JSX.Element => {
  const words = useWords(table);
  const found = useCase(id);
  if (found.data !== undefined) return <Body view={found.data} alone={alone} onTaken={onTaken} />;
  if (found.isError) return <ErrorState what={words.what} fault={found.error} onRetry={() => void found.refetch()} />;
  return <Skeleton rows={9} height={56} />;
};
