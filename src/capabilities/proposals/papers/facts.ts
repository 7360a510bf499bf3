/** What a form about a proposal says, from its page and the answers of its steps. Pure. */
import type { CaseView } from '../../../engines/pathways/shapes.ts';
import type { ProposalView } from '../shapes.ts';

type Entry = CaseView['timeline'][number];
export type Answered = { readonly at: string; readonly answers: Readonly<Record<string, unknown>> };

export type PaperFacts = {
  readonly proposal: ProposalView;
  /** The latest answers of each step that a form has a line for; a step not taken leaves its line blank. */
  readonly handedOver: Answered | null;
  readonly signedIn: Answered | null;
  readonly opinionAsked: Answered | null;
  readonly draftOpinion: Answered | null;
  readonly opinion: Answered | null;
  readonly rated: Answered | null;
};

const latest = (timeline: readonly Entry[], step: string): Answered | null => {
  const entry = timeline.findLast((each) => each.step === step);
  return entry === undefined ? null : { at: entry.at, answers: entry.answers ?? {} };
};

export const paperFacts = (proposal: ProposalView, { timeline }: Pick<CaseView, 'timeline'>): PaperFacts => ({
  proposal,
  handedOver: latest(timeline, 'hand-over'),
  signedIn: latest(timeline, 'sign-in'),
  opinionAsked: latest(timeline, 'ask-opinion'),
  draftOpinion: latest(timeline, 'record-draft-opinion'),
  opinion: latest(timeline, 'record-opinion'),
  rated: latest(timeline, 'rate'),
});

export const said = (answered: Answered | null, question: string): string => {
  const value = answered?.answers[question];
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
};
