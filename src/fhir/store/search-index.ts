/**
 * The search index of records that an earlier version wrote, made again behind the running server: in bounded pieces in the
 * order of the primary key, each its own transaction, which also moves the mark. Stopped or killed, it goes on from the mark;
 * of several processes one works at a time. A record written meanwhile already has the new index and is left alone.
 */
import type { Clock } from '../../platform/clock.ts';
import type { Job } from '../../platform/jobs.ts';
import type { Actor, Database, Rows, Statement } from '../../platform/postgres/database.ts';
import { parseJson } from '../json.ts';
import { isObject, textOf } from '../resource.ts';
import type { Resource } from '../resource.ts';
import { extract, INDEX_VERSION } from '../search/extract.ts';
import type { Extracted } from '../search/extract.ts';
import { isFirst } from '../search/parameters.ts';
import { instantArray, integerArray, textArray } from './arrays.ts';
import { indexColumns, RANGES, TOKENS } from './statements.ts';

const PIECE = 200;

const INDEXER: Actor = {
  id: 'system:search-index',
  person: null,
  role: 'system',
  organisation: 'system',
  purpose: 'system',
};

/** How far the index of this version is: types before the mark have it. */
export type IndexState = { readonly done: boolean; readonly afterType: string };

export const selectIndexState = (): Statement => ({
  name: 'fhir-select-index-state',
  text: 'select done, after_type from search_index where version = $1',
  values: [INDEX_VERSION],
});

/** Without a row there is nothing an earlier version could have written. */
export const indexStateOf = ([row]: Rows): IndexState => ({
  done: row === undefined || row['done'] === true,
  afterType: textOf(row?.['after_type']) ?? '',
});

/** Whether all records of a type have the index of this version. */
export const isIndexed = (state: IndexState, type: string): boolean => state.done || type < state.afterType;

/** Whether a condition could overlook a record that an earlier version wrote. `index` remembers once that none is left. */
export const mayMiss = async (
  { db, clock, index }: { readonly db: Database; readonly clock: Clock; readonly index: { done: boolean } },
  actor: Actor,
  type: string,
  names: readonly string[],
): Promise<boolean> => {
  if (index.done || names.every((name) => isFirst(name) || name === '_id' || name === 'patient')) return false;
  const [rows = []] = await db.read(actor, clock.now(), [selectIndexState()]);
  const state = indexStateOf(rows);
  index.done = state.done;
  return !isIndexed(state, type);
};

/** No row where another process is at work, or nothing is to be done. */
const lockMark = (): Statement => ({
  name: 'fhir-lock-index-mark',
  text: 'select after_type, after_id from search_index where version = $1 and not done for update skip locked',
  values: [INDEX_VERSION],
});

const selectPiece = (): Statement => ({
  name: 'fhir-select-index-piece',
  text: `select type, id, version, content from resource
          where (type, id) > (select after_type, after_id from search_index where version = $1)
          order by type, id limit $2`,
  values: [INDEX_VERSION, PIECE],
});

type Piece = { readonly type: string; readonly id: string; readonly version: number; readonly found: Extracted };

const updateIndexes = (pieces: readonly Piece[]): Statement => {
  const { first, last, end, numbers, texts } = indexColumns(pieces.map(({ found }) => found));
  return {
    name: 'fhir-update-indexes',
    text: `with incoming as (
             select row.type, row.id, row.version, row.date, row.texts, ${TOKENS('row')} as tokens, ${RANGES('row')} as ranges
               from unnest($1::text[], $2::text[], $3::int[], $5::timestamptz[], $6::int[], $7::int[], $8::int[], $9::text[])
                 as row (type, id, version, date, first, last, "end", texts)
           )
           update resource
              set date = incoming.date, tokens = incoming.tokens, ranges = incoming.ranges, texts = incoming.texts
             from incoming
            where resource.type = incoming.type and resource.id = incoming.id and resource.version = incoming.version
              and (resource.date, resource.tokens, resource.ranges, resource.texts) is distinct from
                  (incoming.date, incoming.tokens, incoming.ranges, incoming.texts)`,
    values: [
      textArray(pieces.map(({ type }) => type)),
      textArray(pieces.map(({ id }) => id)),
      integerArray(pieces.map(({ version }) => version)),
      numbers,
      instantArray(pieces.map(({ found }) => found.date)),
      first,
      last,
      end,
      texts,
    ],
  };
};

const moveMark = (last: Rows[number] | undefined, count: number): Statement =>
  last === undefined
    ? {
        name: 'fhir-end-index',
        text: 'update search_index set done = true where version = $1',
        values: [INDEX_VERSION],
      }
    : {
        name: 'fhir-move-index-mark',
        text: 'update search_index set after_type = $2, after_id = $3, looked = looked + $4 where version = $1',
        values: [INDEX_VERSION, last['type'], last['id'], count],
      };

const pieceOf = (row: Rows[number]): readonly Piece[] => {
  const content = textOf(row['content']);
  const parsed = content === undefined ? undefined : parseJson(content);
  if (!parsed?.ok || !isObject(parsed.value)) return [];
  const found = extract(parsed.value as Resource);
  return [{ type: String(row['type']), id: String(row['id']), version: Number(row['version']), found }];
};

/** Makes one piece. Says whether there may be more for this process to do. */
const indexPiece = (db: Database, clock: Clock): Promise<boolean> =>
  db.write(INDEXER, clock.now(), async (tx) => {
    const [mark = [], rows = []] = await tx.flight([lockMark(), selectPiece()]);
    if (mark.length === 0) {
      await tx.finish([]);
      return false;
    }
    const pieces = rows.flatMap(pieceOf);
    await tx.finish([...(pieces.length > 0 ? [updateIndexes(pieces)] : []), moveMark(rows.at(-1), rows.length)]);
    return rows.length > 0;
  });

/** Works until all is indexed or the process is `stopping`. */
export const makeSearchIndex = async (db: Database, clock: Clock, stopping: () => boolean): Promise<void> => {
  while (!stopping() && (await indexPiece(db, clock)));
};

export const searchIndexJob = (db: Database, clock: Clock): Job => ({
  name: 'search-index',
  everyMs: 600_000,
  work: (stopping) => makeSearchIndex(db, clock, stopping),
});

/** Takes what was written into the index of tokens proper, so that a search reads no list of what was written last. */
export const settleTokensJob = (db: Database, clock: Clock): Job => ({
  name: 'search-tokens',
  everyMs: 1000,
  work: () =>
    db.write(INDEXER, clock.now(), (tx) =>
      tx.finish([{ name: 'fhir-settle-tokens', text: 'select settle_tokens() as pages' }]),
    ),
});
