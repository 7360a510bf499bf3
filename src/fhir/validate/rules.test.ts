/** What R4 asks beyond structure: codes, targets, contained resources, extensions, narratives, invariants. */
import { expect, test } from 'vitest';
import { r4Rules } from '../definitions/rules.ts';
import { outcomeText } from '../outcome.ts';
import { compileExpression } from './fhirpath/compile.ts';
import { NOT_CHECKED, WRITTEN_OUT } from './invariants.ts';
import { wrongNarrative } from './narrative.ts';
import { validate } from './validate.ts';

const issuesOf = (resource: unknown): readonly string[] =>
  validate(resource).issues.map(
    ({ word, values, expression }) =>
      `${word === 'invariant' ? String(values?.['key']) : word} @ ${String(expression)}`,
  );

const subject = { reference: 'Patient/1' };
const patient = { resourceType: 'Patient', gender: 'male', birthDate: '1960-01-01' };
const observation = { resourceType: 'Observation', status: 'final', code: { text: '体温' }, subject };
const condition = { resourceType: 'Condition', subject };
const CLINICAL = 'http://terminology.hl7.org/CodeSystem/condition-clinical';
const organization = { resourceType: 'Organization', id: 'o', name: '医院' };
const url = 'https://example.org/extension';
const narrative = (div: string) => ({ ...patient, text: { status: 'generated', div } });
const div = (inner: string) => narrative(`<div xmlns="http://www.w3.org/1999/xhtml">${inner}</div>`);

test.each<readonly [string, unknown]>([
  ['a code of the value set', patient],
  ['a coding of the value set', { ...condition, clinicalStatus: { coding: [{ system: CLINICAL, code: 'active' }] } }],
  ['a reference to a type that may stand here', observation],
  ['a reference by identifier alone', { ...observation, subject: { identifier: { value: '1' } } }],
  [
    'a contained resource that is referred to',
    { ...patient, contained: [organization], managingOrganization: { reference: '#o' } },
  ],
  [
    'a contained resource that refers to its container',
    {
      ...patient,
      contained: [
        {
          resourceType: 'Provenance',
          id: 'p',
          target: [{ reference: '#' }],
          recorded: '2026-01-01T00:00:00Z',
          agent: [{ who: { reference: '#' } }],
        },
      ],
    },
  ],
  [
    'an inner extension with a short name',
    { ...patient, extension: [{ url, extension: [{ url: 'short', valueCode: 'x' }] }] },
  ],
  [
    'a period whose ends cannot be put in order',
    { resourceType: 'Patient', name: [{ text: '李', period: { start: '2026-05-03', end: '2026-05' } }] },
  ],
  ['a formatted narrative', div('<p style="color: red">张三 &lt; 5 <a href="https://example.org">见此</a></p><br/>')],
])('%s is good', (_what, resource) => {
  expect(issuesOf(resource)).toEqual([]);
});

test.each<readonly [string, unknown, string]>([
  ['a code of another list', { ...patient, gender: '男' }, 'code-not-in-set @ Patient.gender'],
  [
    'a coding of another system',
    { ...condition, clinicalStatus: { coding: [{ system: 'urn:x', code: 'active' }] } },
    'coding-not-in-set @ Condition.clinicalStatus',
  ],
  [
    'words without a coding',
    { ...condition, clinicalStatus: { text: '好转' } },
    'coding-not-in-set @ Condition.clinicalStatus',
  ],
  [
    'a reference to another type',
    { ...condition, subject: { reference: 'Organization/1' } },
    'wrong-target @ Condition.subject.reference',
  ],
  [
    'a whole url to another type',
    { ...condition, subject: { reference: 'https://a.example/fhir/Organization/1' } },
    'wrong-target @ Condition.subject.reference',
  ],
  [
    'a contained one of another type',
    { ...condition, contained: [organization], subject: { reference: '#o' } },
    'wrong-target @ Condition.subject.reference',
  ],
  [
    'a stated type that is another',
    { ...condition, subject: { reference: 'Patient/1', type: 'Group' } },
    'target-type-differs @ Condition.subject.type',
  ],
  [
    'a reference to no contained resource',
    { ...patient, managingOrganization: { reference: '#o' } },
    'contained-missing @ Patient.managingOrganization.reference',
  ],
  [
    'a contained resource nobody refers to',
    { ...patient, contained: [organization] },
    'contained-unused @ Patient.contained[0]',
  ],
  [
    'one contained in a contained one',
    { ...patient, contained: [{ ...organization, contained: [{ resourceType: 'Patient', id: 'x' }] }] },
    'contained-nested @ Patient.contained[0].contained',
  ],
  [
    'a version of a contained one',
    { ...patient, contained: [{ ...organization, meta: { versionId: '1' } }] },
    'contained-versioned @ Patient.contained[0].meta',
  ],
  ['an extension that says nothing', { ...patient, extension: [{ url }] }, 'extension-empty @ Patient.extension[0]'],
  [
    'an extension with a value and others',
    { ...patient, extension: [{ url, valueCode: 'x', extension: [{ url, valueCode: 'y' }] }] },
    'extension-empty @ Patient.extension[0]',
  ],
  [
    'an extension with a short name',
    { ...patient, extension: [{ url: 'short', valueCode: 'x' }] },
    'extension-url @ Patient.extension[0].url',
  ],
  ['an element that is an id alone', { ...patient, name: [{ id: 'x' }] }, 'only-id @ Patient.name[0]'],
  [
    'an end before its beginning',
    { ...patient, name: [{ text: '李', period: { start: '2026-05-03', end: '2026-05-02' } }] },
    'per-1 @ Patient.name[0].period',
  ],
  ['a contact without anybody', { ...patient, contact: [{ gender: 'male' }] }, 'pat-1 @ Patient.contact[0]'],
  ['a telephone number of no kind', { ...patient, telecom: [{ value: '1' }] }, 'cpt-2 @ Patient.telecom[0]'],
  [
    'a value and the reason it is absent',
    { ...observation, valueString: 'x', dataAbsentReason: { text: 'x' } },
    'obs-6 @ Observation',
  ],
  [
    'a home address of an organisation',
    { ...organization, address: [{ use: 'home', city: '四平' }] },
    'org-2 @ Organization.address[0]',
  ],
  [
    'a code without its system',
    { ...observation, valueQuantity: { value: 1, code: 'mg' } },
    'qty-3 @ Observation.valueQuantity',
  ],
  [
    'a low above the high',
    { ...observation, valueRange: { low: { value: 2 }, high: { value: 1 } } },
    'rng-2 @ Observation.valueRange',
  ],
])('%s is refused where it stands', (_what, resource, issue) => {
  expect(issuesOf(resource)).toContain(issue);
});

