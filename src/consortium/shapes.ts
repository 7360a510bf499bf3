/**
 * What crosses the wire about people, residents, places and drafts: used by the server's routes and by the screens.
 * Instants are ISO 8601 with offset, civil days `YYYY-MM-DD`; codes are worded by the reader's side (words.ts).
 */
import { z } from 'zod';
import { CandidateSlot, MatchedBy, MatchParts, MatchQuery } from './capacity/match-shapes.ts';
import { ROLES } from './roles.ts';

const instant = z.string();
const day = z.string().regex(/^\d{4}-\d\d-\d\d$/);
const named = z.object({ id: z.string(), name: z.string() });
export const Id = z.string().regex(/^[A-Za-z0-9\-.]{1,64}$/);
export const ByIdParams = z.object({ id: Id });

/** Problem details (RFC 9457). `code` names the sentence, `detail` is the sentence in the reader's language. */
export const Problem = z.looseObject({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string().optional(),
  code: z.string().optional(),
});
export type Problem = z.infer<typeof Problem>;

// ------------------------------------------------------------------ who is working
export const OrganisationView = z.object({ id: z.string(), name: z.string(), shortName: z.string(), kind: z.string() });
export type OrganisationView = z.infer<typeof OrganisationView>;

export const RoleView = z.object({
  id: z.string(),
  role: z.enum(ROLES),
  organisation: OrganisationView,
  department: named.nullable(),
  /** What the organisation is part of: a village clinic's township hospital. */
  above: named.nullable(),
});
export type RoleView = z.infer<typeof RoleView>;

export const LANGUAGES = ['zh', 'en'] as const;

export const SessionView = z.object({
  person: named,
  /** The role acted in; null until one is chosen (several) or when none is valid today. */
  role: RoleView.nullable(),
  /** Those valid today. */
  roles: z.array(RoleView),
  /** Signed in with a start password: no role until it is changed. */
  mustChangePassword: z.boolean(),
  /** Sent back as `x-csrf-token` with every request that changes something. */
  csrf: z.string(),
  region: named,
  demonstration: z.boolean(),
  /** Whom to ring now: the duty office 总值班 of one's own organisation, else of its consortium's lead. */
  duty: z.object({ organisation: z.string(), name: z.string().nullable(), phone: z.string().nullable() }).nullable(),
  serverTime: instant,
  language: z.enum(LANGUAGES),
});
export type SessionView = z.infer<typeof SessionView>;

export const SignInBody = z.object({ login: z.string().min(1).max(100), password: z.string().min(1).max(200) });
export type SignInBody = z.infer<typeof SignInBody>;
/** `role` is a practitioner role's id out of `SessionView.roles`. */
export const ChooseRoleBody = z.object({ role: Id });
export type ChooseRoleBody = z.infer<typeof ChooseRoleBody>;

// ------------------------------------------------------------------ residents
export const GENDERS = ['male', 'female', 'other', 'unknown'] as const;
export const RELATION_KINDS = ['registration', 'catchment', 'case', 'contract', 'admission', 'author', 'team'] as const;
export type RelationKind = (typeof RELATION_KINDS)[number];

/** Why this organisation may read the record, and until when (null: until it is ended). */
export const RelationView = z.object({ kind: z.enum(RELATION_KINDS), untilAt: instant.nullable() });
export type RelationView = z.infer<typeof RelationView>;

export const ResidentRow = z.object({
  id: z.string(),
  name: z.string(),
  gender: z.enum(GENDERS),
  /** Whole years today; null when the birth date is unknown. */
  age: z.int().nullable(),
  birthDate: day.nullable(),
  village: z.string().nullable(),
  /** `2203**********3628`; null when no identity number is known. */
  cardMasked: z.string().nullable(),
  /** `138****6021` */
  phoneMasked: z.string().nullable(),
  catchment: named.nullable(),
  deceased: z.boolean(),
});
export type ResidentRow = z.infer<typeof ResidentRow>;

