/** Conditions as SQL over a row `r` of `resource`. */
import { rootsOf } from '../store/merged-residents.ts';
import type { AskedUnit, Compared, Condition } from './condition.ts';

/** Collects parameters; `$n` in the text for each. */
export type Values = { readonly list: unknown[]; readonly add: (value: unknown) => string };

export const newValues = (): Values => {
  const list: unknown[] = [];
  return {
    list,
    add: (value) => {
      list.push(value);
      return `$${list.length}`;
    },
  };
};

export const bigints = (tokens: readonly (bigint | number)[]): string => `{${tokens.join(',')}}`;

/** The years PostgreSQL reads as ISO 8601: what lies beyond is before or after everything. */
const FIRST = Date.UTC(2000, 0, 1) - 1999 * 366 * 86_400_000;
const LAST = Date.UTC(9999, 11, 31);

const instant = (milliseconds: bigint): string => {
  const at = Number(milliseconds);
  if (at < FIRST) return '-infinity';
  return at > LAST ? 'infinity' : new Date(at).toISOString();
};

/** A moment compared: a column that holds no range. */
const momentText = (values: Values, column: string, { comparison, low, high }: Compared): string => {
  const first = (): string => `${values.add(instant(low))}::timestamptz`;
  const next = (): string => `${values.add(instant(high + 1n))}::timestamptz`;
  switch (comparison) {
    case 'eq':
    case 'overlaps':
      return `${column} >= ${first()} and ${column} < ${next()}`;
    case 'ne':
      return `(${column} < ${first()} or ${column} >= ${next()})`;
    case 'ge':
      return `${column} >= ${first()}`;
    case 'gt':
    case 'sa':
      return `${column} >= ${next()}`;
    case 'le':
      return `${column} < ${next()}`;
    case 'lt':
    case 'eb':
      return `${column} < ${first()}`;
  }
};

/**
 * R4 §3.1.1.4.6 for a range of the record, from `low` to `high`. A range that reaches into the value asked for counts for `ge`
 * and `le` though it ends inside it: a stay until the morning of a day was there on that day.
 */
const comparedText = (values: Values, low: string, high: string, compared: Compared): string => {
  const first = (): string => `${values.add(String(compared.low))}::bigint`;
  const last = (): string => `${values.add(String(compared.high))}::bigint`;
  const within = (): string => `${low} >= ${first()} and ${high} <= ${last()}`;
  switch (compared.comparison) {
    case 'eq':
      return within();
    case 'ne':
      return `not (${within()})`;
    case 'gt':
      return `${high} > ${last()}`;
    case 'lt':
      return `${low} < ${first()}`;
    case 'ge':
      return `${high} >= ${first()}`;
    case 'le':
      return `${low} <= ${last()}`;
    case 'sa':
      return `${low} > ${last()}`;
    case 'eb':
      return `${high} < ${first()}`;
    case 'overlaps':
      return `${low} <= ${last()} and ${high} >= ${first()}`;
  }
};

const HALF = 4_294_967_295;

const unitText = (values: Values, unit: AskedUnit | undefined): string => {
  if (!unit) return '';
  const system = unit.system === undefined ? '' : ` and r.ranges[i + 1] >> 32 = ${values.add(unit.system)}::bigint`;
  if (unit.code === undefined) return system;
  const code = `${values.add(unit.code >>> 0)}::bigint`;
  return unit.system === undefined
    ? `${system} and (r.ranges[i + 1] & ${HALF} = ${code} or r.ranges[i] & ${HALF} = ${code})`
    : `${system} and r.ranges[i + 1] & ${HALF} = ${code}`;
};

const underKeys = (values: Values, keys: readonly number[], rest: string): string =>
  `exists (select 1 from generate_series(1, cardinality(r.ranges), 4) as i
            where r.ranges[i] >> 32 = any(${values.add(bigints(keys))}::bigint[])${rest})`;

const rangeText = (values: Values, keys: readonly number[], compared: Compared, unit?: AskedUnit): string =>
  underKeys(
    values,
    keys,
    `${unitText(values, unit)} and ${comparedText(values, 'r.ranges[i + 2]', 'r.ranges[i + 3]', compared)}`,
  );

export const conditionText = (values: Values, condition: Condition): string => {
  switch (condition.kind) {
    case 'ids':
      return `r.id = any(${values.add(condition.ids)}::text[])`;
    case 'patients':
      return `coalesce(r.patient = any(${rootsOf(`${values.add(condition.ids)}::text[]`)}), false)`;
    case 'tokens':
      return `r.tokens && ${values.add(bigints(condition.tokens))}::bigint[]`;
    case 'range':
      return rangeText(values, condition.keys, condition.compared, condition.unit);
    case 'main-date': {
      const { keys, compared } = condition;
      const moment = `(${momentText(values, 'r.date', compared)} and not ${underKeys(values, keys, '')})`;
      return `coalesce(${moment} or ${rangeText(values, keys, compared)}, false)`;
    }
    case 'updated':
      return momentText(values, 'r.updated_at', condition.compared);
    case 'text':
      return `coalesce(position(${values.add(condition.piece)} in r.texts) > 0, false)`;
    case 'pattern':
      return `coalesce(r.texts ~ ${values.add(condition.pattern)}, false)`;
    case 'json':
      return `r.content::jsonb @? ${values.add(condition.path)}::jsonpath`;
    case 'all':
      return condition.of.length === 0
        ? 'true'
        : `(${condition.of.map((each) => conditionText(values, each)).join(' and ')})`;
    case 'any':
      return `(${condition.of.map((each) => conditionText(values, each)).join(' or ')})`;
    case 'not':
      return `not (${conditionText(values, condition.of)})`;
    case 'nothing':
      return 'false';
    case 'chain':
    case 'has':
      throw new Error('a chain is looked up before its search');
  }
};
