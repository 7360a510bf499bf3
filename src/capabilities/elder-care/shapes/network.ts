/** What crosses the wire of the network of care: houses, contracts, and who went from which place of care to which. */
import { z } from 'zod';
import { PLACES } from '../../../engines/care-days/core/places.ts';

/** Places of care, and `outside`: whence somebody is admitted and whereto care ends. */
export const NETWORK_PLACES = ['outside', ...PLACES] as const;
export type NetworkPlace = (typeof NETWORK_PLACES)[number];

/** Kinds of houses that care; `home-team` is any of them that cares for somebody at home. */
export const HOUSE_KINDS = ['hospital', 'township-hospital', 'community-centre', 'hospice', 'elder-care-home'] as const;
export const HOUSE_FILTERS = [...HOUSE_KINDS, 'home-team'] as const;
export const NETWORK_PROGRAMMES = ['hospice', 'elder-care'] as const;
/** Uses of beds that belong to the network; a hospital's other beds do not. */
export const NETWORK_USES = ['hospice', 'nursing', 'elder-care', 'day-care', 'family-hospital', 'family-care'] as const;

const flowName = new RegExp(`^(${NETWORK_PLACES.join('|')})>(${NETWORK_PLACES.join('|')})$`);
const day = z.string().regex(/^\d{4}-\d\d-\d\d$/);
export const NetworkQuery = z.object({
  from: day.optional(),
  until: day.optional(),
  district: z.string().max(60).optional(),
  kind: z.enum(HOUSE_FILTERS).optional(),
  programme: z.enum(NETWORK_PROGRAMMES).optional(),
  /** A place, or `from>to`, whose records are asked for. */
  open: z.union([z.enum(NETWORK_PLACES).exclude(['outside']), z.string().regex(flowName)]).optional(),
});
export type NetworkQuery = z.infer<typeof NetworkQuery>;

/** Null: fewer persons stand behind it than are shown. */
const count = z.int().nullable();
const named = z.object({ id: z.string(), name: z.string() });
const place = z.enum(NETWORK_PLACES);

const Acceptance = z.object({
  beds: z.int(),
  from: z.string(),
  /** The first day it no longer stands; null where its document names none. */
  until: z.string().nullable(),
  /** 60, 30 or 7 days before its end; `ended` when nothing stands any more. */
  state: z.enum(['stands', '60', '30', '7', 'ended']),
  madeUp: z.boolean(),
});
const House = z.object({
  ...{ id: z.string(), name: z.string(), kind: z.enum(HOUSE_KINDS), district: z.string().nullable() },
  homeTeam: z.boolean(),
  /** Numbered beds by use, and how many somebody has now. */
  beds: z.array(z.object({ use: z.enum(NETWORK_USES), beds: z.int(), taken: z.int() })),
  acceptance: Acceptance.nullable(),
  /** Persons in care here now, by place; of places without a numbered bed too. */
  people: z.array(z.object({ place, count })),
});
export type NetworkHouse = z.infer<typeof House>;

const Contract = z.object({
  ...{ id: z.string(), number: z.string(), medical: named, home: named },
  ...{ from: z.string(), until: z.string(), warning: z.enum(['60', '30', '7', 'expired']).nullable() },
  ended: z.boolean(),
  /** Visits that fell due in the period, and were made in it; `behind` is owed until the period's last day since the beginning. */
  ...{ due: z.int(), done: z.int(), behind: z.int() },
});
export type NetworkContract = z.infer<typeof Contract>;

const Opened = z.object({
  /** By house; null where too few persons stand behind it. */
  pairs: z.array(z.object({ from: named.nullable(), to: named.nullable(), count })),
  /** Cases by number; `open` where the reader has a relation to the person. Empty of what is not shown. */
  cases: z.array(
    z.object({ id: z.string(), number: z.string(), pathway: z.string(), day: z.string(), open: z.boolean() }),
  ),
  more: z.boolean(),
  masked: z.boolean(),
});

export const CareNetwork = z.object({
  period: z.object({ from: z.string(), to: z.string() }),
  day: z.string(),
  districts: z.array(z.string()),
  houses: z.array(House),
  contracts: z.array(Contract),
  places: z.array(z.object({ place, now: count, admitted: count, discharged: count, died: count, left: count })),
  flows: z.array(z.object({ from: place, to: place, count })),
  /** Whether anything was ever recorded until the period's end: an empty picture is not the same as no data. */
  recorded: z.boolean(),
  opened: Opened.nullable(),
  smallestCell: z.int(),
});
export type CareNetwork = z.infer<typeof CareNetwork>;
