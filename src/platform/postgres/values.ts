import pg from 'pg';

type Parse = (text: string) => unknown;

const same: Parse = (text) => text;
/** Sums and counts stay numbers while they are exact; a larger integer stays text. */
const integer: Parse = (text) => (Number.isSafeInteger(Number(text)) ? Number(text) : text);

// Object identifiers of PostgreSQL's pg_type. Stored JSON is handed on unparsed; a civil day and a local time are not instants.
const PARSERS: ReadonlyMap<number, Parse> = new Map([
  [20, integer], // int8
  [114, same], // json
  [3802, same], // jsonb
  [1082, same], // date
  [1114, same], // timestamp
]);
const DATE_ARRAYS = [1182, 1115];
const TEXT_ARRAY = 1009;
const libraryParser = pg.types.getTypeParser as (oid: number) => Parse;

/** How column values come back: int8 a number when exact, timestamptz a `Date`, date and json text. */
export const parsers = {
  getTypeParser: (oid: number): Parse => {
    const own = PARSERS.get(oid);
    if (own !== undefined) return own;
    // an array of days is read as an array of text, so that no element becomes an instant
    return libraryParser(DATE_ARRAYS.includes(oid) ? TEXT_ARRAY : oid);
  },
};

const SPECIAL = /["\\]/;
const element = (value: unknown): string => {
  if (value === null || value === undefined) return 'null';
  if (Array.isArray(value)) return arrayLiteral(value);
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  const text = String(encode(value));
  // most have nothing to escape, and looking is cheaper than replacing
  return SPECIAL.test(text) ? `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"` : `"${text}"`;
};

const arrayLiteral = (values: readonly unknown[]): string => `{${values.map(element).join(',')}}`;

/**
 * The text PostgreSQL receives for a parameter. Done before anything is sent: a value that cannot be encoded must not leave a
 * transaction whose other statements are already on the wire.
 * @throws RangeError for an invalid `Date`, TypeError for JSON that cannot be written.
 */
export const encode = (value: unknown): string | Buffer | null => {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string') return value;
  if (Buffer.isBuffer(value)) return value;
  if (value instanceof Uint8Array) return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return arrayLiteral(value);
  if (typeof value === 'object') return JSON.stringify(value);
  if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean') return String(value);
  throw new TypeError(`a ${typeof value} cannot be a parameter`);
};
