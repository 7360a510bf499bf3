/** Texts that leave the house and come back: nobody else can read them, make one, or use one for something else. */
import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

export type Seal = {
  /** @param bound what it may be used for; opening it for anything else fails */
  readonly seal: (text: string, bound: string) => string;
  /** Undefined for anything that was not sealed with one of these secrets for this use. */
  readonly open: (sealed: string, bound: string) => string | undefined;
};

const NONCE = 12;
const TAG = 16;
const BASE64URL = /^[A-Za-z0-9_-]+$/;

const openWith = (key: Buffer, bytes: Buffer, bound: string): string | undefined => {
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE));
  decipher.setAuthTag(bytes.subarray(NONCE, NONCE + TAG));
  decipher.setAAD(Buffer.from(bound));
  try {
    return Buffer.concat([decipher.update(bytes.subarray(NONCE + TAG)), decipher.final()]).toString('utf8');
  } catch {
    return undefined;
  }
};

/**
 * AES-256-GCM under a key made of the first secret; the others are earlier ones, whose texts are still out and are opened.
 * Without any, a secret of this process.
 */
export const sealWith = (...secrets: readonly string[]): Seal => {
  const keys = secrets.map((secret) => createHash('sha256').update(secret).digest());
  const newest = keys[0] ?? randomBytes(32);
  const all = keys.length === 0 ? [newest] : keys;
  return {
    seal: (text, bound) => {
      const nonce = randomBytes(NONCE);
      const cipher = createCipheriv('aes-256-gcm', newest, nonce);
      cipher.setAAD(Buffer.from(bound));
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64url');
    },
    open: (sealed, bound) => {
      const bytes = BASE64URL.test(sealed) ? Buffer.from(sealed, 'base64url') : Buffer.alloc(0);
      // one text has one sealed form: stray bits at the end are not read over
      if (bytes.length < NONCE + TAG || bytes.toString('base64url') !== sealed) return undefined;
      for (const key of all) {
        const text = openWith(key, bytes, bound);
        if (text !== undefined) return text;
      }
      return undefined;
    },
  };
};
