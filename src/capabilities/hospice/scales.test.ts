/** Scales during a stay: any of them again at any time, whole or not at all, corrected in versions, and what they say of moving. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bodyOf, call } from '../../../test/call.ts';
import { ADMISSION, deskOf, openHospiceWorld, outcome, SCORE } from '../../../test/hospice-world.ts';
import type { HospicePerson, HospiceWorld } from '../../../test/hospice-world.ts';
import { findScale } from '../../engines/forms/scales/catalogue.ts';
import type { Route } from '../../platform/http/route.ts';
import { entriesFrom, STAY_SCALES } from './rules/scales.ts';
import { hospiceRoutes } from './routes.ts';
import type { Person } from './shapes.ts';

let world: HospiceWorld;
let routes: readonly Route[] = [];
let id = '';
const at = (moment: string): string => new Date(`${moment}:00+08:00`).toISOString();
const go = (moment: string): void => world.clock.set(new Date(at(moment)));

beforeAll(async () => {
  world = await openHospiceWorld();
  routes = hospiceRoutes(await deskOf(world));
  go('2026-11-02T09:00');
  id = (await world.refer()).id;
  go('2026-11-02T11:00');
  const admittedAt = at('2026-11-02T10:00');
  expect(outcome(await world.step(id, 'admit', 'hospice-doctor', { ...ADMISSION, admittedAt }))).toBe('in-care');
});
afterAll(() => world.drop());

const record = async (
  scale: string,
  answers: Readonly<Record<string, unknown>>,
  more: object = {},
  who: HospicePerson = 'hospice-nurse',
): Promise<string> =>
  outcome(
    await world.step(id, 'record-scale', who, {
      ...{ scale, assessedAt: world.clock.now().toISOString(), items: entriesFrom(answers) },
      ...more,
    }),
  );
const person = async (): Promise<Person> =>
  bodyOf(
    await call(routes, 'GET /api/hospice/cases/:id', world.person('hospice-nurse'), { params: { id } }),
  ) as unknown as Person;
const standing = async (scale: string) => (await person()).scores.filter((score) => score.scale === scale);
/** The worst answer of each item of a scale. */
const whole = (code: string): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    Object.entries(findScale(code)?.items ?? {}).flatMap(([item, asked]): readonly (readonly [string, unknown])[] =>
      asked.kind === 'choice'
        ? [
            [
              item,
              Object.keys(asked.options)
                .filter((option) => option !== 'death' && option !== 'p0')
                .at(-1),
            ],
          ]
        : asked.kind === 'whole'
          ? [[item, asked.max]]
          : [],
    ),
  );

describe('a scale during a stay', () => {
  test('is any of those there are, scored by its own table, at any time', async () => {
    for (const scale of STAY_SCALES) expect([scale, await record(scale, whole(scale))]).toEqual([scale, 'in-care']);
    const { scores } = await person();
    expect(scores.map(({ scale }) => scale).sort()).toEqual([...STAY_SCALES].sort());
    expect(Object.fromEntries(scores.map(({ scale, total, band }) => [scale, [total, band]]))).toMatchObject({
      nrs: [10, 'severe'],
      kps: [10, 'dependent'],
      pps: [10, null],
      distress: [10, 'refer'],
      'esas-r': [90, null],
    });
  });

  test('with an item missing is no score: the sentence names it, and nothing is kept', async () => {
    const { mobility: _left, ...rest } = whole('braden');
    const before = (await person()).scores.length;
    const refused = await world.step(id, 'record-scale', 'hospice-nurse', {
      ...{ scale: 'braden', assessedAt: world.clock.now().toISOString(), items: entriesFrom(rest) },
    });
    expect(refused).toMatchObject({ refusal: { refused: 'hospice.scale-missing', values: { itemsZh: '移动' } } });
    expect(await record('nrs', {})).toMatch(/items/);
    expect(await record('nrs', { pain: 11 })).toBe('refused: hospice.scale-wrong');
    expect(await record('nrs', { pain: '' })).toMatch(/answer/);
    expect(await record('nrs', { pain: ['3', '4'] })).toBe('refused: hospice.scale-wrong');
    expect(await record('nrs', { pain: 3, sorrow: 4 })).toBe('refused: hospice.scale-wrong');
    expect((await person()).scores).toHaveLength(before);
  });

  test('of symptoms may be asked in part, and then has no total', async () => {
    go('2026-11-02T12:00');
    expect(await record('esas-r', { pain: 5, breath: 2 })).toBe('in-care');
    expect((await standing('esas-r')).at(-1)).toMatchObject({ items: { pain: 5, breath: 2 }, total: null });
  });

  test('is assessed by those who treat, and distress by the social worker too; after the admission and before now', async () => {
    expect(await record('morse', whole('morse'), {}, 'social-worker')).toBe('refused: hospice.scale-by-carers');
    expect(await record('distress', { distress: 3, problems: ['family', 'emotional'] }, {}, 'social-worker')).toBe(
      'in-care',
    );
    expect((await standing('distress')).at(-1)).toMatchObject({
      ...{ total: 3, band: 'below', by: 'social-worker' },
      items: { distress: 3, problems: ['family', 'emotional'] },
    });
    expect(await record('nrs', { pain: 3 }, { assessedAt: at('2026-11-02T09:59') })).toBe(
      'refused: hospice.assessed-before-admission',
    );
    expect(await record('nrs', { pain: 3 }, { assessedAt: at('2026-11-02T12:01') })).toBe(
      'refused: hospice.in-the-future',
    );
    expect(await record('kps', { status: 'p0' })).toBe('refused: hospice.scored-dead');
    expect(await record('pps', { ambulation: 'death' })).toBe('refused: hospice.scored-dead');
  });
});

