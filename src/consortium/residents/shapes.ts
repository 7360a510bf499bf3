/** What crosses the wire when a resident is written down, and about the cards they have. Days are `YYYY-MM-DD`. */
import { z } from 'zod';
import { CARD_KINDS } from '../identity/card-forms.ts';
import { GENDERS, Id, REGISTRATION_REASONS } from '../shapes.ts';

const instant = z.string();
const day = z.string().regex(/^\d{4}-\d\d-\d\d$/);
const named = z.object({ id: z.string(), name: z.string() });

/** How it is known who two writings of a name are. */
export const GROUNDS = ['card-seen', 'spoke-with-resident', 'spoke-with-family', 'twins', 'relatives'] as const;
export type Ground = (typeof GROUNDS)[number];

/** What a person says about somebody who may be the same: another person, with how that is known; or that it is not known. */
export const Decided = z.discriminatedUnion('as', [
  z.object({ as: z.literal('different'), resident: Id, ground: z.enum(GROUNDS) }),
  z.object({ as: z.literal('unsure'), resident: Id }),
]);
export type Decided = z.infer<typeof Decided>;

export const NewCard = z.object({
  kind: z.enum(CARD_KINDS),
  value: z.string().trim().min(1).max(100),
  /** Who gave it out, as it stands on it. */
  issuer: z.string().trim().max(100).nullable().default(null),
  from: day.nullable().default(null),
  until: day.nullable().default(null),
  /** The paper was seen: a number in a form that is not verified stands as printed. */
  asPrinted: z.boolean().default(false),
});
export type NewCard = z.infer<typeof NewCard>;

/** `newborn`: perhaps without a name yet; `unnamed`: 无名氏, found without anything that says who it is. */
export const RESIDENT_KINDS = ['known', 'newborn', 'unnamed'] as const;
export type ResidentKind = (typeof RESIDENT_KINDS)[number];

export const NewResidentBody = z.object({
  kind: z.enum(RESIDENT_KINDS).default('known'),
  /** May be empty of a newborn (named after its mother) and of an unnamed. */
  name: z.string().trim().max(60),
  identityNumber: z.string().trim().max(30).nullable(),
  gender: z.enum(GENDERS),
  /** Null only of an unnamed. */
  birthDate: day.nullable(),
  phone: z.string().trim().max(40).nullable(),
  address: z.string().trim().max(200).nullable(),
  reason: z.enum(REGISTRATION_REASONS).default('visit'),
  /** Another card than the identity number. */
  card: NewCard.nullable().default(null),
  mother: Id.nullable().default(null),
  /** Of more than one born together: which. */
  birthOrder: z.int().min(1).max(9).nullable().default(null),
  /** Of an unnamed: the year of birth as it is guessed, and what they were known by. */
  birthYear: z.int().min(1900).max(2200).nullable().default(null),
  features: z.string().trim().max(300).nullable().default(null),
  decided: z.array(Decided).max(20).default([]),
});
export type NewResidentBody = z.infer<typeof NewResidentBody>;
export type NewResidentInput = z.input<typeof NewResidentBody>;

/** Somebody who may be the one that is being written down: enough to compare with who stands here, and no more. */
export const LikelyResident = z.object({
  id: z.string(),
  name: z.string(),
  gender: z.enum(GENDERS),
  /** The whole day where it is the one that was typed, else the year. */
  birthDate: z.string().nullable(),
  cardMasked: z.string().nullable(),
  phoneMasked: z.string().nullable(),
  catchment: z.string().nullable(),
  deceased: z.boolean(),
  /** Whether the own house has a reason to read the record already. */
  related: z.boolean(),
  score: z.int(),
  grade: z.enum(['certain', 'probable', 'possible', 'certainly-not']),
  reasons: z.array(z.object({ feature: z.string(), weight: z.int() })),
});
export type LikelyResident = z.infer<typeof LikelyResident>;

/** What a refusal to save brings along: who it may be, and by which rules. */
export const LikelyFound = z.object({
  likely: z.array(LikelyResident),
  rules: z.object({ version: z.string(), verified: z.boolean(), source: z.string() }),
});

export const CardView = z.object({
  kind: z.enum(CARD_KINDS).nullable(),
  system: z.string(),
  value: z.string(),
  status: z.enum(['in-use', 'replaced', 'entered-in-error']),
  issuer: z.string().nullable(),
  from: day.nullable(),
  until: day.nullable(),
  expired: z.boolean(),
  /** Of a Patient that was merged into this resident: it is not changed any more. */
  inherited: z.boolean(),
  verified: z.boolean(),
});
export type CardView = z.infer<typeof CardView>;

export const IDENTITY_CHANGES = [
  'written',
  'card-added',
  'card-changed',
  'card-replaced',
  'card-mistaken',
  'card-removed',
  'name',
  'gender',
  'birth-date',
  'phone',
  'address',
  'mother',
] as const;
export const IdentityView = z.object({
  id: z.string(),
  /** The Patient's version, sent back with every change. */
  version: z.int(),
  name: z.string(),
  gender: z.enum(GENDERS),
  birthDate: z.string().nullable(),
  phone: z.string().nullable(),
  address: z.string().nullable(),
  mother: named.nullable(),
  /** 无名氏, or a newborn that is called after its mother. */
  nameless: z.enum(['unnamed', 'newborn']).nullable(),
  features: z.string().nullable(),
  cards: z.array(CardView),
  history: z.array(
    z.object({
      at: instant,
      by: z.string().nullable(),
      organisation: z.string().nullable(),
      changes: z.array(
        z.object({ what: z.enum(IDENTITY_CHANGES), card: z.string().nullable(), text: z.string().nullable() }),
      ),
    }),
  ),
  /** Those a person has said are others, and cases that are open about it. */
  cases: z.array(z.object({ id: z.string(), number: z.string(), state: z.string() })),
});
export type IdentityView = z.infer<typeof IdentityView>;

export const CardBody = NewCard.extend({ version: z.int() });
export type CardBody = z.infer<typeof CardBody>;
export const CardChangeBody = z.object({
  version: z.int(),
  system: z.string().max(300),
  value: z.string().max(100),
  to: z.enum(['replaced', 'entered-in-error', 'in-use']),
});
export type CardChangeBody = z.infer<typeof CardChangeBody>;
export const PersonBody = z.object({
  version: z.int(),
  name: z.string().trim().min(1).max(60),
  gender: z.enum(GENDERS),
  birthDate: day.nullable(),
  phone: z.string().trim().max(40).nullable(),
  address: z.string().trim().max(200).nullable(),
  reason: z.string().trim().min(2).max(200),
});
export type PersonBody = z.infer<typeof PersonBody>;
export const IdentityChanged = z.object({ version: z.int() });
