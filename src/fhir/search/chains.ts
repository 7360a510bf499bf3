/**
 * Chains and `_has`: the records referred to, or that refer here, are looked up first, from the innermost outwards, each in a
 * flight of its own under the caller's policy, and become ids of the search itself. Each look-up is bounded; one that would
 * have to go through more is refused, with what to add to the query.
 */
import type { Rows, Statement, Transaction } from '../../platform/postgres/database.ts';
import { refused } from '../outcome.ts';
import type { Refused } from '../outcome.ts';
import { allOf, anyOf, NOTHING } from './condition.ts';
import type { Chain, Condition, Has } from './condition.ts';
import { placeOf } from './grammar.ts';
import { parametersOf } from './parameters.ts';
import type { Parameter } from './parameters.ts';
import { boundedIds, flattened, RELATED, startOf } from './sources.ts';
import { conditionText, newValues } from './sql.ts';
import type { Values } from './sql.ts';
import { refersTo } from './value-conditions.ts';

export const CHAIN_LIMITS = {
  /** Index entries one step may go through. */
  candidates: 20_000,
  /** Records one step may find. */
  found: 1000,
  /** Residents that one look-up may narrow the steps to. */
  known: 200,
} as const;

type Looked = { readonly tx: Transaction };
type Found = readonly string[] | 'too-many';

/** One row: `looked`, how many index entries were gone through, and `found`, both up to one more than their limit. */
const lookUp = (
  type: string,
  where: readonly Condition[],
  what: (values: Values) => string,
  most: number,
): Statement => {
  const values = newValues();
  const limit = `${values.add(CHAIN_LIMITS.candidates + 1)}::int`;
  const kind = values.add(type);
  const ids =
    boundedIds(values, type, where, limit) ??
    `select r.id from resource as r where r.type = ${kind} and not r.deleted and ${RELATED} limit ${limit}`;
  const conditions = flattened(where).map((each) => conditionText(values, each));
  return {
    text: `with hit as materialized (select id from (${ids}) as branch (id) limit ${limit}),
       r as (select resource.* from hit join resource on resource.type = ${kind} and resource.id = hit.id)
       select (select count(*) from hit) as looked,
              array(select distinct found from (${what(values)} where ${['not r.deleted', ...conditions].join(' and ')}) as row (found)
                     where found is not null limit ${values.add(most + 1)}::int) as found`,
    values: values.list,
  };
};

const foundIn = ([row]: Rows, most: number): Found => {
  const found = (row?.['found'] ?? []) as readonly string[];
  return Number(row?.['looked']) > CHAIN_LIMITS.candidates || found.length > most ? 'too-many' : found;
};

const find = async (
  { tx }: Looked,
  type: string,
  where: readonly Condition[],
  what: (values: Values) => string,
  most: number = CHAIN_LIMITS.found,
): Promise<Found> => {
  if (startOf(where) === 'nothing') return [];
  const [rows = []] = await tx.flight([lookUp(type, where, what, most)]);
  return foundIn(rows, most);
};

const ids = (): string => 'select r.id from r';

/** What the parameter refers to, as `Type/id`. */
const referred =
  (type: string, parameter: Parameter, target: string) =>
  (values: Values): string => {
    const [source] = parameter.sources;
    const { patient } = parametersOf(type);
    if (target === 'Patient' && source?.expression.base === patient?.base && source?.expression.many === false)
      return `select 'Patient/' || r.patient from r`;
    const paths = parameter.sources.flatMap(({ expression }) =>
      expression.jsonPaths.flatMap(({ path, type: found }) =>
        found === 'Reference' ? [`lax ${path}."reference"`] : [],
      ),
    );
    return `select link #>> '{}' from r, unnest(${values.add(paths)}::text[]) as path,
              jsonb_path_query(r.content::jsonb, path::jsonpath) as link`;
  };

const tooMany = (name: string): Refused =>
  refused(400, 'too-costly', 'chain-too-wide', { name, limit: CHAIN_LIMITS.found }, placeOf(name));

