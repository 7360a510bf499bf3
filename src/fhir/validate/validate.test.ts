import fc from 'fast-check';
import { expect, test } from 'vitest';
import { r4 } from '../definitions/table.ts';
import { parseJson } from '../json.ts';
import { foreignBundles } from '../test-client.ts';
import { primitiveChecks } from './primitives.ts';
import { validate } from './validate.ts';

/** `word @ place` of every issue in a text. */
const issuesOf = (resource: unknown): readonly string[] => {
  const parsed = parseJson(JSON.stringify(resource));
  return validate(parsed.ok ? parsed.value : undefined).issues.map(
    ({ word, expression }) => `${word} @ ${String(expression)}`,
  );
};

const good = {
  resourceType: 'Patient',
  id: 'p-1',
  contained: [{ resourceType: 'Organization', id: 'o', name: '医院' }],
  extension: [{ url: 'urn:x', extension: [{ url: 'urn:y', valueQuantity: { value: 1.5 } }] }],
  name: [{ given: ['张　三', null], _given: [null, { extension: [{ url: 'urn:z', valueCode: 'x' }] }] }],
  birthDate: '2024-02-29',
  managingOrganization: { reference: '#o' },
  _gender: { extension: [{ url: 'urn:z', valueString: 'x' }] },
  deceasedDateTime: '2025-01-01T08:00:00.123+08:00',
  text: { status: 'generated', div: '<div xmlns="http://www.w3.org/1999/xhtml">张三</div>' },
};

test('a resource with contained ones, extensions and extended primitives is good', () => {
  expect(issuesOf(good)).toEqual([]);
});

test.each([
  ['an unknown element', { colour: 'red' }, 'unknown-element @ Patient.colour'],
  ['an unknown element inside', { name: [{ famly: 'x' }] }, 'unknown-element @ Patient.name[0].famly'],
  ['a name that every object inherits', { constructor: 'x' }, 'unknown-element @ Patient.constructor'],
  ['one value where many belong', { name: { family: 'x' } }, 'not-a-list @ Patient.name'],
  ['many values where one belongs', { birthDate: ['2024-01-01'] }, 'not-single @ Patient.birthDate'],
  ['a string for an object', { name: ['x'] }, 'not-an-object @ Patient.name[0]'],
  ['an object for a string', { birthDate: {} }, 'wrong-json-type @ Patient.birthDate'],
  ['a string for a boolean', { active: 'true' }, 'wrong-json-type @ Patient.active'],
  ['a string for a number', { multipleBirthInteger: '1' }, 'wrong-json-type @ Patient.multipleBirthInteger'],
  ['a fraction for an integer', { multipleBirthInteger: 1.5 }, 'bad-primitive @ Patient.multipleBirthInteger'],
  ['an empty object', { name: [{}] }, 'empty-object @ Patient.name[0]'],
  ['an empty array', { name: [] }, 'empty-list @ Patient.name'],
  ['an empty string', { name: [{ family: '' }] }, 'bad-primitive @ Patient.name[0].family'],
  ['null', { active: null }, 'null-value @ Patient.active'],
  ['null without a reason', { name: [{ given: ['a', null] }] }, 'null-value @ Patient.name[0].given[1]'],
  [
    'a list of reasons of another length',
    { name: [{ given: ['a'], _given: [null, { id: 'x' }] }] },
    'primitive-list-length @ Patient.name[0].given',
  ],
  ['two types of one choice', { deceasedBoolean: true }, 'two-choices @ Patient.deceasedBoolean'],
  ['a type that is no choice', { deceasedString: 'x' }, 'unknown-element @ Patient.deceasedString'],
  ['30 February', { birthDate: '2024-02-30' }, 'no-such-day @ Patient.birthDate'],
  ['29 February of a common year', { birthDate: '2023-02-29' }, 'no-such-day @ Patient.birthDate'],
  ['a date written otherwise', { birthDate: '2024/01/01' }, 'bad-primitive @ Patient.birthDate'],
  ['a time without zone', { deceasedDateTime: '2025-01-01T08:00:00' }, 'bad-primitive @ Patient.deceasedDateTime'],
  ['an id with other characters', { id: 'a b' }, 'bad-primitive @ Patient.id'],
  ['a control character', { language: 'a\u0001' }, 'bad-primitive @ Patient.language'],
  ['a contained resource of no type', { contained: [{ id: 'x' }] }, 'missing-type @ Patient.contained[0]'],
  [
    'a contained resource that is wrong',
    { contained: [{ resourceType: 'Organization', nam: 'x' }] },
    'unknown-element @ Patient.contained[0].nam',
  ],
  ['an extension without url', { extension: [{ valueString: 'x' }] }, 'missing-element @ Patient.extension[0].url'],
  [
    'an extension with two values',
    { extension: [{ url: 'u', valueString: 'x', valueCode: 'y' }] },
    'two-choices @ Patient.extension[0].valueCode',
  ],
  ['a partner that is no element', { _birthDate: 'x' }, 'not-an-object @ Patient._birthDate'],
  ['a partner of what is no primitive', { _name: [{ id: 'x' }] }, 'unknown-element @ Patient._name'],
])('%s is found', (_what, change, issue) => {
  expect(issuesOf({ ...good, ...change })).toContain(issue);
});

