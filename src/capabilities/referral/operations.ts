/** What the steps of a referral do beside moving the case: places held, used and freed; records of both sides. */
import { keepChoice } from '../../consortium/capacity/choices.ts';
import { extendHold, freePlacesOf, holdQuota, holdSlot, useHold } from '../../consortium/capacity/holds.ts';
import type { NewHold } from '../../consortium/capacity/holds.ts';
import type { Moves, StepQuestion, TakenStep, Written, CaseState } from '../../engines/pathways/capability.ts';
import { laterOf } from '../../engines/pathways/due.ts';
import type { Urgency } from '../../engines/pathways/define.ts';
import { followCase } from '../../engines/pathways/statements.ts';
import type { Statement } from '../../platform/postgres/database.ts';
import {
  attemptBecomes,
  consent,
  isDown,
  nextAttempt,
  request,
  requestBecomes,
  requestGoesTo,
  stayBegins,
  stayEnds,
  stayGoesOn,
  visit,
} from './records.ts';
import { carePlan, carePlanId } from './records/care-plan.ts';
import { loads, text } from './operations/loads.ts';
import { withdrawFiling } from './papers/store.ts';
import type { LoadedDestination, LoadedHold } from './operations/loads.ts';

const isUrgency = (value: unknown): value is Urgency =>
  value === 'routine' || value === 'urgent' || value === 'emergency';

const openingOf = ({ answers, caseId }: StepQuestion, headline: string) => {
  const urgency = answers['urgency'];
  return {
    resident: text(answers['resident']) ?? '',
    urgency: isUrgency(urgency) ? urgency : ('routine' as const),
    headline: text(answers[headline])?.slice(0, 200) ?? '',
    focus: `ServiceRequest/${caseId}`,
  };
};

export const moves = (
  question: StepQuestion,
  loaded: Readonly<Record<string, unknown>>,
  before: CaseState | null,
): Moves => {
  const to = loaded['destination'] as LoadedDestination | undefined;
  const receiver =
    to === undefined
      ? undefined
      : { organisation: to.organisation, department: to.department, kind: to.organisationKind };
  const own = text(loaded['ownKind']);
  if (before === null && question.step === 'send-down') {
    // the base is the side that takes back, the hospital the side that cared: the way home is the same from here on
    return {
      parties: {
        ...(receiver === undefined ? {} : { sender: { ...receiver, department: null } }),
        receiver: {
          organisation: question.actor.organisation,
          department: question.actor.department ?? null,
          ...(own === null ? {} : { kind: own }),
        },
      },
      ...openingOf(question, 'diagnosis'),
    };
  }
  if (before === null) {
    return {
      parties: {
        sender: {
          organisation: question.actor.organisation,
          department: null,
          ...(own === null ? {} : { kind: own }),
        },
        ...(receiver === undefined ? {} : { receiver }),
      },
      ...openingOf(question, 'impression'),
      ...(text(question.answers['after']) === null ? {} : { within: 'referral.fast-answer' }),
    };
  }
  switch (question.step) {
    case 'reassign':
    case 'redirect':
    case 'pass-on':
    case 'refer-elsewhere':
    case 'send-again':
      return receiver === undefined ? {} : { parties: { ...before.parties, receiver } };
    case 'take-back': {
      const promised = loaded['promise'];
      return promised instanceof Date ? { dueAt: promised } : {};
    }
    default:
      return {};
  }
};

const newHold = (taken: TakenStep, until: Date): NewHold => ({
  id: taken.newId(),
  subject: taken.caseId,
  organisation: taken.after.parties['sender']?.organisation ?? taken.actor.organisation,
  actor: taken.actor.id,
  from: taken.at,
  until,
});

/**
 * Until when a place is kept: at least until the answer is due, and long enough from now to be of use where that moment has
 * passed already (a late case that is reassigned keeps its clock).
 */
