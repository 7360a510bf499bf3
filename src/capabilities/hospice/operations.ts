/** What the steps of a hospice stay do beside moving the case. */
import type { CaseState, Moves, StepQuestion, TakenStep, Written } from '../../engines/pathways/capability.ts';
import type { PartyFact } from '../../engines/pathways/define.ts';
import type { Statement } from '../../platform/postgres/database.ts';
import { loads, text } from './operations/loads.ts';
import * as courses from './operations/courses.ts';
import * as rows from './operations/rows.ts';
import * as scores from './operations/scores.ts';
import * as stays from './operations/stays.ts';
import { places, symptoms, wishes } from './records.ts';
import { courseRecords } from './records/courses.ts';
import { scaleRecords } from './records/scales.ts';
import { CONTACTS_DUE } from './rules.ts';
import { SCALE_STEPS } from './rules/scales.ts';

export { loads };

const partyOf = (organisation: string, loaded: Readonly<Record<string, unknown>>): PartyFact => {
  const kind = (loaded['kinds'] as ReadonlyMap<string, string> | undefined)?.get(organisation);
  return { organisation, department: null, ...(kind === undefined ? {} : { kind }) };
};

const DAY = 86_400_000;

/** Bereavement contacts are due so many days after the death, one after another. */
const contactDue = (question: StepQuestion, loaded: Readonly<Record<string, unknown>>, before: CaseState): Moves => {
  const made = question.step === 'contact' ? Number(loaded['contacts'] ?? 0) + 1 : 0;
  const from = question.step === 'record-death' ? new Date(text(question.answers['diedAt'])) : null;
  const after = CONTACTS_DUE[made];
  const passed = CONTACTS_DUE[made - 1] ?? 0;
  if (after === undefined) return {};
  if (from !== null) {
    const due = new Date(from.getTime() + after * DAY);
    return { dueAt: due > question.at ? due : new Date(question.at.getTime() + DAY) };
  }
  const last = before.clock?.dueAt ?? question.at;
  const next = new Date(last.getTime() + (after - passed) * DAY);
  return { dueAt: next > question.at ? next : new Date(question.at.getTime() + DAY) };
};

export const moves = (
  question: StepQuestion,
  loaded: Readonly<Record<string, unknown>>,
  before: CaseState | null,
): Moves => {
  const { answers, actor } = question;
  if (before === null)
    return {
      parties: {
        sender: partyOf(actor.organisation, loaded),
        receiver: partyOf(text(answers['to']), loaded),
      },
      resident: text(answers['resident']),
      urgency: answers['urgency'] === 'urgent' ? 'urgent' : 'routine',
      headline: text(answers['diagnosis']).slice(0, 200),
    };
  const { next, ...staying } = before.parties;
  switch (question.step) {
    case 'request-transfer':
      return { parties: { ...before.parties, next: partyOf(text(answers['to']), loaded) } };
    case 'decline-transfer':
    case 'call-off':
    case 'report-not-arrived':
      return { parties: staying };
    case 'arrive':
      return next === undefined ? {} : { parties: { ...staying, receiver: next } };
    case 'record-death':
      return { ...(next === undefined ? {} : { parties: staying }), ...contactDue(question, loaded, before) };
    case 'contact':
      return contactDue(question, loaded, before);
    default:
      return {};
  }
};

/** A death ends the transfer under way: who had arrived needs no first assessment any more, who had not does not arrive. */
const transferEnds = (taken: TakenStep): readonly Statement[] => {
  if (taken.loaded['transfer'] === null) return [];
  return [taken.before?.state === 'arrived' ? rows.assessed(taken) : rows.calledOff(taken)];
};

const effects = (taken: TakenStep, dayOf: (at: Date) => string): readonly Statement[] => {
  const what = text(taken.answers['what']);
  switch (taken.step) {
    case 'admit':
      return [rows.decidedBy(taken), ...stays.admitted(taken, dayOf)];
    case 'review':
    case 'score':
      return [scores.scored(taken), stays.shown(taken, 'symptom-score')];
    case 'record-scale':
      return scores.scaled(taken);
    case 'withdraw-scale':
      return scores.withdrawn(taken);
    case 'record-wishes':
      return rows.wished(taken);
    case 'revoke-wishes':
      return [rows.revoked(taken)];
    case 'record-activity':
      return [rows.acted(taken, 'team', what), stays.shown(taken, 'team-activity')];
    case 'visit':
      return [
        rows.acted(taken, 'visit', what),
        stays.shown(taken, 'visit', dayOf(new Date(text(taken.answers['visitedAt'])))),
      ];
    case 'answer-call':
      // no day's evidence: no rule that is known counts a call as one
      return [rows.acted(taken, 'call', text(taken.answers['advice']))];
    case 'record-opioid':
      return [rows.booked(taken)];
    case 'begin-course':
      return [courses.begun(taken)];
    case 'record-session':
      return [courses.sessionDone(taken)];
    case 'end-course':
    case 'stop-course':
      return courses.courseEnded(taken);
    case 'conclude-conference':
      return [
        rows.acted(taken, 'conference', text(taken.answers['decisions'])),
        stays.shown(taken, 'team-activity', text(taken.answers['heldOn'])),
      ];
    case 'request-transfer':
      return [rows.asked(taken)];
    case 'accept-transfer':
      return [rows.answered(taken, 'accepted'), ...stays.kept(taken)];
    case 'decline-transfer':
      return [rows.answered(taken, 'declined')];
    case 'depart':
      return [rows.departed(taken)];
    case 'arrive':
      return [rows.came(taken), ...stays.arrived(taken)];
    case 'call-off':
    case 'report-not-arrived':
      return [rows.calledOff(taken), stays.keptNoLonger(taken)];
    case 'assess-first':
      return [rows.assessed(taken), scores.scored(taken), stays.shown(taken, 'symptom-score')];
    case 'discharge':
      return [...courses.coursesStopped(taken), ...stays.left(taken)];
    case 'record-death':
      return [...transferEnds(taken), ...courses.coursesStopped(taken), ...stays.died(taken)];
    case 'after-care':
      return [rows.acted(taken, 'after-care', text(taken.answers['note']))];
    case 'contact':
      return [rows.acted(taken, 'contact', text(taken.answers['note']))];
    default:
      return [];
  }
};

export const write = (taken: TakenStep): Written => ({
  resources: [
    ...(taken.step === 'record-wishes' ? [wishes(taken)] : []),
    ...(['review', 'score', 'assess-first'].includes(taken.step) ? symptoms(taken) : []),
    ...(SCALE_STEPS.includes(taken.step) ? scaleRecords(taken) : []),
    ...courseRecords(taken),
    ...places(taken),
  ],
  statements: effects(taken, taken.dayOf),
});
