/** Last values with their course over two years and the range they are read against. Pure; no threshold of its own. */
import { codesOf, measuredOf, quantityOf, wordOf } from '../../../../fhir/concepts.ts';
import { objectsOf, textOf } from '../../../../fhir/resource.ts';
import type { JsonObject } from '../../../../fhir/resource.ts';
import { targetOf } from '../rules/targets.ts';
import { DIASTOLIC, PANELS, SYSTOLIC, panelPlace } from '../rules/values.ts';
import type { Flag, Range, ValueRow } from '../shapes.ts';
import type { Kept, Reading } from './rows.ts';

/** How far back the small curve beside a value reaches. */
export const TREND_DAYS = 731;
const DAY = 86_400_000;

type Said = {
  readonly text: string;
  readonly unit: string;
  readonly number: number | null;
  readonly second: number | null;
};

const component = (resource: JsonObject, code: string): JsonObject | undefined =>
  objectsOf(resource['component']).find((each) => codesOf(each['code']).includes(code));

/** What an Observation says: a pair of pressures, a quantity, or words; undefined where it says nothing. */
export const saidBy = (resource: JsonObject): Said | undefined => {
  const systolic = quantityOf(component(resource, SYSTOLIC));
  const diastolic = quantityOf(component(resource, DIASTOLIC));
  if (systolic !== undefined && diastolic !== undefined)
    return {
      text: `${systolic.value}/${diastolic.value}`,
      unit: systolic.unit,
      number: Number(systolic.value),
      second: Number(diastolic.value),
    };
  const quantity = quantityOf(resource);
  if (quantity !== undefined) {
    const { value, unit, comparator } = quantity;
    return { text: comparator === null ? value : `${comparator} ${value}`, unit, number: Number(value), second: null };
  }
  const integer = resource['valueInteger'];
  const words =
    wordOf(resource['valueCodeableConcept']) ??
    textOf(resource['valueString']) ??
    (typeof integer === 'number' ? String(integer) : undefined);
  return words === undefined ? undefined : { text: words, unit: '', number: null, second: null };
};

const INTERPRETED: Readonly<Record<string, Flag>> = {
  HH: 'critical-high',
  HU: 'critical-high',
  H: 'high',
  HX: 'high',
  LL: 'critical-low',
  LU: 'critical-low',
  L: 'low',
  LX: 'low',
  AA: 'abnormal',
  A: 'abnormal',
  POS: 'abnormal',
  N: 'normal',
  NEG: 'normal',
};
const interpreted = (resource: JsonObject): Flag | null => {
  for (const code of codesOf(resource['interpretation'])) {
    const flag = INTERPRETED[code];
    if (flag !== undefined) return flag;
  }
  return null;
};

/** The first range printed with the value that is one for everybody or says nothing of whom it is for. */
const rangeIn = (resource: JsonObject, unit: string): Range | null => {
  for (const range of objectsOf(resource['referenceRange'])) {
    const kind = codesOf(range['type']);
    if (kind.length > 0 && !kind.includes('normal') && !kind.includes('recommended')) continue;
    const low = measuredOf(range['low']);
    const high = measuredOf(range['high']);
    const text = textOf(range['text']) ?? null;
    // a range in another unit says nothing about this number
    const same = [low, high].every((end) => end === undefined || end.unit === '' || end.unit === unit);
    if ((low === undefined && high === undefined) || !same) {
      if (text !== null)
        return { low: null, high: null, text, secondHigh: null, by: 'record', source: null, verified: true };
      continue;
    }
    return {
      low: low === undefined ? null : Number(low.value),
      high: high === undefined ? null : Number(high.value),
      text,
      secondHigh: null,
      by: 'record',
      source: null,
      verified: true,
    };
  }
  return null;
};

export type Reader = Reading & {
  readonly age: number | null;
  /** The reader's civil day. */
  readonly today: string;
  readonly now: Date;
  /** Codes of the active problems. */
  readonly problems: readonly string[];
};

const judged = (said: Said, resource: JsonObject, range: Range | null): Pick<ValueRow, 'flag' | 'flagBy'> => {
  const own = interpreted(resource);
  if (own !== null) return { flag: own, flagBy: 'record' };
  if (range === null || said.number === null || /^[<>]/.test(said.text)) return { flag: null, flagBy: null };
  const flagBy = range.by === 'record' ? 'range' : 'target';
  // a target says "below", a printed range includes its ends
  const over = (value: number, end: number | null): boolean =>
    end !== null && (range.by === 'rule' ? value >= end : value > end);
  if (over(said.number, range.high) || (said.second !== null && over(said.second, range.secondHigh)))
    return { flag: 'high', flagBy };
  if (range.low !== null && said.number < range.low) return { flag: 'low', flagBy };
  return range.low === null && range.high === null ? { flag: null, flagBy: null } : { flag: 'normal', flagBy };
};

