/** The server door of the break-glass capability. */
import type { CapabilityServer } from '../../../engines/pathways/capability.ts';
import { refusals } from '../../../platform/errors.ts';
import { FORMS } from './forms.ts';
import { loads, moves, write } from './operations.ts';
import { breakGlass } from './pathway.ts';
import { words } from './words.ts';

export { breakGlassRoutes } from './routes.ts';

/** What the resident hears after a step. */
export const breakGlassNews = (step: string): string | null =>
  step === 'break'
    ? 'looked-at'
    : step === 'justify'
      ? 'look-justified'
      : step === 'find-unjustified'
        ? 'look-unjustified'
        : null;

const lookUp = (table: Readonly<Record<string, string>>, code: string): string | undefined =>
  Object.hasOwn(table, code) ? table[code] : undefined;

export const breakGlassServer: CapabilityServer = {
  pathway: breakGlass,
  forms: FORMS,
  numberPrefix: 'JJ',
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
  reason: (step, answers) => (step === 'break' && typeof answers['reason'] === 'string' ? answers['reason'] : null),
  taskStatus: (state) => (state === 'opened' ? 'requested' : state === 'unjustified' ? 'in-progress' : 'completed'),
  publishedStatus: () => undefined,
  outlook: (answered) => ({ summary: answered.get('break') ?? {}, consentOwed: false, tasks: [] }),
};
