/** What crosses the wire about proposals. Instants are ISO 8601, days `YYYY-MM-DD`; codes are worded by the reader. */
import { z } from 'zod';
import { BODIES, REPLY_CLASSES, VERDICTS } from './forms/codes.ts';

const instant = z.string();
const day = z.string();
const Id = z.string().regex(/^[A-Za-z0-9\-.]{1,64}$/);
const named = z.object({ id: z.string(), name: z.string() });
export const ById = z.object({ id: Id });

export const PROPOSAL_TABS = ['open', 'mine', 'late', 'closed'] as const;
/** Lives in the address bar: codes, and words of a title somebody looks for. */
export const ProposalQuery = z.object({
  tab: z.enum(PROPOSAL_TABS).default('open'),
  body: z.enum(BODIES).optional(),
  year: z.coerce.number().int().min(1949).max(2200).optional(),
  state: z
    .string()
    .regex(/^[a-z-]{1,40}$/)
    .optional(),
  find: z.string().trim().max(60).optional(),
  page: z.coerce.number().int().min(1).max(1000).default(1),
});
export type ProposalQuery = z.infer<typeof ProposalQuery>;

export const ProposalRow = z.object({
  id: z.string(),
  body: z.enum(BODIES),
  year: z.int(),
  session: z.string(),
  number: z.int().nullable(),
  title: z.string(),
  kind: z.string(),
  signers: z.object({ first: z.string(), count: z.int() }),
  state: z.string(),
  lead: named.nullable(),
  owner: z.object({ organisation: named, role: z.string(), mine: z.boolean() }).nullable(),
  dueAt: instant.nullable(),
  late: z.boolean(),
  answerDue: day.nullable(),
  replyClass: z.enum(REPLY_CLASSES).nullable(),
  verdict: z.enum(VERDICTS).nullable(),
  round: z.int(),
  coHandlers: z.object({ open: z.int(), all: z.int() }),
  promises: z.object({ open: z.int(), late: z.int(), all: z.int() }),
  /** The reader's own child case, where it takes part as a co-handler only. */
  asCoHandler: z.object({ id: z.string(), state: z.string(), dueAt: instant.nullable(), late: z.boolean() }).nullable(),
});
export type ProposalRow = z.infer<typeof ProposalRow>;

export const ProposalList = z.object({
  items: z.array(ProposalRow),
  total: z.int(),
  pageSize: z.int(),
  /** Of the body, year and words asked for, without tab and state. */
  counts: z.object({ open: z.int(), mine: z.int(), late: z.int(), closed: z.int() }),
  states: z.array(z.object({ state: z.string(), count: z.int() })),
  years: z.array(z.int()),
});
export type ProposalList = z.infer<typeof ProposalList>;

export const CoHandlingView = z.object({
  id: z.string(),
  number: z.string(),
  organisation: named,
  task: z.enum(['opinion', 'countersign']),
  question: z.string(),
  answerBy: day,
  state: z.string(),
  late: z.boolean(),
  opinion: z.string().nullable(),
  agreed: z.boolean().nullable(),
  contact: z.string().nullable(),
  answeredOn: day.nullable(),
  own: z.boolean(),
});
export type CoHandlingView = z.infer<typeof CoHandlingView>;

const MilestoneView = z.object({ place: z.int(), what: z.string(), due: day, doneOn: day.nullable() });
export const PromiseRow = z.object({
  id: z.string(),
  number: z.string(),
  what: z.string(),
  keeper: named,
  due: day,
  figure: z.string().nullable(),
  /** What the figure says today; null where none is named, or there is none of that name. A missing value is missing. */
  figureNow: z.object({ name: z.string(), unit: z.string(), value: z.string().nullable(), asOf: day }).nullable(),
  state: z.string(),
  dueAt: instant.nullable(),
  late: z.boolean(),
  mine: z.boolean(),
  evidence: z.string().nullable(),
  evidenceValue: z.string().nullable(),
  closedOn: day.nullable(),
  milestones: z.array(MilestoneView),
  proposal: z.object({
    id: z.string(),
    body: z.enum(BODIES),
    year: z.int(),
    number: z.int().nullable(),
    title: z.string(),
    documentNumber: z.string().nullable(),
  }),
});
export type PromiseRow = z.infer<typeof PromiseRow>;

export const RuleView = z.object({
  from: day,
  until: day.nullable(),
  source: z.string(),
  verified: z.boolean(),
  returnDays: z.int(),
  answerMonths: z.int(),
  answerBy: z.string().nullable(),
  extendToMonths: z.int(),
  draftOpinion: z.enum(['required', 'customary']),
  classes: z.array(z.object({ code: z.enum(REPLY_CLASSES), zh: z.string(), en: z.string() })),
  bands: z.array(z.object({ verdict: z.enum(VERDICTS), from: z.int() })).nullable(),
  classLabel: z.string().nullable(),
  copyTo: z.array(z.object({ name: z.string(), copies: z.int().optional() })),
});

/** The letter that answers it, as far as this reader may see. */
export const LetterNow = z.object({
  id: z.string(),
  state: z.string(),
  closed: z.boolean(),
  number: z.string().nullable(),
  void: z.boolean(),
  signedOn: day.nullable(),
  ownerRole: z.string().nullable(),
  changedAt: instant,
  countersigns: z.array(z.object({ unit: z.string(), state: z.string() })),
});
export type LetterNow = z.infer<typeof LetterNow>;

