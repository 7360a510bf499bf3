/**
 * Random lives of a few residents: records written by several organisations under ids old and new, referrals opened and moved
 * on, residents found to be one and found to be two again. After every event: nothing is lost, every record is found
 * by whom it is about, the facts equal a recount, and nobody sees more than the reasons of the merged ones together give.
 */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { recountCases, recountParties, recountSteps } from '../../../test/recount.ts';
import type { ReferralWorld } from '../../../test/referral-world.ts';
import { ACCEPTANCE, OUT_FORM, openReferralWorld, outcome } from '../../../test/referral-world.ts';
import { takeStep } from '../../engines/pathways/run.ts';
import type { Resource } from '../../fhir/resource.ts';
import { newVersion } from '../../fhir/store/new-version.ts';
import { residentFacts } from '../../fhir/store/resident-facts.ts';
import { storeStatements } from '../../fhir/store/statements.ts';
import { newId } from '../../platform/ids.ts';
import type { Actor } from '../../platform/postgres/database.ts';
import { isRefusal } from '../../platform/refusal.ts';
import { relate } from '../relations/relations.ts';
import { mergeResidents } from './merge.ts';
import { undoMerge } from './unmerge.ts';

let world: ReferralWorld;
beforeAll(async () => {
  world = await openReferralWorld();
  await world.owner('update quota set places = 100000');
  // the world's own residents have no Patient; this test is about those who have
  await world.owner('delete from relation');
  await world.owner('delete from resident_card');
  await world.owner('delete from resident');
});
afterAll(() => world.drop());

const HOUSES = ['county-hospital', 'city-hospital', 'other-county-hospital', 'township-two'] as const;
type House = (typeof HOUSES)[number];
const client = (organisation: string): Actor => ({
  id: `client:${organisation}`,
  person: null,
  role: 'service-client',
  organisation,
  purpose: 'care',
});

type Record_ = { readonly type: string; readonly id: string; named: string; versions: number };
type Reason = { readonly resident: string; readonly organisation: string };
/** What is so, told without the code under test. */
type Model = {
  readonly patients: string[];
  readonly records: Record_[];
  readonly cases: { readonly id: string; readonly named: string }[];
  readonly reasons: Reason[];
  readonly merges: { readonly id: string; readonly absorbed: string; readonly survivor: string }[];
};

const rootIn = (model: Model, id: string): string => {
  const merge = model.merges.find(({ absorbed }) => absorbed === id);
  return merge === undefined ? id : rootIn(model, merge.survivor);
};
const rootsIn = (model: Model): readonly string[] => model.patients.filter((id) => rootIn(model, id) === id);
const pick = <Item>(items: readonly Item[], n: number): Item | undefined => items[n % Math.max(1, items.length)];

const write = async (by: Actor, resource: Resource, id: string, replaces: number | null): Promise<void> => {
  const at = world.clock.now();
  await world.app.write(by, at, (tx) => tx.finish(storeStatements([newVersion(resource, id, replaces, at)], by, at)));
};

const patient = (id: string, n: number): Resource => ({
  resourceType: 'Patient',
  ...(n % 2 === 0 ? { active: true } : {}),
  identifier: [
    { system: 'urn:his', value: n % 3 === 0 ? 'shared-by-some' : id },
    ...(n % 2 === 0 ? [{ system: 'https://kanglian.org/fhir/sid/identity-number', value: `number-of-${id}` }] : []),
  ],
  name: [{ text: `居民${String(n)}` }],
  gender: 'female',
  birthDate: '1968-03-14',
});
const observation = (named: string, n: number): Resource => ({
  resourceType: 'Observation',
  status: 'final',
  code: { text: '体重' },
  subject: { reference: `Patient/${named}` },
  valueString: String(n),
});

type Event = { readonly kind: string; readonly a: number; readonly b: number };
const event: fc.Arbitrary<Event> = fc.record({
  kind: fc.constantFrom('create', 'write', 'write', 'rewrite', 'refer', 'accept', 'register', 'merge', 'merge', 'undo'),
  a: fc.nat({ max: 1000 }),
  b: fc.nat({ max: 1000 }),
});

