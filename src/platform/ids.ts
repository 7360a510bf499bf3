import { randomFillSync } from 'node:crypto';

/** Makes a new opaque id: any valid FHIR id ([A-Za-z0-9\-.]{1,64}). An argument, so that tests can count. */
export type Ids = () => string;

const BYTES = 16;
// asked for in one go: a call of the random source costs more than the sixteen bytes of an id
const drawn = Buffer.alloc(256 * BYTES);
let used = drawn.length;
const draw = (): Buffer => {
  if (used === drawn.length) {
    randomFillSync(drawn);
    used = 0;
  }
  used += BYTES;
  return drawn.subarray(used - BYTES, used);
};

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
  for (const byte of draw()) tail += alphabet[byte % 32] ?? '0';
  return head + tail;
};

/** What a person reads out of an answer and finds in a log: ten hexadecimal digits. */
export const newReference = (): string => draw().toString('hex', 0, 5);
