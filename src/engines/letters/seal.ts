/**
 * Sealing (用印) through a port. An electronic seal needs a certified device of the commission's own; this program knows none of
 * them, and has one adapter that says so: the paper is sealed by hand, and who did it when is on record.
 */
import type { Statement, Actor, Rows } from '../../platform/postgres/database.ts';
import type { Refusal } from '../../platform/refusal.ts';

export type ToSeal = {
  readonly letter: string;
  readonly number: string;
  readonly issuer: string;
  readonly pdf: Buffer;
};
export type Sealed = {
  readonly adapter: string;
  /** What the device calls this seal, or how it was done by hand. */
  readonly reference: string;
  /** The sealed paper where the device makes one; the plain adapter returns the paper as it was. */
  readonly pdf: Buffer;
};

export type SealAdapter = {
  readonly name: string;
  /** Seals a signed letter, or the sentence why not. Called before the step is taken; called again when its answer was lost. */
  readonly seal: (paper: ToSeal) => Promise<Sealed | Refusal>;
};

/** The seal of ink: nothing is put on the file. */
export const plainSeal: SealAdapter = {
  name: 'plain',
  seal: ({ pdf, number }) => Promise.resolve({ adapter: 'plain', reference: `实物印章 ${number}`, pdf }),
};

export const insertSeal = (
  letter: string,
  seal: { readonly adapter: string; readonly reference: string; readonly digest: string },
  by: Actor,
  at: Date,
): Statement => ({
  name: 'insert-letter-seal',
  text: `insert into letter_seal (letter, adapter, reference, digest, at, actor) values ($1, $2, $3, $4, $5, $6)`,
  values: [letter, seal.adapter, seal.reference, seal.digest, at, by.id],
});

export const findSeal = (letter: string): Statement => ({
  name: 'find-letter-seal',
  text: `select s.adapter, s.reference, s.digest, s.at, p.name from letter_seal s
           left join practitioner_role r on r.id = s.actor left join person p on p.id = r.person where s.letter = $1`,
  values: [letter],
});

export const sealFrom = (row: Rows[number] | undefined) =>
  row === undefined
    ? null
    : {
        adapter: String(row['adapter']),
        reference: String(row['reference']),
        digest: String(row['digest']),
        at: (row['at'] as Date).toISOString(),
        by: typeof row['name'] === 'string' ? row['name'] : null,
      };
