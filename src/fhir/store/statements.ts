/**
 * The store as statements: whoever writes records (the FHIR interface, a pathway's step) puts these into its own transaction.
 * However many resources, there are at most ten statements, and they go in one flight.
 */
import type { Actor, Statement } from '../../platform/postgres/database.ts';
import { instantArray, integerArray, jsonArray, textArray, tokenArray } from './arrays.ts';
import { factStatements } from './fact-keeper.ts';
import { rootOf } from './merged-residents.ts';
import type { Extracted } from '../search/extract.ts';
import type { NewVersion } from './new-version.ts';
import { relationStatements } from './relations.ts';
import type { Lasting } from './relations.ts';
import { residentStatements } from './residents.ts';
import { restrictionStatements } from './restrictions.ts';

/** The `what` of a guard raised because a resource is no longer at the version a change was made from. */
export const STALE_VERSION = 'fhir-version';

/**
 * Columns of many versions as parameters: one flat array of tokens and ranges, each row's tokens from its first to its last
 * place and its ranges from there to its end.
 */
export const indexColumns = (versions: readonly Extracted[]) => {
  const first: number[] = [];
  const last: number[] = [];
  const end: number[] = [];
  const numbers: number[] = [];
  for (const { tokens, ranges } of versions) {
    first.push(numbers.length / 2 + 1);
    for (const half of tokens) numbers.push(half);
    last.push(numbers.length / 2);
    for (const half of ranges) numbers.push(half);
    end.push(numbers.length / 2);
  }
  return {
    first: integerArray(first),
    last: integerArray(last),
    end: integerArray(end),
    numbers: tokenArray(numbers),
    texts: textArray(versions.map(({ texts }) => texts)),
  };
};

/** A row's tokens and ranges out of the flat array `$4`; no ranges are null, which costs nothing. */
export const TOKENS = (row: string): string => `($4::bigint[])[${row}.first:${row}.last]`;
export const RANGES = (row: string): string =>
  `case when ${row}."end" > ${row}.last then ($4::bigint[])[${row}.last + 1:${row}."end"] end`;

const columns = (versions: readonly NewVersion[]) => {
  return {
    ...indexColumns(versions),
    type: textArray(versions.map((version) => version.type)),
    id: textArray(versions.map((version) => version.id)),
    patient: textArray(versions.map((version) => version.patient)),
    date: instantArray(versions.map((version) => version.date)),
    content: jsonArray(versions.map((version) => version.content)),
    // no code of ours has a comma in it
    sensitivity: textArray(versions.map(({ access }) => access.sensitivity?.join(',') ?? null)),
  };
};

const insertResources = (created: readonly NewVersion[], by: Actor, at: Date): Statement => {
  const { type, id, patient, date, first, last, end, content, numbers, texts, sensitivity } = columns(created);
  return {
    name: 'fhir-insert-resources',
    text: `insert into resource (type, id, version, updated_at, author, organisation, patient, date, tokens, ranges, texts,
                                 content, sensitivity)
           select row.type, row.id, 1, $1, $2, $3, ${rootOf('row.patient')}, row.date, ${TOKENS('row')}, ${RANGES('row')}, row.texts,
                  row.content, string_to_array(row.sensitivity, ',')
             from unnest($5::text[], $6::text[], $7::text[], $8::timestamptz[], $9::int[], $10::int[], $11::int[], $12::text[],
                         $13::json[], $14::text[])
               as row (type, id, patient, date, first, last, "end", texts, content, sensitivity)`,
    values: [
      at,
      by.id,
      by.organisation,
      numbers,
      type,
      id,
      patient,
      date,
      first,
      last,
      end,
      texts,
      content,
      sensitivity,
    ],
  };
};

/** Copies the superseded versions to the history and replaces them; raises KL409 unless every one was still the expected one. */
const replaceResources = (replaced: readonly NewVersion[], by: Actor, at: Date): Statement => {
  const { type, id, patient, date, first, last, end, content, numbers, texts, sensitivity } = columns(replaced);
  return {
    name: 'fhir-replace-resources',
    text: `with incoming as (
             select * from unnest($5::text[], $6::text[], $7::text[], $8::timestamptz[], $9::int[], $10::int[], $11::int[],
                                  $12::text[], $13::json[], $14::int[], $15::text[])
               as row (type, id, patient, date, first, last, "end", texts, content, replaces, sensitivity)
           ), changed as (
             update resource
                set version = incoming.replaces + 1, updated_at = $1, author = $2, organisation = $3,
                    patient = ${rootOf('incoming.patient')}, date = incoming.date, tokens = ${TOKENS('incoming')},
                    ranges = ${RANGES('incoming')}, texts = incoming.texts,
                    deleted = incoming.content is null, content = incoming.content,
                    sensitivity = string_to_array(incoming.sensitivity, ',')
               from incoming
              where resource.type = incoming.type and resource.id = incoming.id and resource.version = incoming.replaces
                and resource.erased is null
             returning 1
           ), superseded as (
             insert into resource_history
                    (type, id, version, updated_at, known_until, author, organisation, patient, deleted, content, sensitivity)
             select resource.type, resource.id, resource.version, resource.updated_at, $1, resource.author,
                    resource.organisation, resource.patient, resource.deleted, resource.content, resource.sensitivity
               from resource join incoming
                 on resource.type = incoming.type and resource.id = incoming.id and resource.version = incoming.replaces
           )
           select case when count(*) <> cardinality($5::text[])
                       then expect_rows(count(*), cardinality($5::text[]), '${STALE_VERSION}') end from changed`,
    values: [
      at,
      by.id,
      by.organisation,
      numbers,
      type,
      id,
      patient,
      date,
      first,
      last,
      end,
      texts,
      content,
      integerArray(replaced.map((version) => version.replaces ?? 0)),
      sensitivity,
    ],
  };
};

/**
 * Everything the versions change: the resources with their history, the residents' facts, and the relation a service client's
 * organisation gets by what it writes. A duplicate identity number violates `resident_card_unique`, a used id
 * `resource_pkey`, a version that is no longer current raises KL409 with `STALE_VERSION`.
 */
export const storeStatements = (
  versions: readonly NewVersion[],
  by: Actor,
  at: Date,
  lasting?: Lasting,
): readonly Statement[] => {
  const created = versions.filter((version) => version.replaces === null);
  const replaced = versions.filter((version) => version.replaces !== null);
  return [
    ...(created.length > 0 ? [insertResources(created, by, at)] : []),
    ...(replaced.length > 0 ? [replaceResources(replaced, by, at)] : []),
    ...relationStatements(versions, by, at, lasting),
    ...restrictionStatements(versions, by),
    ...residentStatements(versions, by, at),
    // last: what they lock is held for the shortest time
    ...factStatements(versions, at),
  ];
};
