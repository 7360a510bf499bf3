/** The server door of proposals: three pathways of one capability, their routes and papers. */
import type { CapabilityServer, Json } from '../../engines/pathways/capability.ts';
import { refusals } from '../../platform/errors.ts';
import { FORMS } from './forms.ts';
import { CO_HANDLING_FORMS, PROMISE_FORMS } from './forms/children.ts';
import { loads, moves, write } from './operations.ts';
import { loadPromise, moveCoHandling, movePromise, writeCoHandling, writePromise } from './operations/children.ts';
import { coHandling, promise, proposal } from './pathway.ts';
import { words } from './words.ts';

export { proposalRoutes } from './routes.ts';
export { REPLY_CLASSES } from './forms/codes.ts';
export type { LetterBegins, ProposalView, PromiseList } from './shapes.ts';

const lookUp = (table: Readonly<Record<string, string>>, code: string): string | undefined =>
  Object.hasOwn(table, code) ? table[code] : undefined;

const TASK_STATUS: Readonly<Record<string, string>> = {
  submitted: 'requested',
  filed: 'received',
  'handed-over': 'requested',
  'return-asked': 'on-hold',
  'extension-asked': 'on-hold',
  'out-for-opinion': 'on-hold',
  sent: 'on-hold',
  'not-filed': 'rejected',
  withdrawn: 'cancelled',
  merged: 'cancelled',
  closed: 'completed',
  asked: 'requested',
  given: 'completed',
  declined: 'rejected',
  'taken-back': 'cancelled',
  kept: 'completed',
  'given-up': 'cancelled',
};

/** The answer that decided where a step led, for the timeline. */
const DECIDED = [
  'returnDecision',
  'extensionDecision',
  'reviewDecision',
  'draftOpinion',
  'verdict',
  'treatedAs',
  'evidenceDecision',
] as const;
const reason = (_step: string, answers: Json): string | null => {
  const decided = DECIDED.find((question) => typeof answers[question] === 'string');
  return decided === undefined ? null : String(answers[decided]);
};

const ofAll = {
  relates: 'review',
  word: (kind, code, language) =>
    kind === 'document'
      ? words[language].document
      : (lookUp(kind === 'state' ? words[language].states : words[language].steps, code) ?? code),
  reason,
  taskStatus: (state) => lookUp(TASK_STATUS, state) ?? 'in-progress',
  publishedStatus: () => undefined,
  outlook: () => ({ summary: {}, consentOwed: false, tasks: [] }),
} as const satisfies Partial<CapabilityServer>;

export const proposalServer: CapabilityServer = {
  ...ofAll,
  pathway: proposal,
  forms: FORMS,
  numberPrefix: 'TA',
  errors: refusals(
    409,
    Object.fromEntries(
      Object.entries(words.zh.refusals).map(([code, zh]) => [code, [zh, lookUp(words.en.refusals, code) ?? zh]]),
    ),
  ),
  loads,
  moves,
  write,
};

export const coHandlingServer: CapabilityServer = {
  ...ofAll,
  pathway: coHandling,
  forms: CO_HANDLING_FORMS,
  numberPrefix: 'HB',
  errors: {},
  loads: () => [],
  moves: moveCoHandling,
  write: writeCoHandling,
};

export const promiseServer: CapabilityServer = {
  ...ofAll,
  pathway: promise,
  forms: PROMISE_FORMS,
  numberPrefix: 'CN',
  errors: {},
  loads: loadPromise,
  moves: movePromise,
  write: writePromise,
};
