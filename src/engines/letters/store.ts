/** The SQL of letters: one statement, one function. Versions, answers and signed claims are only ever added. */
import type { Actor, Rows, Statement } from '../../platform/postgres/database.ts';
import type { CheckFinding } from './checks.ts';
import { LetterDocument, Observed } from './document.ts';
import type { Disclosure } from './document.ts';

export type LetterRow = {
  readonly id: string;
  readonly organisation: string;
  readonly organisationName: string;
  readonly about: string | null;
  readonly previousText: string | null;
  readonly title: string;
  readonly prefix: string;
  readonly head: number;
  readonly openedAt: Date;
  readonly changedAt: Date;
  readonly disclosure: Disclosure;
  readonly signed: {
    readonly version: number;
    readonly at: Date;
    readonly day: string;
    readonly signer: string;
    readonly year: number;
    readonly number: number;
    readonly digest: string;
    readonly code: string;
    readonly voidAt: Date | null;
  } | null;
};

const words = (value: unknown): string => (typeof value === 'string' ? value : '');
const orNull = (value: unknown): string | null => (typeof value === 'string' ? value : null);

const LETTER = `l.id, l.organisation, o.name as organisation_name, l.about, l.previous_text, l.title, l.prefix, l.head, l.opened_at,
  l.changed_at, l.disclosure, l.signed_version, l.signed_at, l.signed_on::text as signed_on, l.signer, l.year, l.digest, l.code,
  n.number, n.void_at`;
const JOINED = `letter l join organisation o on o.id = l.organisation left join letter_number n on n.letter = l.id`;

export const letterFrom = (row: Rows[number]): LetterRow => ({
  id: words(row['id']),
  organisation: words(row['organisation']),
  organisationName: words(row['organisation_name']),
  about: orNull(row['about']),
  previousText: orNull(row['previous_text']),
  title: words(row['title']),
  prefix: words(row['prefix']),
  head: Number(row['head']),
  openedAt: row['opened_at'] as Date,
  changedAt: row['changed_at'] as Date,
  disclosure: row['disclosure'] as Disclosure,
  signed:
    row['signed_at'] instanceof Date
      ? {
          version: Number(row['signed_version']),
          at: row['signed_at'],
          day: words(row['signed_on']),
          signer: words(row['signer']),
          year: Number(row['year']),
          number: Number(row['number']),
          digest: words(row['digest']),
          code: words(row['code']),
          voidAt: row['void_at'] instanceof Date ? row['void_at'] : null,
        }
      : null,
});

export const findLetter = (id: string): Statement => ({
  name: 'find-letter',
  text: `select ${LETTER} from ${JOINED} where l.id = $1`,
  values: [id],
});

/** The letters this house issues or is asked about, newest first. */
export const listLetters = (reader: Pick<Actor, 'organisation'>, after: Date | null, count: number): Statement => ({
  name: 'list-letters',
  text: `select ${LETTER}, c.state, c.number as case_number, c.owner_role, c.due_at, c.closed_at,
                exists (select 1 from cases k join case_party p on p.case_id = k.id and p.party = 'receiver'
                         where k.parent = l.id and k.pathway = 'letter-countersign' and k.closed_at is null
                           and p.organisation = $3) as countersign
           from ${JOINED} join cases c on c.id = l.id
          where ($1::timestamptz is null or l.changed_at < $1)
          order by l.changed_at desc, l.id limit $2`,
  values: [after, count, reader.organisation],
});

/** The newest letter about a case. */
export const findLetterAbout = (about: string): Statement => ({
  name: 'find-letter-about',
  text: `select ${LETTER} from ${JOINED} where l.about = $1 order by l.opened_at desc limit 1`,
  values: [about],
});

export const insertLetter = (
  letter: { readonly id: string; readonly about: string | null; readonly previousText: string | null },
  content: LetterDocument,
  by: Actor,
  at: Date,
): readonly Statement[] => [
  {
    name: 'insert-letter',
    text: `insert into letter (id, organisation, about, previous_text, title, prefix, head, opened_at, changed_at, disclosure)
           values ($1, $2, $3, $4, $5, $6, 1, $7, $7, $8)`,
    values: [
      letter.id,
      by.organisation,
      letter.about,
      letter.previousText,
      content.title,
      content.prefix,
      at,
      content.disclosure,
    ],
  },
  insertVersion(letter.id, 1, content, by, at),
];

const insertVersion = (id: string, version: number, content: LetterDocument, by: Actor, at: Date): Statement => ({
  name: 'insert-letter-version',
  text: `insert into letter_version (letter, version, content, at, actor, role, organisation) values ($1, $2, $3, $4, $5, $6, $7)`,
  values: [id, version, JSON.stringify(content), at, by.id, by.role, by.organisation],
});

