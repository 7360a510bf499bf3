/** What a value of a FHIR type is found by: texts for tokens and references, ranges for dates, numbers and quantities. */
import { EXACT, isNumber, numberValue } from '../json.ts';
import { isObject, listOf, objectsOf, relativeReference, textOf } from '../resource.ts';
import type { JsonObject } from '../resource.ts';
import { rangeOf } from './dates.ts';
import { HIGHEST, LOWEST, orderedInstant, orderedNumber } from './ordered.ts';
import type { Ordered } from './ordered.ts';

/** Both ends belong to it. */
export type Range = { readonly low: Ordered; readonly high: Ordered };
export type UnitRange = Range & { readonly system: string; readonly code: string; readonly unit: string };

/** Lower case, no accents, one space: how texts are compared. */
export const foldName = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .normalize('NFC')
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .trim();

/** The same, told apart by case and accents. */
export const tidyName = (text: string): string => text.normalize('NFC').replace(/\s+/g, ' ').trim();

/** `Patient/1` as it is compared: without a version; an absolute URL as it stands. */
export const referenceKey = (reference: string): string => {
  const relative = relativeReference(reference);
  return relative ? `${relative.type}/${relative.id}` : reference;
};

const coded = (system: unknown, code: unknown): readonly string[] =>
  typeof code === 'string' ? [code, `${typeof system === 'string' ? system : ''}|${code}`] : [];

/** `code` and `system|code`, or the bare value of a primitive. */
export const tokenTexts = (value: unknown, type: string): readonly string[] => {
  if (!isObject(value)) return typeof value === 'string' || typeof value === 'boolean' ? [String(value)] : [];
  if (type === 'CodeableConcept')
    return objectsOf(value['coding']).flatMap((coding) => coded(coding['system'], coding['code']));
  return type === 'Coding' ? coded(value['system'], value['code']) : coded(value['system'], value['value']);
};

/** `system|code|value` of an identifier that says its type (`:of-type`). */
export const typedTexts = (value: unknown): readonly string[] => {
  if (!isObject(value) || typeof value['value'] !== 'string') return [];
  const text = value['value'];
  return objectsOf(value['type']).flatMap((type) =>
    objectsOf(type['coding']).flatMap(({ system, code }) =>
      typeof code === 'string' ? [`${textOf(system) ?? ''}|${code}|${text}`] : [],
    ),
  );
};

/** `Type/id`, or a URL; a canonical with a version also without it. Contained resources are nobody else's. */
export const referenceTexts = (value: unknown): readonly string[] => {
  const reference = isObject(value) ? value['reference'] : value;
  if (typeof reference !== 'string' || reference.startsWith('#')) return [];
  const bar = isObject(value) ? -1 : reference.indexOf('|');
  return bar > 0 ? [reference, reference.slice(0, bar)] : [referenceKey(reference)];
};

const NAME_PARTS = ['prefix', 'suffix'] as const;
const ADDRESS_PARTS = ['text', 'line', 'city', 'district', 'state', 'country', 'postalCode'] as const;

const texts = (value: unknown): readonly string[] => listOf(value).filter((each) => typeof each === 'string');

/** The strings of a name, an address or a plain text; a name also as a whole, 欧阳娜娜 from 欧阳 and 娜娜. */
export const stringParts = (value: unknown, type: string): readonly string[] => {
  if (typeof value === 'string') return value.startsWith(EXACT) ? [] : [value];
  if (!isObject(value)) return [];
  if (type === 'Address') return ADDRESS_PARTS.flatMap((part) => texts(value[part]));
  if (type !== 'HumanName') return [];
  const whole = [...texts(value['family']), ...texts(value['given'])];
  return [
    ...texts(value['text']),
    ...whole,
    ...(whole.length > 1 ? [whole.join('')] : []),
    ...NAME_PARTS.flatMap((part) => texts(value[part])),
  ];
};

/** Said to the second, a date is a moment. */
const ofDate = (text: unknown): Range | undefined => {
  const range = typeof text === 'string' ? rangeOf(text) : undefined;
  if (!range) return undefined;
  const high = range.until - range.from <= 1000 ? range.from : range.until - 1;
  return { low: orderedInstant(range.from), high: orderedInstant(high) };
};

const ofPeriod = (period: JsonObject): Range | undefined => {
  const start = ofDate(period['start']);
  const end = ofDate(period['end']);
  return start || end ? { low: start?.low ?? LOWEST, high: end?.high ?? HIGHEST } : undefined;
};

/** A plan of several moments lasts from the first to the last (R4 §3.1.1.4.7). */
const ofTiming = (timing: JsonObject): Range | undefined => {
  const events = listOf(timing['event']).flatMap((event) => ofDate(event) ?? []);
  const bounds = objectsOf(timing['repeat']).flatMap((repeat) => objectsOf(repeat['boundsPeriod']));
  const all = [...events, ...bounds.flatMap((period) => ofPeriod(period) ?? [])];
  const [first] = all;
  if (!first) return undefined;
  return all.reduce(
    (whole, { low, high }) => ({
      low: low < whole.low ? low : whole.low,
      high: high > whole.high ? high : whole.high,
    }),
    first,
  );
};

/** A date, dateTime, instant, Period or Timing. */
export const dateRange = (value: unknown, type: string): Range | undefined => {
  if (!isObject(value)) return ofDate(value);
  if (type === 'Period') return ofPeriod(value);
  return type === 'Timing' ? ofTiming(value) : undefined;
};

const numberOf = (value: unknown): Ordered | undefined =>
  isNumber(value) ? orderedNumber(numberValue(value)) : undefined;

const ofComparator = (at: Ordered, comparator: unknown): Range => {
  if (comparator === '<' || comparator === '<=') return { low: LOWEST, high: comparator === '<' ? at - 1n : at };
  if (comparator === '>' || comparator === '>=') return { low: comparator === '>' ? at + 1n : at, high: HIGHEST };
  return { low: at, high: at };
};

/** An integer or a decimal; a Range from its low to its high. */
export const numberRange = (value: unknown, type: string): Range | undefined => {
  if (type === 'Range' && isObject(value)) {
    const low = objectsOf(value['low'])[0];
    const high = objectsOf(value['high'])[0];
    return { low: numberOf(low?.['value']) ?? LOWEST, high: numberOf(high?.['value']) ?? HIGHEST };
  }
  const at = numberOf(value);
  return at === undefined ? undefined : { low: at, high: at };
};

const unitOf = (quantity: JsonObject | undefined): Pick<UnitRange, 'system' | 'code' | 'unit'> => ({
  system: textOf(quantity?.['system']) ?? '',
  code: textOf(quantity?.['code']) ?? '',
  unit: textOf(quantity?.['unit']) ?? '',
});

/** A Quantity, Money or Range with its unit. Sampled series have no one value and are not found by it. */
export const quantityRange = (value: unknown, type: string): UnitRange | undefined => {
  if (!isObject(value)) return undefined;
  if (type === 'Range') {
    const range = numberRange(value, type);
    const either = objectsOf(value['low'])[0] ?? objectsOf(value['high'])[0];
    return range && either && { ...range, ...unitOf(either) };
  }
  const at = numberOf(value['value']);
  if (at === undefined || type === 'SampledData') return undefined;
  if (type === 'Money')
    return { low: at, high: at, system: 'urn:iso:std:iso:4217', code: textOf(value['currency']) ?? '', unit: '' };
  return { ...ofComparator(at, value['comparator']), ...unitOf(value) };
};
