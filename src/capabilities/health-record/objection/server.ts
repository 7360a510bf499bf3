/** The server door of the objection capability. */
import type { CapabilityServer } from '../../../engines/pathways/capability.ts';
import { refusals } from '../../../platform/errors.ts';
import { FORMS } from './forms.ts';
import { loads, moves, write } from './operations.ts';
import { objection } from './pathway.ts';
import { words } from './words.ts';

export { objectionRoutes } from './routes.ts';

/** What the resident hears after a step: that there is an answer, which stands on their own page. */
export const objectionNews = (step: string): string | null =>
  step === 'uphold' || step === 'not-uphold' ? 'objection-answered' : null;

const TASK_STATUS: Readonly<Record<string, string>> = {
  raised: 'requested',
  upheld: 'completed',
  'not-upheld': 'rejected',
  withdrawn: 'cancelled',
};

const lookUp = (table: Readonly<Record<string, string>>, code: string): string | undefined =>
  Object.hasOwn(table, code) ? table[code] : undefined;

export const objectionServer: CapabilityServer = {
  pathway: objection,
  forms: FORMS,
  numberPrefix: 'YY',
  relates: 'review',
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
  write,
  reason: (step, answers) => (step === 'object' && typeof answers['wrong'] === 'string' ? answers['wrong'] : null),
  taskStatus: (state) => lookUp(TASK_STATUS, state) ?? 'cancelled',
  publishedStatus: () => undefined,
  outlook: (answered) => ({ summary: answered.get('object') ?? {}, consentOwed: false, tasks: [] }),
};
