/**
 * The list of one's own catchment (a village clinic's residents, or those of all the clinics of a township hospital), and of
 * those a house without a catchment knows now.
 */
import { createHash } from 'node:crypto';
import type { Statement } from '../../platform/postgres/database.ts';
import { RESIDENT_COLUMNS } from './rows.ts';

/** Where the next page begins: after this resident in the order of pinyin. */
export type After = { readonly pinyin: string; readonly id: string };

/** Greater than every text that begins with the same characters. */
const END = '\u{10ffff}';
const HAN = /\p{Script=Han}/u;
/** A telephone as people say it: the beginning or the last digits, at least four. */
const PHONE = /^\+?[\d\s-]{4,}$/;
const backwards = (digits: string): string => Array.from(digits).reverse().join('');

type Asked = {
  readonly kind: 'all' | 'name' | 'letter' | 'spelling' | 'phone';
  /** What stands for $6, $7, …: each beginning with its end. */
  readonly values: readonly string[];
};

/** What is looked for: the beginning of a name as written, of its pinyin or initials, or a part of a telephone number. */
const readQuestion = (q: string): Asked => {
  const text = q.trim();
  if (text === '') return { kind: 'all', values: [] };
  if (HAN.test(text)) return { kind: 'name', values: [text, text + END] };
  if (PHONE.test(text)) {
    const digits = text.replace(/[\s-]/g, '');
    const last = backwards(digits);
    return { kind: 'phone', values: [digits, digits + END, last, last + END] };
  }
  const spelling = text.toLowerCase();
  return { kind: spelling.length === 1 ? 'letter' : 'spelling', values: [spelling, spelling + END] };
};

const MATCHING = {
  all: 'true',
  name: `r.name collate "C" >= $6 and r.name collate "C" < $7`,
  // of one letter the initials say nothing that the pinyin does not, and the index is in its order
  letter: `r.pinyin collate "C" >= $6 and r.pinyin collate "C" < $7`,
  spelling: `(r.pinyin collate "C" >= $6 and r.pinyin collate "C" < $7
       or r.initials collate "C" >= $6 and r.initials collate "C" < $7
       or $6 like '% %' and r.pinyin collate "C" >= replace($6, ' ', '') and r.pinyin collate "C" < replace($7, ' ', ''))`,
  phone: `(r.phone collate "C" >= $6 and r.phone collate "C" < $7
       or r.phone_backwards collate "C" >= $8 and r.phone_backwards collate "C" < $9)`,
} as const;

export type Page = { readonly q?: string; readonly after?: After | undefined; readonly count: number };

/**
 * One page, `count` rows at most. The relation is asked row by row (a scalar subquery is not turned into a join), so that a
 * page reads as many rows as it shows and not the whole catchment. Each clinic's part comes from its own index range and the parts are merged, so the
 * thousandth page costs what the first does. Who is listed needs the relation as well (and row-level security asks again).
 */
export const catchmentPage = (organisation: string, { q = '', after, count }: Page, at: Date): Statement => {
  const { kind, values } = readQuestion(q);
  return {
    name: `resident-catchment-${kind}`,
    text: `select ${RESIDENT_COLUMNS} from (
  select id from organisation where id = $1 or part_of = $1
) clinic cross join lateral (
  select * from resident r
   where r.catchment = clinic.id and (r.pinyin collate "C", r.id) > ($2, $3) and ${MATCHING[kind]}
     and (select true from relation x where x.resident = r.id and x.organisation = $1 and x.kind = 'catchment'
             and x.from_at <= $5 and (x.until_at is null or x.until_at > $5) limit 1)
   order by r.pinyin collate "C", r.id limit $4
) r
order by r.pinyin collate "C", r.id limit $4`,
    values: [organisation, after?.pinyin ?? '', after?.id ?? '', count, at, ...values],
  };
};

/**
 * The same for a house that has no catchment: whom it has a present reason to know, by an open case, today's registration, an
 * admission or a contract. Shapes and order are those of `catchmentPage`. They are gone through one by one in an index that has
 * what is looked for; without the fence (`offset 0`) the planner took a rare spelling as a reason to read the lists of all
 * catchments from end to end, which the first who asked in the morning waited half a second for.
 */
export const relatedPage = (organisation: string, { q = '', after, count }: Page, at: Date): Statement => {
  const { kind, values } = readQuestion(q);
  return {
    name: `resident-related-${kind}`,
    text: `select ${RESIDENT_COLUMNS} from (
  select found.id, found.pinyin from relation cross join lateral (
    select r.id, r.pinyin from resident r
     where r.id = relation.resident and (r.pinyin collate "C", r.id) > ($2, $3) and ${MATCHING[kind]} offset 0
  ) found
   where organisation = $1 and kind in ('registration', 'case', 'contract', 'admission')
     and from_at <= $5 and (until_at is null or until_at > $5)
  group by found.id, found.pinyin
  order by found.pinyin collate "C", found.id limit $4
) page join resident r on r.id = page.id
 order by r.pinyin collate "C", r.id`,
    values: [organisation, after?.pinyin ?? '', after?.id ?? '', count, at, ...values],
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
