/**
 * Includes that take more than one look: what refers to the page (`_revinclude`), and what is referred to by what has been
 * included (`:iterate`). Round by round, all under the caller's policy, up to a limit of records.
 */
import type { Rows, Statement, Transaction } from '../../platform/postgres/database.ts';
import { parseJson } from '../json.ts';
import { refused } from '../outcome.ts';
import type { Refused } from '../outcome.ts';
import { relativeReference } from '../resource.ts';
import { textArray } from '../store/arrays.ts';
import { CHAIN_LIMITS } from './chains.ts';
import type { Include } from './includes.ts';
import { INCLUDE_LIMITS } from './includes.ts';
import { parametersOf } from './parameters.ts';
import type { Search } from './query.ts';
import { boundedIds } from './sources.ts';
import { newValues } from './sql.ts';
import { referenceTexts } from './values.ts';
import { refersTo } from './value-conditions.ts';

type Row = Rows[number];
type Key = string;

const keyOf = (row: Row): Key => `${String(row['type'])}/${String(row['id'])}`;

const COLUMNS = `'include' as mode, r.type, r.id, r.version, r.patient, r.content`;

const selectByKeys = (keys: readonly Key[], most: number): Statement => ({
  name: 'fhir-select-included',
  text: `select ${COLUMNS}
           from unnest($1::text[], $2::text[]) as wanted (type, id) join resource as r on r.type = wanted.type and r.id = wanted.id
          where not r.deleted limit $3`,
  values: [
    textArray(keys.map((key) => key.slice(0, key.indexOf('/')))),
    textArray(keys.map((key) => key.slice(key.indexOf('/') + 1))),
    most,
  ],
});

/** Records of the include's type that refer to any of the keys. Each row carries `looked`: how many index entries there are. */
const selectReferring = (include: Include, keys: readonly Key[], most: number): Statement | undefined => {
  const { type, parameters, target } = include;
  const wanted = target === undefined ? keys : keys.filter((key) => key.startsWith(`${target}/`));
  const values = newValues();
  const candidates = `${values.add(CHAIN_LIMITS.candidates + 1)}::int`;
  const branches = parameters.flatMap((parameter) => {
    const condition = refersTo(parametersOf(type), parameter, wanted);
    const ids = condition.kind === 'nothing' ? undefined : boundedIds(values, type, [condition], candidates);
    return ids === undefined ? [] : [`select * from (${ids}) as one`];
  });
  if (branches.length === 0) return undefined;
  return {
    text: `with hit as materialized (select id from (${branches.join(' union ')}) as branch (id) limit ${candidates})
           select counted.looked, found.* from (select count(*) as looked from hit) as counted
             left join lateral (
               select ${COLUMNS} from hit join resource as r on r.type = ${values.add(type)} and r.id = hit.id
                where not r.deleted order by r.id limit ${values.add(most)}::int
             ) as found on true`,
    values: values.list,
  };
};

/** What a record refers to by the includes' parameters. */
const referredBy = (row: Row, includes: readonly Include[]): readonly Key[] => {
  const of = includes.filter(({ type }) => type === row['type']);
  const parsed = of.length === 0 ? undefined : parseJson(String(row['content']));
  if (!parsed?.ok) return [];
  const keys = new Set<Key>();
  for (const { parameters, target } of of)
    for (const { sources, onlyType } of parameters)
      for (const { expression } of sources)
        expression.walk(parsed.value, (value) => {
          for (const text of referenceTexts(value)) {
            const relative = relativeReference(text);
            const wanted = target ?? onlyType;
            if (relative && (wanted === undefined || wanted === relative.type)) keys.add(text);
          }
        });
  return [...keys];
};

const tooMany = (): Refused =>
  refused(400, 'too-costly', 'too-many-included', { limit: INCLUDE_LIMITS.records }, 'http._include');

/** The included records of a page, in the order they were found, or a refusal where there are too many. */
export const includedRows = async (tx: Transaction, search: Search, page: Rows): Promise<Rows | Refused> => {
  const seen = new Map<Key, Row>(page.map((row) => [keyOf(row), row]));
  const included: Row[] = [];
  let fresh: Rows = page;
  for (let round = 0; round < INCLUDE_LIMITS.rounds && fresh.length > 0; round++) {
    const going = ({ iterate }: Include): boolean => round === 0 || iterate;
    const forward = search.includes.filter(going);
    const back = search.reverse.filter(going);
    const keys = [...new Set(fresh.flatMap((row) => referredBy(row, forward)))].filter((key) => !seen.has(key));
    const room = INCLUDE_LIMITS.records - included.length + 1;
    const statements = [
      ...(keys.length > 0 ? [selectByKeys(keys, room)] : []),
      // what was seen is found again by some: they must not hide what was not
      ...back.flatMap((include) => selectReferring(include, fresh.map(keyOf), room + seen.size) ?? []),
    ];
    const found = statements.length === 0 ? [] : (await tx.flight(statements)).flat();
    if (found.some((row) => Number(row['looked'] ?? 0) > CHAIN_LIMITS.candidates)) return tooMany();
    fresh = found.filter((row) => row['id'] !== null && !seen.has(keyOf(row)) && seen.set(keyOf(row), row));
    included.push(...fresh);
    if (included.length > INCLUDE_LIMITS.records) return tooMany();
  }
  return included;
};
