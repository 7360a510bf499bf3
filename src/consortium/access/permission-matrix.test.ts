/**
 * Who sees what, generated over caller × relation × kind of record × interaction and compared with an oracle written here and
 * nowhere else: from the law in words, not from the policies. Whoever adds an interaction adds it to WAYS.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { World } from '../../../test/world.ts';
import { NOW, openWorld } from '../../../test/world.ts';
import { RECORD_OPERATIONS } from '../../compose-record.ts';
import { createFhir } from '../../fhir/routes.ts';
import { clientOf, testClient } from '../../fhir/test-client.ts';
import type { TestClient } from '../../fhir/test-client.ts';
import type { FhirHandler } from '../../platform/http/fhir-handler.ts';
import type { Caller } from '../../platform/http/route.ts';
import { newId } from '../../platform/ids.ts';

let world: World;
let fhir: FhirHandler;

/** What may stand between a house and a resident; each with whether it lets the house look now. */
const RELATIONS = {
  none: null,
  registration: [-1, 24],
  'registration-over': [-48, -1],
  'registration-to-come': [1, 24],
  catchment: [-9999, null],
  case: [-1, null],
  'case-closed': [-500, -1],
  contract: [-1, null],
  team: [-1, 5],
  review: [-1, null],
} as const satisfies Record<string, readonly [number, number | null] | null>;
type Relation = keyof typeof RELATIONS;

/** What the resident keeps from others. */
const WISHES = ['nothing', 'mental-from-all', 'mental-from-reader', 'mental-from-another', 'everything'] as const;
type Wish = (typeof WISHES)[number];
const CALLERS = ['client', 'client-condition-only', 'person'] as const;
type CallerKind = (typeof CALLERS)[number];

/** Types with what makes each one findable, and whether the entry is about mental health. */
const RECORDS = {
  Condition: {
    sensitive: true,
    body: { code: { coding: [{ system: 'http://hl7.org/fhir/sid/icd-10', code: 'F32.1' }] } },
  },
  Observation: {
    sensitive: false,
    body: { status: 'final', code: { coding: [{ system: 'http://loinc.org', code: '8480-6' }] } },
  },
  MedicationRequest: {
    sensitive: false,
    body: { status: 'active', intent: 'order', medicationCodeableConcept: { text: '二甲双胍' } },
  },
} as const;
type Type = keyof typeof RECORDS;

const READER = 'city-hospital';
const WRITER = 'county-hospital';

/** The law in words. A service client needs the scope for the type; a person reads by relation alone. */
const allowed = (caller: CallerKind, relation: Relation, wish: Wish, type: Type): boolean => {
  if (caller === 'client-condition-only' && type !== 'Condition') return false;
  const reason: readonly Relation[] = ['registration', 'catchment', 'case', 'contract', 'team'];
  if (!reason.includes(relation)) return false;
  if (wish === 'everything') return false;
  return !(RECORDS[type].sensitive && (wish === 'mental-from-all' || wish === 'mental-from-reader'));
};
/** Writing a new version needs to see the old one, and the right to write, which no person has here. */
const mayWrite = (caller: CallerKind, relation: Relation, wish: Wish, type: Type): boolean =>
  caller !== 'person' && allowed(caller, relation, wish, type);

const callerOf = (kind: CallerKind): Caller =>
  kind === 'person'
    ? { actor: world.actor('city-physician'), session: 'digest', name: '高艳丽', scope: '' }
    : clientOf(READER, kind === 'client' ? 'system/*.cruds' : 'system/Condition.cruds');

const residentOf = (relation: Relation, wish: Wish): string => `p-${relation}-${wish}`;
const idOf = (type: Type, relation: Relation, wish: Wish): string =>
  `${type.toLowerCase().slice(0, 4)}-${relation}-${wish}`;

