import type { CaseView } from '../../../engines/pathways/shapes.ts';
import { isLate } from '../../../web/kit/clock-words.ts';
import { useWords, wordOf } from '../../../web/kit/language.ts';
import { serverNow } from '../../../web/kit/server-time.ts';
import { Timeline } from '../../../web/kit/timeline.tsx';
import { words as kitTable } from '../../../web/kit/words.ts';
import { words as referralTable } from '../words.ts';
import { AnswerFacts } from './case-summary.tsx';

/** Shown in full elsewhere on the page. */
const SHOWN_ABOVE = new Set(['referral-request', 'return-note']);

/** 进程 with who and where, the answers of each step, and what is still ahead. */
export const CaseCourse = ({ view }: { readonly view: CaseView }): React.JSX.Element => {
  const kit = useWords(kitTable);
  const referral = useWords(referralTable);
  const rows = view.timeline.map((entry) => ({
    key: String(entry.version),
    at: entry.at,
    what: wordOf(referral.done, entry.step),
    by: entry.by,
    reason: entry.reason === null ? null : wordOf(referral.answers, entry.reason),
    detail:
      entry.answers === null || entry.form === null || SHOWN_ABOVE.has(entry.form) ? null : (
        <AnswerFacts form={entry.form} answers={entry.answers} leaveOut={['reason', 'ending']} />
      ),
  }));
  const current =
    view.owner === null
      ? null
      : {
          what: wordOf(referral.states, view.state),
          note: `${kit.labelled(kit.owner, view.owner.organisation.name)} ${wordOf(kit.roles, view.owner.role)}`,
          pressing: view.urgency === 'emergency' || (view.clock !== null && isLate(view.clock, serverNow())),
        };
  return <Timeline rows={rows} current={current} ahead={view.ahead.map((step) => wordOf(referral.steps, step))} />;
};
