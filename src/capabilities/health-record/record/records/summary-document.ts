/**
 * The International Patient Summary as a document Bundle (HL7 IPS, R4): allergies, medications and problems always, each saying
 * so in a coded entry where nothing is known; results, procedures and immunizations where there are any. The narrative is made
 * from the entries and escaped. Pure; no profile is claimed, since the guide's own profiles are not checked here.
 */
import { codesOf, wordOf } from '../../../../fhir/concepts.ts';
import type { Resource } from '../../../../fhir/resource.ts';
import { html, textOf as markupOf } from '../../../../platform/pdf/html.ts';
import type { Html } from '../../../../platform/pdf/html.ts';
import type { Language } from '../../../../platform/words.ts';
import { NOTHING_FOUND, saysOnlyAsked } from '../../../../consortium/residents/allergy-codes.ts';
import { words } from '../words/document.ts';
import { allergiesOf, medicineOf, problemOf } from './entries.ts';
import type { Kept, Reading } from './rows.ts';
import { saidBy } from './values.ts';

export const ABSENT_UNKNOWN = 'http://hl7.org/fhir/uv/ips/CodeSystem/absent-unknown-uv-ips';
const LOINC = 'http://loinc.org';

export type Material = {
  readonly patient: Kept;
  readonly allergies: readonly Kept[];
  readonly problems: { readonly rows: readonly Kept[]; readonly more: number };
  readonly medicines: { readonly rows: readonly Kept[]; readonly more: number };
  readonly results: { readonly rows: readonly Kept[]; readonly more: number };
  readonly procedures: { readonly rows: readonly Kept[]; readonly more: number };
  readonly immunizations: { readonly rows: readonly Kept[]; readonly more: number };
};

export type Making = Reading & {
  readonly at: Date;
  /** `http://…/fhir`: what the stored entries' own addresses begin with. */
  readonly base: string;
  readonly uuid: () => string;
  readonly language: Language;
  /** Who stands behind the document: the asking organisation, as stored or in its least form. */
  readonly author: Resource;
  /** The program that put it together, by version. */
  readonly version: string;
};

type Entry = { readonly fullUrl: string; readonly resource: Resource };
type Section = { readonly section: object; readonly entries: readonly Entry[] };

const SECTIONS = {
  allergies: ['48765-2', 'Allergies and adverse reactions Document'],
  medications: ['10160-0', 'History of Medication use Narrative'],
  problems: ['11450-4', 'Problem list - Reported'],
  results: ['30954-2', 'Relevant diagnostic tests/laboratory data Narrative'],
  procedures: ['47519-4', 'History of Procedures Document'],
  immunizations: ['11369-6', 'History of Immunization Narrative'],
} as const;
type SectionName = keyof typeof SECTIONS;

const narrative = (body: Html): object => ({
  status: 'generated',
  div: markupOf(html`<div xmlns="http://www.w3.org/1999/xhtml">${body}</div>`),
});

const asResource = (kept: Kept): Resource => kept.resource as Resource;
const stored = (base: string, kept: Kept): Entry => ({
  fullUrl: `${base}/${kept.type}/${kept.id}`,
  resource: asResource(kept),
});

const coded = (code: string, text: string): object => ({ coding: [{ system: ABSENT_UNKNOWN, code }], text });

