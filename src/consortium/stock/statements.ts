/** Who keeps which medicine or device, as dated statements of its own people. One statement, one function. */
import type { Rows, Statement } from '../../platform/postgres/database.ts';
import type { StockItem, StockState } from './shapes.ts';

/** The whole catalogue with what one organisation says of it now. */
export const findStock = (organisation: string): Statement => ({
  name: 'stock-of-organisation',
  text: `select i.code, i.kind, i.name, i.name_en, i.form, i.made_up, s.state, s.from_at, p.name as author
           from catalogue_item i
           left join stock_statement s on s.item = i.code and s.organisation = $1 and s.until_at is null
           left join practitioner_role r on r.id = s.author left join person p on p.id = r.person
          order by i.kind desc, i.name, i.code`,
  values: [organisation],
});

const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);

export const stockFrom = (rows: Rows): StockItem[] =>
  rows.map((row) => ({
    code: String(row['code']),
    kind: row['kind'] === 'device' ? 'device' : 'medicine',
    name: String(row['name']),
    nameEn: String(row['name_en']),
    form: text(row['form']),
    madeUp: row['made_up'] === true,
    state: text(row['state']) as StockState | null,
    updatedAt: row['from_at'] instanceof Date ? row['from_at'].toISOString() : null,
    updatedBy: text(row['author']),
  }));

export type NewStatement = {
  readonly id: string;
  readonly organisation: string;
  readonly item: string;
  readonly state: StockState;
  readonly at: Date;
  readonly author: string;
};

/**
 * Says what a place keeps: ends its statement before and begins another. Said twice at once, the second of the two is the one
 * that stays. Guard: `stock.unknown-item`.
 */
export const stateStock = (said: NewStatement): readonly Statement[] => [
  {
    name: 'stock-lock',
    text: `select code from catalogue_item where code = $1 for no key update`,
    values: [said.item],
  },
  {
    name: 'stock-end',
    text: `update stock_statement set until_at = greatest(from_at, $3)
            where organisation = $1 and item = $2 and until_at is null`,
    values: [said.organisation, said.item, said.at],
  },
  {
    name: 'stock-state',
    text: `with made as (
             insert into stock_statement (id, organisation, item, state, from_at, author)
             select $1, $2, code, $4, $5, $6 from catalogue_item where code = $3 returning id)
           select expect_rows((select count(*) from made), 1, 'stock.unknown-item')`,
    values: [said.id, said.organisation, said.item, said.state, said.at, said.author],
  },
];

/** What a centre is known to keep of some things; a village clinic's patients are also served by its township hospital. */
export const findKept = (
  of: { readonly organisation: string } | { readonly senderOf: string } | { readonly houseOf: string },
  items: readonly string[],
): Statement => ({
  name: 'stock-known',
  text: `with centre as (
           select coalesce($1, (select organisation from case_party where case_id = $3 and party = 'sender'),
                           (select organisation from department where id = $4)) as id)
         select i.code, i.kind, i.name, i.form, o.id = centre.id as own, o.name as organisation, s.state, s.from_at
           from centre cross join catalogue_item i
           join organisation o on o.id = centre.id
             or o.id = (select part_of from organisation village where village.id = centre.id and village.kind = 'village-clinic')
           left join stock_statement s on s.item = i.code and s.organisation = o.id and s.until_at is null
          where i.code = any($2::text[])
          order by i.code, own desc`,
  values: [
    'organisation' in of ? of.organisation : null,
    items,
    'senderOf' in of ? of.senderOf : null,
    'houseOf' in of ? of.houseOf : null,
  ],
});

/** What is known of one thing at a centre: kept by itself, by the township hospital above a village, or said to be missing. */
export type Known = {
  readonly name: string;
  readonly state: StockState | null;
  /** Whose statement that is; null where nobody said anything. */
  readonly organisation: string | null;
  readonly updatedAt: string | null;
};

/** By code: a place that keeps it before one that does not, the centre's own statement before that of the place above. */
export const keptFrom = (rows: Rows): Readonly<Record<string, Known>> => {
  const known: Record<string, Known> = {};
  for (const row of rows) {
    const code = String(row['code']);
    const state = text(row['state']) as StockState | null;
    const before = known[code];
    if (before !== undefined && (state === null || (before.state !== null && state !== 'kept'))) continue;
    if (before?.state === 'kept') continue;
    const form = text(row['form']);
    known[code] = {
      name: form === null ? String(row['name']) : `${String(row['name'])} ${form}`,
      state,
      organisation: state === null ? null : String(row['organisation']),
      updatedAt: row['from_at'] instanceof Date ? row['from_at'].toISOString() : null,
    };
  }
  return known;
};