/** What a letter begins with: the drafter chooses the template and the class. */
export const LetterBegins = z.object({
  templates: z.array(
    z.object({
      code: z.string(),
      name: z.string(),
      verified: z.boolean(),
      prefix: z.string(),
      /** How the template prints each class; null where it prints none. */
      classes: z.array(z.object({ code: z.enum(REPLY_CLASSES), printed: z.string().nullable() })),
    }),
  ),
  opening: z.object({
    about: z.string(),
    addressee: z.string(),
    matter: z.enum(['proposal', 'suggestion']),
    session: z.string(),
    matterNumber: z.string(),
    matterTitle: z.string(),
    material: z.array(z.object({ heading: z.string(), said: z.string() })),
    previous: z.string().optional(),
  }),
});
export type LetterBegins = z.infer<typeof LetterBegins>;

export const DraftView = z.object({
  version: z.int(),
  at: instant,
  by: z.string().nullable(),
  text: z.string(),
  replyClass: z.string(),
  changes: z.string().nullable(),
});
export type DraftView = z.infer<typeof DraftView>;

export const ProposalView = ProposalRow.extend({
  content: z.string(),
  category: z.string().nullable(),
  receivedOn: day,
  handedOverOn: day.nullable(),
  section: z.string().nullable(),
  responsible: z.string().nullable(),
  firstDue: day.nullable(),
  extendedUntil: day.nullable(),
  publication: z.string().nullable(),
  documentNumber: z.string().nullable(),
  letter: z.string().nullable(),
  signedOn: day.nullable(),
  sentOn: day.nullable(),
  firstSentOn: day.nullable(),
  firstSentDue: day.nullable(),
  score: z.int().nullable(),
  publishedOn: day.nullable(),
  publishedAt: z.string().nullable(),
  rating: z.string().nullable(),
  classEvidence: z.string().nullable(),
  archivedOn: day.nullable(),
  bodyName: z.string().nullable(),
  people: z.array(z.object({ name: z.string(), post: z.string().nullable(), number: z.int().nullable() })),
  mergedInto: z.object({ id: z.string(), number: z.int().nullable(), title: z.string() }).nullable(),
  merged: z.array(z.object({ id: z.string(), number: z.int().nullable(), title: z.string() })),
  follows: z.object({ id: z.string(), year: z.int(), number: z.int().nullable(), title: z.string() }).nullable(),
  rule: RuleView.nullable(),
  coHandlings: z.array(CoHandlingView),
  promised: z.array(PromiseRow),
  /** What the own unit promised in an earlier year, in answer to the same signers or the proposal it goes on from. */
  earlier: z.array(PromiseRow),
  drafts: z.array(DraftView),
  letterNow: LetterNow.nullable(),
  /** Whether the reader's house is a party, so that the whole case is its own; a co-handler sees its share. */
  party: z.boolean(),
});
export type ProposalView = z.infer<typeof ProposalView>;

/** The proposal a request or a promise belongs to. */
export const ShareParent = z.object({ proposal: z.string() });

export const Choices = z.object({
  units: z.array(named),
  /** Figures a promise may be shown by. */
  figures: z.array(z.object({ code: z.string(), name: z.string(), unit: z.string(), theme: z.string() })),
  bodies: z.array(z.object({ body: z.enum(BODIES), name: z.string(), receives: z.boolean(), handsOver: z.boolean() })),
});
export type Choices = z.infer<typeof Choices>;

export const PROMISE_TABS = ['open', 'late', 'claimed', 'closed'] as const;
export const PromiseQuery = z.object({
  tab: z.enum(PROMISE_TABS).default('open'),
  year: z.coerce.number().int().min(1949).max(2200).optional(),
  page: z.coerce.number().int().min(1).max(1000).default(1),
});
export type PromiseQuery = z.infer<typeof PromiseQuery>;
export const PromiseList = z.object({
  items: z.array(PromiseRow),
  total: z.int(),
  pageSize: z.int(),
  counts: z.object({ open: z.int(), late: z.int(), claimed: z.int(), closed: z.int() }),
  years: z.array(z.int()),
});
export type PromiseList = z.infer<typeof PromiseList>;

export const OverviewQuery = z.object({
  body: z.enum(BODIES).optional(),
  year: z.coerce.number().int().min(1949).max(2200).optional(),
});
const UnitCounts = z.object({
  all: z.int(),
  open: z.int(),
  lateNow: z.int(),
  answered: z.int(),
  onTime: z.int(),
  extended: z.int(),
  judged: z.int(),
  satisfied: z.int(),
  basicallySatisfied: z.int(),
  dissatisfied: z.int(),
  classA: z.int(),
  classB: z.int(),
  classC: z.int(),
  promises: z.int(),
  promisesLate: z.int(),
  good: z.int(),
  middle: z.int(),
  poor: z.int(),
});
export type UnitCounts = z.infer<typeof UnitCounts>;
export const Overview = z.object({
  total: UnitCounts,
  units: z.array(UnitCounts.extend({ unit: named })),
  years: z.array(z.int()),
  asOf: instant,
});
export type Overview = z.infer<typeof Overview>;

export const PAPERS = ['handling-form', 'opinion-form'] as const;
export const PaperParams = ById.extend({ paper: z.enum(PAPERS) });
