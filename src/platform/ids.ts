import { randomBytes } from 'node:crypto';

/** Makes a new opaque id: any valid FHIR id ([A-Za-z0-9\-.]{1,64}). An argument, so that tests can count. */
export type Ids = () => string;

/** Time-ordered (48 bits of milliseconds, then 80 random bits), 26 characters of base 32 without look-alikes. */
export const newId: Ids = () => {
  const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';
  let time = Date.now();
  let head = '';
  for (let i = 0; i < 10; i++) {
    head = (alphabet[time % 32] ?? '0') + head;
    time = Math.floor(time / 32);
  }
  let tail = '';
  for (const byte of randomBytes(16)) tail += alphabet[byte % 32] ?? '0';
  return head + tail;
};
