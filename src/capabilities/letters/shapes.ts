/** What crosses the wire about letters. */
import { z } from 'zod';
import { CHECK_KINDS } from '../../engines/letters/checks.ts';
import { LetterDocument, Observed } from '../../engines/letters/document.ts';

const instant = z.string();
const Blocked = z.object({ step: z.string(), reason: z.string() });

export const FindingView = z.object({
  key: z.string(),
  kind: z.enum(CHECK_KINDS),
  quotes: z.array(z.string()),
  because: z.string(),
  claim: z.string().nullable(),
  paragraph: z.int().nullable(),
  mend: z.boolean(),
  answer: z.object({ reason: z.string(), at: instant, by: z.string().nullable() }).nullable(),
});
export type FindingView = z.infer<typeof FindingView>;

export const Signed = z.object({
  number: z.string(),
  signer: z.string(),
  day: z.string(),
  digest: z.string(),
  code: z.string(),
  void: z.boolean(),
});

export const LetterView = z.object({
  id: z.string(),
  caseNumber: z.string(),
  caseVersion: z.int(),
  state: z.string(),
  owner: z.object({ role: z.string(), organisation: z.string() }).nullable(),
  dueAt: instant.nullable(),
  late: z.boolean(),
  verified: z.boolean(),
  issuer: z.string(),
  about: z.string().nullable(),
  version: z.int(),
  content: LetterDocument,
  previous: z.string().nullable(),
  mayEdit: z.boolean(),
  mayAnswer: z.boolean(),
  findings: z.array(FindingView),
  /** What the figures said when they were last asked, by claim; null: gone. */
  observations: z.record(z.string(), Observed.nullable()),
  lookedAt: instant.nullable(),
  signed: Signed.nullable(),
  seal: z
    .object({ adapter: z.string(), reference: z.string(), digest: z.string(), at: instant, by: z.string().nullable() })
    .nullable(),
  steps: z.array(z.object({ step: z.string(), form: z.string().nullable(), primary: z.boolean() })),
  blocked: z.array(Blocked),
  timeline: z.array(
    z.object({
      step: z.string(),
      at: instant,
      by: z.string().nullable(),
      role: z.string(),
      reason: z.string().nullable(),
    }),
  ),
  ahead: z.array(z.string()),
  countersigns: z.array(
    z.object({ id: z.string(), unit: z.string(), state: z.string(), opinion: z.string().nullable() }),
  ),
  /** What the reader's own house was asked: its countersignature, with the steps it may take. */
  ownCountersign: z
    .object({
      id: z.string(),
      version: z.int(),
      state: z.string(),
      note: z.string(),
      dueAt: instant.nullable(),
      late: z.boolean(),
      steps: z.array(z.object({ step: z.string(), form: z.string().nullable() })),
    })
    .nullable(),
  /** The case it answers, where this reader takes part in it. */
  answers: z.object({ id: z.string(), pathway: z.string(), number: z.string() }).nullable(),
  serverTime: instant,
});
export type LetterView = z.infer<typeof LetterView>;

export const LetterRowView = z.object({
  id: z.string(),
  title: z.string(),
  state: z.string(),
  number: z.string().nullable(),
  issuer: z.string(),
  ownerRole: z.string().nullable(),
  dueAt: instant.nullable(),
  late: z.boolean(),
  changedAt: instant,
  /** Whether the own house is asked to countersign it and has not answered. */
  countersign: z.boolean(),
});
export type LetterRowView = z.infer<typeof LetterRowView>;
export const Letters = z.object({
  items: z.array(LetterRowView),
  next: z.string().nullable(),
  serverTime: instant,
});
export type Letters = z.infer<typeof Letters>;
export const LettersQuery = z.object({ after: z.iso.datetime().optional() });

export const SaveBody = z.object({
  version: z.int().min(1),
  content: LetterDocument,
  previous: z.string().max(100_000).nullable().optional(),
});
export const Saved = z.object({ version: z.int(), at: instant });

export const AnswerBody = z.object({
  findings: z.array(z.string().max(40)).min(1).max(200),
  reason: z.string().max(1000),
});

export const LookView = z.object({
  at: instant,
  settled: z.boolean(),
  observations: z.record(z.string(), Observed.nullable()),
  refused: z.record(z.string(), z.string()),
});

export const ClaimQuery = z.object({
  figure: z.string().max(120),
  scope: z.string().max(160).default(''),
  period: z.string().max(40).optional(),
  asOf: z.string().regex(/^\d{4}-\d{2}-\d{2}$/),
});
export const ClaimAnswer = z.object({ observed: Observed.nullable(), refused: z.string().nullable() });
export const FigureChoices = z.object({
  figures: z.array(
    z.object({
      code: z.string(),
      name: z.string(),
      unit: z.string(),
      definition: z.string(),
      theme: z.string(),
      decimals: z.int(),
      scopes: z.array(z.string()),
      rate: z.boolean(),
    }),
  ),
  scopes: z.array(z.object({ code: z.string(), name: z.string() })),
  /** Houses where somebody can keep what a letter promises. */
  keepers: z.array(z.object({ id: z.string(), name: z.string() })),
});
export type FigureChoices = z.infer<typeof FigureChoices>;

export const Templates = z.object({
  items: z.array(
    z.object({ code: z.string(), name: z.string(), layout: z.string(), verified: z.boolean(), source: z.string() }),
  ),
});
export const Versions = z.object({
  items: z.array(z.object({ version: z.int(), at: instant, by: z.string().nullable(), role: z.string() })),
});
export type Versions = z.infer<typeof Versions>;

const Stretch = z.object({ kind: z.enum(['same', 'added', 'removed']), text: z.string() });
export const Difference = z.object({
  from: z.int(),
  to: z.int(),
  lines: z.array(
    z.union([
      z.object({ kind: z.enum(['same', 'added', 'removed']), text: z.string() }),
      z.object({ kind: z.literal('changed'), stretches: z.array(Stretch) }),
    ]),
  ),
});
export type Difference = z.infer<typeof Difference>;
export const DifferenceQuery = z.object({ from: z.coerce.number().int().min(1), to: z.coerce.number().int().min(1) });

export const NumberRow = z.object({
  number: z.int(),
  letter: z.string().nullable(),
  title: z.string().nullable(),
  signedOn: z.string().nullable(),
  note: z.string().nullable(),
  void: z.object({ reason: z.string(), at: instant }).nullable(),
});
export const Numbers = z.object({
  prefix: z.string(),
  year: z.int(),
  last: z.int(),
  /** None, and the list says so. */
  gaps: z.array(z.int()),
  items: z.array(NumberRow),
  series: z.array(z.object({ prefix: z.string(), year: z.int(), last: z.int() })),
});
export type Numbers = z.infer<typeof Numbers>;
export const NumbersQuery = z.object({ prefix: z.string().max(20), year: z.coerce.number().int().min(1949).max(2200) });
export const ElsewhereBody = z.object({
  prefix: z.string().min(1).max(20),
  year: z.int().min(1949).max(2200),
  number: z.int().min(1).max(99_999),
  note: z.string().trim().min(2).max(300),
});
export const SwitchBody = z.object({ opened: z.boolean(), reason: z.string().trim().min(2).max(300) });
export const SwitchView = z.object({ opened: z.boolean(), at: instant.nullable(), reason: z.string().nullable() });