test('required elements and required choices are missed, in every entry of a bundle', () => {
  expect(issuesOf({ resourceType: 'Observation', code: { text: 'x' } })).toEqual([
    'missing-element @ Observation.status',
  ]);
  expect(
    issuesOf({
      resourceType: 'MedicationRequest',
      status: 'active',
      intent: 'order',
      subject: { reference: 'Patient/1' },
    }),
  ).toEqual(['missing-element @ MedicationRequest.medication']);
  expect(
    issuesOf({
      resourceType: 'Bundle',
      type: 'batch',
      entry: [{ resource: { resourceType: 'Task', intent: 'order' }, request: { method: 'POST', url: 'Task' } }],
    }),
  ).toEqual(['missing-element @ Bundle.entry[0].resource.status']);
  expect(
    issuesOf({
      resourceType: 'Observation',
      _status: { extension: [{ url: 'urn:u', valueCode: 'x' }] },
      code: { text: 'x' },
    }),
  ).toEqual([]);
});

test('not every issue of a hopeless resource is listed, and nesting has an end', () => {
  const names = Array.from({ length: 500 }, () => ({ x: 1 }));
  expect(issuesOf({ resourceType: 'Patient', name: names })).toHaveLength(51);
  const open = '{"url":"u","extension":[';
  const deep = `{"resourceType":"Patient","extension":[${open.repeat(5000)}{"url":"u"}${']}'.repeat(5000)}]}`;
  const parsed = parseJson(deep);
  expect(parsed.ok && validate(parsed.value).issues[0]?.word).toBe('too-deep');
});

const foreign = foreignBundles();
test.skipIf(foreign.length === 0).each(foreign)('the foreign bundle $name is good', ({ text }) => {
  const parsed = parseJson(text);
  expect(parsed.ok && validate(parsed.value).issues).toEqual([]);
});

/** Types whose own check must agree with the published expression, apart from days the calendar does not have. */
const agreeing = ['date', 'dateTime', 'instant', 'time', 'id', 'oid', 'uuid', 'code'];
test.each(agreeing)('the check of %s says what the published expression says', (type) => {
  const published = new RegExp(`^(?:${r4.primitives.get(type) ?? ''})$`);
  const near = fc.stringMatching(published, { size: 'small' });
  const mangled = fc
    .tuple(near, fc.nat(), fc.constantFrom('', '0', '9', '-', 'T', ':', 'Z', '+', '.', ' '))
    .map(
      ([text, at, piece]) =>
        text.slice(0, at % (text.length + 1)) + piece + text.slice((at % (text.length + 1)) + (at % 2)),
    );
  fc.assert(
    fc.property(fc.oneof(near, mangled), (text) => {
      // R4 2.24.0.1 forbids what its expressions let pass, and JavaScript counts more as white space than they mean
      fc.pre(!/[\p{Cc}\p{Z}\ufeff]/u.test(text.replaceAll(' ', '')));
      const word = primitiveChecks.get(type)?.wrong(text);
      if (word !== 'no-such-day') expect([text, word === undefined]).toEqual([text, published.test(text)]);
    }),
    { numRuns: 2000 },
  );
});
