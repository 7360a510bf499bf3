/** The bundle of what was found, in pieces: stored texts stand in it as they are, neither parsed nor copied. */
import type { Rows } from '../../platform/postgres/database.ts';

/** The entry of one record: its content is JSON as it was stored. */
export const foundPieces = (base: string, row: Rows[number], mode: 'match' | 'include'): readonly string[] => [
  `{"fullUrl":${JSON.stringify(`${base}/${String(row['type'])}/${String(row['id'])}`)},"resource":`,
  String(row['content']),
  `,"search":{"mode":"${mode}"}}`,
];

/** Something said beside what was found. */
export const outcomePieces = (outcome: string): readonly string[] => [
  `{"resource":${outcome},"search":{"mode":"outcome"}}`,
];

/** @param head the bundle's text up to its entries */
export const bundlePieces = (head: string, entries: readonly (readonly string[])[]): readonly string[] =>
  entries.length === 0
    ? [head, '}']
    : [head, ',"entry":[', ...entries.flatMap((entry, place) => (place === 0 ? entry : [',', ...entry])), ']}'];
