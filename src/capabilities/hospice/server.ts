/** The server door of the hospice capability: the stay, and the opinions a conference asks for. */
import type { CapabilityServer } from '../../engines/pathways/capability.ts';
import type { PartyFact } from '../../engines/pathways/define.ts';
import type { Actor } from '../../platform/postgres/database.ts';
import { refusals } from '../../platform/errors.ts';
import { FORMS } from './forms/all.ts';
import { Opinion, OpinionGiven, Task, TaskDone, TaskDropped } from './forms/care.ts';
import { DIFFERENCE_FORMS } from './forms/difference.ts';
import { loads, moves, write } from './operations.ts';
import { ownKind } from './operations/loads.ts';
import type { OwnKind } from './operations/loads.ts';
import * as differenceWork from './operations/difference.ts';
import { careDifference, hospiceOpinion, hospiceStay, hospiceTask } from './pathway.ts';
import { words } from './words.ts';

export { hospiceFigures, hospiceOccupancy } from './figures.ts';
export { hospiceRoutes } from './routes.ts';

const lookUp = (table: Readonly<Record<string, string>>, code: string): string | undefined =>
  Object.hasOwn(table, code) ? table[code] : undefined;

const REASONS = [
  'cause',
  'answer',
  'refusal',
  'declined',
  'how',
  'withdrawn',
  'trigger',
  'closing',
  'entry',
  'risk',
] as const;

const spoken = {
  word: (kind: 'state' | 'step' | 'document', code: string, language: 'zh' | 'en'): string =>
    kind === 'document'
      ? words[language].document
      : (lookUp(kind === 'state' ? words[language].states : words[language].steps, code) ?? code),
  reason: (_step: string, answers: Readonly<Record<string, unknown>>): string | null => {
    const named = REASONS.map((name) => answers[name]).find((value) => typeof value === 'string');
    return typeof named === 'string' ? named : null;
  },
};

const APART: readonly string[] = [Opinion, OpinionGiven, Task, TaskDone, TaskDropped, ...DIFFERENCE_FORMS].map(
  ({ name }) => name,
);

export const hospiceStayServer: CapabilityServer = {
  ...spoken,
  pathway: hospiceStay,
  forms: FORMS.filter(({ name }) => !APART.includes(name)),
  ownList: true,
  numberPrefix: 'AN',
  errors: refusals(
    409,
    Object.fromEntries(
      Object.entries(words.zh.refusals).map(([code, zh]) => [code, [zh, lookUp(words.en.refusals, code) ?? zh]]),
    ),
  ),
  loads,
  moves,
  write,
  taskStatus: (state) =>
    state === 'referred'
      ? 'requested'
      : state === 'refused' || state === 'cancelled' || state === 'patient-declined'
        ? 'cancelled'
        : ['died', 'died-before', 'discharged', 'treated-elsewhere', 'left-against-advice', 'moved-away'].includes(
              state,
            )
          ? 'completed'
          : 'in-progress',
  publishedStatus: () => undefined,
  outlook: (answered) => ({ summary: answered.get('refer') ?? {}, consentOwed: false, tasks: [] }),
};

/** Work within the house that cares: its nurse sees that it is done. */
const inTheHouse = {
  ...spoken,
  ownList: true,
  errors: {},
  loads: ({ actor }) => [ownKind(actor.organisation)],
  write: () => ({ resources: [], statements: [] }),
  publishedStatus: () => undefined,
} as const satisfies Partial<CapabilityServer>;
const bothSides = (
  { organisation }: Actor,
  loaded: Readonly<Record<string, unknown>>,
): Readonly<Record<'sender' | 'receiver', PartyFact>> => ({
  sender: { organisation, department: null },
  receiver: { organisation, department: null, ...(loaded['ownKind'] as OwnKind) },
});

export const hospiceOpinionServer: CapabilityServer = {
  ...inTheHouse,
  pathway: hospiceOpinion,
  forms: [Opinion, OpinionGiven],
  numberPrefix: 'AY',
  moves: ({ actor, answers }, loaded, before) =>
    before === null
      ? {
          parties: bothSides(actor, loaded),
          headline: typeof answers['question'] === 'string' ? answers['question'].slice(0, 200) : '',
        }
      : {},
  taskStatus: (state) => (state === 'asked' ? 'requested' : 'completed'),
  outlook: (answered) => ({ summary: answered.get('ask') ?? {}, consentOwed: false, tasks: [] }),
};

export const hospiceTaskServer: CapabilityServer = {
  ...inTheHouse,
  pathway: hospiceTask,
  forms: [Task, TaskDone, TaskDropped],
  numberPrefix: 'AR',
  moves: ({ actor, answers, endOfDay }, loaded, before) =>
    before === null
      ? {
          parties: bothSides(actor, loaded),
          headline: `${String(answers['who'])}：${String(answers['what'])}`.slice(0, 200),
          dueAt: endOfDay(String(answers['dueOn'])),
        }
      : {},
  taskStatus: (state) => (state === 'given' ? 'requested' : state === 'task-dropped' ? 'cancelled' : 'completed'),
  outlook: (answered) => ({ summary: answered.get('give') ?? {}, consentOwed: false, tasks: [] }),
};

/** About money, and of a resident only by the line of a claim: read by the house whose claim it is, in a list of its own. */
export const careDifferenceServer: CapabilityServer = {
  ...spoken,
  word: (kind, code, language) =>
    kind === 'document' ? words[language].differenceDocument : spoken.word(kind, code, language),
  pathway: careDifference,
  relates: 'review',
  ownList: true,
  forms: DIFFERENCE_FORMS,
  numberPrefix: 'CE',
  errors: {},
  loads: differenceWork.loads,
  moves: differenceWork.moves,
  write: differenceWork.write,
  taskStatus: (state) =>
    state === 'difference-found' ? 'requested' : state.startsWith('difference-') ? 'completed' : 'in-progress',
  publishedStatus: () => undefined,
  outlook: () => ({ summary: {}, consentOwed: false, tasks: [] }),
};
