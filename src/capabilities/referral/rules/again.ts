/** Back to the team that returned a resident, after the referral was closed: a referral of its own that follows the first. */
import type { Rule } from '../../../engines/pathways/define.ts';
import { isRefusal, refuse } from '../../../platform/refusal.ts';
import type { Refusal } from '../../../platform/refusal.ts';

/** The referral this one follows, as the server knows it. */
export type EarlierFact = {
  readonly resident: string | null;
  /** The base that took the resident home. */
  readonly sender: string;
  /** The team that returned them. */
  readonly department: string | null;
  readonly ending: string | null;
  readonly closed: boolean;
  /** Until when the team takes them back without a new referral of the ordinary kind; null: it never returned them. */
  readonly until: Date | null;
};

/** Whether that team takes the resident back now: true, or why not. */
export const mayGoBack = (earlier: EarlierFact | undefined, sender: string | undefined, now: Date): true | Refusal => {
  if (earlier === undefined || earlier.sender !== sender) return refuse('earlier-of-another');
  if (!earlier.closed) return refuse('earlier-still-open');
  if (earlier.until === null || earlier.ending !== 'finished') return refuse('earlier-without-return');
  return now <= earlier.until || refuse('fast-return-over');
};

export const backToTheTeam: Rule = (facts) => {
  const { after, resident, department } = facts.answers;
  if (!facts.answered || typeof after !== 'string') return true;
  const earlier = facts.loaded['earlier'] as EarlierFact | undefined;
  if (earlier?.resident !== resident) return refuse('earlier-of-another');
  const allowed = mayGoBack(earlier, facts.parties['sender']?.organisation, facts.now);
  if (isRefusal(allowed)) return allowed;
  return earlier?.department === department || refuse('earlier-of-another-team');
};
