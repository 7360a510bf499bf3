/**
 * Whatever is asked, the answer is a Bundle or an OperationOutcome; and what is found is what a slow reader of the JSON finds,
 * who knows nothing of tokens, ranges and expressions.
 */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshDatabase } from '../../../test/database.ts';
import type { FreshDatabase } from '../../../test/database.ts';
import { stoppedClock } from '../../platform/clock.ts';
import { newId } from '../../platform/ids.ts';
import { createFhir } from '../routes.ts';
import { clientOf, resourcesOf, testClient } from '../test-client.ts';
import type { TestClient } from '../test-client.ts';

const clock = stoppedClock(new Date('2026-03-02T01:00:00Z'));
let database: FreshDatabase;
let ask: TestClient;

const CODES = ['a', 'b', 'c'];
const SYSTEMS = ['urn:s', 'urn:t', ''];
const STATUSES = ['final', 'amended', 'preliminary'];
const DAYS = ['2025-12-31', '2026-01-01', '2026-01-02', '2026-02-01'];
const NAMES = ['张伟', '张小红', '李伟', 'Zoé', 'zoe ada'];
const NUMBERS = [1, 1.5, 2, 2.04, 10];

type Coding = { readonly system?: string; readonly code: string };
type Observation = {
  readonly resourceType: 'Observation';
  readonly id: string;
  readonly status: string;
  readonly code: { readonly coding: readonly Coding[] };
  readonly subject: { readonly reference: string };
  readonly effectiveDateTime?: string;
  readonly valueQuantity?: { readonly value: number; readonly system: string; readonly code: string };
};
type Patient = {
  readonly resourceType: 'Patient';
  readonly id: string;
  readonly name: readonly { readonly text: string }[];
};

const coding = fc.record({ system: fc.constantFrom(...SYSTEMS), code: fc.constantFrom(...CODES) });
const optional = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(arbitrary, { nil: undefined });
const drawn = fc.array(
  fc.record({
    status: fc.constantFrom(...STATUSES),
    coding: fc.array(coding, { minLength: 1, maxLength: 2 }),
    patient: fc.constantFrom(0, 1, 2),
    day: optional(fc.constantFrom(...DAYS)),
    value: optional(fc.record({ value: fc.constantFrom(...NUMBERS), code: fc.constantFrom('mg', 'g') })),
  }),
  { minLength: 1, maxLength: 12 },
);
const names = fc.tuple(fc.constantFrom(...NAMES), fc.constantFrom(...NAMES), fc.constantFrom(...NAMES));

/** A condition as it is asked and as a slow reader understands it. */
type Asked = {
  readonly text: string;
  readonly holds: (observation: Observation, patients: readonly Patient[]) => boolean;
};

const foldedName = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
const ownerOf = ({ subject }: Observation, patients: readonly Patient[]): Patient | undefined =>
  patients.find(({ id }) => subject.reference === `Patient/${id}`);
const startsWithName = (patient: Patient | undefined, name: string): boolean =>
  patient?.name.some(({ text }) => foldedName(text).startsWith(foldedName(name))) === true;

const byCode: fc.Arbitrary<Asked> = fc
  .tuple(fc.constantFrom(...CODES), optional(fc.constantFrom(...SYSTEMS)), fc.boolean())
  .map(([code, system, not]) => {
    const fits = ({ code: concept }: Observation): boolean =>
      concept.coding.some((each) => each.code === code && (system === undefined || (each.system ?? '') === system));
    return {
      text: `code${not ? ':not' : ''}=${system === undefined ? code : `${system}|${code}`}`,
      holds: (observation: Observation) => fits(observation) !== not,
    };
  });
const byStatus: fc.Arbitrary<Asked> = fc.subarray(STATUSES, { minLength: 1 }).map((wanted) => ({
  text: `status=${wanted.join(',')}`,
  holds: ({ status }) => wanted.includes(status),
}));
const byDay: fc.Arbitrary<Asked> = fc
  .tuple(fc.constantFrom('', 'ne', 'gt', 'ge', 'lt', 'le', 'sa', 'eb'), fc.constantFrom(...DAYS, '2026-01', '2025'))
  .map(([prefix, day]) => ({
    text: `date=${prefix}${day}`,
    holds: ({ effectiveDateTime: at }) => {
      if (at === undefined) return false;
      const [first, last] = [day.padEnd(10, '-01-01').slice(0, 10), `${day}${'-12-31'.slice(day.length - 4)}`];
      const end = day.length === 7 ? `${day}-31` : last;
      const inside = at >= first && at <= end;
      return {
        '': inside,
        ne: !inside,
        gt: at > end,
        sa: at > end,
        ge: at >= first,
        lt: at < first,
        eb: at < first,
        le: at <= end,
      }[prefix];
    },
  }));
const byValue: fc.Arbitrary<Asked> = fc
  .tuple(
    fc.constantFrom('', 'gt', 'ge', 'lt', 'le'),
    fc.constantFrom('1', '1.5', '2', '2.0', '10'),
    optional(fc.constantFrom('mg', 'g')),
  )
  .map(([prefix, number, unit]) => ({
    text: `value-quantity=${prefix}${number}${unit === undefined ? '' : `||${unit}`}`,
    holds: ({ valueQuantity: found }) => {
      if (!found || (unit !== undefined && found.code !== unit)) return false;
      const wanted = Number(number);
      const half = number.includes('.') ? 0.05 : 0.5;
      return {
        '': found.value >= wanted - half && found.value < wanted + half,
        gt: found.value > wanted,
        ge: found.value >= wanted,
        lt: found.value < wanted,
        le: found.value <= wanted,
      }[prefix];
    },
  }));
