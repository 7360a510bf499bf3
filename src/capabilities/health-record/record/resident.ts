/**
 * The own record as its resident's phone draws it: this and no more crosses the wire, and the phone carries no shape of anything
 * it does not show. Pure.
 */
import { z } from 'zod';
import type { RecordView } from './shapes.ts';

const text = z.string().nullable();
const entry = { type: z.string(), id: z.string() };
const more = z.int();

export const OwnValue = z.object({
  ...entry,
  key: z.string(),
  name: z.object({ zh: z.string(), en: z.string() }),
  value: z.string(),
  unit: z.string(),
  flag: z.enum(['critical-high', 'high', 'critical-low', 'low', 'abnormal', 'normal']).nullable(),
  flagBy: text,
  at: text,
  place: z.object({ name: z.string() }).nullable(),
});
export type OwnValue = z.infer<typeof OwnValue>;

/** `csrf` goes back with every change, `until` is how long this device may look. */
export const OwnRecord = z.object({
  resident: z.object({ name: z.string() }),
  allergies: z.object({
    state: z.enum(['present', 'none-known', 'never-asked', 'failed']),
    items: z.array(z.object({ ...entry, substance: z.string(), reaction: text })),
  }),
  problems: z.object({ active: z.array(z.object({ ...entry, name: z.string(), since: text })), more }).nullable(),
  medicines: z.object({ current: z.array(z.object({ ...entry, name: z.string(), dosage: text })), more }).nullable(),
  values: z.object({ items: z.array(OwnValue), more }).nullable(),
  csrf: z.string(),
  until: z.string(),
  serverTime: z.string(),
});
export type OwnRecord = z.infer<typeof OwnRecord>;

export const ownRecordOf = (view: RecordView, session: Pick<OwnRecord, 'csrf' | 'until'>): OwnRecord => ({
  resident: { name: view.resident.name },
  allergies: {
    state: view.allergies.state,
    items: view.allergies.items.map(({ type, id, substance, reaction }) => ({ type, id, substance, reaction })),
  },
  problems: view.problems && {
    active: view.problems.active.map(({ type, id, name, since }) => ({ type, id, name, since })),
    more: view.problems.more,
  },
  medicines: view.medicines && {
    current: view.medicines.current.map(({ type, id, name, dosage }) => ({ type, id, name, dosage })),
    more: view.medicines.more,
  },
  values: view.values && {
    items: view.values.items.map(({ type, id, key, name, value, unit, flag, flagBy, at, place }) => ({
      type,
      id,
      key,
      name,
      value,
      unit,
      flag,
      flagBy,
      at,
      place: place && { name: place.name },
    })),
    more: view.values.more,
  },
  ...session,
  serverTime: view.serverTime,
});