const rangeOf = (panel: string, said: Said, resource: JsonObject, reader: Reader): Range | null => {
  const own = rangeIn(resource, said.unit);
  if (own !== null) return own;
  const { age, today, problems } = reader;
  const target = targetOf({ panel, unit: said.unit, age, day: today, problems });
  if (target === undefined) return null;
  const { below, secondBelow, source, verified } = target;
  return { low: null, high: below, text: null, secondHigh: secondBelow, by: 'rule', source, verified };
};

const isReal = ({ resource }: Kept): boolean =>
  !['entered-in-error', 'cancelled', 'registered'].includes(textOf(resource['status']) ?? '');

const nameOf = (kept: Kept, place: number | undefined): ValueRow['name'] => {
  const panel = place === undefined ? undefined : PANELS[place];
  const word = wordOf(kept.resource['code']) ?? '';
  return panel === undefined ? { zh: word, en: word } : { zh: panel.zh, en: panel.en };
};

/** The key values of one kind are gathered under: the panel's, else the first code, else the words. */
const keyOf = ({ resource }: Kept): { readonly key: string; readonly place: number | undefined } => {
  const codes = codesOf(resource['code']);
  const place = panelPlace(codes);
  return { key: PANELS[place ?? -1]?.key ?? codes[0] ?? wordOf(resource['code']) ?? '', place };
};

const rowOf = (key: string, place: number | undefined, rows: readonly Kept[], reader: Reader): ValueRow | undefined => {
  const said = rows.flatMap((kept) => {
    const words = saidBy(kept.resource);
    return words === undefined ? [] : [{ kept, words }];
  });
  const [last] = said;
  if (last === undefined) return undefined;
  const { kept, words } = last;
  const range = rangeOf(key, words, kept.resource, reader);
  const oldest = reader.now.getTime() - TREND_DAYS * DAY;
  return {
    type: kept.type,
    id: kept.id,
    key,
    name: nameOf(kept, place),
    value: words.text,
    unit: words.unit,
    ...judged(words, kept.resource, range),
    range,
    at: kept.date?.toISOString() ?? null,
    place: reader.placeOf(kept),
    points: said
      .flatMap(({ kept: { date }, words: { number, second, unit } }) =>
        date !== null && number !== null && unit === words.unit && date.getTime() >= oldest
          ? [{ at: date.toISOString(), value: number, second }]
          : [],
      )
      .reverse(),
    fresh: reader.isFresh(kept),
  };
};

const PRESSING: Readonly<Record<Flag, number>> = {
  'critical-high': 0,
  'critical-low': 0,
  abnormal: 1,
  high: 1,
  low: 1,
  normal: 2,
};

/** One row for each kind of value, from rows that come newest first: what is out of range first, then the panels' order. */
export const valuesOf = (rows: readonly Kept[], reader: Reader): readonly ValueRow[] => {
  const kinds = new Map<string, { place: number | undefined; rows: Kept[] }>();
  const seen = new Set<string>();
  for (const kept of rows) {
    // a row may have been read as one of the newest and as one of a panel
    if (seen.has(kept.id) || !isReal(kept)) continue;
    seen.add(kept.id);
    const { key, place } = keyOf(kept);
    const kind = kinds.get(key) ?? { place, rows: [] };
    kind.rows.push(kept);
    kinds.set(key, kind);
  }
  return [...kinds]
    .flatMap(([key, kind]) => {
      const newestFirst = kind.rows.sort((a, b) => (b.date?.getTime() ?? 0) - (a.date?.getTime() ?? 0));
      const row = rowOf(key, kind.place, newestFirst, reader);
      return row === undefined ? [] : [{ row, place: kind.place ?? PANELS.length }];
    })
    .sort(
      (one, other) =>
        (one.row.flag === null ? 2 : PRESSING[one.row.flag]) -
          (other.row.flag === null ? 2 : PRESSING[other.row.flag]) ||
        one.place - other.place ||
        (other.row.at ?? '').localeCompare(one.row.at ?? ''),
    )
    .map(({ row }) => row);
};
