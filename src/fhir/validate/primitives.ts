/**
 * The lexical rules of FHIR's primitive types, one function each: undefined if the value is good, otherwise the word of what
 * is wrong. Written out where the published expression would be slow (base64), would depend on JavaScript's idea of white
 * space (an ideographic space in a Chinese name is a character), or does not know the calendar.
 */
import { EXACT, numberText } from '../json.ts';
import { isDay } from '../search/dates.ts';
import type { FhirWord } from '../words.ts';

export type PrimitiveCheck = {
  /** Undefined if good. */
  readonly wrong: (value: unknown) => FhirWord | undefined;
  /** 'string' | 'number' | 'boolean' as JSON names it, for the sentence. */
  readonly json: string;
};

// eslint-disable-next-line no-control-regex -- R4 2.24.0.1: no characters below 32 but tab, carriage return and line feed
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f]/;
const SPACE = /[ \t\r\n\f\v]/;
const PLAIN_CODE = /^[A-Za-z0-9._:/-]+$/;
const CODE = /^[^ \t\r\n\f\v]+(?:[ \t\r\n\f\v][^ \t\r\n\f\v]+)*$/;
const ID = /^[A-Za-z0-9\-.]{1,64}$/;
const OID = /^urn:oid:[0-2](?:\.(?:0|[1-9][0-9]*))+$/;
const UUID = /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const TIME = /^(?:[01]\d|2[0-3]):[0-5]\d:(?:[0-5]\d|60)(?:\.\d+)?$/;
const DATE = /^(\d{4})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?)?$/;
const DATE_TIME =
  /^(\d{4})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3]):[0-5]\d:(?:[0-5]\d|60)(?:\.\d+)?(?:Z|[+-](?:(?:0\d|1[0-3]):[0-5]\d|14:00))$/;
const BASE64 = /^[A-Za-z0-9+/=\s]+$/;
const INTEGER = /^-?(?:0|[1-9]\d*)$/;

const text =
  (wrong: (value: string) => FhirWord | undefined): PrimitiveCheck['wrong'] =>
  (value) =>
    typeof value !== 'string' || value.startsWith(EXACT) ? 'wrong-json-type' : wrong(value);

const fits =
  (form: RegExp): ((value: string) => FhirWord | undefined) =>
  (value) =>
    form.test(value) ? undefined : 'bad-primitive';

const integer =
  (least: number): PrimitiveCheck['wrong'] =>
  (value) => {
    if (typeof value === 'number')
      return Number.isInteger(value) && value >= least && value <= 2147483647 ? undefined : 'bad-primitive';
    if (typeof value !== 'string' || !value.startsWith(EXACT)) return 'wrong-json-type';
    const digits = numberText(value);
    return INTEGER.test(digits) && Number(digits) >= least && Number(digits) <= 2147483647
      ? undefined
      : 'bad-primitive';
  };

const day = (year: string | undefined, month: string | undefined, of: string | undefined): FhirWord | undefined => {
  if (year === '0000') return 'bad-primitive';
  return of === undefined || isDay(Number(year), Number(month), Number(of)) ? undefined : 'no-such-day';
};

const date = (value: string): FhirWord | undefined => {
  const match = DATE.exec(value);
  return match ? day(match[1], match[2], match[3]) : 'bad-primitive';
};

const instant = (value: string): FhirWord | undefined => {
  const match = DATE_TIME.exec(value);
  return match ? day(match[1], match[2], match[3]) : 'bad-primitive';
};

const string = (value: string): FhirWord | undefined =>
  value.length > 0 && !CONTROL.test(value) ? undefined : 'bad-primitive';

const uri = (value: string): FhirWord | undefined =>
  value.length > 0 && !SPACE.test(value) && !CONTROL.test(value) ? undefined : 'bad-primitive';

const code = (value: string): FhirWord | undefined =>
  PLAIN_CODE.test(value) || (CODE.test(value) && !CONTROL.test(value)) ? undefined : 'bad-primitive';

const base64 = (value: string): FhirWord | undefined =>
  BASE64.test(value) && value.replace(/\s/g, '').length % 4 === 0 ? undefined : 'bad-primitive';

const TEXT = 'string';

/** By FHIR type name. */
export const primitiveChecks: ReadonlyMap<string, PrimitiveCheck> = new Map<string, PrimitiveCheck>([
  ['boolean', { json: 'boolean', wrong: (value) => (typeof value === 'boolean' ? undefined : 'wrong-json-type') }],
  ['integer', { json: 'number', wrong: integer(-2147483648) }],
  ['unsignedInt', { json: 'number', wrong: integer(0) }],
  ['positiveInt', { json: 'number', wrong: integer(1) }],
  [
    'decimal',
    {
      json: 'number',
      wrong: (value) =>
        typeof value === 'number' || (typeof value === 'string' && value.startsWith(EXACT))
          ? undefined
          : 'wrong-json-type',
    },
  ],
  ['string', { json: TEXT, wrong: text(string) }],
  ['markdown', { json: TEXT, wrong: text(string) }],
  ['xhtml', { json: TEXT, wrong: text((value) => (/^\s*<div[\s>/]/.test(value) ? undefined : 'bad-primitive')) }],
  ['code', { json: TEXT, wrong: text(code) }],
  ['uri', { json: TEXT, wrong: text(uri) }],
  ['url', { json: TEXT, wrong: text(uri) }],
  ['canonical', { json: TEXT, wrong: text(uri) }],
  ['oid', { json: TEXT, wrong: text(fits(OID)) }],
  ['uuid', { json: TEXT, wrong: text(fits(UUID)) }],
  ['id', { json: TEXT, wrong: text(fits(ID)) }],
  ['base64Binary', { json: TEXT, wrong: text(base64) }],
  ['date', { json: TEXT, wrong: text(date) }],
  ['dateTime', { json: TEXT, wrong: text((value) => (value.length <= 10 ? date(value) : instant(value))) }],
  ['instant', { json: TEXT, wrong: text(instant) }],
  ['time', { json: TEXT, wrong: text(fits(TIME)) }],
]);
