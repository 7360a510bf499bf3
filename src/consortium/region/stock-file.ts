/** `stock.json`: the medicines and devices a plan of care may ask for, and which kind of place keeps which. */
import { z } from 'zod';
import { isCivilDay } from '../../platform/civil-time.ts';
import type { Statement } from '../../platform/postgres/database.ts';
import { ORGANISATION_KINDS } from '../organisations/kinds.ts';

const code = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'must be lower-case letters, digits and hyphens, 40 at most');
const text = z.string().trim().min(1).max(100);

export const StockFile = z
  .strictObject({
    madeUp: z.boolean(),
    /** Since when what is said here is said. */
    from: z.string().refine(isCivilDay, 'not a day of the calendar, YYYY-MM-DD expected'),
    note: z.string().optional(),
    medicines: z.array(z.strictObject({ code, zh: text, en: text, form: text })),
    devices: z.array(z.strictObject({ code, zh: text, en: text })),
    /** What is named in neither list is not known. */
    kept: z.array(z.strictObject({ kind: z.enum(ORGANISATION_KINDS), kept: z.array(code), notKept: z.array(code) })),
  })
  .superRefine((file, context) => {
    const codes = [...file.medicines, ...file.devices].map((item) => item.code);
    const known = new Set(codes);
    if (known.size !== codes.length) context.addIssue({ code: 'custom', message: 'a code appears twice' });
    file.kept.forEach((place, index) => {
      const named = [...place.kept, ...place.notKept];
      const strangers = named.filter((one) => !known.has(one));
      const path = ['kept', index];
      if (strangers.length > 0)
        context.addIssue({ code: 'custom', path, message: `no medicine or device ${strangers.join(', ')}` });
      if (new Set(named).size !== named.length)
        context.addIssue({ code: 'custom', path, message: 'a code is said twice of one kind of place' });
    });
  });
type StockEntries = z.infer<typeof StockFile>;

/** Adds what the catalogue does not have yet, and says once for every place what its kind keeps; asked at every start. */
export const insertStock = (file: StockEntries, author: string): readonly Statement[] => [
  {
    text: `insert into catalogue_item (code, kind, name, name_en, form, made_up)
           select r.code, r.kind, r.zh, r.en, r.form, $2
             from json_to_recordset($1::json) as r (code text, kind text, zh text, en text, form text)
           on conflict (code) do nothing`,
    values: [
      JSON.stringify([
        ...file.medicines.map((item) => ({ ...item, kind: 'medicine' })),
        ...file.devices.map((item) => ({ ...item, kind: 'device' })),
      ]),
      file.madeUp,
    ],
  },
  {
    text: `insert into stock_statement (id, organisation, item, state, from_at, author)
           select o.id || '.' || r.item, o.id, r.item, r.state, $2::date, $3
             from json_to_recordset($1::json) as r (kind text, item text, state text)
             join organisation o on o.kind = r.kind
            where not exists (select 1 from stock_statement where author = $3)
           on conflict do nothing`,
    values: [
      JSON.stringify(
        file.kept.flatMap(({ kind, kept, notKept }) => [
          ...kept.map((item) => ({ kind, item, state: 'kept' })),
          ...notKept.map((item) => ({ kind, item, state: 'not-kept' })),
        ]),
      ),
      file.from,
      author,
    ],
  },
];