export const summaryDocument = (material: Material, making: Making): Resource => {
  const { base, at, uuid, language, author } = making;
  const word = words[language];
  const patient = stored(base, material.patient);
  const subject = { reference: patient.fullUrl };
  const made = (resource: Resource): Entry => ({ fullUrl: `urn:uuid:${uuid()}`, resource });

  const section = (name: SectionName, lines: readonly string[], entries: readonly Entry[], more = 0): Section => {
    const [code, display] = SECTIONS[name];
    return {
      entries,
      section: {
        title: word.sections[name],
        code: { coding: [{ system: LOINC, code, display }] },
        text: narrative(
          html`<ul>
              ${lines.map((line) => html`<li>${line}</li>`)}
            </ul>
            ${more > 0 && html`<p>${word.more(more)}</p>`}`,
        ),
        entry: entries.map(({ fullUrl }) => ({ reference: fullUrl })),
      },
    };
  };

  const allergySection = (): Section => {
    const view = allergiesOf(material.allergies, making);
    const kept = material.allergies.filter(({ id }) => view.items.some((item) => item.id === id));
    const asked = material.allergies.filter(({ resource }) => saysOnlyAsked(codesOf(resource['code'])));
    const known = asked.some(({ resource }) => codesOf(resource['code']).some((code) => NOTHING_FOUND.has(code)));
    const lines = view.items.map(({ substance, reaction, on }) =>
      [substance, reaction, on].filter((part) => part !== null && part !== '').join(' '),
    );
    if (kept.length > 0)
      return section(
        'allergies',
        lines,
        kept.map((each) => stored(base, each)),
      );
    const code = known ? 'no-known-allergies' : 'no-allergy-info';
    const text = known ? word.noKnownAllergies : word.noAllergyInfo;
    const said = made({
      resourceType: 'AllergyIntolerance',
      ...(known
        ? {
            clinicalStatus: {
              coding: [{ system: 'http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical', code: 'active' }],
            },
          }
        : {}),
      code: coded(code, text),
      patient: subject,
    });
    // what was asked of single kinds of substance stands beside it
    return section('allergies', [text], [said, ...asked.filter(() => !known).map((each) => stored(base, each))]);
  };

  const problemSection = (): Section => {
    const { rows, more } = material.problems;
    if (rows.length === 0) {
      const said = made({
        resourceType: 'Condition',
        code: coded('no-problem-info', word.noProblemInfo),
        subject,
      });
      return section('problems', [word.noProblemInfo], [said]);
    }
    const lines = rows.map((kept) => {
      const { name, since } = problemOf(kept, making);
      return since === null ? name : `${name} ${word.since(since)}`;
    });
    return section(
      'problems',
      lines,
      rows.map((each) => stored(base, each)),
      more,
    );
  };

  const medicationSection = (): Section => {
    const { rows, more } = material.medicines;
    if (rows.length === 0) {
      const said = made({
        resourceType: 'MedicationStatement',
        status: 'unknown',
        medicationCodeableConcept: coded('no-medication-info', word.noMedicationInfo),
        subject,
        // the statement must carry a time; that nobody knows it is what the summary says
        _effectiveDateTime: {
          extension: [{ url: 'http://hl7.org/fhir/StructureDefinition/data-absent-reason', valueCode: 'unknown' }],
        },
      });
      return section('medications', [word.noMedicationInfo], [said]);
    }
    const lines = rows.map((kept) => {
      const { name, dosage } = medicineOf(kept, making);
      return dosage === null ? name : `${name} ${dosage}`;
    });
    return section(
      'medications',
      lines,
      rows.map((each) => stored(base, each)),
      more,
    );
  };

  const optional = (
    name: SectionName,
    { rows, more }: Material['results'],
    line: (kept: Kept) => string,
  ): readonly Section[] =>
    rows.length === 0
      ? []
      : [
          section(
            name,
            rows.map(line),
            rows.map((each) => stored(base, each)),
            more,
          ),
        ];
  const dated = (kept: Kept, text: string): string => `${kept.date?.toISOString().slice(0, 10) ?? ''} ${text}`.trim();

  const sections = [
    allergySection(),
    medicationSection(),
    problemSection(),
    ...optional('results', material.results, (kept) => {
      const said = saidBy(kept.resource);
      return dated(kept, `${wordOf(kept.resource['code']) ?? ''} ${said?.text ?? ''} ${said?.unit ?? ''}`.trim());
    }),
    ...optional('procedures', material.procedures, (kept) => dated(kept, wordOf(kept.resource['code']) ?? '')),
    ...optional('immunizations', material.immunizations, (kept) =>
      dated(kept, wordOf(kept.resource['vaccineCode']) ?? ''),
    ),
  ];

  const organisation: Entry =
    author.id === undefined ? made(author) : { fullUrl: `${base}/Organization/${author.id}`, resource: author };
  const device = made({
    resourceType: 'Device',
    deviceName: [{ name: 'Kanglian 康联', type: 'manufacturer-name' }],
    version: [{ value: making.version }],
  });
  const instant = at.toISOString();
  const composition = made({
    resourceType: 'Composition',
    status: 'final',
    type: { coding: [{ system: LOINC, code: '60591-5', display: 'Patient summary Document' }] },
    subject,
    date: instant,
    author: [{ reference: organisation.fullUrl }, { reference: device.fullUrl }],
    title: word.title,
    custodian: { reference: organisation.fullUrl },
    text: narrative(html`<p>${word.title}</p>`),
    section: sections.map((each) => each.section),
  });
  const entries = [composition, patient, organisation, device, ...sections.flatMap((each) => each.entries)];
  // an entry that two sections name stands once
  const once = [...new Map(entries.map((entry) => [entry.fullUrl, entry])).values()];
  return {
    resourceType: 'Bundle',
    identifier: { system: 'urn:ietf:rfc:3986', value: `urn:uuid:${uuid()}` },
    type: 'document',
    timestamp: instant,
    entry: once,
  };
};