const byOwner: fc.Arbitrary<Asked> = fc.constantFrom('p0', 'p1', 'p2').map((id) => ({
  text: `patient=${id}`,
  holds: ({ subject }) => subject.reference === `Patient/${id}`,
}));
const byName: fc.Arbitrary<Asked> = fc.constantFrom('张', '张小', '李', 'ZOE', 'zoé a').map((name) => ({
  text: `subject:Patient.name=${name}`,
  holds: (observation, patients) => startsWithName(ownerOf(observation, patients), name),
}));
const byMissing: fc.Arbitrary<Asked> = fc.boolean().map((missing) => ({
  text: `value-quantity:missing=${String(missing)}`,
  holds: ({ valueQuantity }) => (valueQuantity === undefined) === missing,
}));

beforeAll(async () => {
  database = await freshDatabase();
  ask = testClient(createFhir({ db: database.app, clock, ids: newId }), clientOf('hospital'));
});
afterAll(() => database.drop());

const store = async (patients: readonly Patient[], observations: readonly Observation[]): Promise<void> => {
  await database.owner('truncate resource, resource_history, resident cascade');
  const entry = [...patients, ...observations].map((resource) => ({
    resource,
    request: { method: 'PUT', url: `${resource.resourceType}/${resource.id}` },
  }));
  const made = await ask('POST', '', { resourceType: 'Bundle', type: 'transaction', entry });
  expect([made.status, made.issues]).toEqual([200, []]);
};

test('a search finds what a slow reader of the records finds, whatever they are and whatever is asked', async () => {
  const asked = fc.array(fc.oneof(byCode, byStatus, byDay, byValue, byOwner, byName, byMissing), {
    minLength: 1,
    maxLength: 3,
  });
  await fc.assert(
    fc.asyncProperty(names, drawn, fc.array(asked, { minLength: 4, maxLength: 8 }), async (given, rows, queries) => {
      const patients = given.map((text, n): Patient => ({ resourceType: 'Patient', id: `p${n}`, name: [{ text }] }));
      const observations = rows.map(
        ({ status, coding: codings, patient, day, value }, n): Observation => ({
          resourceType: 'Observation',
          id: `o${n}`,
          status,
          code: { coding: codings.map(({ system, code }) => (system === '' ? { code } : { system, code })) },
          subject: { reference: `Patient/p${patient}` },
          ...(day !== undefined && { effectiveDateTime: day }),
          ...(value && { valueQuantity: { ...value, system: 'http://unitsofmeasure.org' } }),
        }),
      );
      await store(patients, observations);
      for (const conditions of queries) {
        const query = `Observation?${conditions.map(({ text }) => text).join('&')}`;
        const answered = await ask('GET', `${query}&_count=100&_total=accurate`);
        expect([query, answered.status, answered.issues]).toEqual([query, 200, []]);
        const expected = observations.filter((each) => conditions.every(({ holds }) => holds(each, patients)));
        expect([
          query,
          resourcesOf(answered)
            .map(({ id }) => id)
            .sort(),
          answered.body['total'],
        ]).toEqual([query, expected.map(({ id }) => id).sort(), expected.length]);
      }
    }),
    { numRuns: 25 },
  );
});

const WORDS = [
  'status',
  'code',
  'date',
  'subject',
  'patient',
  'name',
  '_id',
  '_has',
  '_sort',
  '_count',
  '_include',
  '_revinclude',
  '_page',
  'value-quantity',
  'combo-code-value-quantity',
  'Observation',
  'Patient',
  'identifier',
  '_lastUpdated',
  '_tag',
  '_total',
  ':',
  '.',
  '|',
  '$',
  ',',
  '\\',
  '&',
  '=',
  'not',
  'missing',
  'exact',
  'contains',
  'of-type',
  'below',
  'iterate',
  '*',
  'ge',
  '2026',
  '-',
  '1e400',
  '9999999999999999999999',
  '2026-13',
  "'",
  '"',
  '(',
  ')',
  '[',
  '%',
  '%00',
  '%ff',
  '\u{1F600}',
  '\ud800',
  ' ',
  '0001-01-01',
  '9999-12-31T23:59:59Z',
  'urn:x|y',
  '{',
  '}',
  '?',
  '*',
  '^',
  '+',
  'true',
  'a/b',
  'Patient/p0',
  '\n',
];

test('no query brings the server down: each is answered by a Bundle or by an OperationOutcome that says why not', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom('Observation', 'Patient', 'ValueSet', 'Appointment', 'Patient/p0/Observation'),
      fc.array(
        fc.tuple(
          fc.array(fc.constantFrom(...WORDS), { minLength: 1, maxLength: 6 }),
          fc.array(fc.oneof(fc.constantFrom(...WORDS), fc.string({ maxLength: 8 })), { minLength: 1, maxLength: 5 }),
        ),
        { minLength: 1, maxLength: 4 },
      ),
      fc.boolean(),
      async (path, pairs, lenient) => {
        const query = pairs.map(([name, value]) => `${name.join('')}=${value.join('')}`).join('&');
        const answered = await ask('GET', `${path}?${query}`, undefined, lenient ? { prefer: 'handling=lenient' } : {});
        const kind = answered.body.resourceType;
        expect([answered.status < 500, kind === (answered.status === 200 ? 'Bundle' : 'OperationOutcome')]).toEqual([
          true,
          true,
        ]);
        if (answered.status !== 200) expect(answered.sentences.every((sentence) => sentence.length > 3)).toBe(true);
      },
    ),
    { numRuns: 400 },
  );
});
