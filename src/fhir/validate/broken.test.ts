/** Good records broken in one place are refused at that place, and no JSON whatever makes the validation throw. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { elementsOf, namesOf, r4 } from '../definitions/table.ts';
import { r4Rules } from '../definitions/rules.ts';
import { isObject } from '../resource.ts';
import { validate } from './validate.ts';

const subject = { reference: 'Patient/1' };
const GOOD: readonly object[] = [
  {
    resourceType: 'Patient',
    id: 'p',
    active: true,
    identifier: [{ use: 'official', system: 'urn:x', value: '1', period: { start: '2020-01-01', end: '2026-01-01' } }],
    name: [{ use: 'official', family: '王', given: ['秀英'] }],
    telecom: [{ system: 'phone', value: '138' }],
    gender: 'female',
    birthDate: '1958-03-07',
    contact: [{ name: { text: '李' }, gender: 'male' }],
    managingOrganization: { reference: 'Organization/1' },
  },
  {
    resourceType: 'Observation',
    status: 'final',
    code: { coding: [{ system: 'http://loinc.org', code: '8480-6' }] },
    subject,
    effectiveDateTime: '2026-11-30T08:00:00+08:00',
    valueQuantity: { value: 1.5, system: 'http://unitsofmeasure.org', code: 'mmol/L', comparator: '<' },
    referenceRange: [{ low: { value: 1 }, high: { value: 2 } }],
  },
  {
    resourceType: 'Encounter',
    status: 'finished',
    class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'AMB' },
    subject,
    period: { start: '2026-01-01', end: '2026-01-02' },
    serviceProvider: { reference: 'Organization/1' },
  },
  {
    resourceType: 'MedicationRequest',
    status: 'active',
    intent: 'order',
    medicationCodeableConcept: { text: '二甲双胍' },
    subject,
    dosageInstruction: [{ timing: { repeat: { frequency: 2, period: 1, periodUnit: 'd' } } }],
  },
  {
    resourceType: 'Task',
    status: 'requested',
    intent: 'order',
    for: subject,
    restriction: { period: { start: '2026-01-01' } },
    input: [{ type: { text: 'x' }, valueString: 'y' }],
  },
];

type Place = {
  readonly path: string;
  readonly type: string;
  readonly holder: Record<string, unknown>;
  readonly name: string;
  readonly element: string;
};

/** Every member of a resource with its type and the path it is defined at. */
const placesOf = (value: Record<string, unknown>, type: string, path: string): readonly Place[] => {
  const row = r4.types.get(type);
  if (row === undefined) return [];
  return elementsOf(row).flatMap((element) =>
    namesOf(element).flatMap((name, at) => {
      const given = value[name];
      if (given === undefined) return [];
      const memberType = element.types[at] ?? '';
      const own = {
        path: `${path}.${name}`,
        type: memberType,
        holder: value,
        name,
        element: `${type}.${element.name}${element.choice ? '[x]' : ''}`,
      };
      const inner = (Array.isArray(given) ? given : [given]).flatMap((each: unknown, n) =>
        isObject(each)
          ? placesOf(each as Record<string, unknown>, memberType, `${own.path}${Array.isArray(given) ? `[${n}]` : ''}`)
          : [],
      );
      return [own, ...inner];
    }),
  );
};

/** One way of breaking a place; undefined where it does not apply there. */
const BREAKS: Readonly<Record<string, (place: Place) => string | undefined>> = {
  'an unknown member': ({ holder, path, name }) => {
    holder['colour'] = 'red';
    return path.slice(0, -name.length) + 'colour';
  },
  'an empty text': ({ holder, path, name }) => {
    if (typeof holder[name] !== 'string') return undefined;
    holder[name] = '';
    return path;
  },
  'a list for one, or one for a list': ({ holder, path, name }) => {
    const given = holder[name];
    if (name === 'resourceType') return undefined;
    holder[name] = Array.isArray(given) ? (given[0] as unknown) : [given];
    return path;
  },
  'an object for a plain value': ({ holder, path, name, type }) => {
    if (!r4.primitives.has(type) || Array.isArray(holder[name])) return undefined;
    holder[name] = { x: 1 };
    return path;
  },
  'an empty object': ({ holder, path, name }) => {
    if (!isObject(holder[name])) return undefined;
    holder[name] = {};
    return path;
  },
  null: ({ holder, path, name }) => {
    if (Array.isArray(holder[name])) return undefined;
    holder[name] = null;
    return path;
  },
  'a day no calendar has': ({ holder, path, name, type }) => {
    if (type !== 'date' && type !== 'dateTime') return undefined;
    holder[name] = '2026-02-30';
    return path;
  },
  'a code of no value set': ({ holder, path, name, element, type }) => {
    if (type !== 'code' || r4Rules.valueSetOf(element) === undefined) return undefined;
    holder[name] = 'no-such-code';
    return path;
  },
  'a reference to a type that may not stand there': ({ holder, path, name, element }) => {
    if (r4Rules.targetsOf(element) === undefined) return undefined;
    holder[name] = { reference: 'StructureMap/1' };
    return `${path}.reference`;
  },
  'a second type of a choice': ({ holder, path, name, element }) => {
    if (!element.endsWith('[x]')) return undefined;
    const choice = element.slice(element.lastIndexOf('.') + 1, -3);
    const other = name === `${choice}Boolean` ? 'DateTime' : 'String';
    if (
      r4.types
        .get(element.slice(0, element.lastIndexOf('.')))
        ?.elements.find((each) => each.name === choice)
        ?.types.includes('string') !== true
    )
      return undefined;
    if (choice + other === name) return undefined;
    holder[choice + other] = 'x';
    return `${path.slice(0, -name.length)}${choice}${other}`;
  },
  'an extension that says nothing': ({ holder, path, name, type }) => {
    const target = holder[name];
    if (!isObject(target) || type === 'Extension') return undefined;
    (target as Record<string, unknown>)['extension'] = [{ url: 'urn:x' }];
    return `${path}.extension[0]`;
  },
};

