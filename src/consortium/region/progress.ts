/** What of a region is loaded: one row of `region_fact`, moved in the transaction that loads. */
import type { Rows, Statement } from '../../platform/postgres/database.ts';

export type Loaded = {
  readonly region: string;
  /** Of the pack the organisations were loaded from. */
  readonly digest: string;
  /** The civil day records are dated by. */
  readonly asOf: string;
  readonly seed: string;
  readonly residents: number;
};

const NAME = 'region.loaded';

export const findLoaded: { readonly statement: Statement; readonly of: (rows: Rows) => Loaded | undefined } = {
  statement: { name: 'region-loaded', text: `select value from region_fact where name = '${NAME}'` },
  of: (rows) => {
    const value = rows[0]?.['value'];
    return typeof value === 'string' ? (JSON.parse(value) as Loaded) : undefined;
  },
};

/** The first statement of the load: raises KL409 when another transaction was first, after waiting for its end. */
export const startProgress = (start: Omit<Loaded, 'residents'> & { readonly at: Date }): Statement => ({
  text: `with made as (
           insert into region_fact (name, value, at) values ('${NAME}', $1, $2) on conflict (name) do nothing returning 1
         )
         select expect_rows((select count(*) from made), 1, 'region-loaded')`,
  values: [
    JSON.stringify({ region: start.region, digest: start.digest, asOf: start.asOf, seed: start.seed, residents: 0 }),
    start.at,
  ],
});

/** Counts residents `from` to `to` as loaded: raises KL409 unless exactly `from` were. */
export const moveProgress = (move: { readonly from: number; readonly to: number; readonly at: Date }): Statement => ({
  name: 'region-progress',
  text: `with moved as (
           update region_fact
              set value = jsonb_set(value::jsonb, '{residents}', to_jsonb($2::int))::json, at = $3
            where name = '${NAME}' and (value->>'residents')::int = $1::int
           returning 1
         )
         select expect_rows((select count(*) from moved), 1, 'region-progress')`,
  values: [move.from, move.to, move.at],
});
