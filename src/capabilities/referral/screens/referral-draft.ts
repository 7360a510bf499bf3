/** A referral while it is being written: what is answered, what is still missing and where. Pure; the server decides. */
import type { HoldView } from '../../../consortium/shapes.ts';
import { URGENCIES } from '../../../engines/pathways/define.ts';
import type { StepFacts, Urgency } from '../../../engines/pathways/define.ts';
import { isRefusal } from '../../../platform/refusal.ts';
import { CONSENT_DECISIONS, ReferralRequest, SIGNERS, TOLD } from '../forms.ts';
import { consentDecided, placeHeld } from '../rules.ts';

export const VISITS = ['inpatient', 'outpatient'] as const;
export const ALLERGY_ANSWERS = ['present', 'none-known', 'never-asked'] as const;
export const PARTS = ['condition', 'place', 'consent', 'submit'] as const;
export type Part = (typeof PARTS)[number];

/** The text fields of the national out form 转出单, in its order. */
export const TEXT_FIELDS = ['impression', 'reason', 'history', 'treatment', 'findings', 'contact'] as const;
export type TextField = (typeof TEXT_FIELDS)[number];
export type Visit = (typeof VISITS)[number];
export type Told = (typeof TOLD)[number];
export type Signer = (typeof SIGNERS)[number];

export type Answers = Readonly<Record<TextField, string>> & {
  readonly urgency: Urgency | null;
  readonly visit: Visit | null;
  readonly allergy: (typeof ALLERGY_ANSWERS)[number] | null;
  readonly told: readonly Told[];
  readonly consent: (typeof CONSENT_DECISIONS)[number] | null;
  readonly signer: Signer | null;
  readonly signerName: string;
};
export type Place = {
  /** What it was chosen for: a bed or a clinic appointment. */
  readonly visit: Visit;
  readonly department: { readonly id: string; readonly name: string };
  readonly organisation: { readonly id: string; readonly name: string };
  /** The department gives out no appointments: nothing is held there. */
  readonly walkIn: boolean;
  /** The role that answers there; the coordinator's where it is not known. */
  readonly answeredBy?: string;
};
/** What is needed of the place beside a bed or an appointment: codes of the region's lists; empty: not asked for. */
export const NEEDS = ['specialty', 'device', 'insurance'] as const;
export type Needs = Readonly<Record<(typeof NEEDS)[number], string>>;
export const NO_NEEDS: Needs = { specialty: '', device: '', insurance: '' };

export type ReferralDraft = {
  readonly resident: string;
  readonly answers: Answers;
  /** Asked of the departments offered, and kept with the choice. */
  readonly needs: Needs;
  /** What the record gave, by field: a field is marked 取自健康档案 while it still reads the same. */
  readonly filled: Readonly<Partial<Record<TextField | 'allergy', string>>>;
  readonly place: Place | null;
  /** The case whose resident is referred onward by this one, and where its content was taken from. */
  readonly onward?: { readonly id: string; readonly number: string; readonly organisation: string };
  /** The place kept for this draft, as last heard of; it may have run out since. */
  readonly hold: HoldView | null;
};

export type Prefill = Readonly<Partial<Record<TextField | 'allergy', string | null>>>;

export const emptyDraft = (resident: string): ReferralDraft => ({
  resident,
  answers: {
    urgency: null,
    visit: null,
    allergy: null,
    impression: '',
    reason: '',
    history: '',
    treatment: '',
    findings: '',
    contact: '',
    told: [],
    consent: null,
    signer: null,
    signerName: '',
  },
  needs: NO_NEEDS,
  filled: {},
  place: null,
  hold: null,
});

const oneOf = <const Code extends string>(value: unknown, codes: readonly Code[]): Code | null =>
  codes.find((code) => code === value) ?? null;

/** Fills the fields the record knows; what is already typed stays. */
export const prefilled = (draft: ReferralDraft, given: Prefill): ReferralDraft => {
  const texts: Partial<Record<TextField, string>> = {};
  const filled: Partial<Record<TextField | 'allergy', string>> = {};
  for (const field of TEXT_FIELDS) {
    const text = given[field];
    if (typeof text !== 'string' || text.trim() === '' || draft.answers[field] !== '') continue;
    texts[field] = text;
    filled[field] = text;
  }
  const allergy = draft.answers.allergy ?? oneOf(given.allergy, ALLERGY_ANSWERS);
  if (allergy !== null && draft.answers.allergy === null) filled.allergy = allergy;
  return {
    ...draft,
    answers: { ...draft.answers, ...texts, allergy },
    filled: { ...draft.filled, ...filled },
  };
};

