/** The measures of GB/T 9704-2012 as dated data (law 6): each with its unit, its clause, and whether somebody has checked it. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';

const Fact = z.strictObject({
  value: z.number(),
  unit: z.enum(['mm', 'pt', '行', '字']),
  source: z.string(),
  verified: z.boolean(),
});
const NAMES = [
  'pageWidth',
  'pageHeight',
  'top',
  'left',
  'blockWidth',
  'blockHeight',
  'lines',
  'characters',
  'bodySize',
  'titleSize',
  'smallSize',
  'markSize',
  'markTop',
  'lineUnderNumber',
  'letterMarkTop',
  'letterLineUnderMark',
  'letterLineWidth',
  'letterNumberUnderLine',
  'letterLineFromBottom',
  'pageNumberUnder',
  'imprintOuterLine',
  'imprintInnerLine',
  'dateIndent',
] as const;
export type Measure = (typeof NAMES)[number];

const LayoutFile = z.strictObject({
  standard: z.string(),
  version: z.string(),
  validFrom: z.string(),
  verified: z.boolean(),
  note: z.string(),
  facts: z.record(z.enum(NAMES), Fact),
});
export type LayoutFile = z.infer<typeof LayoutFile>;

export const LAYOUT: LayoutFile = LayoutFile.parse(
  JSON.parse(readFileSync(new URL('rules/gb-t-9704-2012.json', import.meta.url), 'utf8')),
);

/** A measure in the unit it stands in. */
export const measure = (name: Measure): number => LAYOUT.facts[name].value;

/** In characters of the line: a Chinese one is whole, a digit half. */
const widthOf = (text: string): number =>
  Array.from(text).reduce((sum, character) => sum + (character.charCodeAt(0) < 0x100 ? 0.5 : 1), 0);

/**
 * How far from the right the date and the name of the office stand, in characters: the date by the standard's measure, the name centred
 * above it (7.3.5.1, sealed); where the name would leave the line, both are moved.
 */
export const signatureIndents = (name: string, date: string): { readonly name: number; readonly date: number } => {
  const beyond = (widthOf(name) - widthOf(date)) / 2;
  const right = Math.max(measure('dateIndent'), beyond);
  return { name: right - beyond, date: right };
};