test('in a bundle a reference by fullUrl is to the type of that entry, and entries are told apart', () => {
  const fullUrl = 'urn:uuid:00000000-0000-4000-8000-000000000001';
  const request = { method: 'POST', url: 'x' };
  const of = (resource: object) => ({
    resourceType: 'Bundle',
    type: 'transaction',
    entry: [
      { fullUrl, resource, request },
      { resource: { ...condition, subject: { reference: fullUrl } }, request },
    ],
  });
  expect(issuesOf(of(patient))).toEqual([]);
  expect(issuesOf(of(organization))).toEqual(['wrong-target @ Bundle.entry[1].resource.subject.reference']);
  expect(issuesOf({ resourceType: 'Bundle', type: 'document', entry: [{ fullUrl, resource: patient }] })).toEqual(
    ['bdl-9', 'bdl-10', 'bdl-11'].map((key) => `${key} @ Bundle`),
  );
});

test.each([
  ['<script>alert(1)</script>', 'narrative-active'],
  ['<p onclick="x()">a</p>', 'narrative-active'],
  ['<a href="javascript:x()">a</a>', 'narrative-active'],
  ['<a href="&#106;avascript:x()">a</a>', 'narrative-active'],
  ['<a href="java&#10;script:x()">a</a>', 'narrative-active'],
  ['<a href=" JAVASCRIPT:x()">a</a>', 'narrative-active'],
  ['<img src="data:text/html;base64,AAAA"/>', 'narrative-active'],
  ['<p style="width: expression(x())">a</p>', 'narrative-active'],
  ['<p style="background: url(https://a.example/x)">a</p>', 'narrative-active'],
  ['<p style="b\\65 havior: x">a</p>', 'narrative-active'],
  ['<iframe src="x"></iframe>', 'narrative-active'],
  ['<svg><script/></svg>', 'narrative-active'],
  ['<SCRIPT>x</SCRIPT>', 'narrative-active'],
  ['<video>a</video>', 'narrative-element'],
  ['<p data-x="1">a</p>', 'narrative-attribute'],
  ['<p>a', 'narrative-malformed'],
  ['<p>a</b>', 'narrative-malformed'],
  ['a & b', 'narrative-malformed'],
  ['a < b', 'narrative-malformed'],
  ['<p title="a" title="b">a</p>', 'narrative-malformed'],
  ['<!-- a', 'narrative-malformed'],
  ['<![CDATA[ <script> ]]>', 'narrative-malformed'],
  ['', 'narrative-empty'],
  [' <br/> ', 'narrative-empty'],
])('the narrative %s is refused', (inner, word) => {
  expect(issuesOf(div(inner))).toEqual([`${word} @ Patient.text.div`]);
});

test('text before or after the one div, and another root, are no narrative', () => {
  const whole = '<div>a</div>';
  for (const text of [`a${whole}`, `${whole}a`, `${whole}${whole}`, '<p>a</p>', '<div/><div>a</div>'])
    expect([text, wrongNarrative(text)?.word]).toEqual([text, 'narrative-malformed']);
  expect(wrongNarrative(`${whole}\n<!-- end -->\n`)).toBeUndefined();
});

test('every invariant of R4 is compiled, written out, or listed with its reason', () => {
  for (const { key, path, expression } of r4Rules.invariants())
    if (!WRITTEN_OUT.has(key) && !NOT_CHECKED.has(key))
      expect(() => compileExpression(expression, path), `${path} ${key}`).not.toThrow();
  expect([...NOT_CHECKED.keys()]).toEqual(['ctm-1']);
});

test('what is only advised is told when it is asked for, and is no error', () => {
  expect(issuesOf(patient)).toEqual([]);
  const advised = validate(patient, { advising: true }).issues;
  expect(advised.map(({ severity, values }) => [severity, values?.['key']])).toEqual([['warning', 'dom-6']]);
  expect(JSON.parse(outcomeText(advised, 'en'))).toMatchObject({ issue: [{ severity: 'warning', code: 'invariant' }] });
});
