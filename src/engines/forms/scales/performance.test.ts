import { describe, expect, test } from 'vitest';
import { kps, pps, ppsLevel } from './performance.ts';
import { score } from './score.ts';
import { distress, esas, nrs, ppi, ppiFromPps } from './symptoms.ts';

const DAY = '2026-11-30';

describe('KPS', () => {
  test.each([
    [100, 'independent'],
    [90, 'independent'],
    [80, 'independent'],
    [70, 'semi-dependent'],
    [60, 'semi-dependent'],
    [50, 'semi-dependent'],
    [40, 'dependent'],
    [30, 'dependent'],
    [20, 'dependent'],
    [10, 'dependent'],
    [0, 'dependent'],
  ])('%i is %s', (level, band) => {
    expect(score(kps, { status: `p${String(level)}` }, DAY)).toMatchObject({ score: { total: level, band } });
  });
});

/** The rows of PPS version 2 as they are printed: each is its own level, without a conflict. */
const ROWS: readonly (readonly [number, string, string, string, readonly string[], readonly string[]])[] = [
  [100, 'full', 'normal-none', 'full', ['normal'], ['full']],
  [90, 'full', 'normal-some', 'full', ['normal'], ['full']],
  [80, 'full', 'effort-some', 'full', ['normal', 'reduced'], ['full']],
  [70, 'reduced', 'no-job', 'full', ['normal', 'reduced'], ['full']],
  [60, 'reduced', 'no-housework', 'occasional', ['normal', 'reduced'], ['full', 'confused']],
  [50, 'sit-lie', 'no-work', 'considerable', ['normal', 'reduced'], ['full', 'confused']],
  [40, 'mainly-bed', 'little-activity', 'assisted', ['normal', 'reduced'], ['full', 'drowsy', 'confused']],
  [30, 'bed', 'no-activity', 'total', ['normal', 'reduced'], ['full', 'drowsy', 'confused']],
  [20, 'bed', 'no-activity', 'total', ['sips'], ['full', 'drowsy', 'confused']],
  [10, 'bed', 'no-activity', 'total', ['mouth-care'], ['drowsy', 'coma']],
];

describe('PPS', () => {
  test('every printed row is its own level and has no conflict', () => {
    for (const [level, ambulation, activity, selfCare, intakes, states] of ROWS)
      for (const intake of intakes)
        for (const consciousness of states)
          expect(ppsLevel({ ambulation, activity, 'self-care': selfCare, intake, consciousness })).toEqual({
            level,
            conflicts: [],
          });
  });
  test('mainly in bed leads over full self-care: 40 %, and the conflict is shown', () => {
    const answers = {
      ambulation: 'mainly-bed',
      activity: 'little-activity',
      'self-care': 'full',
      intake: 'normal',
      consciousness: 'full',
    };
    expect(score(pps, answers, DAY)).toMatchObject({
      score: { total: 40, notes: [{ code: 'conflict', item: 'self-care' }] },
    });
  });
  test('the left column leads even when all others disagree', () => {
    expect(
      ppsLevel({
        ambulation: 'sit-lie',
        activity: 'no-activity',
        'self-care': 'total',
        intake: 'sips',
        consciousness: 'coma',
      }),
    ).toEqual({ level: 50, conflicts: ['activity', 'self-care', 'intake', 'consciousness'] });
  });
  test('where several rows are left, the one nearest to what disagrees is taken', () => {
    const walking = { ambulation: 'full', 'self-care': 'full', intake: 'normal', consciousness: 'full' };
    expect(ppsLevel({ ...walking, activity: 'no-work' })).toEqual({ level: 80, conflicts: ['activity'] });
    expect(
      ppsLevel({
        ambulation: 'reduced',
        activity: 'normal-none',
        'self-care': 'full',
        intake: 'normal',
        consciousness: 'full',
      }),
    ).toEqual({ level: 70, conflicts: ['activity'] });
  });
  test('death is 0 and needs no other column', () => {
    expect(score(pps, { ambulation: 'death' }, DAY)).toMatchObject({ score: { total: 0, notes: [] } });
  });
  test('is never between two levels', () => {
    const columns = Object.entries(pps.items).map(
      ([code, item]) => [code, item.kind === 'choice' ? Object.keys(item.options) : []] as const,
    );
    let all: Record<string, string>[] = [{}];
    for (const [code, options] of columns)
      all = all.flatMap((one) => options.map((option) => ({ ...one, [code]: option })));
    expect(all).toHaveLength(6 * 8 * 5 * 4 * 4);
    expect(new Set(all.map((one) => ppsLevel(one).level % 10))).toEqual(new Set([0]));
  });
});

