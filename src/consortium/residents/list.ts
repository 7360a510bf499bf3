/** The list of one's own catchment: a village clinic's residents, or those of all the clinics of a township hospital. */
import { createHash } from 'node:crypto';
import type { Statement } from '../../platform/postgres/database.ts';
import { RESIDENT_COLUMNS } from './rows.ts';

/** Where the next page begins: after this resident in the order of pinyin. */
export type After = { readonly pinyin: string; readonly id: string };

/** Greater than every text that begins with the same characters. */
const END = '\u{10ffff}';
const HAN = /\p{Script=Han}/u;

/** What is looked for: the beginning of a name as written, or of its pinyin or initials. */
const ranges = (q: string): { readonly name: string | null; readonly spelling: string | null } => {
  const text = q.trim();
  if (text === '') return { name: null, spelling: null };
  return HAN.test(text) ? { name: text, spelling: null } : { name: null, spelling: text.toLowerCase() };
};

const PAGE = {
  all: 'true',
  name: `r.name collate "C" >= $6 and r.name collate "C" < $7`,
  // of one letter the initials say nothing that the pinyin does not, and the index is in its order
  letter: `r.pinyin collate "C" >= $6 and r.pinyin collate "C" < $7`,
  spelling: `(r.pinyin collate "C" >= $6 and r.pinyin collate "C" < $7
       or r.initials collate "C" >= $6 and r.initials collate "C" < $7
       or $6 like '% %' and r.pinyin collate "C" >= replace($6, ' ', '') and r.pinyin collate "C" < replace($7, ' ', ''))`,
} as const;

/**
 * One page, `count` rows at most. The relation is asked row by row (a scalar subquery is not turned into a join), so that a
 * page reads as many rows as it shows and not the whole catchment. Each clinic's part comes from its own index range and the parts are merged, so the
 * thousandth page costs what the first does. Who is listed needs the relation as well (and row-level security asks again).
 */
export const catchmentPage = (
  organisation: string,
  { q = '', after, count }: { readonly q?: string; readonly after?: After | undefined; readonly count: number },
  at: Date,
): Statement => {
  const { name, spelling } = ranges(q);
  const kind = name !== null ? 'name' : spelling === null ? 'all' : spelling.length === 1 ? 'letter' : 'spelling';
  const text = name ?? spelling;
  return {
    name: `resident-catchment-${kind}`,
    text: `select ${RESIDENT_COLUMNS} from (
  select id from organisation where id = $1 or part_of = $1
) clinic cross join lateral (
  select * from resident r
   where r.catchment = clinic.id and (r.pinyin collate "C", r.id) > ($2, $3) and ${PAGE[kind]}
     and (select true from relation x where x.resident = r.id and x.organisation = $1 and x.kind = 'catchment'
             and x.from_at <= $5 and (x.until_at is null or x.until_at > $5) limit 1)
   order by r.pinyin collate "C", r.id limit $4
) r
order by r.pinyin collate "C", r.id limit $4`,
    values: [
      organisation,
      after?.pinyin ?? '',
      after?.id ?? '',
      count,
      at,
      ...(text === null ? [] : [text, text + END]),
    ],
  };
};

/**
 * The cursor stands in an address bar, so it must not spell a name (law 9): it is the last row's id and a digest of the
 * question it belongs to.
 */
export const cursorOf = (id: string, q: string): string => `${id}~${digestOf(q)}`;
const digestOf = (q: string): string => createHash('sha256').update(q.trim()).digest('hex').slice(0, 8);

/** The id a cursor stands for; undefined when it is none, or belongs to another question. */
export const readCursor = (cursor: string, q: string): string | undefined => {
  const [id = '', digest] = cursor.split('~');
  return /^[A-Za-z0-9\-.]{1,64}$/.test(id) && digest === digestOf(q) ? id : undefined;
};

export const findAfter = (id: string): Statement => ({
  name: 'resident-after',
  text: `select pinyin, id from resident where id = $1`,
  values: [id],
});
