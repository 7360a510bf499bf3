/** How a region handles proposals: whose they are, who hands them over and supervises, and the dated rules of each body. */
import { z } from 'zod';
import type { Statement } from '../../platform/postgres/database.ts';
import { isCivilDay } from '../../platform/civil-time.ts';
import { ORGANISATION_KINDS } from '../organisations/kinds.ts';

export const BODIES = ['cppcc', 'npc'] as const;
export const REPLY_CLASSES = ['A', 'B', 'C', 'D'] as const;
export const VERDICTS = ['satisfied', 'basically-satisfied', 'dissatisfied'] as const;

const text = z.string().trim().min(1).max(400);
const id = z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/);
const day = z.string().refine(isCivilDay, 'not a day of the calendar, YYYY-MM-DD expected');
const days = z.int().min(1).max(366);
const months = z.int().min(1).max(24);

/** What may differ from place to place and from year to year; days are civil days of the region. */
export const ProposalRule = z.strictObject({
  handOverDays: days,
  returnDays: days,
  /** Months from the day of the handing over; `by` (MM-DD) is a day of the year that comes before them. */
  answer: z.strictObject({
    months,
    by: z
      .string()
      .regex(/^(0[1-9]|1[0-2])-([0-2]\d|3[01])$/)
      .optional(),
  }),
  /** Counted from the handing over too: the latest an extension may reach. */
  extendToMonths: months,
  coHandleMonths: months,
  reHandleMonths: months,
  /** Whether the draft must be shown to the proposer before the formal answer. */
  draftOpinion: z.enum(['required', 'customary']),
  /** Whether every signer is answered, or the first may pass the answer on. */
  jointAnswer: z.enum(['each', 'first-passes-on']),
  classes: z.array(z.strictObject({ code: z.enum(REPLY_CLASSES), zh: text, en: text })).min(1),
  /** Classes that are no end: what is to come is promised, and followed. */
  followed: z.array(z.enum(REPLY_CLASSES)),
  /** The lowest score of each verdict, highest first; absent where no score is asked. */
  bands: z.array(z.strictObject({ verdict: z.enum(VERDICTS), from: z.int().min(0).max(100) })).optional(),
  /** What stands before the class on the letter; absent where the letter carries none. */
  classLabel: text.optional(),
  copyTo: z.array(z.strictObject({ name: text, copies: z.int().min(1).optional() })),
});
export type ProposalRule = z.infer<typeof ProposalRule>;

export const ProposalsFile = z.strictObject({
  note: z.string().optional(),
  /** Organisations the file names and organisations.json does not: a pack of letters alone has no others. */
  organisations: z
    .array(z.strictObject({ id, kind: z.enum(ORGANISATION_KINDS), name: text, madeUp: z.boolean() }))
    .optional(),
  bodies: z
    .array(z.strictObject({ body: z.enum(BODIES), name: text, organisation: id, office: id, supervisor: id }))
    .min(1),
  rules: z
    .array(
      z.strictObject({
        body: z.enum(BODIES),
        validFrom: day,
        validUntil: day.optional(),
        rule: ProposalRule,
        source: text,
        verified: z.boolean(),
        note: z.string().optional(),
      }),
    )
    .min(1),
});
export type ProposalsFile = z.infer<typeof ProposalsFile>;

/** Read again at every start: a rule that was corrected in the pack is corrected, one that is there stays as it is. */
export const insertProposalRules = (file: ProposalsFile): readonly Statement[] => [
  {
    text: `insert into proposal_body (body, name, organisation, office, supervisor)
           select r.body, r.name, r.organisation, r.office, r.supervisor
             from json_to_recordset($1::json) as r (body text, name text, organisation text, office text, supervisor text)
            where (select count(*) from organisation o where o.id in (r.organisation, r.office, r.supervisor)) =
                  (select count(distinct x) from unnest(array[r.organisation, r.office, r.supervisor]) as x)
           on conflict (body) do update set name = excluded.name, organisation = excluded.organisation,
             office = excluded.office, supervisor = excluded.supervisor`,
    values: [JSON.stringify(file.bodies)],
  },
  {
    text: `insert into proposal_rule (body, from_on, until_on, rule, source, verified)
           select r.body, r."validFrom"::date, r."validUntil"::date, r.rule, r.source, r.verified
             from json_to_recordset($1::json)
                  as r (body text, "validFrom" text, "validUntil" text, rule json, source text, verified boolean)
           on conflict (body, from_on) do update set until_on = excluded.until_on, rule = excluded.rule,
             source = excluded.source, verified = excluded.verified`,
    values: [JSON.stringify(file.rules)],
  },
];