const copied = (resource: object): Record<string, unknown> =>
  JSON.parse(JSON.stringify(resource)) as Record<string, unknown>;
const issuePaths = (resource: unknown): readonly (string | undefined)[] =>
  validate(resource).issues.map(({ expression }) => expression);

describe('a good record broken in one place', () => {
  test('was good before', () => {
    for (const resource of GOOD) expect(validate(resource).issues).toEqual([]);
  });

  test.each(Object.keys(BREAKS))('by %s is refused at that place', (kind) => {
    let broken = 0;
    for (const resource of GOOD) {
      const type = (resource as { resourceType: string }).resourceType;
      const count = placesOf(copied(resource), type, type).length;
      for (let at = 0; at < count; at++) {
        const copy = copied(resource);
        const place = placesOf(copy, type, type)[at];
        const expected = place && BREAKS[kind]?.(place);
        // a required element or a value of the kind before may be what is now missed as well
        if (expected === undefined) continue;
        broken++;
        const said = issuePaths(copy);
        expect([
          kind,
          expected,
          said.some(
            (one) =>
              one === expected || one?.startsWith(`${expected}[`) === true || one?.startsWith(`${expected}.`) === true,
          ),
        ]).toEqual([kind, expected, true]);
      }
    }
    expect(broken).toBeGreaterThan(0);
  });

  test('by leaving out what is required is refused', () => {
    for (const each of GOOD.slice(1)) {
      const { status: _status, ...resource } = copied(each);
      expect(issuePaths(resource)).toContain(`${String(resource['resourceType'])}.status`);
    }
  });
});

const types = [...r4.types.keys()].filter((type) => r4.types.get(type)?.kind === 'resource');
const names = [...new Set([...r4.types.values()].flatMap(({ elements }) => elements.flatMap(namesOf)))];
const anything: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 6, withCrossShrink: true },
    fc.oneof(
      fc.string(),
      fc.double(),
      fc.boolean(),
      fc.constant(null),
      fc.constantFrom('#', '#a', 'Patient/1', '2026-02-30', '<div>', '\u00001.50'),
    ),
    fc.array(tie('value'), { maxLength: 4 }),
    tie('object'),
  ),
  object: fc
    .tuple(
      fc.option(fc.constantFrom(...types), { nil: undefined }),
      fc.dictionary(
        fc.oneof(fc.constantFrom(...names, 'contained', 'extension', '_status'), fc.string()),
        tie('value'),
        { maxKeys: 6 },
      ),
    )
    .map(([resourceType, members]) => (resourceType === undefined ? members : { resourceType, ...members })),
})).object;

test('whatever is sent, the validation answers and never throws', () => {
  fc.assert(
    fc.property(anything, fc.constantFrom(...types), fc.boolean(), (value, resourceType, advising) => {
      const resource = isObject(value) ? { ...value, resourceType } : value;
      const { issues } = validate(resource, { advising });
      expect(issues.length).toBeLessThanOrEqual(51);
      for (const { expression } of issues) expect(expression?.length ?? 0).toBeLessThan(6000);
    }),
    { numRuns: 1500 },
  );
});

/** How often members are read while validating: a measure of work that no clock disturbs. */
const readsOf = (resource: object): number => {
  let reads = 0;
  const counted = (value: unknown): unknown =>
    isObject(value) || Array.isArray(value)
      ? new Proxy(value as object, {
          get: (target, name, self) => {
            reads++;
            return counted(Reflect.get(target, name, self));
          },
        })
      : value;
  validate(counted(resource));
  return reads;
};

test('twice as much to look at is at most three times the work', () => {
  const bundle = (count: number) => ({
    resourceType: 'Bundle',
    type: 'collection',
    entry: Array.from({ length: count }, (_, n) => ({ fullUrl: `urn:x:${n}`, resource: GOOD[n % GOOD.length] })),
  });
  const contained = (count: number) => ({
    resourceType: 'Patient',
    contained: Array.from({ length: count }, (_, n) => ({ resourceType: 'Organization', id: `o${n}`, name: 'x' })),
    generalPractitioner: Array.from({ length: count }, (_, n) => ({ reference: `#o${n}` })),
  });
  const definition = (count: number) => ({
    resourceType: 'StructureDefinition',
    url: 'urn:x',
    name: 'X',
    status: 'draft',
    kind: 'resource',
    abstract: false,
    type: 'Patient',
    baseDefinition: 'urn:y',
    derivation: 'constraint',
    differential: {
      element: Array.from({ length: count }, (_, n) => ({
        id: `Patient.x${n}`,
        path: n === 0 ? 'Patient' : `Patient.x${n}`,
      })),
    },
  });
  const components = (count: number) => ({
    resourceType: 'Observation',
    status: 'final',
    code: { coding: Array.from({ length: count }, (_, n) => ({ system: 'urn:x', code: `${n}` })) },
    valueString: 'x',
    component: Array.from({ length: count }, (_, n) => ({
      code: { coding: [{ system: 'urn:y', code: `${n}` }] },
      valueString: 'y',
    })),
  });
  for (const make of [bundle, contained, definition, components]) {
    const [small, large] = [readsOf(make(40)), readsOf(make(80))];
    expect(large / small).toBeLessThan(3);
  }
});
