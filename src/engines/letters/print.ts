/** A letter on paper: counted once to know the page its imprint stands on, then drawn. */
import type { Printer } from '../../platform/pdf/printer.ts';
import { isRefusal } from '../../platform/refusal.ts';
import type { Refusal } from '../../platform/refusal.ts';
import type { LetterDocument } from './document.ts';
import { letterPage } from './sheet/page.ts';
import type { PageOptions } from './sheet/page.ts';

export type Printed = {
  readonly pdf: Buffer;
  /** Pages of the letter itself, without the forms sent along. */
  readonly pages: number;
  /** The fonts it was really set in, as the PDF names them. */
  readonly fonts: readonly string[];
};

/** Chromium writes its page objects uncompressed. */
export const pagesIn = (pdf: Buffer): number => [...pdf.toString('latin1').matchAll(/\/Type\s*\/Page[^s]/g)].length;

export const fontsIn = (pdf: Buffer): readonly string[] => [
  ...new Set(
    [...pdf.toString('latin1').matchAll(/\/BaseFont\s*\/(?:[A-Z]{6}\+)?([^\s/]+)/g)].map(([, name]) => name ?? ''),
  ),
];

/** The PDF of a letter in the layout of GB/T 9704-2012, or why there is none. */
export const printLetter = async (
  printer: Printer,
  letter: LetterDocument,
  options: Omit<PageOptions, 'imprintOn' | 'bare'>,
): Promise<Printed | Refusal> => {
  const counted = await printer.print(letterPage(letter, { ...options, imprintOn: null, bare: true }));
  if (isRefusal(counted)) return counted;
  const pages = pagesIn(counted);
  const pdf = await printer.print(letterPage(letter, { ...options, imprintOn: pages }));
  return isRefusal(pdf) ? pdf : { pdf, pages, fonts: fontsIn(pdf) };
};