beforeAll(async () => {
  world = await openWorld();
  fhir = createFhir({ db: world.app, clock: world.clock, ids: newId, operations: RECORD_OPERATIONS });
  const write = testClient(fhir, clientOf(WRITER));
  const entries: object[] = [];
  const put = (resource: { readonly resourceType: string; readonly id: string }): void => {
    entries.push({ resource, request: { method: 'PUT', url: `${resource.resourceType}/${resource.id}` } });
  };
  for (const relation of Object.keys(RELATIONS) as Relation[])
    for (const wish of WISHES) {
      const resident = residentOf(relation, wish);
      put({ resourceType: 'Patient', id: resident });
      for (const type of Object.keys(RECORDS) as Type[])
        put({
          resourceType: type,
          id: idOf(type, relation, wish),
          ...RECORDS[type].body,
          subject: { reference: `Patient/${resident}` },
        } as never);
      if (wish !== 'nothing')
        put({
          resourceType: 'Consent',
          id: `c-${resident}`.slice(0, 64),
          status: 'active',
          scope: {
            coding: [{ system: 'http://terminology.hl7.org/CodeSystem/consentscope', code: 'patient-privacy' }],
          },
          category: [{ coding: [{ system: 'http://loinc.org', code: '59284-0' }] }],
          patient: { reference: `Patient/${resident}` },
          policyRule: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'OPTIN' }] },
          provision: {
            type: 'deny',
            ...(wish !== 'everything' && {
              securityLabel: [
                { system: 'https://kanglian.org/fhir/CodeSystem/sensitive-category', code: 'mental-health' },
              ],
            }),
            ...((wish === 'mental-from-reader' || wish === 'mental-from-another') && {
              actor: [
                {
                  role: { text: '不向其提供' },
                  reference: { reference: `Organization/${wish === 'mental-from-reader' ? READER : 'hospice'}` },
                },
              ],
            }),
          },
        } as never);
    }
  const stored = await write('POST', '', { resourceType: 'Bundle', type: 'transaction', entry: entries });
  if (stored.status !== 200) throw new Error(stored.text);
  // the second version puts the first into the history
  world.clock.set(new Date(NOW.getTime() + 1000));
  const again = await write('POST', '', {
    resourceType: 'Bundle',
    type: 'transaction',
    entry: entries.filter((entry) => !JSON.stringify(entry).includes('"Consent"')),
  });
  if (again.status !== 200) throw new Error(again.text);
  for (const relation of Object.keys(RELATIONS) as Relation[]) {
    const period = RELATIONS[relation];
    if (period === null) continue;
    const at = (hours: number): Date => new Date(NOW.getTime() + hours * 3_600_000);
    const kind = relation.replace(/-(over|to-come|closed)$/, '');
    for (const wish of WISHES)
      await world.owner('insert into relation values ($1, $2, $3, $4, $5, $6)', [
        residentOf(relation, wish),
        READER,
        kind,
        'Task/matrix',
        at(period[0]),
        period[1] === null ? null : at(period[1]),
      ]);
  }
}, 120_000);
afterAll(() => world.drop());

type Way = {
  readonly name: string;
  /** A type beside the asked one that the answer holds. */
  readonly alsoReads?: 'Patient';
  /** Chooses among what may be seen (a summary): whatever it shows must be allowed, and it shows something. */
  readonly chooses?: true;
  readonly seen: (ask: TestClient, type: Type, id: string, resident: string) => Promise<boolean>;
};
const has = (text: string, id: string): boolean => text.includes(`"id":"${id}"`);
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

/** All pages of a type's history, asked for once by each caller. */
const histories = new Map<TestClient, Map<string, string>>();
const wholeHistory = async (ask: TestClient, type: string): Promise<string> => {
  const known = histories.get(ask) ?? new Map<string, string>();
  histories.set(ask, known);
  const before = known.get(type);
  if (before !== undefined) return before;
  let text = '';
  let path: string | undefined = `${type}/_history?_count=100`;
  while (path !== undefined) {
    const page = await ask('GET', path);
    text += page.text;
    const links = (page.body['link'] ?? []) as readonly { readonly relation: string; readonly url: string }[];
    path = links.find(({ relation }) => relation === 'next')?.url.replace('http://127.0.0.1/fhir/', '');
  }
  known.set(type, text);
  return text;
};

