/**
 * What crosses the wire between a resident's page and the server. The reader's language is that of the request: `text`, `address`
 * and `hours` come worded; codes (`state`, `what`, `role`) are worded by the page. Instants are ISO 8601, days `YYYY-MM-DD`.
 */
import { z } from 'zod';
import { ROLES } from '../roles.ts';
import { Id } from '../shapes.ts';

const instant = z.string();
const place = z.object({ id: z.string(), name: z.string(), phone: z.string().nullable() });

/** As printed or sent; blanks and hyphens between the digits do not matter. */
export const EnterBody = z.object({ code: z.string().trim().min(1).max(40) });
/** `csrf` goes back as `x-csrf-token` with every request that changes something; the cookie is set beside it. */
export const Entered = z.object({ csrf: z.string(), until: instant });
export type Entered = z.infer<typeof Entered>;

/** One agreed place and time. Earlier ones are replaced and shown struck through. */
export const Appointment = z.object({
  organisation: z.string(),
  department: z.string().nullable(),
  /** Null where no hour was given: then the hospital's own words say when. */
  at: instant.nullable(),
  /** As the hospital wrote it when it accepted. */
  arrangement: z.string().nullable(),
  replaced: z.boolean(),
});
export type Appointment = z.infer<typeof Appointment>;

export const REQUEST_REASONS = ['cannot-come', 'other-time', 'treated-elsewhere', 'other'] as const;
export type RequestReason = (typeof REQUEST_REASONS)[number];

/** What has happened, as far as it concerns the resident; a step that does not is left out. */
export const CHANGES = [
  'sent',
  'place-changed',
  'answer-delayed',
  'accepted',
  'not-accepted',
  'arrived',
  'not-arrived',
  'return-issued',
  'taken-back',
  'seen',
  'ended',
] as const;
export type Change = (typeof CHANGES)[number];

/** The few sentences a resident's page needs for where things stand. */
export const STANDINGS = [
  'waiting',
  'doctor-acts',
  'expected',
  'missed',
  'in-care',
  'going-home',
  'at-home',
  'ended',
] as const;
export type Standing = (typeof STANDINGS)[number];

export const ResidentReferral = z.object({
  number: z.string(),
  /** The pathway's own state code, and the sentence it stands for on the page. */
  state: z.string(),
  standing: z.enum(STANDINGS),
  /** Why it ended; null while it goes on. */
  ending: z.string().nullable(),
  urgency: z.enum(['emergency', 'urgent', 'routine']),
  when: z.object({
    at: instant.nullable(),
    /** The last moment to arrive, while that is what is waited for. */
    latest: instant.nullable(),
    /** Until when the hospital answers, while that is what is waited for. */
    answerBy: instant.nullable(),
    arrangement: z.string().nullable(),
  }),
  where: z.object({ organisation: place, department: place.nullable(), address: z.string().nullable() }).nullable(),
  bring: z.array(z.object({ code: z.string(), text: z.string() })),
  /** Where the list comes from and whether somebody compared it with that. */
  bringSource: z.object({ source: z.string(), verified: z.boolean() }),
  contacts: z.array(
    z.object({
      role: z.enum(ROLES),
      organisation: z.string(),
      name: z.string().nullable(),
      phone: z.string().nullable(),
      /** Null: day and night. */
      hours: z.string().nullable(),
    }),
  ),
  returnTasks: z.array(z.object({ what: z.string(), due: z.string(), done: z.boolean() })),
  appointments: z.array(Appointment),
  changes: z.array(z.object({ at: instant, what: z.enum(CHANGES), organisation: z.string().nullable() })),
  requests: z.array(z.object({ at: instant, reason: z.enum(REQUEST_REASONS), note: z.string().nullable() })),
  /** Whether 改时间 can be asked for now. */
  mayAskForChange: z.boolean(),
  csrf: z.string(),
  /** Until when this device may look. */
  until: instant,
  asOf: instant,
});
export type ResidentReferral = z.infer<typeof ResidentReferral>;

export const ChangeRequestBody = z.object({
  reason: z.enum(REQUEST_REASONS),
  note: z.string().trim().min(1).max(200).optional(),
});
export type ChangeRequestBody = z.infer<typeof ChangeRequestBody>;
export const ChangeRequested = z.object({ id: z.string(), at: instant, reason: z.enum(REQUEST_REASONS) });

/** For the doctor: shows the code that still opens, or makes one. `renew` makes another in any case; the old one ends. */
export const ResidentCodeParams = z.object({ id: Id });
export const ResidentCodeBody = z.object({ renew: z.boolean().default(false) });
export const ResidentCode = z.object({
  /** Twelve digits in groups of four. */
  code: z.string(),
  expiresAt: instant,
  /** False where the region has not confirmed how long a code is valid. */
  verified: z.boolean(),
  issuedAt: instant,
});
export type ResidentCode = z.infer<typeof ResidentCode>;

/** How whoever gives a code for the whole record knew who stood there. */
export const RECORD_PROOFS = ['identity-card', 'insurance-card', 'known-in-person'] as const;
export const RecordCodeBody = z.object({ proof: z.enum(RECORD_PROOFS) });
export type RecordCodeBody = z.infer<typeof RecordCodeBody>;
