/**
 * A change of the table of sensitive categories labels what is stored again, in bounded pieces behind the running server; each piece
 * is its own transaction and moves the mark, so that a process that ends is followed by another from there. Until a record has been
 * reached it keeps the labels it was stored with.
 */
import type { Clock } from '../../platform/clock.ts';
import type { Job } from '../../platform/jobs.ts';
import type { Actor, Database, Statement } from '../../platform/postgres/database.ts';
import { parseJson } from '../json.ts';
import { isObject } from '../resource.ts';
import { CATEGORIES } from './access-facts.ts';
import { integerArray, textArray } from './arrays.ts';
import { sensitivityOf } from './sensitivity.ts';
import type { SensitiveCategories } from './sensitivity.ts';

const PIECE = 300;
const MARK = 'sensitivity-labels';
const LABELLER: Actor = {
  id: 'system:sensitivity-labels',
  person: null,
  role: 'system',
  organisation: 'system',
  purpose: 'system',
};

type Mark = { readonly version: string; readonly done: boolean; readonly type: string; readonly id: string };

const lockMark: Statement = {
  name: 'relabel-lock-mark',
  text: 'select value from region_fact where name = $1 for update',
  values: [MARK],
};
const keepMark = (mark: Mark, at: Date): Statement => ({
  name: 'relabel-keep-mark',
  text: `insert into region_fact (name, value, at) values ($1, $2, $3)
         on conflict (name) do update set value = excluded.value, at = excluded.at`,
  values: [MARK, JSON.stringify(mark), at],
});
/** The next records with all their versions. */
const selectPiece = ({ type, id }: Mark): Statement => ({
  name: 'relabel-piece',
  text: `with piece as (select type, id, version, content from resource where (type, id) > ($1, $2) order by type, id limit $3)
         select type, id, version, content from piece
         union all
         select h.type, h.id, h.version, h.content from resource_history h join piece p on p.type = h.type and p.id = h.id
          order by 1, 2, 3`,
  values: [type, id, PIECE],
});
const relabelled = (
  rows: readonly {
    readonly type: string;
    readonly id: string;
    readonly version: number;
    readonly labels: string | null;
  }[],
): Statement => ({
  name: 'relabel-write',
  text: 'select relabel($1::text[], $2::text[], $3::int[], $4::text[])',
  values: [
    textArray(rows.map(({ type }) => type)),
    textArray(rows.map(({ id }) => id)),
    integerArray(rows.map(({ version }) => version)),
    textArray(rows.map(({ labels }) => labels)),
  ],
});

const markIn = (value: unknown, version: string): Mark => {
  const found = (typeof value === 'string' ? (JSON.parse(value) as unknown) : value) as Partial<Mark> | undefined;
  const same = found?.version === version;
  return {
    version,
    done: same && found.done === true,
    type: same ? (found.type ?? '') : '',
    id: same ? (found.id ?? '') : '',
  };
};

/** One piece. Says whether there may be more. */
const relabelPiece = (db: Database, clock: Clock, categories: SensitiveCategories): Promise<boolean> =>
  db.write(LABELLER, clock.now(), async (tx) => {
    const [[row] = []] = await tx.flight([lockMark]);
    const mark = markIn(row?.['value'], categories.version);
    if (mark.done) {
      await tx.finish([]);
      return false;
    }
    const [rows = []] = await tx.flight([selectPiece(mark)]);
    const labelled = rows.flatMap((each) => {
      const parsed = typeof each['content'] === 'string' ? parseJson(each['content']) : undefined;
      if (parsed?.ok !== true || !isObject(parsed.value)) return [];
      const labels = sensitivityOf(parsed.value, categories)?.join(',') ?? null;
      return [{ type: String(each['type']), id: String(each['id']), version: Number(each['version']), labels }];
    });
    const last = rows.at(-1);
    const next: Mark =
      last === undefined ? { ...mark, done: true } : { ...mark, type: String(last['type']), id: String(last['id']) };
    await tx.finish([...(labelled.length > 0 ? [relabelled(labelled)] : []), keepMark(next, clock.now())]);
    return last !== undefined;
  });

export const relabel = async (
  db: Database,
  clock: Clock,
  stopping: () => boolean,
  categories: SensitiveCategories = CATEGORIES,
): Promise<void> => {
  while (!stopping() && (await relabelPiece(db, clock, categories)));
};

export const relabelJob = (db: Database, clock: Clock): Job => ({
  name: 'sensitivity labels',
  everyMs: 600_000,
  work: (stopping) => relabel(db, clock, stopping),
});
