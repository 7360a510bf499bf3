/** The server door of official letters. */
import { refusals } from '../../platform/errors.ts';
import type { ErrorWords } from '../../platform/errors.ts';
import type { CapabilityServer, Json } from '../../engines/pathways/capability.ts';
import { COUNTERSIGN_FORMS, LETTER_FORMS } from './forms.ts';
import { countersignLoads, countersignMoves, loads, moves, write } from './operations.ts';
import type { SignedWhen } from './operations.ts';
import { letter, letterCountersign } from './pathway.ts';
import { words } from './words.ts';

export { letterRoutes } from './routes.ts';
export { answeredCaseIn } from './rules.ts';
export type { LetterFacts } from './rules.ts';
export type { LetterRoutesOptions } from './routes/open.ts';

const lookUp = (table: Readonly<Record<string, string>>, code: string): string | undefined =>
  Object.hasOwn(table, code) ? table[code] : undefined;

const word: CapabilityServer['word'] = (kind, code, language) =>
  kind === 'document'
    ? words[language].document
    : (lookUp(kind === 'state' ? words[language].states : words[language].steps, code) ?? code);

const STATUS: Readonly<Record<string, number>> = {
  'letter.unknown': 404,
  'letter.code-unknown': 404,
  'letter.too-many-guesses': 429,
};
/** One table for both pathways: a refusal has one sentence. */
const ERRORS: ErrorWords = Object.fromEntries(
  Object.entries(words.zh.refusals).flatMap(([code, zh]) =>
    Object.entries(refusals(STATUS[code] ?? 409, { [code]: [zh, lookUp(words.en.refusals, code) ?? zh] })),
  ),
);

const REASONS = ['backReason', 'withdrawReason', 'voidReason', 'objection'] as const;
const reason = (_step: string, answers: Json): string | null => {
  const said = REASONS.map((name) => answers[name]).find((value) => typeof value === 'string');
  return typeof said === 'string' ? said.slice(0, 200) : null;
};
const nothing = () => ({ summary: {}, consentOwed: false, tasks: [] });

const TASK: Readonly<Record<string, string>> = {
  drafting: 'draft',
  sent: 'completed',
  agreed: 'completed',
  objected: 'rejected',
  withdrawn: 'cancelled',
  voided: 'cancelled',
  recalled: 'cancelled',
  asked: 'requested',
};

/** Letters are about no resident and stand in a list of their own. */
export const letterServer = (signedWhen: SignedWhen): CapabilityServer => ({
  pathway: letter,
  relates: 'review',
  forms: LETTER_FORMS,
  numberPrefix: 'GW',
  errors: ERRORS,
  word,
  loads: (question) => loads(question, signedWhen),
  moves,
  write,
  reason,
  taskStatus: (state) => TASK[state] ?? 'in-progress',
  publishedStatus: () => undefined,
  outlook: (answered) => ({ ...nothing(), summary: answered.get('open') ?? {} }),
});

export const letterCountersignServer: CapabilityServer = {
  pathway: letterCountersign,
  relates: 'review',
  forms: COUNTERSIGN_FORMS,
  numberPrefix: 'HQ',
  errors: {},
  word,
  loads: countersignLoads,
  moves: countersignMoves,
  write: () => ({ resources: [], statements: [] }),
  reason,
  taskStatus: (state) => TASK[state] ?? 'in-progress',
  publishedStatus: () => undefined,
  outlook: (answered) => ({ ...nothing(), summary: answered.get('ask') ?? {} }),
};
