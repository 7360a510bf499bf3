/** The shape of a region pack: data only, one schema per file. What files say about each other is checked in `references.ts`. */
import { z } from 'zod';
import { isCivilDay, isZone } from '../../platform/civil-time.ts';
import { PlannedBeds } from '../beds/plan.ts';
import { LEVELS } from '../insurance.ts';
import { ProposalsFile } from './proposals-file.ts';
import { ReportingFile } from './reporting.ts';
import { ORGANISATION_KINDS } from '../organisations/kinds.ts';
import { ROLES } from '../roles.ts';
import { AcceptancesFile } from './acceptances-file.ts';
import { InstitutionsFile } from './institutions-file.ts';
import { MatchingFile } from './matching-file.ts';
import { CareDaysFile } from './care-days-file.ts';
import { DemonstrationCareFile } from './demonstration-care-file.ts';
import { StatedFile } from './stated-file.ts';
import { StockFile } from './stock-file.ts';

const text = z.string().trim().min(1).max(200);
/** A valid FHIR id; ids made from it (departments, beds) stay under 64 characters. */
const id = z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'must be lower-case letters, digits and hyphens, 40 at most');
const day = z.string().refine(isCivilDay, 'not a day of the calendar, YYYY-MM-DD expected');
const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'HH:MM expected');
const count = z.int().min(0);
const both = z.strictObject({ zh: text, en: text });
const kind = z.enum(ORGANISATION_KINDS);
const phone = z.string().regex(/^[\d-]{5,20}$/);

export const RegionFile = z.strictObject({
  id,
  name: text,
  nameEn: text,
  zone: z.string().refine(isZone, 'not a time zone'),
  /** Begins every number given out in this region. */
  prefix: z.string().regex(/^[A-Z]{1,4}$/),
  bureau: id,
  districts: z.array(text).min(1),
  validFrom: day,
  source: text,
  note: z.string().optional(),
});

export const OrganisationsFile = z
  .array(
    z.strictObject({
      id,
      kind,
      name: text,
      shortName: text,
      level: z.enum(['tertiary', 'secondary', 'primary']).optional(),
      district: text.optional(),
      partOf: id.optional(),
      phone: phone.optional(),
      madeUp: z.boolean(),
      from: day,
    }),
  )
  .min(1);

export const ConsortiaFile = z.strictObject({
  from: day,
  consortia: z.array(
    z.strictObject({
      id,
      members: z.array(z.strictObject({ organisation: id, role: z.enum(['lead', 'cooperating', 'member']) })),
    }),
  ),
});

const PlannedDepartment = z.strictObject({
  code: id,
  name: text,
  specialty: id,
  /** Places offered to referrals; absent where none are. */
  quota: z.int().min(0, 'a quota cannot be below zero').optional(),
  /** Code of a clinic pattern. */
  clinic: id.optional(),
  /** Clinics beside the general one, whose appointments the hospital's own system posts. */
  postedClinics: z
    .array(z.strictObject({ code: id, name: text }))
    .refine(
      (list) => new Set(['general', ...list.map(({ code }) => code)]).size > list.length,
      'a clinic code stands twice',
    )
    .optional(),
  /** Numbered beds (hospice and elder care). */
  beds: PlannedBeds.optional(),
});
export const DepartmentsFile = z.strictObject({
  madeUp: z.boolean(),
  specialties: z.array(z.strictObject({ code: id, zh: text, en: text })),
  clinics: z.array(
    z.strictObject({
      code: id,
      /** Monday 1 … Friday 5; a worked weekend runs the pattern of the Friday. */
      weekdays: z.array(z.int().min(1).max(7)).min(1),
      times: z.array(time).min(1),
      minutes: z.int().min(5).max(240),
    }),
  ),
  groups: z.array(
    z.union([
      z.strictObject({ kind, departments: z.array(PlannedDepartment).min(1) }),
      z.strictObject({ organisations: z.array(id).min(1), departments: z.array(PlannedDepartment).min(1) }),
    ]),
  ),
});

export const KeySpecialtiesFile = z.strictObject({
  madeUp: z.boolean(),
  from: day,
  note: z.string().optional(),
  specialties: z.array(
    z.strictObject({ organisation: id, department: id, grade: z.enum(['national', 'provincial', 'city', 'county']) }),
  ),
});

export const DevicesFile = z.strictObject({
  madeUp: z.boolean(),
  from: day,
  note: z.string().optional(),
  kinds: z.array(z.strictObject({ code: id, zh: text, en: text })),
  each: z.array(z.strictObject({ kind, devices: z.array(z.strictObject({ device: id, count: count })) })),
  further: z.array(z.strictObject({ organisation: id, device: id, count: count })),
});

export const CalendarFile = z.strictObject({
  year: z.int().min(2000).max(2200),
  source: text,
  verified: z.boolean(),
  holidays: z.array(z.strictObject({ name: text, from: day, to: day })),
  worked: z.array(day),
});

export const HoursFile = z.strictObject({ opens: time, closes: time, source: text, verified: z.boolean() });