const withKnown = (type: string, where: Condition, known: readonly string[] | undefined): readonly Condition[] => {
  if (known === undefined) return [where];
  if (type === 'Patient') return [where, { kind: 'ids', ids: known }];
  return [where];
};

const resolveChain = async (
  looked: Looked,
  type: string,
  chain: Chain,
  known: readonly string[] | undefined,
): Promise<Condition | Refused> => {
  const parameters = parametersOf(type);
  const ofResident = chain.parameter.sources.every(({ expression }) => expression.base === parameters.patient?.base);
  const conditions: Condition[] = [];
  for (const link of chain.links) {
    const where = await resolveCondition(looked, link.type, link.where, undefined);
    if ('issues' in where) return where;
    const found = await find(looked, link.type, withKnown(link.type, where, ofResident ? known : undefined), ids);
    if (found === 'too-many') return tooMany(chain.name);
    conditions.push(
      refersTo(
        parameters,
        chain.parameter,
        found.map((id) => `${link.type}/${id}`),
      ),
    );
  }
  return anyOf(conditions);
};

const resolveHas = async (
  looked: Looked,
  type: string,
  has: Has,
  known: readonly string[] | undefined,
): Promise<Condition | Refused> => {
  const where = await resolveCondition(looked, has.type, has.where, undefined);
  if ('issues' in where) return where;
  const narrowed =
    known === undefined
      ? [where]
      : [
          where,
          refersTo(
            parametersOf(has.type),
            has.parameter,
            known.map((id) => `${type}/${id}`),
          ),
        ];
  const found = await find(looked, has.type, narrowed, referred(has.type, has.parameter, type));
  if (found === 'too-many') return tooMany(has.name);
  const own = found.flatMap((reference) =>
    reference.startsWith(`${type}/`) ? [reference.slice(type.length + 1)] : [],
  );
  return own.length === 0
    ? NOTHING
    : { kind: 'ids', ids: [...new Set(own.map((id) => id.replace(/\/_history\/.*/, '')))] };
};

const resolveCondition = async (
  looked: Looked,
  type: string,
  condition: Condition,
  known: readonly string[] | undefined,
): Promise<Condition | Refused> => {
  switch (condition.kind) {
    case 'chain':
      return resolveChain(looked, type, condition, known);
    case 'has':
      return resolveHas(looked, type, condition, known);
    case 'not': {
      const of = await resolveCondition(looked, type, condition.of, known);
      return 'issues' in of ? of : { kind: 'not', of };
    }
    case 'any':
    case 'all': {
      const resolved: Condition[] = [];
      for (const each of condition.of) {
        const of = await resolveCondition(looked, type, each, known);
        if ('issues' in of) return of;
        resolved.push(of);
      }
      return condition.kind === 'any' ? anyOf(resolved) : allOf(resolved);
    }
    default:
      return condition;
  }
};

const isChain = ({ kind }: Condition): boolean => kind === 'chain' || kind === 'has';

/** The few residents that the rest of the search already speaks of: a chain need not look at others. */
const knownResidents = async (
  looked: Looked,
  type: string,
  where: readonly Condition[],
): Promise<readonly string[] | undefined> => {
  const own = flattened(where).filter((condition) => !isChain(condition));
  const ofResidents = own.find((condition) => condition.kind === 'patients');
  if (ofResidents?.kind === 'patients') return ofResidents.ids;
  if (type !== 'Patient' || ['everything', 'nothing'].includes(startOf(own))) return undefined;
  const found = await find(looked, type, own, ids, CHAIN_LIMITS.known);
  return found === 'too-many' ? undefined : found;
};

/** The search's conditions without chains: each is looked up in the transaction, before the search itself. */
export const resolveChains = async (
  tx: Transaction,
  type: string,
  where: readonly Condition[],
): Promise<readonly Condition[] | Refused> => {
  const looked: Looked = { tx };
  const known = await knownResidents(looked, type, where);
  const resolved: Condition[] = [];
  for (const condition of where) {
    const of = await resolveCondition(looked, type, condition, known);
    if ('issues' in of) return of;
    resolved.push(of);
  }
  return resolved;
};
