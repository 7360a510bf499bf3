/** The case after a step: owner, clock and ending follow from the table and the region's dated limits (laws 1 and 6). */
import type { CaseState, Limits, Moves } from './capability.ts';
import type { Pathway } from './define.ts';
import { isEnd, ownerRole } from './define.ts';
import type { Decision } from './take-step.ts';

export type Opening = {
  readonly id: string;
  readonly number: string;
  readonly opener: string;
  readonly parent: string | null;
};

const opened = (pathway: Pathway, opening: Opening, at: Date): CaseState => ({
  id: opening.id,
  number: opening.number,
  pathway: pathway.name,
  pathwayVersion: pathway.version,
  state: '',
  version: 0,
  urgency: 'routine',
  resident: null,
  focus: null,
  parent: opening.parent,
  opener: opening.opener,
  parties: {},
  headline: '',
  owner: null,
  clock: null,
  escalation: 0,
  escalatedAt: null,
  openedAt: at,
  changedAt: at,
  closedAt: null,
  ending: null,
});

/** The party that owns a state; null for an end. */
export const ownerParty = (pathway: Pathway, state: string): string | null => {
  const spec = pathway.states[state];
  return spec === undefined || isEnd(spec) ? null : spec.owner;
};

const startedClock = (
  limits: Limits,
  within: string,
  urgency: CaseState['urgency'],
  at: Date,
  promised: Date | undefined,
): NonNullable<CaseState['clock']> => {
  const made = limits(within, urgency, at);
  const dueAt = promised ?? made.dueAt;
  return {
    limit: within,
    limitVersion: made.version,
    verified: made.verified,
    aroundTheClock: made.aroundTheClock,
    startedAt: at,
    dueAt,
    wakeAt: dueAt,
  };
};

export const nextCase = (
  pathway: Pathway,
  limits: Limits,
  before: CaseState | Opening,
  decision: Decision,
  moves: Moves,
  at: Date,
): CaseState => {
  const old = 'state' in before ? before : opened(pathway, before, at);
  const urgency = moves.urgency ?? old.urgency;
  const moved: CaseState = {
    ...old,
    state: decision.to,
    version: old.version + 1,
    pathwayVersion: pathway.version,
    urgency,
    resident: moves.resident ?? old.resident,
    focus: moves.focus ?? old.focus,
    parties: moves.parties ?? old.parties,
    headline: moves.headline ?? old.headline,
    changedAt: at,
  };
  const spec = pathway.states[decision.to];
  if (spec === undefined) throw new Error(`pathway ${pathway.name} has no state ${decision.to}`);
  if (isEnd(spec)) {
    return { ...moved, owner: null, clock: null, closedAt: at, ending: spec.end };
  }
  const party = moved.parties[spec.owner];
  if (party === undefined)
    throw new Error(`pathway ${pathway.name} has no party ${spec.owner} in state ${decision.to}`);
  const role = ownerRole(spec, party.kind);
  // a capability's rules refuse a party that could not own what follows; here it is a fault of the release
  if (role === undefined)
    throw new Error(`nobody at a ${party.kind ?? 'place'} owns ${decision.to} of ${pathway.name}`);
  const owner = { organisation: party.organisation, role, department: party.department };
  if (decision.escalates && old.clock !== null) {
    const repeat = limits('escalation.repeat', urgency, at);
    return {
      ...moved,
      owner,
      clock: { ...old.clock, wakeAt: repeat.dueAt },
      escalation: old.escalation + 1,
      escalatedAt: at,
    };
  }
  if (decision.clock === 'keep' && old.clock !== null) return { ...moved, owner, clock: old.clock };
  const clock = startedClock(limits, moves.within ?? spec.within, urgency, at, moves.dueAt);
  return { ...moved, owner, clock, escalation: 0, escalatedAt: null };
};
