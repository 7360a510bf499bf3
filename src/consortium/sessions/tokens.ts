import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** 32 random bytes, 43 characters of base64url: a session's or a service client's secret. */
export const newToken = (): string => randomBytes(32).toString('base64url');

/** What is stored of a token: its SHA-256, hex. A token has full entropy, so no slow hash is needed. */
export const tokenDigest = (token: string): string => createHash('sha256').update(token).digest('hex');

/** Compares in constant time. */
export const sameSecret = (left: string, right: string): boolean =>
  timingSafeEqual(createHash('sha256').update(left).digest(), createHash('sha256').update(right).digest());
