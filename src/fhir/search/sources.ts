/**
 * Where a search begins: with a resident's records, with ids, with the token index, or, with nothing to look up by, with the
 * records of the organisation's own residents. What it begins with bounds what it costs.
 */
import { rootsOf } from '../store/merged-residents.ts';
import { anyOf } from './condition.ts';
import type { Condition } from './condition.ts';
import { bigints, conditionText } from './sql.ts';
import type { Values } from './sql.ts';

export type Where = readonly Condition[];

/** Conditions that must all hold, one by one. */
export const flattened = (where: Where): Where =>
  where.flatMap((condition) => (condition.kind === 'all' ? flattened(condition.of) : [condition]));

/** Whether records that fulfil it can be looked up. */
const isLookup = (condition: Condition): boolean => {
  if (condition.kind === 'any') return condition.of.every(isLookup);
  if (condition.kind === 'all') return condition.of.some(isLookup);
  return ['ids', 'patients', 'tokens', 'nothing'].includes(condition.kind);
};

export type Start = 'patients' | 'ids' | 'tokens' | 'any' | 'nothing' | 'everything';

/** What the search begins with. */
export const startOf = (where: Where): Start => {
  const kinds = new Set(flattened(where).map(({ kind }) => kind));
  if (kinds.has('nothing')) return 'nothing';
  if (kinds.has('patients')) return 'patients';
  if (kinds.has('ids')) return 'ids';
  if (kinds.has('tokens')) return 'tokens';
  return flattened(where).some(isLookup) ? 'any' : 'everything';
};

/** A range of the patient index, fenced so that a common token is not looked up for the whole region (storage.md §3). */
const ofPatients = (values: Values, type: string, where: Where): string => {
  const conditions = where.flatMap((each) =>
    each.kind === 'patients' ? [`patient = any(${rootsOf(`${values.add(each.ids)}::text[]`)})`] : [],
  );
  return `(select * from resource where type = ${values.add(type)} and ${conditions.join(' and ')} offset 0) as r`;
};

/** `most` stops the look-up there. */
const tokenIds = (values: Values, type: string, where: Where, most?: string): string => {
  const groups = where.flatMap((each) => (each.kind === 'tokens' ? [each.tokens] : []));
  const single = groups.filter((group) => group.length === 1).flat();
  const [name, tokens] = single.length > 0 ? ['all_tokens', single] : ['any_token', groups[0] ?? []];
  const wanted = `${values.add(type)}, ${values.add(bigints(tokens))}::bigint[]`;
  return most === undefined ? `ids_with_${name}(${wanted})` : `ids_with_${name}_upto(${wanted}, ${most})`;
};

/** Ids of one branch of an alternative; the rest of the branch is asked of the rows themselves. */
const branchIds = (values: Values, type: string, condition: Condition, most?: string): string => {
  switch (condition.kind) {
    case 'ids':
      return `select * from unnest(${values.add(condition.ids)}::text[]) as given (id)`;
    case 'patients':
      return `select id from resource where type = ${values.add(type)} and patient = any(${rootsOf(`${values.add(condition.ids)}::text[]`)})`;
    case 'tokens':
      return `select * from ${tokenIds(values, type, [condition], most)} as hit (id)`;
    case 'any':
      return condition.of.map((each) => branchIds(values, type, each, most)).join(' union ');
    case 'all': {
      const first = ['ids', 'patients', 'tokens']
        .flatMap((kind) => condition.of.filter((each) => each.kind === kind))
        .concat(condition.of.filter(isLookup))[0];
      return branchIds(values, type, first ?? anyOf([]), most);
    }
    default:
      return 'select null::text as id where false';
  }
};

const joined = (values: Values, type: string, ids: string): string =>
  `${ids} join resource as r on r.type = ${values.add(type)} and r.id = hit.id`;

/** The FROM of a search. */
export const sourceText = (values: Values, type: string, where: Where): string => {
  const flat = flattened(where);
  switch (startOf(where)) {
    case 'patients':
      return ofPatients(values, type, flat);
    case 'tokens':
      return joined(values, type, `${tokenIds(values, type, flat)} as hit (id)`);
    case 'any': {
      const branches = branchIds(values, type, flat.find(isLookup) ?? anyOf([]));
      return joined(values, type, `(select distinct id from (${branches}) as branch (id)) as hit (id)`);
    }
    default:
      return 'resource as r';
  }
};

/** Ids to go through for a chain, stopped at `most`; undefined where there is nothing to look up by. */
export const boundedIds = (values: Values, type: string, where: Where, most: string): string | undefined => {
  const flat = flattened(where);
  switch (startOf(where)) {
    case 'everything':
      return undefined;
    case 'patients':
    case 'ids': {
      const first = flat.find(({ kind }) => kind === 'patients') ?? flat.find(({ kind }) => kind === 'ids');
      return branchIds(values, type, first ?? anyOf([]), most);
    }
    case 'tokens':
      return `select * from ${tokenIds(values, type, flat, most)} as hit (id)`;
    default:
      return branchIds(values, type, flat.find(isLookup) ?? anyOf([]), most);
  }
};

/** Without anything to look up by, an organisation's own residents are walked, not the region's. */
export const RELATED = `(r.patient is null or r.patient in (
  select resident from relation where organisation = declared_organisation()))`;

/** The WHERE of a search; what the source has answered is not asked again. */
export const whereText = (values: Values, type: string, where: Where): string => {
  const flat = flattened(where);
  const start = startOf(where);
  const groups = flat.flatMap((each) => (each.kind === 'tokens' ? [each] : []));
  const single = groups.filter(({ tokens }) => tokens.length === 1).flatMap(({ tokens }) => tokens);
  const several = groups.filter(({ tokens }) => tokens.length !== 1);
  const byTokens = start === 'tokens';
  const rest = byTokens && single.length === 0 ? several.slice(1) : several;
  const others = flat.filter(({ kind }) => kind !== 'tokens' && !(start === 'patients' && kind === 'patients'));
  return [
    `r.type = ${values.add(type)}`,
    'not r.deleted',
    ...(single.length > 0 && !byTokens ? [`r.tokens @> ${values.add(bigints(single))}::bigint[]`] : []),
    ...[...rest, ...others].map((each) => conditionText(values, each)),
    ...(start === 'everything' ? [RELATED] : []),
  ].join(' and ');
};