const WAYS: readonly Way[] = [
  { name: 'read', seen: async (ask, type, id) => (await ask('GET', `${type}/${id}`)).status === 200 },
  { name: 'vread', seen: async (ask, type, id) => (await ask('GET', `${type}/${id}/_history/1`)).status === 200 },
  { name: 'history', seen: async (ask, type, id) => has((await ask('GET', `${type}/${id}/_history`)).text, id) },
  {
    name: 'search by resident',
    seen: async (ask, type, id, resident) => has((await ask('GET', `${type}?patient=${resident}`)).text, id),
  },
  { name: 'search by id', seen: async (ask, type, id) => has((await ask('GET', `${type}?_id=${id}`)).text, id) },
  {
    name: 'search by post',
    seen: async (ask, type, id, resident) =>
      has((await ask('POST', `${type}/_search`, `patient=${resident}`, FORM)).text, id),
  },
  {
    name: 'include',
    alsoReads: 'Patient',
    // the resident is included from an entry; it shows only with the entry
    seen: async (ask, type, id, resident) => {
      const { text } = await ask('GET', `${type}?_id=${id}&_include=${type}:subject`);
      return has(text, id) || has(text, resident);
    },
  },
  {
    name: 'count',
    seen: async (ask, type, id) => ((await ask('GET', `${type}?_id=${id}&_summary=count`)).body['total'] ?? 0) !== 0,
  },
  {
    name: 'chained search',
    alsoReads: 'Patient',
    seen: async (ask, type, id, resident) => has((await ask('GET', `${type}?patient._id=${resident}`)).text, id),
  },
  {
    name: 'a search of residents by what they have',
    alsoReads: 'Patient',
    seen: async (ask, type, id, resident) =>
      has((await ask('GET', `Patient?_id=${resident}&_has:${type}:patient:_id=${id}`)).text, resident),
  },
  {
    name: 'reverse include',
    alsoReads: 'Patient',
    seen: async (ask, type, id, resident) =>
      has((await ask('GET', `Patient?_id=${resident}&_revinclude=${type}:patient`)).text, id),
  },
  {
    name: 'compartment',
    seen: async (ask, type, id, resident) => has((await ask('GET', `Patient/${resident}/${type}`)).text, id),
  },
  {
    name: 'everything of a resident',
    alsoReads: 'Patient',
    seen: async (ask, _type, id, resident) => has((await ask('GET', `Patient/${resident}/$everything`)).text, id),
  },
  {
    name: 'the summary of a resident',
    alsoReads: 'Patient',
    chooses: true,
    seen: async (ask, _type, id, resident) => (await ask('GET', `Patient/${resident}/$summary`)).text.includes(id),
  },
  {
    name: 'history of a type',
    seen: async (ask, type, id) => has(await wholeHistory(ask, type), id),
  },
  {
    name: 'a batch of reads',
    seen: async (ask, type, id) => {
      const entry = [{ request: { method: 'GET', url: `${type}/${id}` } }];
      return has((await ask('POST', '', { resourceType: 'Bundle', type: 'batch', entry })).text, id);
    },
  },
];

describe.each(WAYS)('by $name', ({ seen, alsoReads, chooses }) => {
  test.each(CALLERS)(
    'a %s sees exactly what the law lets them',
    async (kind) => {
      const ask = testClient(fhir, callerOf(kind));
      const wrong: string[] = [];
      let shown = 0;
      let expected = 0;
      for (const relation of Object.keys(RELATIONS) as Relation[])
        for (const wish of WISHES)
          for (const type of Object.keys(RECORDS) as Type[]) {
            const may =
              allowed(kind, relation, wish, type) &&
              // what is included needs its scope as well
              (kind !== 'client-condition-only' || alsoReads === undefined);
            if (may) expected++;
            const sees = await seen(ask, type, idOf(type, relation, wish), residentOf(relation, wish));
            if (sees) shown++;
            if (chooses === true ? sees && !may : sees !== may)
              wrong.push(`${type} ${relation} ${wish}: ${sees ? 'seen' : 'not seen'}`);
          }
      expect(wrong).toEqual([]);
      if (chooses === undefined) expect(shown).toBe(expected);
      expect(kind === 'client-condition-only' && alsoReads === 'Patient' ? 1 : shown).toBeGreaterThan(0);
    },
    120_000,
  );
});

