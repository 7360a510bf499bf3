/** What the papers say, gathered from the case as its reader sees it and from who the parties are. Pure. */
import type { CaseView } from '../../../engines/pathways/shapes.ts';
import type { FilingMeaning } from '../../../consortium/insurance.ts';
import { markOf } from './table.ts';
import type { Mark } from './table.ts';
import { suppliesOf } from './supplies.ts';
import type { Named, Supply } from './supplies.ts';

type Answers = Readonly<Record<string, unknown>>;

/** What the case itself does not hold: read beside it, with the reader's own rights. Null: not recorded. */
export type Details = {
  readonly birthDate: string | null;
  readonly address: string | null;
  readonly phone: string | null;
  readonly recordNumber: string | null;
  readonly senderPhone: string | null;
  readonly receiverPhone: string | null;
  readonly departmentPhone: string | null;
};

export type Filing = {
  readonly number: string | null;
  readonly filedAt: string;
  readonly by: { readonly name: string | null; readonly organisation: string };
  /** The hospital it was filed for is not where the resident is going now. */
  readonly elsewhere: string | null;
  readonly withdrawnAt: string | null;
};

export type PaperFacts = {
  readonly number: string;
  readonly urgency: string;
  readonly state: string;
  readonly mark: Mark | null;
  readonly resident: { readonly name: string; readonly gender: string; readonly age: number | null };
  readonly details: Details;
  readonly allergies: readonly string[];
  readonly sender: string;
  readonly receiver: { readonly organisation: string; readonly department: string | null };
  readonly request: Answers;
  readonly sent: Signed;
  readonly supplied: readonly string[];
  readonly accepted: (Signed & { readonly answers: Answers }) | null;
  readonly arrived: { readonly answers: Answers } | null;
  readonly returned: (Signed & { readonly answers: Answers }) | null;
  readonly tasks: CaseView['tasks'];
  readonly medicines: readonly Supply[];
  readonly devices: readonly Supply[];
  readonly consent: Consent;
  readonly slotAt: string | null;
  readonly ended: { readonly at: string; readonly reason: string | null; readonly explanation: string | null } | null;
  readonly filing: Filing | null;
  readonly meaning: readonly FilingMeaning[];
  readonly guide: Guide;
};

/** What the region and the resident's own page add to the slip. */
export type Guide = {
  readonly bring: readonly string[];
  readonly bringVerified: boolean;
  readonly address: string | null;
  /** The resident's own page and the one-time code that opens it; null where none was issued. */
  readonly page: { readonly address: string; readonly code: string; readonly until: string } | null;
};
type Signed = { readonly by: string | null; readonly organisation: string; readonly at: string };
type Consent = {
  readonly decision: 'agreed' | 'refused' | 'owed';
  readonly told: readonly string[];
  readonly signer: string | null;
  readonly signerName: string | null;
  readonly at: string;
  readonly by: string | null;
};

type Entry = CaseView['timeline'][number];

export const asText = (value: unknown): string =>
  typeof value === 'string' ? value.trim() : typeof value === 'number' ? String(value) : '';
const orNull = (value: unknown): string | null => {
  const text = asText(value);
  return text === '' ? null : text;
};

const signed = (entry: Entry): Signed => ({
  by: entry.by.name,
  organisation: entry.by.organisation.name,
  at: entry.at,
});

/** The last entry of a step, if nothing after it took it back. */
const latest = (view: CaseView, step: string, undoneBy: readonly string[] = []): Entry | undefined => {
  const found = view.timeline.findLast((entry) => entry.step === step);
  const undone = view.timeline.some((entry) => undoneBy.includes(entry.step) && entry.version > (found?.version ?? 0));
  return undone ? undefined : found;
};

/** Steps that send the referral to somebody else: what the former receiver said no longer holds. */
const ELSEWHERE = ['reassign', 'redirect', 'pass-on', 'refer-elsewhere', 'send-again'];

/** The return form in force; undefined before it and while it is being corrected. */
export const returnEntry = (view: CaseView): Entry | undefined => latest(view, 'issue-return', ['question-return']);

const isDecision = (value: unknown): value is Consent['decision'] =>
  value === 'agreed' || value === 'refused' || value === 'owed';

const consentOf = (view: CaseView): Consent => {
  const later = latest(view, 'record-consent');
  const opening = view.timeline[0];
  const answers = later?.answers ?? view.summary;
  const { told, consent } = answers;
  return {
    decision: isDecision(consent) ? consent : 'owed',
    told: Array.isArray(told) ? told.filter((each) => typeof each === 'string') : [],
    signer: orNull(answers['signer']),
    signerName: orNull(answers['signerName']),
    at: later?.at ?? view.openedAt,
    by: (later ?? opening)?.by.name ?? null,
  };
};

const withAnswers = (entry: Entry | undefined): (Signed & { readonly answers: Answers }) | null =>
  entry === undefined ? null : { ...signed(entry), answers: entry.answers ?? {} };

export const factsOf = (
  view: CaseView,
  details: Details,
  filing: Filing | null,
  meaning: readonly FilingMeaning[],
  guide: Guide,
  names: ReadonlyMap<string, Named>,
): PaperFacts => {
  const opening = view.timeline[0];
  const plan = returnEntry(view)?.answers ?? {};
  const closing = view.closedAt === null ? undefined : view.timeline.at(-1);
  return {
    number: view.number,
    urgency: view.urgency,
    state: view.state,
    mark: markOf(view.state, view.closedAt !== null),
    resident: view.resident ?? { name: '', gender: 'unknown', age: null },
    details,
    allergies: view.allergies?.items ?? [],
    sender: view.sender.name,
    receiver: {
      organisation: view.receiver.organisation.name,
      department: view.receiver.department?.name ?? null,
    },
    request: view.summary,
    sent: opening === undefined ? { by: null, organisation: view.sender.name, at: view.openedAt } : signed(opening),
    supplied: view.timeline.flatMap(({ step, answers }) =>
      step === 'supply' ? [asText(answers?.['supplied'])].filter((text) => text !== '') : [],
    ),
    accepted: withAnswers(latest(view, 'accept', [...ELSEWHERE, 'report-no-show'])),
    arrived: withAnswers(latest(view, 'arrive')),
    returned: withAnswers(returnEntry(view)),
    tasks: view.tasks,
    medicines: suppliesOf(plan, 'medicines', names),
    devices: suppliesOf(plan, 'devices', names),
    consent: consentOf(view),
    slotAt: view.hold?.status === 'active' || view.hold?.status === 'used' ? view.hold.slotAt : null,
    ended:
      closing === undefined || view.state === 'finished'
        ? null
        : {
            at: view.closedAt ?? closing.at,
            reason: closing.reason,
            explanation: orNull(closing.answers?.['explanation']),
          },
    filing,
    meaning,
    guide,
  };
};