const keptUntil = (taken: TakenStep): Date => {
  const least = taken.limits('hold.answer', taken.after.urgency, taken.at).dueAt;
  return laterOf(taken.after.clock?.dueAt ?? least, least);
};
const holdOf = (taken: TakenStep): LoadedHold | undefined => taken.loaded['hold'] as LoadedHold | undefined;
const destinationOf = (taken: TakenStep): LoadedDestination | undefined =>
  taken.loaded['destination'] as LoadedDestination | undefined;

/** No hold expires before its answer is due. */
const keepHold = (taken: TakenStep): readonly Statement[] => {
  const hold = holdOf(taken);
  return hold?.active === true ? [extendHold(hold.id, keptUntil(taken))] : [];
};

/** Takes a place at the destination if one is free; an emergency (`must`) takes one beyond the quota. */
const takePlace = (taken: TakenStep, must: boolean): readonly Statement[] => {
  const to = destinationOf(taken);
  if (to === undefined) return [];
  const { department } = to;
  if (to.kind === 'slot') {
    return to.nextSlot === null
      ? []
      : [holdSlot({ kind: 'slot', department, slot: to.nextSlot }, newHold(taken, keptUntil(taken)))];
  }
  if (to.kind === 'walk-in' || !to.keepsQuota || (to.free <= 0 && !must)) return [];
  return [holdQuota({ kind: 'quota', department }, newHold(taken, keptUntil(taken)), { over: must })];
};

const moveElsewhere = (taken: TakenStep): readonly Statement[] => {
  const hold = holdOf(taken);
  const to = destinationOf(taken);
  // chosen on the screen before the step was sent: the place is already the case's own
  if (hold?.active === true && hold.department === to?.department) return [extendHold(hold.id, keptUntil(taken))];
  return [freePlacesOf(taken.caseId, taken.at), ...takePlace(taken, false)];
};

const accepted = (taken: TakenStep): readonly Statement[] => {
  const hold = holdOf(taken);
  if (hold?.active === true) return [extendHold(hold.id, keptUntil(taken))];
  return [freePlacesOf(taken.caseId, taken.at), ...takePlace(taken, taken.after.urgency === 'emergency')];
};

/** Whoever stands at the door is taken in: with the held place, a free one, or beyond the quota. */
const arrived = (taken: TakenStep): readonly Statement[] => {
  const hold = holdOf(taken);
  if (hold !== undefined) return [useHold(hold.id, taken.at, taken.actor.id)];
  const to = destinationOf(taken);
  if (to?.kind !== 'quota' || !to.keepsQuota) return [];
  return [
    holdQuota({ kind: 'quota', department: to.department }, newHold(taken, keptUntil(taken)), {
      over: true,
      status: 'used',
    }),
  ];
};

/** Which place was chosen, out of what and why, stays with the case. */
const choice = (taken: TakenStep): readonly Statement[] => {
  const { after, actor, at } = taken;
  const department = after.parties['receiver']?.department ?? null;
  if (department === null) return [];
  return [keepChoice({ caseId: after.id, version: after.version, department, resident: after.resident }, actor, at)];
};
/** What was filed with the insurer for a stay that never began counts no more. */
const withdrawnUnlessArrived = (taken: TakenStep): readonly Statement[] =>
  taken.records.has(`Encounter/${taken.caseId}-e`)
    ? []
    : [withdrawFiling(taken.caseId, taken.after.ending ?? taken.step, taken.at)];

const ends = (taken: TakenStep): Written => ({
  resources: [
    ...attemptBecomes(
      taken,
      taken.after.ending === 'finished' ? 'completed' : 'cancelled',
      taken.after.ending ?? undefined,
    ),
    ...requestBecomes(taken, taken.after.ending === 'finished' ? 'completed' : 'revoked'),
    ...(taken.before?.state === 'in-care' ? stayEnds(taken) : []),
  ],
  statements: [freePlacesOf(taken.caseId, taken.at), ...withdrawnUnlessArrived(taken)],
});

const planOutput = (taken: TakenStep): readonly string[] => [
  `QuestionnaireResponse/${taken.caseId}-a${String(taken.after.version)}`,
  `CarePlan/${carePlanId(taken)}`,
];

