/** Records for measurements: residents with what a small hospital would send of them, as transaction bundles. */

export const BUNDLE = 50;

export type Entry = {
  readonly fullUrl: string | undefined;
  readonly resource: object;
  readonly request: { readonly method: string; readonly url: string };
};

/** Systems of the identifiers made here. */
export const RESIDENT_SYSTEM = 'https://bench.example.org/resident';

const LOINC = 'http://loinc.org';
/** What an observation here may be of. */
export const CODES = ['8867-4', '8310-5', '9279-1', '29463-7', '2708-6'] as const;
const HOUSES = 61;

const day = (n: number): string => new Date(Date.UTC(2026, 0, 1 + (n % 300))).toISOString();

/** A house whose referrals are few enough to be one page or two, as one department's are. */
export const house = (n: number): string => `Organization/bench-house-${n % HOUSES}`;

export const observation = (n: number, subject: string, code: string = CODES[n % CODES.length] ?? ''): object => ({
  resourceType: 'Observation',
  status: 'final',
  category: [
    { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'vital-signs' }] },
  ],
  code: { coding: [{ system: LOINC, code, display: 'Heart rate' }], text: '心率' },
  subject: { reference: subject },
  effectiveDateTime: day(n),
  valueQuantity: { value: 60 + (n % 400) / 10, unit: '次/分', system: 'http://unitsofmeasure.org', code: '/min' },
});

/** The `kind`th of a resident's records, of which there may be any number: what is over are observations. */
export const record = (kind: number, n: number, subject: string): object => {
  const about = { reference: subject };
  if (kind < 4)
    return {
      resourceType: 'Condition',
      code: { coding: [{ system: 'http://snomed.info/sct', code: '38341003' }], text: '高血压' },
      subject: about,
      recordedDate: day(n),
    };
  if (kind < 10)
    return {
      resourceType: 'Encounter',
      status: 'finished',
      class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'AMB' },
      subject: about,
      period: { start: day(n), end: day(n) },
    };
  if (kind < 14)
    return {
      resourceType: 'Task',
      status: 'requested',
      intent: 'order',
      for: about,
      authoredOn: day(n),
      owner: { reference: house(n) },
      description: '心内科门诊转诊',
    };
  if (kind < 18)
    return {
      resourceType: 'ServiceRequest',
      status: 'active',
      intent: 'order',
      code: { text: '心内科会诊' },
      subject: about,
      authoredOn: day(n),
      performer: [{ reference: house(n) }],
    };
  return observation(n, subject);
};

const FAMILY = Array.from('王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗');
const GIVEN = Array.from('秀英建国桂兰志强淑珍玉梅海燕文军红霞德福春生永贵凤琴立新晓东');
const at = <Item>(items: readonly Item[], n: number): Item => items[n % items.length] as Item;

/** Spreads `n` over what people differ in; a large odd factor keeps neighbours apart. */
const spread = (n: number, salt: number): number => ((n + 1) * 2_654_435_761 + salt * 40_503) >>> 7;
let people = 0;

/**
 * Everybody is somebody else, by name, birthday and telephone: a house full of namesakes would be measured together with the
 * cases that are opened for people who may be the same.
 */
export const patient = (identifier: string): object => {
  const n = people++;
  const born = new Date(Date.UTC(1930, 0, 1 + (spread(n, 1) % 29_000)));
  return {
    resourceType: 'Patient',
    identifier: [{ system: RESIDENT_SYSTEM, value: identifier }],
    name: [
      {
        use: 'official',
        family: at(FAMILY, spread(n, 2)),
        given: [at(GIVEN, spread(n, 3)) + at(GIVEN, spread(n, 4))],
      },
    ],
    gender: n % 2 === 0 ? 'female' : 'male',
    birthDate: born.toISOString().slice(0, 10),
    telecom: [{ system: 'phone', value: `139${String(spread(n, 5) % 100_000_000).padStart(8, '0')}` }],
  };
};

export const post = (resource: object, fullUrl?: string): Entry => ({
  fullUrl,
  resource,
  request: { method: 'POST', url: (resource as { resourceType: string }).resourceType },
});

export const bundleOf = (type: 'transaction' | 'batch', entry: readonly Entry[]): string =>
  JSON.stringify({ resourceType: 'Bundle', type, entry });

/** A resident and `size - 1` records about them, which name the resident by where they stand in the bundle. */
export const residentBundle = (n: number, identifier: string, size = BUNDLE): string => {
  const subject = `urn:uuid:00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
  const records = Array.from({ length: size - 1 }, (_, kind) => post(record(kind, n * size + kind, subject)));
  return bundleOf('transaction', [post(patient(identifier), subject), ...records]);
};

/** What a transaction's answer says it made, `Patient/1`, in the order of its entries. */
const locationsIn = (answer: string): readonly string[] =>
  (JSON.parse(answer) as { readonly entry: readonly { readonly response: { readonly location: string } }[] }).entry.map(
    ({ response }) => response.location.replace(/^.*\/fhir\//, '').replace(/\/_history.*$/, ''),
  );

/** So many are made where nobody says how many. */
export const RESIDENTS = 300;
export const WHOLE_RECORD = 300;

export type Ask = (
  method: string,
  path: string,
  body?: string,
  headers?: Readonly<Record<string, string>>,
) => Promise<string>;

export type Made = {
  /** Residents of this run with their identifiers, `Patient/1`. */
  readonly residents: readonly { readonly identifier: string; readonly reference: string }[];
  /** A resident of whom there are `WHOLE_RECORD` records, and no more however much is written. */
  readonly whole: string;
  /** Whom the measured writes are about. */
  readonly written: string;
};

/** What the measured searches and reads are about: residents with fifty records each, and one with very many. */
export const makeRecords = async (ask: Ask, residents = RESIDENTS): Promise<Made> => {
  const run = `${process.pid}-${Date.now()}`;
  const made: { identifier: string; reference: string }[] = [];
  for (let n = 0; n < residents; n++) {
    const identifier = `${run}-${n}`;
    const [reference = ''] = locationsIn(await ask('POST', '', residentBundle(n, identifier)));
    made.push({ identifier, reference });
  }
  const [whole = ''] = locationsIn(await ask('POST', '', residentBundle(residents, `${run}-whole`, WHOLE_RECORD)));
  const [written = ''] = locationsIn(await ask('POST', '', residentBundle(residents + 1, `${run}-written`)));
  return { residents: made, whole, written };
};