export const fromRecord = (draft: ReferralDraft, field: TextField | 'allergy'): boolean =>
  draft.filled[field] !== undefined && draft.answers[field] === draft.filled[field];

/** Less than nothing never: whole seconds until the hold runs out. Null: it does not run out by itself. */
export const secondsLeft = (untilAt: string | null, now: Date): number =>
  untilAt === null ? Infinity : Math.max(0, Math.ceil((new Date(untilAt).getTime() - now.getTime()) / 1000));
export const isHeld = (hold: HoldView | null, now: Date): hold is HoldView =>
  hold !== null && (hold.status === 'used' || (hold.status === 'active' && secondsLeft(hold.untilAt, now) > 0));

/** Consent given for routine urgency ends when the case becomes no emergency: a debt is for emergencies alone. */
export const changed = (draft: ReferralDraft, change: Partial<Answers>): ReferralDraft => {
  const answers = { ...draft.answers, ...change };
  const owedWithoutEmergency = answers.consent === 'owed' && answers.urgency !== 'emergency';
  return { ...draft, answers: owedWithoutEmergency ? { ...answers, consent: null } : answers };
};

/** The answers as the form takes them: nothing empty, a hold only while it holds. */
export const formAnswers = (draft: ReferralDraft, now: Date): Record<string, unknown> => {
  const { answers, place, hold } = draft;
  const given: Record<string, unknown> = { resident: draft.resident };
  for (const [code, value] of Object.entries(answers)) {
    // What is owed was neither told nor signed yet.
    if (answers.consent === 'owed' && ['told', 'signer', 'signerName'].includes(code)) continue;
    if (typeof value === 'string' && value.trim() !== '') given[code] = value.trim();
    else if (Array.isArray(value) && value.length > 0) given[code] = value;
  }
  if (place !== null) given['department'] = place.department.id;
  if (isHeld(hold, now) && hold.department.id === place?.department.id) given['hold'] = hold.id;
  return given;
};

/** One thing that still keeps the referral from leaving: which part and field, and the code of its sentence. */
export type Gap = { readonly part: Part; readonly field: string; readonly code: string };

const partOf = (field: string): Part => {
  if (field === 'department' || field === 'hold') return 'place';
  return ['told', 'consent', 'signer', 'signerName'].includes(field) ? 'consent' : 'condition';
};

const factsOf = (draft: ReferralDraft, given: Readonly<Record<string, unknown>>, now: Date): StepFacts => ({
  now,
  state: null,
  urgency: draft.answers.urgency ?? 'routine',
  parties: {},
  actor: { role: 'general-practitioner', organisation: '', department: null },
  answers: given,
  answered: true,
  loaded: {
    ...(isHeld(draft.hold, now)
      ? { hold: { id: draft.hold.id, department: draft.hold.department.id, active: true } }
      : {}),
    // what placeHeld looks at; the rest of the department the server knows
    ...(draft.place?.walkIn === true ? { destination: { kind: 'walk-in' } } : {}),
  },
  children: [],
});

/** Everything missing, in the order of the form. The same form and the same rules as the server's. */
export const gapsOf = (draft: ReferralDraft, now: Date): readonly Gap[] => {
  const given = formAnswers(draft, now);
  const gaps: Gap[] = [];
  for (const [field, question] of Object.entries(ReferralRequest.questions)) {
    const value = given[field];
    if (value === undefined) {
      if ('required' in question) gaps.push({ part: partOf(field), field, code: 'required' });
    } else if ('max' in question && typeof value === 'string' && value.length > question.max)
      gaps.push({ part: partOf(field), field, code: 'too-long' });
  }
  const facts = factsOf(draft, given, now);
  if (draft.place !== null && draft.answers.visit !== null && draft.place.visit !== draft.answers.visit)
    gaps.push({ part: 'place', field: 'department', code: 'place-of-other-visit' });
  else if (given['department'] !== undefined) {
    const place = placeHeld(facts);
    if (isRefusal(place)) gaps.push({ part: 'place', field: 'hold', code: place.refused });
  }
  if (given['consent'] !== undefined) {
    const consent = consentDecided(facts);
    if (isRefusal(consent)) {
      const telling = consent.refused === 'consent-after-telling';
      const field = telling ? 'told' : given['signer'] === undefined ? 'signer' : 'signerName';
      gaps.push({ part: 'consent', field, code: consent.refused });
    }
  }
  const order = PARTS.map((part) => gaps.filter((gap) => gap.part === part));
  return order.flat();
};

