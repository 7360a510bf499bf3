/** What a CodeableConcept, a Quantity or a date says, as whoever wrote it worded it. Pure readers of parsed resources. */
import { isNumber, numberText } from './json.ts';
import { objectsOf, textOf } from './resource.ts';
import type { JsonObject } from './resource.ts';

/** Every code of one or many concepts, of whatever system. */
export const codesOf = (concept: unknown): readonly string[] =>
  objectsOf(concept).flatMap((each) => objectsOf(each['coding']).flatMap((coding) => textOf(coding['code']) ?? []));

/** The text as written, else the first coding's display, else its code. */
export const wordOf = (concept: unknown): string | undefined => {
  for (const each of objectsOf(concept)) {
    const text = textOf(each['text']);
    if (text !== undefined) return text;
    for (const coding of objectsOf(each['coding'])) {
      const word = textOf(coding['display']) ?? textOf(coding['code']);
      if (word !== undefined) return word;
    }
  }
  return undefined;
};

/** The civil day a date or instant begins with; null where it is less exact than a day. */
export const dayOf = (value: unknown): string | null => /^\d{4}-\d\d-\d\d/.exec(textOf(value) ?? '')?.[0] ?? null;

export type Measured = {
  /** As sent: `14.6`, `1.50`. */
  readonly value: string;
  /** The UCUM code, else the unit as written. */
  readonly unit: string;
  /** `<`, `<=`, `>=`, `>` where the laboratory knows no more. */
  readonly comparator: string | null;
};

/** Value and unit of the quantity itself. */
export const measuredOf = (quantity: unknown): Measured | undefined => {
  const [held] = objectsOf(quantity);
  const value = held?.['value'];
  if (held === undefined || !isNumber(value)) return undefined;
  return {
    value: numberText(value),
    unit: textOf(held['code']) ?? textOf(held['unit']) ?? '',
    comparator: textOf(held['comparator']) ?? null,
  };
};

/** Value and unit of what holds a `valueQuantity`: an Observation or one of its components. */
export const quantityOf = (holder: JsonObject | undefined): Measured | undefined =>
  measuredOf(holder?.['valueQuantity']);