/** Back to the team that returned the resident: the referral follows the first, and a place there is taken if one is free. */
const goesBack = (taken: TakenStep): readonly Statement[] => {
  const earlier = text(taken.answers['after']);
  if (earlier === null) return [];
  return [followCase(taken.caseId, earlier), ...(holdOf(taken)?.active === true ? [] : takePlace(taken, false))];
};

const opening = (taken: TakenStep): Written => ({
  resources: [
    request(taken),
    consent(taken),
    ...(taken.after.closedAt === null ? [nextAttempt(taken)] : []),
    ...(taken.step === 'send-down' && taken.after.closedAt === null ? [carePlan(taken)] : []),
  ],
  ...(taken.step === 'send-down' && taken.after.closedAt === null ? { output: planOutput(taken) } : {}),
  statements:
    taken.after.closedAt === null
      ? [...keepHold(taken), ...goesBack(taken), ...choice(taken)]
      : [freePlacesOf(taken.caseId, taken.at)],
});

const elsewhere = (taken: TakenStep, how: string): Written => ({
  resources: [...attemptBecomes(taken, how, taken.step), nextAttempt(taken), ...requestGoesTo(taken)],
  statements: [...moveElsewhere(taken), ...choice(taken)],
});

export const write = (taken: TakenStep): Written => {
  const none: Written = { resources: [], statements: [] };
  if (taken.before === null) return opening(taken);
  if (taken.step === 'record-consent') {
    const closing = taken.after.closedAt === null ? none : ends(taken);
    return { ...closing, resources: [consent(taken), ...closing.resources] };
  }
  if (taken.after.closedAt !== null) return ends(taken);
  switch (taken.step) {
    case 'accept':
      return { resources: attemptBecomes(taken, 'accepted'), statements: accepted(taken) };
    case 'refuse':
      return {
        resources: attemptBecomes(taken, 'rejected', text(taken.answers['reason']) ?? 'other'),
        statements: [freePlacesOf(taken.caseId, taken.at)],
      };
    case 'reassign':
    case 'redirect':
    case 'pass-on':
      return elsewhere(taken, 'cancelled');
    case 'refer-elsewhere':
    case 'send-again':
      return elsewhere(taken, taken.step === 'send-again' ? 'failed' : 'rejected');
    case 'ask':
    case 'supply':
      return { resources: [], statements: keepHold(taken) };
    case 'arrive':
      return { resources: [...attemptBecomes(taken, 'in-progress'), stayBegins(taken)], statements: arrived(taken) };
    case 'report-no-show':
      return {
        resources: attemptBecomes(taken, 'failed', 'no-show'),
        statements: [freePlacesOf(taken.caseId, taken.at)],
      };
    case 'issue-return':
      return {
        resources: [...stayEnds(taken), carePlan(taken)],
        // sent down, what is held is the bed of the base: it waits for the resident
        statements: isDown(taken) ? [] : [freePlacesOf(taken.caseId, taken.at)],
        output: planOutput(taken),
      };
    case 'refer-onward':
      return { resources: stayEnds(taken), statements: [freePlacesOf(taken.caseId, taken.at)] };
    case 'send-back':
      return {
        resources: [...attemptBecomes(taken, 'completed'), nextAttempt(taken)],
        statements: [freePlacesOf(taken.caseId, taken.at), ...takePlace(taken, false)],
      };
    case 'take-back': {
      // sent down into a bed of the base: the place held becomes a place taken
      const hold = holdOf(taken);
      return { resources: [], statements: hold?.active === true ? [useHold(hold.id, taken.at, taken.actor.id)] : [] };
    }
    case 'question-return':
      return { resources: stayGoesOn(taken), statements: [] };
    case 'record-visit':
      return {
        resources: [visit(taken)],
        statements: [],
        output: [`Encounter/${taken.caseId}-v${String(taken.after.version)}`],
      };
    default:
      return none;
  }
};

export { loads };