describe('a score that was wrong', () => {
  test('is corrected by a new version with its reason; the one before stays and counts no more', async () => {
    go('2026-11-03T09:00');
    expect(await record('nrs', { pain: 9 })).toBe('in-care');
    const wrong = (await standing('nrs')).at(-1);
    const corrects = wrong?.id ?? '';
    go('2026-11-03T09:30');
    const of = { corrects, assessedAt: at('2026-11-03T09:00') };
    expect(await record('nrs', { pain: 2 }, of)).toBe('refused: hospice.score-why');
    expect(await record('kps', { status: 'p40' }, { ...of, why: '录错' })).toBe(
      'refused: hospice.score-of-another-scale',
    );
    expect(await record('nrs', { pain: 2 }, { ...of, corrects: 'nothing', why: '录错' })).toBe(
      'refused: hospice.score-unknown',
    );
    expect(await record('nrs', { pain: 2 }, { ...of, why: '把2录成9' })).toBe('in-care');
    expect((await standing('nrs')).at(-1)).toMatchObject({
      ...{ entry: wrong?.entry, version: 2, total: 2, at: at('2026-11-03T09:00'), recordedAt: at('2026-11-03T09:30') },
    });
    expect((await person()).earlierScores).toMatchObject([
      { id: corrects, version: 1, total: 9, replacedWhy: '把2录成9', replacedAt: at('2026-11-03T09:30') },
    ]);
    expect(await record('nrs', { pain: 1 }, { ...of, why: '再改' })).toBe('refused: hospice.score-replaced');
  });

  test('is one record with a history: corrected, and then entered in error', async () => {
    const versions = () =>
      world.owner(
        `select version, content::json ->> 'status' as status, (content::json #>> '{valueQuantity,value}')::int as total
           from (select version, content, id from resource where type = 'Observation'
                 union all select version, content, id from resource_history where type = 'Observation') as v
          where id = (select observation from hospice_score where replaced_why = '把2录成9') order by version`,
      );
    expect(await versions()).toEqual([
      { version: 1, status: 'final', total: 9 },
      { version: 2, status: 'corrected', total: 2 },
    ]);
    const corrects = (await standing('nrs')).at(-1)?.id;
    const withdraw = async (why?: string) =>
      outcome(await world.step(id, 'withdraw-scale', 'hospice-nurse', { corrects, why }));
    expect(await withdraw()).toMatch(/why/);
    expect(await withdraw('评的是邻床')).toBe('in-care');
    expect(await withdraw('再作废')).toBe('refused: hospice.score-replaced');
    expect((await versions()).at(-1)).toMatchObject({ version: 3, status: 'entered-in-error' });
    expect((await standing('nrs')).map(({ day }) => day)).toEqual(['2026-11-02']);
  });

  test('takes the evidence of its day with it where it was the only one, and only there', async () => {
    const shown = async () =>
      (
        await world.owner(
          `select distinct day from care_evidence where kind = 'symptom-score' and known_until is null order by day`,
        )
      ).map(({ day }) => day);
    expect(await shown()).toEqual(['2026-11-02']);
    go('2026-11-04T09:00');
    await world.step(id, 'score', 'hospice-nurse', SCORE);
    expect(await record('nrs', { pain: 4 })).toBe('in-care');
    const corrects = (await standing('nrs')).at(-1)?.id;
    await world.step(id, 'withdraw-scale', 'hospice-nurse', { corrects, why: '重复录入' });
    expect(await shown()).toEqual(['2026-11-02', '2026-11-04']);
  });

  test('is corrected by one of two who correct it at once', async () => {
    go('2026-11-05T09:00');
    await record('nrs', { pain: 3 });
    const corrects = (await standing('nrs')).at(-1)?.id;
    const both = await Promise.all(
      [5, 6].map((pain) => record('nrs', { pain }, { corrects, why: '更正', assessedAt: at('2026-11-05T09:00') })),
    );
    expect(both.filter((came) => came === 'in-care')).toHaveLength(1);
    expect((await standing('nrs')).filter(({ day }) => day === '2026-11-05')).toHaveLength(1);
  });
});

describe('what the scores say', () => {
  test('is worked out anew with each: a pain severe for a day speaks for moving up, corrected it does not', async () => {
    await world.owner(`update care_stay set place = 'home' where episode = $1`, [id]);
    go('2026-11-08T08:00');
    await record('nrs', { pain: 8 });
    go('2026-11-09T08:00');
    await record('esas-r', { pain: 7 });
    expect((await person()).triggers).toMatchObject({
      verified: false,
      found: [{ trigger: 'symptom-uncontrolled', direction: 'up', item: 'pain', since: at('2026-11-08T08:00') }],
    });
    const corrects = (await standing('nrs')).at(-1)?.id;
    await record('nrs', { pain: 3 }, { corrects, why: '录错', assessedAt: at('2026-11-08T08:00') });
    expect((await person()).triggers.found).toEqual([]);
  });

  test('ends with the life: after a death nothing is scored', async () => {
    go('2026-11-09T20:00');
    const death = { diedAt: at('2026-11-09T18:00'), present: '女儿' };
    expect(outcome(await world.step(id, 'record-death', 'hospice-nurse', death))).toBe('bereavement');
    expect(await record('nrs', { pain: 3 })).toBe('refused: step-not-in-this-state');
  });
});
