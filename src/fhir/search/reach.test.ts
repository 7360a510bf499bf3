/** How far a search reaches beyond its own type: chains, `_has`, includes, compartments; and where it stops. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshDatabase } from '../../../test/database.ts';
import type { FreshDatabase } from '../../../test/database.ts';
import { stoppedClock } from '../../platform/clock.ts';
import { newId } from '../../platform/ids.ts';
import { createFhir } from '../routes.ts';
import { clientOf, entriesOf, resourcesOf, testClient } from '../test-client.ts';
import type { TestClient } from '../test-client.ts';

const clock = stoppedClock(new Date('2026-03-02T01:00:00Z'));
let database: FreshDatabase;
let hospital: TestClient;
/** Knows p3 only. */
let clinic: TestClient;
let narrow: TestClient;

type Given = { readonly resourceType: string; readonly id: string } & Record<string, unknown>;

const put = async (by: TestClient, resource: Given): Promise<void> => {
  clock.advance(1000);
  const answered = await by('PUT', `${resource.resourceType}/${resource.id}`, resource);
  expect([answered.status, answered.issues]).toEqual([201, []]);
};
const to = (reference: string) => ({ reference });
const coded = (code: string) => ({ coding: [{ system: 'http://loinc.org', code }] });
const observation = (id: string, patient: string, code: string, more: object = {}): Given => ({
  resourceType: 'Observation',
  id,
  status: 'final',
  code: coded(code),
  subject: to(`Patient/${patient}`),
  ...more,
});

beforeAll(async () => {
  database = await freshDatabase();
  const fhir = createFhir({ db: database.app, clock, ids: newId });
  hospital = testClient(fhir, clientOf('hospital'));
  clinic = testClient(fhir, clientOf('clinic'));
  narrow = testClient(fhir, clientOf('hospital', 'system/Observation.rs'));
  await put(hospital, { resourceType: 'Organization', id: 'top', name: '集团' });
  await put(hospital, { resourceType: 'Organization', id: 'o1', name: '中心医院', partOf: to('Organization/top') });
  await put(hospital, { resourceType: 'Practitioner', id: 'd1', name: [{ text: '王医生' }] });
  const patient = (id: string, family: string, more: object = {}): Given => ({
    resourceType: 'Patient',
    id,
    name: [{ family }],
    identifier: [{ system: 'urn:his', value: id }],
    ...more,
  });
  await put(
    hospital,
    patient('p1', '张', { managingOrganization: to('Organization/o1'), generalPractitioner: [to('Practitioner/d1')] }),
  );
  await put(hospital, patient('p2', '李'));
  await put(hospital, observation('x1', 'p1', '1-1', { performer: [to('Practitioner/d1')] }));
  await put(hospital, observation('x2', 'p1', '2-2', { hasMember: [to('Observation/x1')] }));
  await put(hospital, observation('x3', 'p2', '1-1', { performer: [to('Practitioner/d1')] }));
  // what the clinic writes of p3 makes its relation
  await put(clinic, { resourceType: 'Patient', id: 'p3', name: [{ family: '张' }] });
  await put(
    clinic,
    observation('x5', 'p3', '9-9', { performer: [to('Patient/p1')], hasMember: [to('Observation/x1')] }),
  );
});
afterAll(() => database.drop());

const found = async (by: TestClient, query: string): Promise<readonly string[]> => {
  const answered = await by('GET', query);
  expect([query, answered.status, answered.issues]).toEqual([query, 200, []]);
  return resourcesOf(answered)
    .map(({ id }) => String(id))
    .sort();
};

