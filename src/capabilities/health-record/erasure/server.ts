/** The server door of the erasure capability. */
import type { CapabilityServer } from '../../../engines/pathways/capability.ts';
import { refusals } from '../../../platform/errors.ts';
import { FORMS } from './forms.ts';
import { loads, moves, write } from './operations.ts';
import { erasure } from './pathway.ts';
import { words } from './words.ts';

export { erasureRoutes } from './routes.ts';

const TASK_STATUS: Readonly<Record<string, string>> = {
  asked: 'requested',
  erased: 'completed',
  kept: 'rejected',
  withdrawn: 'cancelled',
};

const lookUp = (table: Readonly<Record<string, string>>, code: string): string | undefined =>
  Object.hasOwn(table, code) ? table[code] : undefined;

export const erasureServer: CapabilityServer = {
  pathway: erasure,
  forms: FORMS,
  numberPrefix: 'SC',
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
  reason: (step, answers) => (step === 'ask' && typeof answers['basis'] === 'string' ? answers['basis'] : null),
  taskStatus: (state) => lookUp(TASK_STATUS, state) ?? 'cancelled',
  publishedStatus: () => undefined,
  outlook: (answered) => ({ summary: answered.get('ask') ?? {}, consentOwed: false, tasks: [] }),
};
