/** What crosses the wire of institutions: what they are registered and designated as, and which are managed as one. */
import { z } from 'zod';
import { isCivilDay } from '../../platform/civil-time.ts';
import { ENDED_BECAUSE, INSTITUTION_LINES } from './lines.ts';

const named = z.object({ id: z.string(), name: z.string() });
const lineName = z.enum(INSTITUTION_LINES);
const Alert = z.object({
  what: z.enum(['expires', 'expired', 'unregistered']),
  line: lineName,
  until: z.string().nullable(),
  /** Days, 60, 30 or 7, within which it ends. */
  within: z.string().nullable(),
});
/** `until` is the first day it no longer stands, null where its document names none. */
const period = { from: z.string(), until: z.string().nullable() };
export const Line = z.object({
  ...{ id: z.string(), line: lineName, kind: z.string(), number: z.string().nullable(), issuer: z.string() },
  ...period,
  ...{ endedBecause: z.string().nullable(), source: z.string(), madeUp: z.boolean(), stands: z.boolean() },
});
export type Line = z.infer<typeof Line>;
export const Pair = z.object({
  ...{ id: z.string(), hospital: named, home: named, handedOver: z.array(z.string()) },
  ...period,
  ...{ source: z.string(), madeUp: z.boolean(), stands: z.boolean() },
});
export type Pair = z.infer<typeof Pair>;
const beds = z.object({ use: z.string(), beds: z.int(), taken: z.int() });

/** 养老机构一览. */
export const Institutions = z.object({
  items: z.array(
    z.object({
      ...{ id: z.string(), name: z.string(), kind: z.string(), district: z.string().nullable(), own: z.boolean() },
      /** Those that stand today. */
      ...{ lines: z.array(Line), joint: z.array(Pair), bothLines: z.boolean(), alerts: z.array(Alert) },
      ...{ beds: z.int(), taken: z.int() },
    }),
  ),
  day: z.string(),
});
export type Institutions = z.infer<typeof Institutions>;

export const InstitutionView = z.object({
  ...{
    id: z.string(),
    name: z.string(),
    kind: z.string(),
    district: z.string().nullable(),
    phone: z.string().nullable(),
  },
  ...{
    madeUp: z.boolean(),
    lines: z.array(Line),
    joint: z.array(Pair),
    bothLines: z.boolean(),
    alerts: z.array(Alert),
  },
  beds: z.array(beds),
  contracts: z.array(z.object({ other: named, from: z.string(), until: z.string(), warning: z.string().nullable() })),
  /** What was said when, newest first. */
  said: z.array(
    z.object({
      ...{ at: z.string(), by: z.string().nullable(), line: z.string(), kind: z.string(), version: z.int() },
      ...period,
      ...{ endedBecause: z.string().nullable(), withdrawnBecause: z.string().nullable(), other: z.string().nullable() },
    }),
  ),
  /** Which the reader's role keeps. */
  keeps: z.array(z.enum([...INSTITUTION_LINES, 'joint-management'])),
  hospitals: z.array(named),
  day: z.string(),
});
export type InstitutionView = z.infer<typeof InstitutionView>;

const civil = z.string().refine(isCivilDay, 'not a day');
const text = (max: number) => z.string().trim().min(1).max(max);
/** `until` here is the last day. */
const asked = { from: civil, until: civil.optional(), source: text(200) };
export const LineBody = z.object({
  line: lineName,
  kind: text(40),
  number: text(60).optional(),
  issuer: text(100),
  ...asked,
});
export const PairBody = z.object({
  ...{ hospital: text(64), handedOver: z.array(z.enum(['people', 'money', 'things'])).min(1), ...asked },
});
export const LineEndBody = z.object({ on: civil, because: z.enum(ENDED_BECAUSE) });
export const PairEndBody = z.object({ on: civil });
export const WithdrawBody = z.object({ why: text(300) });
