/** The server door of the identity: what the engine needs to run it, its routes, and the job that finds possible duplicates. */
import type { CapabilityServer } from '../../../engines/pathways/capability.ts';
import { refusals } from '../../../platform/errors.ts';
import { FORMS } from './forms.ts';
import { loads, moves, write } from './operations.ts';
import { identity } from './pathway.ts';
import { words } from './words.ts';

export { screenResidents } from './operations/screening.ts';
export { identityRoutes } from './routes.ts';
export type { IdentityRoutesOptions } from './routes.ts';

const TASK_STATUS: Readonly<Record<string, string>> = {
  found: 'requested',
  compared: 'in-progress',
  asked: 'on-hold',
  'one-person': 'completed',
  'two-persons': 'completed',
  settled: 'cancelled',
};

const lookUp = (table: Readonly<Record<string, string>>, code: string): string | undefined =>
  Object.hasOwn(table, code) ? table[code] : undefined;

export const identityServer: CapabilityServer = {
  pathway: identity,
  forms: FORMS,
  numberPrefix: 'SF',
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
  reason: () => null,
  taskStatus: (state) => lookUp(TASK_STATUS, state) ?? 'cancelled',
  publishedStatus: () => undefined,
  outlook: () => ({ summary: {}, consentOwed: false, tasks: [] }),
};