let days = 0;
const EVENTS: Record<string, (model: Model, a: number, b: number) => Promise<void>> = {
  create: async (model, a) => {
    const id = newId();
    const house = pick(HOUSES, a) as House;
    await write(client(house), patient(id, a), id, null);
    model.patients.push(id);
    model.reasons.push({ resident: id, organisation: house });
  },
  write: async (model, a, b) => {
    const named = pick(model.patients, a);
    if (named === undefined) return;
    const house = pick(HOUSES, b) as House;
    const id = newId();
    await write(client(house), observation(named, b), id, null);
    model.records.push({ type: 'Observation', id, named, versions: 1 });
    model.reasons.push({ resident: named, organisation: house });
  },
  // some other house sends the record again, perhaps about whom it knows it to be now
  rewrite: async (model, a, b) => {
    const record = pick(model.records, a);
    if (record === undefined) return;
    const named = b % 2 === 0 ? record.named : rootIn(model, record.named);
    const house = pick(HOUSES, b) as House;
    await world.owner(
      `insert into relation values ($1, $2, 'author', 'Patient/' || $3, '2026-01-01', null) on conflict do nothing`,
      [rootIn(model, record.named), house, record.named],
    );
    model.reasons.push({ resident: record.named, organisation: house }, { resident: named, organisation: house });
    await write(client(house), observation(named, b), record.id, record.versions);
    record.named = named;
    record.versions += 1;
  },
  refer: async (model, a) => {
    const named = pick(model.patients, a);
    if (named === undefined) return;
    await world.owner(
      `insert into relation select $1, o, 'catchment', 'Patient/' || $2, '2026-01-01', null from unnest(array['township', 'village']) o
       on conflict do nothing`,
      [rootIn(model, named), named],
    );
    model.reasons.push(...['township', 'village'].map((organisation) => ({ resident: named, organisation })));
    const id = newId();
    await world.hold(id, 'endocrinology');
    const result = await takeStep(world.engine, 'referral', {
      caseId: id,
      step: 'send',
      version: null,
      answers: { ...OUT_FORM, resident: named },
      actor: world.actor('gp'),
      key: null,
    });
    expect(outcome(result)).toBe('sent');
    model.cases.push({ id, named });
    model.reasons.push({ resident: named, organisation: 'county-hospital' });
  },
  accept: async (model, a) => {
    const one = pick(model.cases, a);
    if (one !== undefined) await world.step(one.id, 'accept', 'coordinator', ACCEPTANCE);
  },
  register: async (model, a, b) => {
    const resident = pick(rootsIn(model), a);
    if (resident === undefined) return;
    const organisation = pick(HOUSES, b) as House;
    const from = world.clock.now();
    const registration = {
      resident,
      organisation,
      kind: 'registration' as const,
      source: `registration/${String(++days)}`,
    };
    await world.app.write(world.actor('clerk'), from, (tx) =>
      tx.finish([relate({ ...registration, from, until: null })]),
    );
    model.reasons.push({ resident, organisation });
  },
  merge: async (model, a, b) => {
    const [absorbed, survivor] = [pick(rootsIn(model), a), pick(rootsIn(model), b)];
    if (absorbed === undefined || survivor === undefined || absorbed === survivor) return;
    const before = await everything();
    const options = { db: world.app, clock: world.clock, ids: newId };
    const asked = { absorbed, survivor, reason: '同一人' };
    const passing = await mergeResidents(options, world.actor('clerk'), asked);
    if (isRefusal(passing)) throw new Error(passing.refused);
    // undone at once, everything is as it was; then it stands
    expect(await undoMerge(options, world.actor('clerk'), { merge: passing.id, reason: '误判', assigned: [] })).toBe(
      true,
    );
    expect(await everything()).toEqual(before);
    const merged = await mergeResidents(options, world.actor('clerk'), asked);
    if (isRefusal(merged)) throw new Error(merged.refused);
    model.merges.push({ id: merged.id, absorbed, survivor });
  },
  undo: async (model, a) => {
    const merge = pick(model.merges, a);
    if (merge === undefined) return;
    const answer = await undoMerge({ db: world.app, clock: world.clock }, world.actor('clerk'), {
      merge: merge.id,
      reason: '误判',
      assigned: [],
    });
    if (model.merges.some(({ absorbed }) => absorbed === merge.survivor)) {
      expect(answer).toEqual({ refused: 'identity.merged-on' });
      return;
    }
    expect(answer).toBe(true);
    model.merges.splice(model.merges.indexOf(merge), 1);
  },
};