describe('a chain', () => {
  test.each<[string, readonly string[]]>([
    ['Observation?subject:Patient.name=张', ['x1', 'x2']],
    ['Observation?patient.name=zhang', ['x1', 'x2']],
    ['Observation?subject.name=李', ['x3']],
    ['Observation?patient.identifier=urn:his|p1&code=1-1', ['x1']],
    ['Observation?patient.organization.name=中心', ['x1', 'x2']],
    ['Observation?patient.organization.partof.name:exact=集团', ['x1', 'x2']],
    ['Observation?has-member:Observation.performer:Practitioner.name=王', ['x2']],
    ['Observation?patient.name=无此人', []],
    ['Observation?patient=p2&patient.name=张', []],
    ['Patient?_has:Observation:patient:code=2-2', ['p1']],
    ['Patient?_has:Observation:patient:code=1-1', ['p1', 'p2']],
    ['Patient?identifier=urn:his|p2&_has:Observation:patient:code=1-1', ['p2']],
    ['Patient?_has:Observation:patient:_has:Observation:has-member:code=2-2', ['p1']],
    ['Practitioner?_has:Observation:performer:patient.name=李', ['d1']],
    ['Organization?_has:Patient:organization:name=张', ['o1']],
  ])('%s finds %j', async (query, ids) => {
    expect(await found(hospital, query)).toEqual(ids);
  });

  test('counts only what the organisation may see, in the chain as in the total', async () => {
    expect(await found(clinic, 'Observation?patient.name=张')).toEqual(['x5']);
    expect(await found(clinic, 'Practitioner?_has:Observation:performer:code=1-1')).toEqual([]);
    expect(await found(clinic, 'Observation?has-member.code=1-1')).toEqual([]);
    const counted = await clinic('GET', 'Observation?patient.name=张&_summary=count');
    expect(counted.body['total']).toBe(1);
  });

  test.each([
    ['Observation?patient.organization.partof.partof.name=x', 'chain-too-deep'],
    ['Observation?patient.colour=x', 'unknown-parameter'],
    ['Observation?code.name=x', 'bad-parameter'],
    ['Observation?patient:Group.name=x', 'unknown-modifier'],
    ['Patient?_has:Observation:code:status=final', 'bad-parameter'],
    ['Patient?_has:Observation:patient=x', 'bad-parameter'],
    ['Provenance?target._id=x', 'chain-without-type'],
  ])('%s is refused as %s', async (query, issue) => {
    const answered = await hospital('GET', query);
    expect([answered.status, answered.issues.map((each) => each.split(' @ ')[0])]).toEqual([400, [issue]]);
  });

  test('needs the right to search what it asks of', async () => {
    expect((await narrow('GET', 'Observation?patient.name=张')).status).toBe(403);
    expect((await narrow('GET', 'Observation?_revinclude=Provenance:target')).status).toBe(403);
  });

  test('that would go through too much is refused, and names the remedy', async () => {
    await database.owner(
      `insert into resource (type, id, version, updated_at, author, organisation, patient, tokens, content)
       select 'Observation', 'many-' || n, 1, now(), 'x', 'x', 'p1', (select tokens from resource where id = 'x1' and type = 'Observation'),
              '{"resourceType":"Observation"}' from generate_series(1, 20001) as n`,
    );
    const wide = await hospital('GET', 'Patient?_has:Observation:patient:code=1-1');
    expect([wide.status, wide.issues]).toEqual([400, ['chain-too-wide @ http._has:Observation:patient:code']]);
    expect(wide.sentences[0]).toMatch(/identifier/);
    const back = await hospital('GET', 'Practitioner?_id=d1&_revinclude=Observation:performer');
    expect([back.status, back.issues]).toEqual([400, ['too-many-included @ http._include']]);
    // with the resident named, it is a look at that resident
    expect(await found(hospital, 'Patient?_id=p2&_has:Observation:patient:code=1-1')).toEqual(['p2']);
    await database.owner(`delete from resource where id like 'many-%'`);
  });

  test('that takes longer than its time is refused as too costly, and not as one to send again', async () => {
    // the records are kept from it for longer than it is given
    const kept = database.owner(
      'do $$ begin lock table resource in access exclusive mode; perform pg_sleep(7); end $$',
    );
    const isKept = async (): Promise<boolean> =>
      (
        await database.owner(
          `select 1 from pg_locks where relation = 'resource'::regclass and mode = 'AccessExclusiveLock' and granted`,
        )
      ).length > 0;
    while (!(await isKept()));
    const tooLong = await hospital('GET', 'Observation?value-quantity=gt0&_total=accurate');
    expect([tooLong.status, tooLong.issues.map((issue) => issue.split(' ')[0])]).toEqual([400, ['search-too-long']]);
    await kept;
  }, 20_000);
});

describe('what comes along', () => {
  const modes = async (by: TestClient, query: string): Promise<readonly string[]> => {
    const answered = await by('GET', query);
    expect([query, answered.status, answered.issues]).toEqual([query, 200, []]);
    return entriesOf(answered)
      .map((entry) => `${(entry as unknown as { search: { mode: string } }).search.mode} ${String(entry.resource.id)}`)
      .sort();
  };

  test.each<[string, readonly string[]]>([
    ['Observation?_id=x1&_include=Observation:*', ['include d1', 'include p1', 'match x1']],
    ['Patient?_id=p1&_revinclude=Observation:patient', ['include x1', 'include x2', 'match p1']],
    [
      'Patient?_id=p1&_revinclude=Observation:patient&_include:iterate=Observation:performer',
      ['include d1', 'include x1', 'include x2', 'match p1'],
    ],
    [
      'Observation?_id=x2&_include=Observation:patient&_include:iterate=Patient:organization&_include:iterate=Organization:partof',
      ['include o1', 'include p1', 'include top', 'match x2'],
    ],
    ['Observation?_id=x1&_revinclude:iterate=Observation:has-member', ['include x2', 'match x1']],
    ['Observation?_id=x1&_include=Observation:subject:Group', ['match x1']],
  ])('with %s are %j', async (query, expected) => {
    expect(await modes(hospital, query)).toEqual(expected);
  });

  test('is only what the organisation may see, and the audit row names its residents', async () => {
    expect(await modes(clinic, 'Observation?_id=x5&_include=Observation:*')).toEqual(['include p3', 'match x5']);
    expect(await modes(clinic, 'Observation?_id=x5&_include:iterate=Observation:*')).toEqual([
      'include p3',
      'match x5',
    ]);
    expect(await modes(clinic, 'Practitioner?_id=d1&_revinclude=Observation:performer')).toEqual(['match d1']);
    await modes(hospital, 'Practitioner?_id=d1&_revinclude=Observation:performer');
    const [row] = await database.owner(
      `select target, residents from audit where action = 'search' order by id desc limit 1`,
    );
    expect(row?.['target']).toBe('Practitioner?_id&_revinclude');
    expect([...(row?.['residents'] as string[])].sort()).toEqual(['p1', 'p2']);
  });
});