const LimitRule = z.union([
  z.strictObject({ minutes: z.int().min(1), aroundClock: z.literal(true) }),
  z.strictObject({ workingDayEnd: z.int().min(0).max(250) }),
  z.strictObject({ workingDays: z.int().min(1).max(250) }),
  z.strictObject({ days: z.int().min(1).max(3660) }),
  z.strictObject({ cases: z.int().min(1).max(100_000) }),
]);
export const LimitsFile = z.array(
  z.strictObject({
    code: z.string().regex(/^[a-z][a-z-]*\.[a-z][a-z-]*$/),
    urgency: z.enum(['emergency', 'urgent', 'routine']).optional(),
    rule: LimitRule,
    /** How often it may be granted for one subject. */
    times: z.int().min(1).optional(),
    validFrom: day,
    validUntil: day.optional(),
    source: text,
    verified: z.boolean(),
  }),
);

const dated = { scheme: id, validFrom: day, validUntil: day.optional(), source: text, verified: z.boolean() };
const level = z.enum(LEVELS);
export const InsuranceFile = z.strictObject({
  madeUp: z.boolean(),
  note: z.string().optional(),
  schemes: z.array(z.strictObject({ code: id, zh: text, en: text })),
  rows: z.array(
    z.discriminatedUnion('what', [
      z.strictObject({ what: z.literal('deductible'), level, fen: z.int().min(0).max(100_000_000), ...dated }),
      z.strictObject({
        what: z.literal('pay-rate'),
        level,
        filed: z.boolean(),
        percent: z.int().min(0).max(100),
        ...dated,
      }),
      z.strictObject({ what: z.literal('between-levels'), rule: z.enum(['difference', 'full']), ...dated }),
    ]),
  ),
});

const role = z.enum(ROLES);
export const PeopleFile = z.strictObject({
  seed: text,
  demonstration: z.strictObject({ password: z.string().min(8) }),
  staff: z.array(
    z.strictObject({
      kind,
      organisations: z.array(id).min(1).optional(), // only these of the kind
      people: z.array(
        z.strictObject({
          role,
          title: z.enum(['chief', 'associate-chief', 'attending', 'resident', 'rural']).optional(),
          /** A department's code, or one person for each department. */
          department: id.optional(),
        }),
      ),
    }),
  ),
  accounts: z.array(
    z.strictObject({
      login: z.string().regex(/^[a-z][a-z0-9.-]{1,30}$/),
      roles: z
        .array(
          z.union([
            z.strictObject({ role, organisation: id, department: id.optional() }),
            /** The first village clinic of a township hospital: its id is generated. */
            z.strictObject({ role, villageOf: id }),
          ]),
        )
        .min(1),
      try: both,
    }),
  ),
});

/** What residents are told of a visit: what to bring, where a house stands. */
export const ForResidentsFile = z.strictObject({
  source: text,
  verified: z.boolean(),
  bring: z
    .array(z.strictObject({ code: id, visit: z.enum(['inpatient', 'outpatient']).optional(), zh: text, en: text }))
    .min(1),
  addresses: z.array(z.strictObject({ organisation: id, zh: text, en: text })),
});

const syllables = z.array(text).min(1);
export const GeneratedFile = z.strictObject({
  madeUp: z.literal(true),
  villages: z.strictObject({
    seed: text,
    count,
    of: kind,
    /** A village is named head + middle + tail + 村. */
    heads: syllables,
    middles: syllables,
    tails: syllables,
  }),
  residents: z.strictObject({
    seed: text,
    /** Everyone is born before this day. */
    bornBefore: day,
    /** Area codes of identity numbers: not in use, so that no number points to a living person. */
    identityAreas: z.array(z.string().regex(/^\d{6}$/)).min(1),
    identityNote: z.string().optional(),
    /** Half of the first households live in this organisation's catchment. */
    firstAround: id,
    /** Share of households in the catchment of community centres. */
    urbanShare: z.number().min(0).max(1),
  }),
});

export const FILES = {
  region: ['region.json', RegionFile],
  stated: ['stated.json', StatedFile],
  organisations: ['organisations.json', OrganisationsFile],
  consortia: ['consortia.json', ConsortiaFile],
  departments: ['departments.json', DepartmentsFile],
  keySpecialties: ['key-specialties.json', KeySpecialtiesFile],
  devices: ['devices.json', DevicesFile],
  hours: ['hours.json', HoursFile],
  limits: ['limits.json', LimitsFile],
  insurance: ['insurance.json', InsuranceFile],
  people: ['people.json', PeopleFile],
  generated: ['generated.json', GeneratedFile],
  careDays: ['care-days.json', CareDaysFile],
  stock: ['stock.json', StockFile],
  forResidents: ['for-residents.json', ForResidentsFile],
  matching: ['matching.json', MatchingFile],
  proposals: ['proposals.json', ProposalsFile],
  reporting: ['reporting.json', ReportingFile],
  acceptances: ['acceptances.json', AcceptancesFile],
  institutions: ['institutions.json', InstitutionsFile],
} as const;
export type FileKey = keyof typeof FILES;

/** What a pack may leave out. */
export const OPTIONAL_FILES = { demonstrationCare: ['demonstration-care.json', DemonstrationCareFile] } as const;
export type OptionalFileKey = keyof typeof OPTIONAL_FILES;

export type PackFiles = { readonly [Key in FileKey]: z.infer<(typeof FILES)[Key][1]> } & {
  readonly [Key in OptionalFileKey]: z.infer<(typeof OPTIONAL_FILES)[Key][1]> | undefined;
} & {
  /** `calendar-YYYY.json`, at least one. */
  readonly calendars: readonly z.infer<typeof CalendarFile>[];
};
export type OrganisationEntry = PackFiles['organisations'][number];
export type DepartmentEntry = z.infer<typeof PlannedDepartment>;
