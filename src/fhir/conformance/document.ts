/** docs/fhir/conformance.md, made from the code it tells of: `npm run conformance`. A test holds the file against it. */
import { bodyText } from '../../platform/http/fhir-handler.ts';
import type { Operations } from '../context.ts';
import { r4 } from '../definitions/table.ts';
import { r4Rules } from '../definitions/rules.ts';
import { metadata } from '../interactions/metadata.ts';
import { OWN_OPERATIONS } from '../interactions/operations/index.ts';
import { textOf } from '../resource.ts';
import { isResourceType } from '../validate/references.ts';
import { guide } from '../profiles/guide.ts';
import { NOT_CHECKED, WRITTEN_OUT } from '../validate/invariants.ts';
import { REFUSED_EXAMPLES } from '../validate/official-examples.ts';

type Named = {
  readonly code?: string;
  readonly name?: string;
  readonly type?: string;
  readonly documentation?: string;
};
type OfType = {
  readonly type: string;
  readonly interaction: readonly Named[];
  readonly searchParam?: readonly Named[];
  readonly searchInclude?: readonly string[];
  readonly searchRevInclude?: readonly string[];
  readonly operation?: readonly Named[];
};
type Statement = {
  readonly rest: readonly [
    {
      readonly resource: readonly OfType[];
      readonly interaction: readonly Named[];
      readonly operation?: readonly Named[];
    },
  ];
};

const statementOf = (operations: Operations): Statement => {
  const config = { mostBytes: 0, mostEntries: 0, version: '' };
  return JSON.parse(bodyText(metadata('', config, operations, new Date(0)).body)) as Statement;
};

const row = (...cells: readonly (string | number)[]): string => `| ${cells.join(' | ')} |`;
const codes = (named: readonly Named[]): string => named.map(({ code, name }) => `\`${code ?? name ?? ''}\``).join(' ');

const interactionsPart = ({ rest: [server] }: Statement): readonly string[] => {
  const groups = new Map<string, string[]>();
  for (const { type, interaction } of server.resource) {
    const key = codes(interaction);
    groups.set(key, [...(groups.get(key) ?? []), type]);
  }
  return [
    '## Interactions',
    '',
    `On the base: ${codes(server.interaction)}. JSON only; XML is refused with 406 or 415.`,
    '',
    ...[...groups].flatMap(([key, types]) => [`${key} — ${types.length} types: ${types.join(', ')}.`, '']),
    `Not kept as records of their own: ${[...r4.types.keys()]
      .filter((type) => isResourceType(type) && !server.resource.some((each) => each.type === type))
      .join(', ')}.`,
  ];
};

const operationsPart = ({ rest: [server] }: Statement): readonly string[] => {
  const all = new Map<string, { readonly documentation: string; readonly types: string[] }>();
  for (const { type, operation } of server.resource)
    for (const { name = '', documentation = '' } of operation ?? []) {
      const known = all.get(name) ?? { documentation, types: [] };
      known.types.push(type);
      all.set(name, known);
    }
  return [
    '## Operations of the interface itself',
    '',
    ...[...all].map(
      ([name, { documentation, types }]) =>
        `- \`$${name}\` on ${types.length === server.resource.length ? 'every kept type' : types.join(', ')}. ${documentation}`,
    ),
    '',
    'What capabilities add stands in `/fhir/metadata` of a running server.',
  ];
};

const searchPart = ({ rest: [server] }: Statement): readonly string[] => [
  '## Search parameters',
  '',
  row('Type', 'Parameters', '`_include`'),
  row('---', '---', '---'),
  ...server.resource.map(({ type, searchParam = [], searchInclude = [] }) =>
    row(
      type,
      searchParam.map(({ name }) => name).join(' '),
      searchInclude.map((each) => each.replace(/^.*:/, '')).join(' '),
    ),
  ),
];

const bindingsPart = (): readonly string[] => {
  const bindings = Object.entries(r4Rules.bindings());
  const open = Object.entries(r4Rules.open());
  const checked = bindings.filter(([, set]) => r4Rules.open()[set] === undefined);
  return [
    '### Required bindings',
    '',
    `${checked.length} of ${bindings.length} elements with a required binding are checked, against ${new Set(checked.map(([, set]) => set)).size} value sets. Not checked:`,
    '',
    ...open.map(
      ([set, why]) =>
        `- ${set}: ${why}. Elements: ${bindings
          .filter(([, of]) => of === set)
          .map(([path]) => path)
          .join(', ')}.`,
    ),
    '',
    'Extensible, preferred and example bindings are not checked.',
  ];
};