export const ResidentListQuery = z.object({
  /** `related`: whom the house has a present reason to know, for one without a catchment. */
  scope: z.enum(['catchment', 'related']).default('catchment'),
  /** The beginning of name, pinyin or initials; the beginning or the last digits of a telephone. Never an identity number: that is asked by POST (law 9). */
  q: z.string().trim().max(40).optional(),
  cursor: z.string().max(400).optional(),
  count: z.coerce.number().int().min(1).max(100).default(50),
});
export type ResidentListQuery = z.infer<typeof ResidentListQuery>;
export const ResidentList = z.object({ items: z.array(ResidentRow), next: z.string().nullable() });
export type ResidentList = z.infer<typeof ResidentList>;

/** A full identity number or a card of any identifier system; without `system` the value is looked for in all of them. */
export const IdentifyBody = z.object({
  system: z.string().trim().max(200).optional(),
  value: z.string().trim().min(1).max(100),
});
export type IdentifyBody = z.infer<typeof IdentifyBody>;
export const Identified = z.object({
  items: z.array(ResidentRow.extend({ relations: z.array(RelationView) })),
});
export type Identified = z.infer<typeof Identified>;

export const REGISTRATION_REASONS = ['visit', 'emergency', 'home-visit', 'referral', 'record-keeping'] as const;
export const RegistrationBody = z.object({ reason: z.enum(REGISTRATION_REASONS) });
export type RegistrationBody = z.infer<typeof RegistrationBody>;
export const Registered = z.object({ id: z.string(), relation: RelationView });

/** Four different things, never an empty box. `failed` is the reader's own when the part could not be loaded. */
export const ALLERGY_STATES = ['present', 'none-known', 'never-asked', 'failed'] as const;
export const Allergies = z.object({
  state: z.enum(ALLERGY_STATES),
  items: z.array(
    z.object({
      id: z.string(),
      substance: z.string(),
      reaction: z.string().nullable(),
      criticality: z.enum(['low', 'high', 'unable-to-assess']).nullable(),
      recordedOn: day.nullable(),
    }),
  ),
  /** When it was asked and none was found. */
  askedOn: day.nullable(),
});
export type Allergies = z.infer<typeof Allergies>;

export const VALUE_CODES = ['blood-pressure', 'glucose', 'weight'] as const;
export const LastValue = z.object({
  code: z.enum(VALUE_CODES),
  /** As sent: `14.6`, `148/86`; decimals survive. */
  value: z.string(),
  /** UCUM code as recorded. */
  unit: z.string(),
  /** Glucose says what it was measured as: fasting, random, … as the record words it. */
  label: z.string().nullable(),
  at: instant.nullable(),
  organisation: named.nullable(),
});
export type LastValue = z.infer<typeof LastValue>;

export const EncounterRow = z.object({
  id: z.string(),
  /** HL7 ActCode: AMB, EMER, IMP, HH, … */
  kind: z.string(),
  status: z.string(),
  from: instant.nullable(),
  until: instant.nullable(),
  what: z.string().nullable(),
  organisation: named.nullable(),
});
export const OpenCaseRow = z.object({
  id: z.string(),
  number: z.string(),
  pathway: z.string(),
  state: z.string(),
  urgency: z.enum(['emergency', 'urgent', 'routine']),
  owner: z.object({ organisation: named, role: z.string() }),
  dueAt: instant,
});
export const ConditionRow = z.object({ id: z.string(), name: z.string(), since: z.string().nullable() });

/** A part that could not be read fails alone (`null`); the others stand. */
export const ResidentSummary = z.object({
  resident: ResidentRow,
  relations: z.array(RelationView),
  allergies: Allergies,
  conditions: z.array(ConditionRow).nullable(),
  values: z.array(LastValue).nullable(),
  encounters: z.array(EncounterRow).nullable(),
  cases: z.array(OpenCaseRow).nullable(),
  serverTime: instant,
});
export type ResidentSummary = z.infer<typeof ResidentSummary>;