test('that something is withheld is said with everything of a resident to whoever may look, and to nobody else', async () => {
  const ask = testClient(fhir, callerOf('client'));
  const said = async (relation: Relation, wish: Wish): Promise<boolean> =>
    (await ask('GET', `Patient/${residentOf(relation, wish)}/$everything`)).text.includes('"suppressed"');
  const told: string[] = [];
  for (const relation of ['none', 'registration-over', 'catchment', 'case'] as const)
    for (const wish of WISHES) if (await said(relation, wish)) told.push(`${relation} ${wish}`);
  const kept = ['mental-from-all', 'mental-from-reader', 'everything'];
  expect(told).toEqual(['catchment', 'case'].flatMap((relation) => kept.map((wish) => `${relation} ${wish}`)));
});

test.each(CALLERS)(
  'a %s writes a new version of exactly what they may see and write',
  async (kind) => {
    const ask = testClient(fhir, callerOf(kind));
    const wrong: string[] = [];
    for (const relation of Object.keys(RELATIONS) as Relation[])
      for (const wish of WISHES)
        for (const type of Object.keys(RECORDS) as Type[]) {
          const id = idOf(type, relation, wish);
          const body = {
            resourceType: type,
            id,
            ...RECORDS[type].body,
            subject: { reference: `Patient/${residentOf(relation, wish)}` },
          };
          // a version that never was: whoever may see it learns the current one, nobody changes anything
          const { status } = await ask('PUT', `${type}/${id}`, body, { 'if-match': 'W/"99"' });
          const may = mayWrite(kind, relation, wish, type);
          if ((status === 412) !== may) wrong.push(`${type} ${relation} ${wish}: ${String(status)}`);
        }
    expect(wrong).toEqual([]);
  },
  120_000,
);

test('whoever is not declared sees nothing of any table that names a resident', async () => {
  await world.owner(`insert into emergency_access values ('e', 'wu', 'a', 'p', $1, 'unconscious', 'x', true, $2, $3)`, [
    READER,
    NOW,
    new Date(NOW.getTime() + 1000),
  ]);
  await world.owner(`insert into staff_resident values ('gp', 'wu', '2024-01-01', null, 'x')`);
  await world.owner(`insert into watched_resident values ('wu', '2024-01-01', null, 'x')`);
  await world.owner(
    `insert into flagged_look (organisation, actor, person, role, resident, flag, day, last_at, looks)
     values ('township', 'gp-role', 'gp', 'general-practitioner', 'wu', 'own', '2026-11-20', $1, 1)`,
    [NOW],
  );
  await world.owner(
    `insert into objection (id, resident, about, organisation, made_at) values ('o', 'wu', 'other', $1, $2)`,
    [READER, NOW],
  );
  await world.owner(
    `insert into erasure (id, kind, basis, resident, type, entry, organisation, asked_by, asked_person, asked_at)
     values ('e', 'by-law', 'other-law', 'wu', 'Condition', 'x', $1, 'a', 'p', $2)`,
    [READER, NOW],
  );
  const nobody = { id: '', person: null, role: 'none', organisation: READER, purpose: 'care' } as const;
  for (const table of [
    'resource',
    'resource_history',
    'resident',
    'resident_card',
    'restriction',
    'emergency_access',
    'staff_resident',
    'watched_resident',
    'flagged_look',
    'objection',
    'erasure',
  ]) {
    const [[row] = []] = await world.app.read(nobody, NOW, [{ text: `select count(*) as n from ${table} where true` }]);
    const directory = table === 'resource' || table === 'resource_history';
    expect([table, Number(row?.['n'])], directory ? 'the directory too' : table).toEqual([table, 0]);
    const [owned] = await world.owner(`select count(*) as n from ${table}`);
    expect(Number(owned?.['n']), `${table} is not empty`).toBeGreaterThan(0);
  }
});
