/** One line for any entry: which part of the record it belongs to, what it is called and what it says. */
import { codesOf, wordOf } from '../../../../fhir/concepts.ts';
import { textOf } from '../../../../fhir/resource.ts';
import { saysOnlyAsked } from '../../../../consortium/residents/allergy-codes.ts';
import type { Change, EntryRow, Part } from '../shapes.ts';
import { eventName } from './course.ts';
import { documentTitle, isActive, isCurrent, isVoid, medicineOf } from './entries.ts';
import type { Kept, Reading } from './rows.ts';
import { saidBy } from './values.ts';

/** The types of each part; what stands in none of them is no entry a reader looks for. */
export const PART_TYPES: Readonly<Record<Part, readonly string[]>> = {
  allergies: ['AllergyIntolerance'],
  problems: ['Condition'],
  medicines: ['MedicationStatement', 'MedicationRequest'],
  values: ['Observation'],
  course: ['Encounter', 'DiagnosticReport', 'Procedure', 'Immunization', 'ImagingStudy'],
  documents: ['DocumentReference', 'Composition'],
};
export const ENTRY_TYPES: readonly string[] = Object.values(PART_TYPES).flat();
const PART_OF: ReadonlyMap<string, Part> = new Map(
  (Object.keys(PART_TYPES) as Part[]).flatMap((part) => PART_TYPES[part].map((type) => [type, part] as const)),
);
export const partOf = (type: string): Part => PART_OF.get(type) ?? 'documents';

const isPast = ({ type, resource }: Kept): boolean => {
  if (isVoid(resource)) return true;
  if (type === 'Condition') return !isActive(resource);
  return (type === 'MedicationStatement' || type === 'MedicationRequest') && !isCurrent(resource);
};

/** Name and detail as the parts of the record would show them. */
export const headOf = (kept: Kept, reading: Reading): { readonly name: string; readonly detail: string | null } => {
  const { type, resource } = kept;
  switch (partOf(type)) {
    case 'medicines': {
      const { name, dosage } = medicineOf(kept, reading);
      return { name, detail: dosage };
    }
    case 'values': {
      const said = saidBy(resource);
      const detail = said === undefined ? null : said.unit === '' ? said.text : `${said.text} ${said.unit}`;
      return { name: wordOf(resource['code']) ?? '', detail };
    }
    case 'course':
      return {
        name: eventName(type, resource),
        detail:
          type === 'Encounter' ? (wordOf(resource['reasonCode']) ?? null) : (textOf(resource['conclusion']) ?? null),
      };
    case 'documents':
      return { name: documentTitle(resource), detail: textOf(resource['description']) ?? null };
    case 'allergies': {
      const asked = saysOnlyAsked(codesOf(resource['code']));
      return { name: wordOf(resource['code']) ?? '', detail: asked ? null : (textOf(resource['criticality']) ?? null) };
    }
    case 'problems':
      return { name: wordOf(resource['code']) ?? '', detail: null };
  }
};

export const entryRowOf = (kept: Kept, reading: Reading): EntryRow => ({
  type: kept.type,
  id: kept.id,
  part: partOf(kept.type),
  ...headOf(kept, reading),
  at: kept.date?.toISOString() ?? null,
  place: reading.placeOf(kept),
  past: isPast(kept),
});

export const changeOf = (kept: Kept, reading: Reading): Change => ({
  type: kept.type,
  id: kept.id,
  part: partOf(kept.type),
  ...headOf(kept, reading),
  at: kept.updatedAt.toISOString(),
  added: kept.version === 1,
});
