/** An expert's own case: asked within the house that is asked, judged by the standard's version of the application. */
import type { CaseState, Load, Moves, StepQuestion, TakenStep, Written } from '../../../engines/pathways/capability.ts';
import type { Statement } from '../../../platform/postgres/database.ts';
import { standardOf } from '../rules/standards.ts';
import { findKinds, kindsFrom, text } from './loads.ts';
import { insertOpinion } from './rows.ts';

const findAsked = (caseId: string, person: string | null): Statement => ({
  name: 'acceptance-review-own',
  text: `select a.case_id, a.round, a.standard_version, p.state,
                exists (select 1 from acceptance_opinion o where o.acceptance = a.case_id and o.round = a.round
                                                             and o.person = $2) as gave
           from cases c join acceptance a on a.case_id = c.parent join cases p on p.id = c.parent where c.id = $1`,
  values: [caseId, person],
});

export const reviewLoads = ({ caseId, actor, answers }: StepQuestion): readonly Load[] => {
  const asked = findAsked(caseId, actor.person);
  return [
    {
      name: 'review',
      statement: asked,
      read: ([row]) =>
        row === undefined ? undefined : { acceptance: text(row['case_id']), round: Number(row['round']) },
    },
    { name: 'standard', statement: asked, read: ([row]) => standardOf(text(row?.['standard_version'])) },
    { name: 'gaveAlready', statement: asked, read: ([row]) => row?.['gave'] === true },
    {
      name: 'stillAsked',
      statement: asked,
      read: ([row]) => row === undefined || ['reviewing', 'rechecking'].includes(text(row['state'])),
    },
    {
      name: 'kinds',
      statement: findKinds([actor.organisation, text(answers['house'])].filter((one) => one !== '')),
      read: kindsFrom,
    },
  ];
};

export const reviewMoves = (
  { actor, answers }: StepQuestion,
  loaded: Readonly<Record<string, unknown>>,
  before: CaseState | null,
): Moves => {
  if (before !== null) return {};
  const kinds = loaded['kinds'] as ReadonlyMap<string, string>;
  const party = (organisation: string) => {
    const kind = kinds.get(organisation);
    return { organisation, department: null, ...(kind === undefined ? {} : { kind }) };
  };
  return {
    parties: { sender: party(actor.organisation), receiver: party(text(answers['house'])) },
    headline: text(answers['focus']).slice(0, 200),
  };
};
export const reviewWrite = (taken: TakenStep): Written => ({
  resources: [],
  statements: taken.step === 'give-opinion' ? [insertOpinion(taken)] : [],
});
