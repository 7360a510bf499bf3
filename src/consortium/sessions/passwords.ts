/** Argon2id with the cost OWASP's Password Storage Cheat Sheet names first: 19 MiB, two passes, one lane. */
import { hash, verify } from '@node-rs/argon2';

const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** The encoded hash for `account.password_hash` (the library's default algorithm is Argon2id). */
export const hashPassword = (password: string): Promise<string> => hash(password, COST);

// Nobody's password: what a login that does not exist is compared with, so that it takes as long as one that does.
let nobodys: Promise<string> | undefined;

/** Compares with the hash of an account, or with nobody's when there is none: the answer takes the same time. */
export const passwordFits = async (stored: string | undefined, password: string): Promise<boolean> => {
  nobodys ??= hashPassword('nobody signs in with this');
  const fits = await verify(stored ?? (await nobodys), password, COST);
  return stored !== undefined && fits;
};
