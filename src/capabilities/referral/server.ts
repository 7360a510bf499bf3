/** The server door of the referral: what the engine needs to run it. */
import type { CapabilityServer, CaseOutlook, Json } from '../../engines/pathways/capability.ts';
import { refusals } from '../../platform/errors.ts';
import { keepFact } from './facts.ts';
import { FORMS } from './forms.ts';
import { loads, moves, write } from './operations.ts';
import { referral } from './pathway.ts';
import { words } from './words.ts';

export { PAPER_ERRORS } from './papers/errors.ts';
export { paperRoutes } from './papers/routes.ts';
export { UNFILED } from './papers/filing.ts';
export { referralFigures } from './figures.ts';
export { figureRegionOf } from './figures/overview.ts';
export { figureRoutes } from './figures/routes.ts';
export { countingJob } from './figures/counted.ts';
export { settlingJob } from './figures/settled.ts';
export { residentNews, residentView } from './resident.ts';
export { ANSWERING } from './rules/sides.ts';
export { referralRoutes } from './routes.ts';

const TASK_STATUS: Readonly<Record<string, string>> = {
  sent: 'requested',
  'information-requested': 'on-hold',
  declined: 'rejected',
  accepted: 'accepted',
  'not-arrived': 'on-hold',
  'in-care': 'in-progress',
  'sent-back': 'requested',
  'referred-onward': 'on-hold',
  'return-issued': 'in-progress',
  'taken-back': 'in-progress',
  seen: 'in-progress',
  finished: 'completed',
  refused: 'rejected',
};

/** Bidirectional Services eReferral (HL7 BSeR) business status, where a state has one. Read from the guide, not verified against a release. */
const BSER = 'http://hl7.org/fhir/us/bser/CodeSystem/TaskBusinessStatusCS';
const PUBLISHED: Readonly<Record<string, string>> = {
  sent: '2.0',
  accepted: '3.0',
  declined: '4.0',
  'not-arrived': '5.1.2',
  cancelled: '6.0',
  finished: '7.0',
};

const REASON: Readonly<Record<string, string>> = {
  refuse: 'reason',
  'question-return': 'reason',
  'end-at-sender': 'ending',
  'end-at-receiver': 'ending',
  send: 'consent',
  'send-down': 'consent',
};

/** A return form says on the timeline that something of its plan is missing at home, and how that was met. */
const planReason = (answers: Json): string | null => {
  if (typeof answers['overrideReason'] === 'string') return 'plan-overridden';
  const rows = [answers['medicines'], answers['devices']].flatMap((list) => (list ?? []) as readonly Json[]);
  return rows.some((row) => row['ifMissing'] !== undefined) ? 'plan-arranged' : null;
};

const lookUp = (table: Readonly<Record<string, string>>, code: string): string | undefined =>
  Object.hasOwn(table, code) ? table[code] : undefined;

const asTasks = (note: Json | undefined, closed: Json | undefined): CaseOutlook['tasks'] => {
  const tasks = (note?.['tasks'] ?? []) as readonly { readonly what: string; readonly due: string }[];
  const done = closed?.['tasksDone'] === 'all-done';
  return tasks.map(({ what, due }) => ({ what, due, done }));
};

const outlook = (answered: ReadonlyMap<string, Json>): CaseOutlook => {
  const sent = answered.get('send') ?? answered.get('send-down') ?? {};
  const signed = answered.get('record-consent');
  return {
    summary: sent,
    consentOwed: sent['consent'] === 'owed' && signed === undefined,
    tasks: asTasks(answered.get('issue-return') ?? answered.get('send-down'), answered.get('close')),
  };
};

export const referralServer: CapabilityServer = {
  pathway: referral,
  forms: FORMS,
  numberPrefix: 'ZZ',
  errors: refusals(
    409,
    Object.fromEntries(
      Object.entries(words.zh.refusals).map(([code, zh]) => [code, [zh, lookUp(words.en.refusals, code) ?? zh]]),
    ),
  ),
  word: (kind, code, language) =>
    kind === 'document'
      ? words[language].document
      : (lookUp(kind === 'state' ? words[language].states : words[language].steps, code) ?? code),
  loads,
  moves,
  // last, so that counters are locked for the shortest time
  write: (taken) => {
    const written = write(taken);
    return { ...written, statements: [...written.statements, keepFact(taken)] };
  },
  reason: (step, answers) => {
    if (step === 'issue-return' || (step === 'send-down' && answers['consent'] !== 'refused'))
      return planReason(answers);
    const question = lookUp(REASON, step);
    const reason = question === undefined ? undefined : answers[question];
    return typeof reason === 'string' && reason !== 'agreed' ? reason : null;
  },
  taskStatus: (state) => lookUp(TASK_STATUS, state) ?? 'cancelled',
  publishedStatus: (state) => {
    const code = lookUp(PUBLISHED, state);
    return code === undefined ? undefined : { system: BSER, code };
  },
  outlook,
};