describe('PPI', () => {
  const least = { pps: 'high', intake: 'normal', oedema: 'absent', dyspnoea: 'absent', delirium: 'absent' };
  test.each([
    [{}, 0],
    [{ pps: 'middle' }, 2.5],
    [{ pps: 'low' }, 4],
    [{ intake: 'reduced' }, 1],
    [{ intake: 'mouthfuls' }, 2.5],
    [{ oedema: 'present' }, 1],
    [{ dyspnoea: 'present' }, 3.5],
    [{ delirium: 'present' }, 4],
  ])('%o counts %d', (change, total) => {
    expect(score(ppi, { ...least, ...change }, DAY)).toMatchObject({ score: { total } });
  });
  test.each([
    [{ dyspnoea: 'present' }, 3.5, 'longer'],
    [{ pps: 'low' }, 4, 'longer'],
    [{ dyspnoea: 'present', oedema: 'present' }, 4.5, 'weeks6'],
    [{ pps: 'middle', dyspnoea: 'present' }, 6, 'weeks6'],
    [{ pps: 'low', intake: 'mouthfuls' }, 6.5, 'weeks3'],
    [{ pps: 'low', intake: 'mouthfuls', oedema: 'present', dyspnoea: 'present', delirium: 'present' }, 15, 'weeks3'],
  ])('%o is %d: %s', (change, total, band) => {
    expect(score(ppi, { ...least, ...change }, DAY)).toMatchObject({ score: { total, band } });
  });
  test('takes its first answer from the PPS, and none from a death', () => {
    expect([100, 60, 50, 30, 20, 10, 0].map(ppiFromPps)).toEqual([
      'high',
      'high',
      'middle',
      'middle',
      'low',
      'low',
      undefined,
    ]);
  });
});

describe('numbers from 0 to 10', () => {
  const bands = [
    'none',
    'mild',
    'mild',
    'mild',
    'moderate',
    'moderate',
    'moderate',
    'severe',
    'severe',
    'severe',
    'severe',
  ];
  test('pain: 0 none, 1–3 mild, 4–6 moderate, 7–10 severe', () => {
    for (const [pain, band] of bands.entries())
      expect(score(nrs, { pain }, DAY)).toMatchObject({ score: { total: pain, band } });
  });
  test('distress: from 4 on refer', () => {
    for (let at = 0; at <= 10; at += 1)
      expect(score(distress, { distress: at, problems: ['family'] }, DAY)).toMatchObject({
        score: { total: at, band: at >= 4 ? 'refer' : 'below' },
      });
  });
  const NINE = [
    'pain',
    'tiredness',
    'drowsiness',
    'nausea',
    'appetite',
    'breath',
    'depression',
    'anxiety',
    'wellbeing',
  ];
  test('ESAS-r: nine items to 90, the free one outside the total, a band for each and none for the total', () => {
    const all = Object.fromEntries(NINE.map((item) => [item, 10]));
    expect(score(esas, { ...all, other: 7 }, DAY)).toMatchObject({
      score: { total: 90, band: null, bands: { pain: 'severe', other: 'severe' } },
    });
    const none = Object.fromEntries(NINE.map((item) => [item, 0]));
    for (const item of NINE)
      for (const [value, band] of bands.entries())
        expect(score(esas, { ...none, [item]: value }, DAY)).toMatchObject({
          score: { total: value, bands: { [item]: band } },
        });
  });
});
