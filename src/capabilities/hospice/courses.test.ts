/** 中医疗程: a score before, sessions by whom, a score after; ended with a result or stopped with a reason, and counted with how many. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ADMISSION, openHospiceWorld, outcome } from '../../../test/hospice-world.ts';
import type { HospicePerson, HospiceWorld } from '../../../test/hospice-world.ts';
import { ZONE } from '../../../test/world.ts';
import { factKeeper } from '../../engines/figures/keep.ts';
import { balance } from '../../engines/figures/ledger.ts';
import { fileOrganisations, makeFacts } from '../../engines/figures/making.ts';
import { figureReader } from '../../engines/figures/read.ts';
import { joinFigures } from '../../engines/figures/set.ts';
import { keepFactsBy } from '../../fhir/store/fact-keeper.ts';
import { isRefusal } from '../../platform/refusal.ts';
import { hospiceFigures } from './figures.ts';

let world: HospiceWorld;
let id = '';
const { views } = hospiceFigures;
const ground = () => ({ db: world.app, clock: world.clock, zone: ZONE, views });
const at = (moment: string): string => new Date(`${moment}:00+08:00`).toISOString();
const go = (moment: string): void => world.clock.set(new Date(at(moment)));
const take = async (name: string, answers: object = {}, who: HospicePerson = 'hospice-nurse'): Promise<string> =>
  outcome(await world.step(id, name, who, answers as Record<string, unknown>));
const begin = (changes: object = {}) =>
  take('begin-course', { indication: 'sleep', technique: 'ear-seeds', planned: 5, before: 7, ...changes });
const newest = async (): Promise<string> =>
  String((await world.owner('select id from hospice_course order by begun_at desc, id desc limit 1'))[0]?.['id']);
const plans = async () =>
  (
    await world.owner(
      `select content::json ->> 'status' as status from resource where type = 'CarePlan' order by content::json #>> '{period,start}'`,
    )
  ).map(({ status }) => status);

beforeAll(async () => {
  world = await openHospiceWorld();
  await fileOrganisations(ground());
  await makeFacts(ground());
  keepFactsBy(factKeeper(views, ZONE));
  go('2026-11-02T09:00');
  id = (await world.refer()).id;
  go('2026-11-02T11:00');
  expect(await take('admit', { ...ADMISSION, admittedAt: at('2026-11-02T10:00') }, 'hospice-doctor')).toBe('in-care');
});
afterAll(async () => {
  keepFactsBy(() => []);
  await world.drop();
});

describe('a course', () => {
  let course = '';
  test('begins with a score, once of a kind; before there is one, there is nothing to record', async () => {
    expect(await take('record-session', { course: 'none', doneAt: at('2026-11-02T11:00') })).toBe(
      'refused: hospice.no-course-open',
    );
    expect(await begin({ before: undefined })).toMatch(/before/);
    expect(await begin({ before: 11 })).toMatch(/before/);
    expect(await begin()).toBe('in-care');
    course = await newest();
    expect(await begin()).toBe('refused: hospice.course-open-already');
    expect(await begin({ technique: 'foot-bath', before: 6 })).toBe('in-care');
    expect(await begin({ indication: 'pain', before: 5 })).toBe('in-care');
    const both = await Promise.all([begin({ indication: 'anxiety' }), begin({ indication: 'anxiety' })]);
    expect(both.filter((came) => came === 'in-care')).toHaveLength(1);
    expect(await plans()).toEqual(['active', 'active', 'active', 'active']);
  });

  test('is done in sessions, each with when and by whom, none before it began or to come', async () => {
    const session = (doneAt: string) => take('record-session', { course, doneAt: at(doneAt) });
    go('2026-11-03T11:00');
    expect(await session('2026-11-02T10:59')).toBe('refused: hospice.session-before-course');
    expect(await session('2026-11-03T11:01')).toBe('refused: hospice.in-the-future');
    const end = { course, after: 3, result: 'better' };
    expect(await take('end-course', end)).toBe('refused: hospice.course-without-session');
    expect(await session('2026-11-03T10:30')).toBe('in-care');
    expect(await take('record-session', { course: 'none', doneAt: at('2026-11-03T10:30') })).toBe(
      'refused: hospice.course-unknown',
    );
    expect(
      await world.owner(
        `select content::json ->> 'performedDateTime' as at, content::json #>> '{basedOn,0,reference}' as plan
           from resource where type = 'Procedure'`,
      ),
    ).toEqual([{ at: at('2026-11-03T10:30'), plan: expect.stringMatching(/^CarePlan\//) as string }]);
  });

  test('ends with a score after and a result, and then takes no session more', async () => {
    go('2026-11-06T11:00');
    expect(await take('end-course', { course, result: 'better' })).toBe('refused: hospice.course-after-missing');
    expect(await take('end-course', { course, after: 3, result: 'better' })).toBe('in-care');
    expect(await take('record-session', { course, doneAt: at('2026-11-06T10:00') })).toBe(
      'refused: hospice.course-ended',
    );
    expect(await take('end-course', { course, after: 2, result: 'better' })).toBe('refused: hospice.course-ended');
    expect(
      await world.owner('select before, after, ending, result from hospice_course where id = $1', [course]),
    ).toEqual([{ before: 7, after: 3, ending: 'finished', result: 'better' }]);
    expect(await begin({ before: 4 })).toBe('in-care');
  });

  test('is stopped with a reason where nobody can say what it came to', async () => {
    const again = await newest();
    expect(await take('stop-course', { course: again })).toMatch(/stopped/);
    expect(await take('stop-course', { course: again, stopped: 'skin', note: '耳廓发红' })).toBe('in-care');
    expect(await world.owner('select ending, why, after from hospice_course where id = $1', [again])).toEqual([
      { ending: 'stopped', why: 'skin：耳廓发红', after: null },
    ]);
    expect((await plans()).filter((status) => status !== 'active').sort()).toEqual(['completed', 'revoked']);
  });

  test('that got worse counts as it was; a death stops what is open, and nothing is done after it', async () => {
    const [foot] = await world.owner(`select id from hospice_course where technique = 'foot-bath'`);
    go('2026-11-07T11:00');
    await take('record-session', { course: foot?.['id'], doneAt: at('2026-11-07T10:00') });
    expect(await take('end-course', { course: foot?.['id'], after: 7, result: 'worse' })).toBe('in-care');
    go('2026-11-08T20:00');
    expect(await take('record-death', { diedAt: at('2026-11-08T18:00'), present: '女儿' })).toBe('bereavement');
    expect(await world.owner(`select count(*)::int as n from hospice_course where ended_at is null`)).toEqual([
      { n: 0 },
    ]);
    expect(await world.owner(`select count(*)::int as n from hospice_course where why = 'died'`)).toEqual([{ n: 2 }]);
    expect(await plans()).not.toContain('active');
    expect(await begin()).toBe('refused: step-not-in-this-state');
    expect(await take('record-session', { course, doneAt: at('2026-11-08T19:00') })).toBe(
      'refused: step-not-in-this-state',
    );
  });
});

describe('what is counted of courses', () => {
  test('is how many, for how many people, and the change of score with the number of courses it rests on', async () => {
    const { catalogue } = joinFigures([{ ...hospiceFigures, themes: { hospice: { zh: '安宁疗护', en: 'hospice' } } }]);
    const read = figureReader({ ...ground(), catalogue, smallestCell: 0 });
    const codes = catalogue.figures.map(({ code }) => code).filter((code) => code.includes('.course'));
    const answers = await read(
      world.actor('officer'),
      codes.map((code) => ({
        ...{ code, scope: { kind: 'region' } as const, period: { from: '2026-11-01', to: '2026-11-08' }, asOf: null },
      })),
    );
    const told = Object.fromEntries(
      answers.map((answer) =>
        isRefusal(answer)
          ? ['', answer.refused]
          : [answer.code.slice(8), [answer.value, answer.numerator, answer.denominator]],
      ),
    );
    expect(told).toMatchObject({
      courses: ['5', '5', null],
      'course-people': ['1', '1', null],
      'course-change': ['1.5', '3', '2'],
      'course-change-sleep': ['1.5', '3', '2'],
      'course-change-pain': [null, '0', '0'],
    });
    expect((await balance(ground())).flatMap(({ differences }) => differences)).toEqual([]);
  });
});