const invariantsPart = (): readonly string[] => {
  const all = r4Rules.invariants();
  const errors = all.filter(({ severity }) => severity === 'error');
  const by = (known: ReadonlyMap<string, string>) => errors.filter(({ key }) => known.has(key));
  return [
    '### Invariants',
    '',
    `${errors.length} invariants of severity error: ${errors.length - by(WRITTEN_OUT).length - by(NOT_CHECKED).length} compiled from their FHIRPath, ${by(WRITTEN_OUT).length} written out (${[...WRITTEN_OUT].map(([key, file]) => `${key} in ${file}`).join(', ')}), ${by(NOT_CHECKED).length} not checked:`,
    '',
    ...[...NOT_CHECKED].map(([key, why]) => `- ${key}: ${why}.`),
    '',
    `${all.length - errors.length} of severity warning are told by \`$validate\` alone.`,
    '',
    'An invariant is broken only by a definite false: two dates of which one is less precise cannot be put in order, and are let be.',
    'A narrative may use the elements of txt-1; `style` may not load anything but a picture that lies in it.',
  ];
};

const examplesPart = (): readonly string[] => [
  '## Official examples',
  '',
  `Of the package \`hl7.fhir.r4.examples\` 4.0.1, ${Object.keys(REFUSED_EXAMPLES).length} files are refused, each for a defect of its own; all others pass, and all are written as they were read, decimals and order included. \`KANGLIAN_R4_EXAMPLES=FOLDER npx vitest run src/fhir/validate/official-examples.test.ts\` checks this; without the folder (190 MB, and so no dependency) the test says that it has not run.`,
  '',
  row('File', 'Why it is refused'),
  row('---', '---'),
  ...Object.entries(REFUSED_EXAMPLES).map(([file, why]) => row(file, why)),
];

const guidePart = (): readonly string[] => [
  '## Our own guide',
  '',
  'Served as directory records, and checked against where a record names a profile in `meta.profile` or `$validate` names it. A profile this server does not have is not checked; `$validate` says so. The profiles carry differentials and no snapshots.',
  '',
  row('Resource', '', 'Url'),
  row('---', '---', '---'),
  ...guide.map((resource) =>
    row(
      resource.resourceType,
      textOf(resource['title']) ?? resource.id ?? '',
      typeof resource['url'] === 'string' ? resource['url'] : '',
    ),
  ),
  '',
  'Checked of a profile: cardinality, fixed and pattern values, slices by value or pattern, required bindings to value sets of the guide, reference targets, constraints; of a citizen identity number the check digit, and birth date and sex against the Patient. Not checked: discriminators by type, profile or resolve, `mustSupport` (it asks something of programs, not of records), profiles of data types other than by url.',
];

const LIMITS = [
  '## Known limits',
  '',
  '- References are checked by their text and by the bundle and the contained resources around them; whether the record they name exists is a question of the store, asked for the resident alone.',
  '- Codes of SNOMED CT, LOINC, ICD-10 and UCUM are not looked up.',
  '- At most 64 levels of nesting and 50 issues for one resource; what lies deeper is refused, what is more is said to be more.',
  '- Code systems of this project that have no CodeSystem of their own yet: allergen, answer, catalogue, consent, consent-sheet, pathway, professional-title, referral-reason, specialty, told, and the states of each pathway.',
];

/** The whole document. */
export const conformanceText = (): string => {
  const statement = statementOf(OWN_OPERATIONS);
  return `${[
    '# Conformance',
    '',
    'Made by `npm run conformance` from the code; a test fails when it is no longer true. FHIR R4 4.0.1.',
    '',
    ...interactionsPart(statement),
    '',
    ...operationsPart(statement),
    '',
    '## Validation',
    '',
    'Every write is checked: structure, cardinality, types and choices, the lexical form of primitives (30 February is refused, decimals stay as sent), contained resources, the shape of extensions, narratives, and what follows. A Bundle sent to the base is checked with all its entries.',
    '',
    ...bindingsPart(),
    '',
    '### Reference targets',
    '',
    `${Object.keys(r4Rules.targets()).length} elements allow certain types only, and are held to them.`,
    '',
    ...invariantsPart(),
    '',
    ...guidePart(),
    '',
    ...examplesPart(),
    '',
    ...LIMITS,
    '',
    ...searchPart(statement),
  ].join('\n')}\n`;
};
