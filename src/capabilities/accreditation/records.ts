/** A term as FHIR: a VerificationResult (R4) of the institution. A term that ends early is a new version of it. */
import type { Json } from '../../engines/pathways/capability.ts';
import { TERM } from './facts.ts';

export type TermFact = {
  readonly id: string;
  readonly organisation: string;
  readonly bureau: string;
  readonly standard: string;
  readonly version: string;
  readonly beds: number;
  /** Civil days; `ceases` is the first day it no longer stands, null where its source names none. */
  readonly from: string;
  readonly ceases: string | null;
  readonly recheckOn: string | null;
  readonly source: string;
};

export const termRecord = (term: TermFact): Json => ({
  resourceType: 'VerificationResult',
  id: term.id,
  extension: [
    {
      url: TERM,
      extension: [
        { url: 'standard', valueCode: term.standard },
        { url: 'standard-version', valueString: term.version },
        { url: 'beds', valueInteger: term.beds },
        { url: 'from', valueDate: term.from },
        ...(term.ceases === null ? [] : [{ url: 'ceases', valueDate: term.ceases }]),
        { url: 'source', valueString: term.source },
      ],
    },
  ],
  target: [{ reference: `Organization/${term.organisation}` }],
  need: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/need', code: 'periodic' }] },
  status: 'validated',
  lastPerformed: term.from,
  ...(term.recheckOn === null ? {} : { nextScheduled: term.recheckOn }),
  validator: [{ organization: { reference: `Organization/${term.bureau}` } }],
});

type Extension = Readonly<{ url?: unknown; extension?: unknown }>;
const listOf = (value: unknown): readonly Extension[] => (Array.isArray(value) ? (value as readonly Extension[]) : []);

/** The same term, ceasing on `day`. */
export const endedRecord = (stored: Json, day: string): Json => ({
  ...stored,
  extension: listOf(stored['extension']).map((one) =>
    one.url === TERM
      ? {
          ...one,
          extension: [
            ...listOf(one.extension).filter(({ url }) => url !== 'ceases'),
            { url: 'ceases', valueDate: day },
          ],
        }
      : one,
  ),
});