// ------------------------------------------------------------------ places
export const DEPARTMENT_KINDS = ['inpatient', 'outpatient'] as const;
export const CANDIDATE_REASONS = ['same-consortium', 'key-specialty', 'free', 'full', 'no-slot', 'walk-in'] as const;
export const DepartmentQuery = MatchQuery.extend({
  kind: z.enum(DEPARTMENT_KINDS),
  specialty: z.string().max(40).optional(),
  /** A department whose specialty is wanted, where none is named: who passes a referral on looks for the same elsewhere. */
  like: Id.optional(),
  q: z.string().trim().max(40).optional(),
  /** Other organisations' departments (where to refer), or the own one's (to whom in the house). */
  within: z.enum(['own', 'others']).default('others'),
  /** The draft or case whose own hold is not counted against it. */
  subject: Id.optional(),
  count: z.coerce.number().int().min(1).max(100).default(30),
});
export type DepartmentQuery = z.infer<typeof DepartmentQuery>;
export const Candidate = MatchParts.extend({
  department: z.object({ id: z.string(), name: z.string(), specialty: z.string(), phone: z.string().nullable() }),
  organisation: OrganisationView.extend({ level: z.string().nullable() }),
  /** Bed quota; null for outpatient or where none was reported. `free` leaves out the subject's own hold. */
  quota: z
    .object({
      free: z.int(),
      places: z.int(),
      over: z.int(),
      updatedAt: instant,
      updatedBy: z.string(),
    })
    .nullable(),
  /** The next free ones, soonest first. */
  slots: z.array(CandidateSlot),
  keySpecialty: z.enum(['national', 'provincial', 'city', 'county']).nullable(),
  sameConsortium: z.boolean(),
  /** An outpatient department of the base that gives out no appointments: no hold is needed. */
  walkIn: z.boolean(),
  /** Passes every filter: has a free place of the asked kind, takes the resident, has what is wanted. */
  fits: z.boolean(),
  /** Strongest first. */
  reasons: z.array(z.enum(CANDIDATE_REASONS)),
  /** The subject's own active hold is here. */
  heldHere: z.boolean(),
});
export type Candidate = z.infer<typeof Candidate>;
/** Ranked: those that fit, then some of those that do not, nearest first. */
export const Candidates = z.object({ items: z.array(Candidate), matchedBy: MatchedBy, serverTime: instant });

export const HOLD_KINDS = ['quota', 'slot', 'bed'] as const;
export const HoldView = z.object({
  id: z.string(),
  kind: z.enum(HOLD_KINDS),
  department: named,
  organisation: named,
  slot: z.object({ id: z.string(), startsAt: instant }).nullable(),
  bed: z.object({ id: z.string(), label: z.string() }).nullable(),
  /** The draft it was made for; later the case's id. */
  subject: z.string(),
  status: z.enum(['active', 'used', 'released', 'expired']),
  overCapacity: z.boolean(),
  /** Extensions taken; one is allowed while drafting. */
  extended: z.int(),
  /** Null while a numbered bed is slept in. */
  untilAt: instant.nullable(),
  serverTime: instant,
});
export type HoldView = z.infer<typeof HoldView>;
/** A draft that holds a place already swaps it in one act; the old one is kept if the new fails. */
export const NewHoldBody = z.object({
  kind: z.enum(HOLD_KINDS),
  department: Id,
  slot: Id.optional(),
  bed: Id.optional(),
  draft: Id,
});
export type NewHoldBody = z.infer<typeof NewHoldBody>;

export const QuotaBody = z.object({ places: z.int().min(0).max(100_000) });
export const QuotaView = z.object({
  department: z.string(),
  places: z.int(),
  occupied: z.int(),
  held: z.int(),
  over: z.int(),
  updatedAt: instant,
  updatedBy: z.string(),
});
export type QuotaView = z.infer<typeof QuotaView>;

// ------------------------------------------------------------------ drafts
/** Content is the screen's own; at most 64 kB as JSON. */
export const DraftBody = z.object({
  kind: z.string().regex(/^[a-z-]{1,40}$/),
  resident: Id.nullable().default(null),
  /** The version last seen; 0 for a new draft. Another one is refused with 409. */
  version: z.int().min(0),
  content: z.record(z.string(), z.unknown()),
});
export type DraftBody = z.infer<typeof DraftBody>;
export const DraftSaved = z.object({ id: z.string(), version: z.int(), updatedAt: instant });
export const DraftView = DraftSaved.extend({
  kind: z.string(),
  resident: named.nullable(),
  content: z.record(z.string(), z.unknown()),
});
export type DraftView = z.infer<typeof DraftView>;
export const DraftList = z.object({ items: z.array(DraftView.omit({ content: true })) });
export type DraftList = z.infer<typeof DraftList>;
