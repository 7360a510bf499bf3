/**
 * Letters for the cases of other capabilities. A step that hands over to a letter opens a child case of the pathway `letter` with
 * the answers of its opening form; what follows is read here: the newest draft, what changed in it, and what was signed.
 */
import type { Actor, Database, Statement } from '../../platform/postgres/database.ts';
import { compareLines } from './compare.ts';
import type { LineChange } from './compare.ts';
import type { LetterDocument } from './document.ts';
import { dayText, linesOf, numberText, plainText } from './plain.ts';
import { contentFrom, findContent, findLetterAbout, letterFrom } from './store.ts';
import type { LetterRow } from './store.ts';

/** Answers of the step that opens a letter about a case, for `opens: { pathway: 'letter', each: … }`. */
export type LetterOpening = {
  readonly template: string;
  readonly about: string;
  readonly addressee?: string;
  readonly matter?: 'proposal' | 'suggestion';
  readonly session?: string;
  readonly matterNumber?: string;
  readonly matterTitle?: string;
  readonly replyClass?: string;
  readonly previous?: string;
};

export type CaseLetter = {
  readonly letter: LetterRow;
  readonly content: LetterDocument;
  /** The whole letter as text, with number and date once it is signed. */
  readonly text: string;
  readonly number: string | null;
  /** 2026年7月30日, once it is signed. */
  readonly day: string | null;
};

/** The newest letter about a case this reader may see. */
export const findLetterOfCase = async (
  db: Database,
  actor: Actor,
  about: string,
  at: Date,
): Promise<CaseLetter | undefined> => {
  const [rows = []] = await db.read(actor, at, [findLetterAbout(about)]);
  const row = rows[0];
  if (row === undefined) return undefined;
  const letter = letterFrom(row);
  const [contents = []] = await db.read(actor, at, [findContent(letter.id, letter.signed?.version ?? null)]);
  const content = contentFrom(contents[0]);
  if (content === undefined) return undefined;
  const { signed } = letter;
  const number = signed === null ? null : numberText(letter.prefix, signed.year, signed.number);
  const given = { number, signer: signed?.signer ?? null, day: signed?.day ?? null };
  return {
    letter,
    content,
    text: plainText(content, given),
    number,
    day: signed === null ? null : dayText(signed.day),
  };
};

/** What stands in the way of answering a case by letter: `true`, or the state it is in. A load for a rule. */
export const findSignedLetter = (about: string): Statement => ({
  name: 'find-signed-letter-about',
  text: `select l.id, l.signed_version, n.number is not null and n.void_at is null as stands
           from letter l join letter_number n on n.letter = l.id
          where l.about = $1 and l.signed_at is not null and n.void_at is null order by l.signed_at desc limit 1`,
  values: [about],
});

/** What changed between the draft sent for the proposer's opinion (a version) and the letter as it stands or was signed. */
export const changesSince = async (
  db: Database,
  actor: Actor,
  { letter, content }: Pick<CaseLetter, 'letter' | 'content'>,
  version: number,
  at: Date,
): Promise<readonly LineChange[] | undefined> => {
  const [rows = []] = await db.read(actor, at, [findContent(letter.id, version)]);
  const before = contentFrom(rows[0]);
  return before === undefined
    ? undefined
    : compareLines([before.title, ...linesOf(before)], [content.title, ...linesOf(content)]);
};