/** Saves over the version last seen; another one, or a signed letter, raises `letter-version`. */
export const saveLetter = (
  id: string,
  over: number,
  content: LetterDocument,
  previousText: string | null,
  by: Actor,
  at: Date,
): readonly Statement[] => [
  {
    name: 'save-letter',
    text: `with saved as (
             update letter set head = head + 1, title = $3, prefix = $4, changed_at = $5, disclosure = $6, previous_text = $7
              where id = $1 and head = $2 and signed_at is null returning 1)
           select case when count(*) <> 1 then expect_rows(count(*), 1, 'letter-version') end from saved`,
    values: [id, over, content.title, content.prefix, at, content.disclosure, previousText],
  },
  insertVersion(id, over + 1, content, by, at),
];

export const findContent = (id: string, version: number | null): Statement => ({
  name: 'find-letter-content',
  text: `select v.version, v.content::text as content, v.at, p.name
           from letter l join letter_version v on v.letter = l.id and v.version = coalesce($2, l.head)
           left join practitioner_role r on r.id = v.actor left join person p on p.id = r.person
          where l.id = $1`,
  values: [id, version],
});

export const contentFrom = (row: Rows[number] | undefined): LetterDocument | undefined =>
  row === undefined ? undefined : LetterDocument.parse(JSON.parse(words(row['content'])));

export const listVersions = (id: string): Statement => ({
  name: 'list-letter-versions',
  text: `select v.version, v.at, v.role, p.name from letter_version v
           left join practitioner_role r on r.id = v.actor left join person p on p.id = r.person
          where v.letter = $1 order by v.version desc limit 300`,
  values: [id],
});

export type FindingAnswer = {
  readonly finding: string;
  readonly kind: string;
  readonly said: string;
  readonly reason: string;
  readonly at: Date;
  readonly by: string | null;
};

/** The latest answer to each finding. */
export const findAnswers = (id: string): Statement => ({
  name: 'find-letter-answers',
  text: `select distinct on (a.finding) a.finding, a.kind, a.said, a.reason, a.at, p.name
           from letter_answer a left join practitioner_role r on r.id = a.actor left join person p on p.id = r.person
          where a.letter = $1 order by a.finding, a.at desc`,
  values: [id],
});

export const answersFrom = (rows: Rows): readonly FindingAnswer[] =>
  rows.map((row) => ({
    finding: words(row['finding']),
    kind: words(row['kind']),
    said: words(row['said']),
    reason: words(row['reason']),
    at: row['at'] as Date,
    by: orNull(row['name']),
  }));

export const insertAnswers = (
  id: string,
  version: number,
  findings: readonly (Pick<CheckFinding, 'key' | 'kind'> & { readonly said: string })[],
  reason: string,
  by: Actor,
  at: Date,
): Statement => ({
  name: 'insert-letter-answers',
  text: `insert into letter_answer (letter, finding, kind, said, reason, version, at, actor, role)
         select $1, f.key, f.kind, f.said, $5, $6, $7, $8, $9 from unnest($2::text[], $3::text[], $4::text[]) as f (key, kind, said)`,
  values: [
    id,
    findings.map(({ key }) => key),
    findings.map(({ kind }) => kind),
    findings.map(({ said }) => said),
    reason,
    version,
    at,
    by.id,
    by.role,
  ],
});

export type Look = {
  readonly at: Date;
  readonly version: number;
  readonly settled: boolean;
  readonly observations: Readonly<Record<string, Observed | null>>;
};

export const findLook = (id: string): Statement => ({
  name: 'find-letter-look',
  text: `select at, version, settled, content::text as content from letter_look where letter = $1 order by at desc limit 1`,
  values: [id],
});

export const lookFrom = (row: Rows[number] | undefined): Look | null => {
  if (row === undefined) return null;
  const content = JSON.parse(words(row['content'])) as Readonly<Record<string, unknown>>;
  return {
    at: row['at'] as Date,
    version: Number(row['version']),
    settled: row['settled'] === true,
    observations: Object.fromEntries(
      Object.entries(content).map(([claim, said]) => [claim, said === null ? null : Observed.parse(said)]),
    ),
  };
};

/** Of looks at an unsigned letter the last is enough; an older one may go. */
export const keepLook = (id: string, look: Look): readonly Statement[] => [
  {
    name: 'forget-letter-looks',
    text: `delete from letter_look where letter = $1 and at < $2::timestamptz - interval '1 day'`,
    values: [id, look.at],
  },
  {
    name: 'keep-letter-look',
    text: `insert into letter_look (letter, at, version, content, settled) values ($1, $2, $3, $4, $5)
           on conflict (letter, at) do update set version = excluded.version, content = excluded.content, settled = excluded.settled`,
    values: [id, look.at, look.version, JSON.stringify(look.observations), look.settled],
  },
];