describe('a compartment', () => {
  test.each<[string, readonly string[]]>([
    ['Patient/p1/Observation', ['x1', 'x2']],
    ['Patient/p1/Observation?code=1-1', ['x1']],
    ['Patient/p1/Observation?performer=d1', ['x1']],
    ['Practitioner/d1/Observation', ['x1', 'x3']],
    ['Patient/p9/Observation', []],
    ['Patient/p1/Condition', []],
  ])('%s holds %j', async (query, ids) => {
    expect(await found(hospital, query)).toEqual(ids);
  });

  test('holds also what the patient took part in, and nothing the organisation may not see', async () => {
    // p1 performed x5, which is about p3
    expect(await found(clinic, 'Patient/p1/Observation')).toEqual(['x5']);
    expect(await found(clinic, 'Practitioner/d1/Observation')).toEqual([]);
  });

  test('is searched by POST as well, and its pages lead on', async () => {
    const posted = await hospital('POST', 'Patient/p1/Observation/_search', 'code=2-2', {
      'content-type': 'application/x-www-form-urlencoded',
    });
    expect(resourcesOf(posted).map(({ id }) => id)).toEqual(['x2']);
    const first = await hospital('GET', 'Patient/p1/Observation?_count=1&_sort=_id');
    const links = first.body['link'] as { relation: string; url: string }[];
    const next = links.find(({ relation }) => relation === 'next')?.url.replace('http://127.0.0.1/fhir/', '') ?? '';
    expect(next).toMatch(/^Patient\/p1\/Observation\?/);
    expect(await found(hospital, next)).toEqual(['x2']);
  });

  test('is refused where R4 has none', async () => {
    for (const path of ['Patient/p1/Organization', 'Organization/o1/Patient', 'Observation/x1/Observation']) {
      const answered = await hospital('GET', path);
      expect([path, answered.status, answered.issues]).toEqual([path, 404, ['bad-compartment']]);
    }
  });
});

describe('a page token', () => {
  const next = async (by: TestClient, query: string): Promise<string> => {
    const links = (await by('GET', query)).body['link'] as { relation: string; url: string }[];
    return links.find(({ relation }) => relation === 'next')?.url.replace('http://127.0.0.1/fhir/', '') ?? '';
  };

  test('says nothing, and is good for this search of this organisation only', async () => {
    const url = await next(hospital, 'Patient?_sort=name&_count=1');
    const token = /_page=([^&]+)/.exec(url)?.[1] ?? '';
    expect(Buffer.from(token, 'base64url').toString()).not.toMatch(/[张李]|p[123]/u);
    expect((await hospital('GET', url)).status).toBe(200);
    const flipped = `${url.slice(0, -2)}${url.at(-2) === 'A' ? 'B' : 'A'}${url.slice(-1)}`;
    const spoilt = [
      flipped,
      url.slice(0, -4),
      url.replace('_count=1', '_count=2'),
      url.replace('Patient?', 'Practitioner?'),
      `${url}A`,
    ];
    for (const each of spoilt) {
      const answered = await hospital('GET', each);
      expect([each, answered.status, answered.issues]).toEqual([each, 400, ['bad-page @ http._page']]);
    }
    expect((await clinic('GET', url)).issues).toEqual(['bad-page @ http._page']);
  });

  test('leads through everything once, by several keys and with equal values', async () => {
    const seen: string[] = [];
    let query = 'Observation?_sort=status,-code,_lastUpdated&_count=1';
    while (query !== '') {
      seen.push(...resourcesOf(await hospital('GET', query)).map(({ id }) => String(id)));
      query = await next(hospital, query);
    }
    expect(seen).toEqual(['x2', 'x1', 'x3']);
  });
});