/** Where the header's four parts stand: done, or which one is next. */
export const partsDone = (gaps: readonly Gap[]): Readonly<Record<Part, boolean>> => {
  const done = (part: Part) => !gaps.some((gap) => gap.part === part);
  return { condition: done('condition'), place: done('place'), consent: done('consent'), submit: gaps.length === 0 };
};

/** The part and field a refusal of the server belongs to, so that it can be said there; null: said at the foot. */
export const placeOfRefusal = (code: string): Pick<Gap, 'part' | 'field'> | null => {
  if (code.startsWith('consent-after')) return { part: 'consent', field: 'told' };
  if (code.startsWith('consent-')) return { part: 'consent', field: 'consent' };
  if (['no-place-held', 'hold-is-elsewhere'].includes(code)) return { part: 'place', field: 'hold' };
  if (['unknown-department', 'destination-is-sender'].includes(code)) return { part: 'place', field: 'department' };
  return null;
};

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const placeFrom = (value: unknown): Place | null => {
  if (!isRecord(value) || !isRecord(value['department']) || !isRecord(value['organisation'])) return null;
  const visit = oneOf(value['visit'], VISITS);
  if (visit === null) return null;
  const named = (of: Readonly<Record<string, unknown>>) => ({ id: String(of['id']), name: String(of['name']) });
  return {
    visit,
    department: named(value['department']),
    organisation: named(value['organisation']),
    walkIn: value['walkIn'] === true,
    ...(typeof value['answeredBy'] === 'string' ? { answeredBy: value['answeredBy'] } : {}),
  };
};

const needsFrom = (value: unknown): Needs => {
  const stored = isRecord(value) ? value : {};
  return Object.fromEntries(NEEDS.map((need) => [need, typeof stored[need] === 'string' ? stored[need] : ''])) as Needs;
};

const onwardFrom = (value: unknown): Pick<ReferralDraft, 'onward'> =>
  isRecord(value) && typeof value['id'] === 'string'
    ? { onward: { id: value['id'], number: String(value['number']), organisation: String(value['organisation']) } }
    : {};

/** Fills a draft with what an earlier referral of the resident says; what is already typed stays. */
export const carried = (draft: ReferralDraft, earlier: Readonly<Record<string, unknown>>): ReferralDraft => {
  const given = draftFrom(draft.resident, { answers: earlier }).answers;
  const texts = Object.fromEntries(
    TEXT_FIELDS.map((field) => [field, draft.answers[field] === '' ? given[field] : draft.answers[field]]),
  ) as Record<TextField, string>;
  const { urgency, allergy } = draft.answers;
  return {
    ...draft,
    answers: { ...draft.answers, ...texts, urgency: urgency ?? given.urgency, allergy: allergy ?? given.allergy },
  };
};

/** Reads a stored draft; what an earlier version of this screen wrote otherwise is left out, never a fault. */
export const draftFrom = (resident: string, content: unknown): ReferralDraft => {
  const empty = emptyDraft(resident);
  if (!isRecord(content)) return empty;
  const stored = isRecord(content['answers']) ? content['answers'] : {};
  const texts = Object.fromEntries(
    TEXT_FIELDS.map((field) => [field, typeof stored[field] === 'string' ? stored[field] : '']),
  ) as Record<TextField, string>;
  const told = Array.isArray(stored['told']) ? stored['told'] : [];
  const hold = content['hold'];
  return {
    resident,
    answers: {
      ...texts,
      urgency: oneOf(stored['urgency'], URGENCIES),
      visit: oneOf(stored['visit'], VISITS),
      allergy: oneOf(stored['allergy'], ALLERGY_ANSWERS),
      told: TOLD.filter((code) => told.includes(code)),
      consent: oneOf(stored['consent'], CONSENT_DECISIONS),
      signer: oneOf(stored['signer'], SIGNERS),
      signerName: typeof stored['signerName'] === 'string' ? stored['signerName'] : '',
    },
    needs: needsFrom(content['needs']),
    filled: isRecord(content['filled']) ? content['filled'] : {},
    ...onwardFrom(content['onward']),
    place: placeFrom(content['place']),
    hold:
      isRecord(hold) && typeof hold['id'] === 'string' && isRecord(hold['department'])
        ? (hold as unknown as HoldView)
        : null,
  };
};
