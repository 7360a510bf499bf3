/**
 * Array parameters in PostgreSQL's binary form (header, then length and bytes of each element): neither side escapes or
 * parses text, which for JSON full of quotes is most of the cost of a large insert.
 */

const OID = { int4: 23, int8: 20, text: 25, json: 114, timestamptz: 1184 } as const;
const HEADER = 20;
/** PostgreSQL counts instants from 2000-01-01. */
const EPOCH = Date.UTC(2000, 0, 1);

const header = (buffer: Buffer, oid: number, count: number, nulls: boolean): void => {
  buffer.writeInt32BE(1, 0);
  buffer.writeInt32BE(nulls ? 1 : 0, 4);
  buffer.writeInt32BE(oid, 8);
  buffer.writeInt32BE(count, 12);
  buffer.writeInt32BE(1, 16);
};

const empty = (oid: number): Buffer => {
  const buffer = Buffer.alloc(12);
  buffer.writeInt32BE(oid, 8);
  return buffer;
};

const strings = (oid: number, items: readonly (string | null)[]): Buffer => {
  if (items.length === 0) return empty(oid);
  let size = HEADER;
  let nulls = false;
  const lengths = items.map((item) => {
    if (item === null) nulls = true;
    const length = item === null ? 0 : Buffer.byteLength(item);
    size += 4 + length;
    return length;
  });
  const buffer = Buffer.allocUnsafe(size);
  header(buffer, oid, items.length, nulls);
  let at = HEADER;
  for (const [position, item] of items.entries()) {
    const length = lengths[position] ?? 0;
    buffer.writeInt32BE(item === null ? -1 : length, at);
    at += 4;
    if (item !== null) at += buffer.write(item, at);
  }
  return buffer;
};

/** `text[]` */
export const textArray = (items: readonly (string | null)[]): Buffer => strings(OID.text, items);

/** `json[]`, of JSON texts */
export const jsonArray = (items: readonly (string | null)[]): Buffer => strings(OID.json, items);

/** `int4[]` */
export const integerArray = (items: readonly number[]): Buffer => {
  if (items.length === 0) return empty(OID.int4);
  const buffer = Buffer.allocUnsafe(HEADER + items.length * 8);
  header(buffer, OID.int4, items.length, false);
  let at = HEADER;
  for (const item of items) {
    buffer.writeInt32BE(4, at);
    buffer.writeInt32BE(item, at + 4);
    at += 8;
  }
  return buffer;
};

/** `int8[]` of tokens: high and low halves in turn. */
export const tokenArray = (halves: readonly number[]): Buffer => {
  if (halves.length === 0) return empty(OID.int8);
  const count = halves.length / 2;
  const buffer = Buffer.allocUnsafe(HEADER + count * 12);
  header(buffer, OID.int8, count, false);
  let at = HEADER;
  for (let i = 0; i < halves.length; i += 2) {
    buffer.writeInt32BE(8, at);
    buffer.writeInt32BE(halves[i] ?? 0, at + 4);
    buffer.writeInt32BE(halves[i + 1] ?? 0, at + 8);
    at += 12;
  }
  return buffer;
};

/** `timestamptz[]` of milliseconds since 1970. */
export const instantArray = (items: readonly (number | null)[]): Buffer => {
  if (items.length === 0) return empty(OID.timestamptz);
  const present = items.filter((item) => item !== null).length;
  const buffer = Buffer.allocUnsafe(HEADER + items.length * 4 + present * 8);
  header(buffer, OID.timestamptz, items.length, present < items.length);
  let at = HEADER;
  for (const item of items) {
    buffer.writeInt32BE(item === null ? -1 : 8, at);
    at += 4;
    if (item === null) continue;
    buffer.writeBigInt64BE(BigInt(Math.trunc(item) - EPOCH) * 1000n, at);
    at += 8;
  }
  return buffer;
};
