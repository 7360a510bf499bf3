/** What signing freezes: the text, each claim with its value, definition version, as-of and digest, the signer, the day, the number. */
import { createHash, randomInt } from 'node:crypto';
import type { Actor, Rows, Statement } from '../../platform/postgres/database.ts';
import { printClaim } from './claims.ts';
import type { LetterDocument } from './document.ts';
import { claimsIn } from './document.ts';
import type { Look } from './store.ts';

/** Without 0, O, 1, I and L, which a reader mistakes for one another. */
const LETTERS = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';
/** Ten characters of 31: about 49 bits. */
export const newCode = (): string =>
  Array.from({ length: 10 }, () => LETTERS[randomInt(LETTERS.length)] ?? '2').join('');
/** 7K3M9-XQD2P, as printed. */
export const codeText = (code: string): string => `${code.slice(0, 5)}-${code.slice(5)}`;
/** What somebody typed: case, blanks and hyphens do not matter. */
export const codeFrom = (typed: string): string => typed.toUpperCase().replace(/[^0-9A-Z]/g, '');

export type Signing = {
  readonly id: string;
  readonly version: number;
  readonly content: LetterDocument;
  readonly look: Look | null;
  readonly signer: string;
  /** Civil day of the region. */
  readonly day: string;
};

/** SHA-256 over text and frozen values: what was signed can be told from what was not. */
export const digestOf = ({
  content,
  look,
  signer,
  day,
}: Pick<Signing, 'content' | 'look' | 'signer' | 'day'>): string =>
  createHash('sha256')
    .update(JSON.stringify([content, look?.observations ?? {}, signer, day]))
    .digest('hex');

const claimRows = ({ content, look }: Signing) =>
  claimsIn(content).flatMap((id) => {
    const claim = content.claims[id];
    const said = look?.observations[id];
    if (claim === undefined || said === undefined || said === null) return [];
    return [{ id, claim, said, printed: printClaim(claim) }];
  });

/** Statements of the transaction that signs; the number is taken beside them. Raises `letter-version` when somebody saved meanwhile. */
export const freeze = (signing: Signing, by: Actor, at: Date): readonly Statement[] => {
  const rows = claimRows(signing);
  return [
    {
      name: 'sign-letter',
      text: `with signed as (
               update letter set signed_version = head, signed_at = $3, signed_on = $4::date, signed_by = $5, signer = $6, year = $7,
                      digest = $8, code = $9, changed_at = $3
                where id = $1 and head = $2 and signed_at is null returning 1)
             select case when count(*) <> 1 then expect_rows(count(*), 1, 'letter-version') end from signed`,
      values: [
        signing.id,
        signing.version,
        at,
        signing.day,
        by.id,
        signing.signer,
        Number(signing.day.slice(0, 4)),
        digestOf(signing),
        newCode(),
      ],
    },
    {
      name: 'freeze-letter-claims',
      text: `insert into letter_claim (letter, claim, figure, definition_version, as_of, value, numerator, denominator, unit, evidence,
                                       records_digest, printed, content)
             select $1, c.* from unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::numeric[], $7::numeric[], $8::numeric[],
                                        $9::text[], $10::text[], $11::text[], $12::text[], $13::json[]) as c`,
      values: [
        signing.id,
        rows.map(({ id }) => id),
        rows.map(({ claim }) => claim.figure),
        rows.map(({ said }) => said.definitionVersion),
        rows.map(({ said }) => said.asOf),
        rows.map(({ said }) => said.value),
        rows.map(({ said }) => said.numerator),
        rows.map(({ said }) => said.denominator),
        rows.map(({ said }) => said.unit),
        rows.map(({ said }) => said.evidence),
        rows.map(({ said }) => said.digest),
        rows.map(({ printed }) => printed),
        rows.map(({ claim, said }) => JSON.stringify({ claim, said })),
      ],
    },
  ];
};

export const findFrozen = (id: string): Statement => ({
  name: 'find-letter-claims',
  text: `select claim, figure, definition_version, as_of, value, numerator, denominator, unit, evidence, records_digest, printed,
                content::text as content
           from letter_claim where letter = $1 order by length(claim), claim`,
  values: [id],
});

export type Frozen = {
  readonly claim: string;
  readonly figure: string;
  readonly name: string;
  readonly definition: string;
  readonly scopeName: string;
  readonly definitionVersion: string;
  readonly asOf: string;
  readonly value: number | null;
  readonly numerator: number | null;
  readonly denominator: number | null;
  readonly unit: string;
  readonly evidence: string;
  readonly digest: string;
  readonly printed: string;
};

const numeric = (value: unknown): number | null => (value === null || value === undefined ? null : Number(value));

export const frozenFrom = (rows: Rows): readonly Frozen[] =>
  rows.map((row) => {
    const { claim, said } = JSON.parse(String(row['content'])) as {
      readonly claim: { readonly scopeName: string };
      readonly said: { readonly name: string; readonly definition: string };
    };
    return {
      claim: String(row['claim']),
      figure: String(row['figure']),
      name: said.name,
      definition: said.definition,
      scopeName: claim.scopeName,
      definitionVersion: String(row['definition_version']),
      asOf: String(row['as_of']),
      value: numeric(row['value']),
      numerator: numeric(row['numerator']),
      denominator: numeric(row['denominator']),
      unit: String(row['unit']),
      evidence: String(row['evidence']),
      digest: String(row['records_digest']),
      printed: String(row['printed']),
    };
  });
