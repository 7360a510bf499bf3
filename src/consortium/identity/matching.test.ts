import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { FreshDatabase } from '../../../test/database.ts';
import { freshDatabase } from '../../../test/database.ts';
import { createFhir } from '../../fhir/routes.ts';
import { IDENTITY_NUMBER } from '../../fhir/store/resident-facts.ts';
import { clientOf, testClient } from '../../fhir/test-client.ts';
import type { TestClient } from '../../fhir/test-client.ts';
import { stoppedClock } from '../../platform/clock.ts';
import { newId } from '../../platform/ids.ts';
import { matchOperation } from './match-operation.ts';
import type { Compared } from './scoring.ts';
import { changesBetween, gradeOf, scoreOf } from './scoring.ts';

const wu: Compared = {
  id: 'wu',
  name: '吴淑琴',
  pinyin: 'wushuqin',
  gender: 'female',
  birthDate: '1968-03-04',
  phone: '13800006021',
  address: '榆树镇二道村3组',
  catchment: 'township',
  household: null,
  mother: null,
  cards: [],
};
const card = (value: string, unique = true) => ({ system: unique ? IDENTITY_NUMBER : 'urn:his', value, unique });
const graded = (one: Partial<Compared>, other: Partial<Compared> = {}) =>
  gradeOf(scoreOf({ ...wu, ...one }, { ...wu, id: 'other', ...other }));

describe('two writings of one person are', () => {
  test.each<[string, Partial<Compared>, string]>([
    ['alike in everything but a number', {}, 'probable'],
    ['written by ear', { name: '吴淑芹' }, 'probable'],
    ['born on the fourth of March and the third of April', { birthDate: '1968-04-03' }, 'probable'],
    ['born by the lunar calendar', { birthDate: '1968-02-06', phone: null }, 'possible'],
    [
      'called by another given name under one telephone',
      { name: '吴小妹', pinyin: 'wuxiaomei', address: null },
      'certainly-not',
    ],
    ['of the same name and another year', { birthDate: '1990-11-20', phone: null, address: null }, 'certainly-not'],
  ])('%s', (_, other, grade) => {
    expect(graded(other)).toBe(grade);
  });

  test('certain by a number nobody shares, and contradicted by two of them', () => {
    expect(graded({ cards: [card('1')] }, { cards: [card('1')], name: '另一个', pinyin: 'lingyige' })).toBe('certain');
    expect(graded({ cards: [card('220399196803140063')] }, { cards: [card('110101199003070038')] })).toBe(
      'certainly-not',
    );
    expect(graded({ cards: [card('220399196803140063')] }, { cards: [card('220399196803140036')] })).toBe('probable');
  });

  test('not named by 无名氏, and not one where twins are two', () => {
    const nameless = {
      name: '无名氏',
      pinyin: 'wumingshi',
      phone: null,
      address: null,
      catchment: null,
      birthDate: null,
    };
    expect(graded(nameless, nameless)).toBe('certainly-not');
    const child = { mother: 'm', phone: null, birthDate: '2026-11-01', household: 'h', catchment: null, address: null };
    expect(graded({ ...child, name: '吴一', pinyin: 'wuyi' }, { ...child, name: '吴二', pinyin: 'wuer' })).toBe(
      'certainly-not',
    );
  });
});

test('a score is the same from either side, and a text is no change away from itself', () => {
  const text = fc.stringMatching(/^[吴王李淑琴芹0-9]{0,6}$/);
  const someone = fc
    .record({ name: text, birthDate: fc.option(fc.constantFrom('1968-03-04', '1968-04-03', '1990-01-01')) })
    .map((part) => ({ ...wu, ...part, pinyin: part.name }));
  fc.assert(
    fc.property(someone, someone, (one, other) => {
      expect(scoreOf(one, other)).toEqual(scoreOf(other, one));
    }),
  );
  fc.assert(fc.property(text, (each) => changesBetween(each, each) === 0));
  expect(changesBetween('1968', '1986')).toBe(1);
});

describe('Patient/$match', () => {
  let database: FreshDatabase;
  let hospital: TestClient;
  let clinic: TestClient;
  beforeAll(async () => {
    database = await freshDatabase();
    const clock = stoppedClock(new Date('2026-11-20T06:30:00Z'));
    const fhir = createFhir({ db: database.app, clock, ids: newId, operations: [matchOperation] });
    hospital = testClient(fhir, clientOf('hospital'));
    clinic = testClient(fhir, clientOf('clinic'));
    const made = await hospital('POST', 'Patient', {
      resourceType: 'Patient',
      identifier: [{ system: IDENTITY_NUMBER, value: '220399196803140063' }],
      name: [{ text: '吴淑琴' }],
      gender: 'female',
      birthDate: '1968-03-14',
      telecom: [{ system: 'phone', value: '13800006021' }],
      address: [{ text: '榆树镇二道村3组' }],
    });
    expect(made.status).toBe(201);
  });
  afterAll(() => database.drop());

  const ask = (client: TestClient, patient: object, ...more: object[]) =>
    client('POST', 'Patient/$match', {
      resourceType: 'Parameters',
      parameter: [{ name: 'resource', resource: { resourceType: 'Patient', ...patient } }, ...more],
    });

  test('finds by sound and day with score and grade, and tells a stranger hardly anything', async () => {
    const heard = { name: [{ text: '吴淑芹' }], birthDate: '1968-03-14', gender: 'female' };
    const own = await ask(hospital, heard);
    expect(own.body).toMatchObject({
      type: 'searchset',
      total: 1,
      entry: [
        {
          resource: { name: [{ text: '吴淑琴' }], birthDate: '1968-03-14' },
          search: { mode: 'match', extension: [{ valueCode: expect.stringMatching(/possible|probable/) as string }] },
        },
      ],
    });
    const strange = await ask(clinic, heard);
    expect(strange.body).toMatchObject({ entry: [{ resource: { name: [{ text: '吴*琴' }], birthDate: '1968' } }] });
    expect(strange.text).not.toMatch(/13800006021|220399196803140063|二道村|03-14/);
  });

  test('is certain only by a unique card, finds nobody for a stranger’s face, and is on record', async () => {
    const sure = { name: 'onlyCertainMatches', valueBoolean: true };
    expect((await ask(clinic, { name: [{ text: '吴淑琴' }], birthDate: '1968-03-14' }, sure)).body).toMatchObject({
      total: 0,
    });
    const numbered = { identifier: [{ system: IDENTITY_NUMBER, value: '220399196803140063' }] };
    expect((await ask(clinic, numbered, sure)).body).toMatchObject({
      total: 1,
      entry: [{ search: { score: 1, extension: [{ valueCode: 'certain' }] } }],
    });
    expect((await ask(clinic, { name: [{ text: '赵无双' }], birthDate: '2001-01-01' })).body).toMatchObject({
      total: 0,
    });
    const noted = await database.owner(
      `select organisation, purpose, cardinality(residents) as found from audit where action = 'match' order by id`,
    );
    expect(noted.at(0)).toEqual({ organisation: 'hospital', purpose: 'identify', found: 1 });
    expect(noted).toHaveLength(5);
  });
});