/** Every row that says whose something is; Patients without the versions and moments a merge and its undoing leave behind. */
const everything = async (): Promise<unknown> => ({
  patients: (await world.owner(`select id, patient, content from resource where type = 'Patient' order by id`)).map(
    (row) => ({
      ...row,
      content: { ...(JSON.parse(String(row['content'])) as Resource), meta: undefined },
    }),
  ),
  rest: await world.owner(
    `select type, id, version, patient, content from resource where type <> 'Patient' order by type, id`,
  ),
  past: await world.owner(
    `select type, id, version, patient, content from resource_history where type <> 'Patient' order by 1, 2, 3`,
  ),
  residents: await world.owner('select * from resident order by id'),
  cards: await world.owner('select * from resident_card order by system, value, resident'),
  relations: await world.owner('select * from relation order by resident, organisation, kind, source'),
  cases: await world.owner('select * from cases order by id'),
  choices: await world.owner('select case_id, version, resident from match_choice order by 1, 2'),
  merged: await world.owner('select * from resident_merged order by 1'),
});

const verify = async (model: Model): Promise<void> => {
  const rows = await world.owner(
    `select type, id, version, patient, content from resource where not deleted order by type, id`,
  );
  const stands = new Map(rows.map((row) => [`${String(row['type'])}/${String(row['id'])}`, row]));
  // nothing is lost, and each record is found by whom its text is about
  for (const { type, id, named, versions } of model.records) {
    const row = stands.get(`${type}/${id}`);
    expect([id, row?.['version'], row?.['patient']]).toEqual([id, versions, rootIn(model, named)]);
    expect(String(row?.['content'])).toContain(`"Patient/${named}"`);
  }
  for (const { id, named } of model.cases) {
    expect(stands.get(`Task/${id}`)?.['patient']).toBe(rootIn(model, named));
    expect(String(stands.get(`Task/${id}`)?.['content'])).toContain(`"Patient/${named}"`);
    const related = rows.filter((row) => String(row['id']).startsWith(id) && row['patient'] !== null);
    expect(new Set(related.map((row) => row['patient']))).toEqual(new Set([rootIn(model, named)]));
  }
  expect(await recountCases(world.owner)).toEqual([]);
  expect(await recountParties(world.owner)).toEqual([]);
  expect(await recountSteps(world.owner)).toEqual([]);
  // facts: one row a resident who stands, cards of all their Patients, each unique number held once
  const facts = new Map(
    model.patients.map((id) => [
      id,
      residentFacts(JSON.parse(String(stands.get(`Patient/${id}`)?.['content'])) as Resource),
    ]),
  );
  const residents = await world.owner('select id, name, phone, birth_date from resident order by id');
  expect(residents).toEqual(
    [...rootsIn(model)].sort().map((id) => {
      const { name, phone, birthDate } = facts.get(id) ?? {};
      return { id, name, phone, birth_date: birthDate };
    }),
  );
  const cards = await world.owner(
    `select resident, system, value, coalesce(source, resident) as source from resident_card order by 2, 3, 4`,
  );
  expect(cards).toEqual(
    [...facts]
      .flatMap(([id, { cards: own }]) =>
        own.map(({ system, value }) => ({ resident: rootIn(model, id), system, value, source: id })),
      )
      .sort((x, y) => {
        const [left, right] = [x, y].map(({ system, value, source }) => [system, value, source].join('\u0000'));
        return String(left) < String(right) ? -1 : 1;
      }),
  );
  // who sees what: the reasons for all whom a resident is now made of, and no other
  for (const organisation of [...HOUSES, 'township', 'village', 'hospice']) {
    const reader = { ...world.actor('physician'), organisation };
    const [seen = []] = await world.app.read(reader, world.clock.now(), [
      { text: `select distinct patient from resource where patient is not null order by 1` },
    ]);
    const allowed = new Set(
      model.reasons
        .filter((reason) => reason.organisation === organisation)
        .map(({ resident }) => rootIn(model, resident)),
    );
    expect([organisation, seen.map((row) => row['patient'])]).toEqual([organisation, [...allowed].sort()]);
  }
};

test('nothing is lost, everything is found, and every merge can be undone, whatever happens in between', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(event, { minLength: 8, maxLength: 22 }), async (events) => {
      await world.owner(
        `truncate cases, resident, resident_merge, resident_merged, relation, resource, resource_history, outbox, hold cascade`,
      );
      await world.owner('update quota set held = 0, over = 0');
      const model: Model = { patients: [], records: [], cases: [], reasons: [], merges: [] };
      for (const n of [1, 2, 3]) await EVENTS['create']?.(model, n, n);
      for (const { kind, a, b } of events) {
        world.clock.set(new Date(world.clock.now().getTime() + 1000));
        await EVENTS[kind]?.(model, a, b);
      }
      await verify(model);
    }),
    { numRuns: 25 },
  );
}, 240_000);
