/** The server door of accreditation: the acceptance, and each expert's own case. */
import type { CapabilityServer } from '../../engines/pathways/capability.ts';
import { refusals } from '../../platform/errors.ts';
import { ACCEPTANCE_FORMS, REVIEW_FORMS } from './forms.ts';
import { loads, moves, write } from './operations.ts';
import { reviewLoads, reviewMoves, reviewWrite } from './operations/review.ts';
import { acceptance, acceptanceReview } from './pathway.ts';
import { words } from './words.ts';

export { accreditationRoutes } from './routes.ts';
export { loadTerms } from './operations/pack.ts';
export { accreditationFigures } from './figures.ts';

const lookUp = (table: Readonly<Record<string, string>>, code: string): string | undefined =>
  Object.hasOwn(table, code) ? table[code] : undefined;

const said =
  (document: keyof typeof words.zh.documents): CapabilityServer['word'] =>
  (kind, code, language) =>
    kind === 'document'
      ? words[language].documents[document]
      : (lookUp(kind === 'state' ? words[language].states : words[language].steps, code) ?? code);

const STATUS: Readonly<Record<string, string>> = {
  applied: 'requested',
  returned: 'on-hold',
  rectifying: 'on-hold',
  expired: 'completed',
  'not-accepted': 'rejected',
  revoked: 'failed',
  withdrawn: 'cancelled',
  'review-asked': 'requested',
  'opinion-given': 'completed',
  'review-declined': 'rejected',
  'review-recalled': 'cancelled',
};
const taskStatus = (state: string): string => lookUp(STATUS, state) ?? 'in-progress';
const codeOf =
  (...names: readonly string[]): CapabilityServer['reason'] =>
  (_step, answers) => {
    const found = names.map((name) => answers[name]).find((value) => typeof value === 'string');
    return typeof found === 'string' ? found : null;
  };

/** About an institution, no resident: read by its parties alone, in a list of its own. */
export const acceptanceServer: CapabilityServer = {
  pathway: acceptance,
  relates: 'review',
  ownList: true,
  forms: ACCEPTANCE_FORMS,
  numberPrefix: 'YS',
  errors: refusals(
    409,
    Object.fromEntries(
      Object.entries(words.zh.refusals).map(([code, zh]) => [code, [zh, lookUp(words.en.refusals, code) ?? zh]]),
    ),
  ),
  word: said('acceptance'),
  loads,
  moves,
  write,
  reason: codeOf('result'),
  taskStatus,
  publishedStatus: () => undefined,
  outlook: (answered) => ({ summary: answered.get('apply') ?? {}, consentOwed: false, tasks: [] }),
};

export const acceptanceReviewServer: CapabilityServer = {
  pathway: acceptanceReview,
  relates: 'review',
  ownList: true,
  forms: REVIEW_FORMS,
  numberPrefix: 'PS',
  errors: {},
  word: said('acceptance-review'),
  loads: reviewLoads,
  moves: reviewMoves,
  write: reviewWrite,
  reason: codeOf('verdict', 'declined'),
  taskStatus,
  publishedStatus: () => undefined,
  outlook: (answered) => ({ summary: answered.get('ask') ?? {}, consentOwed: false, tasks: [] }),
};
