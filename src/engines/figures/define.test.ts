import { describe, expect, test } from 'vitest';
import { catalogue, figure, FigureFault } from './define.ts';
import type { FigureDefinition, FigureValue } from './define.ts';
import { combine } from './combine.ts';
import { factView } from './facts.ts';
import { joinFigures } from './set.ts';
import { addDecimals, quotient, roundDecimal } from './decimal.ts';
import { daysOf, yearBefore } from './period.ts';
import { spansOf } from './count.ts';
import { medianWait } from './wait.ts';

const words = { name: '名', unit: '个', definition: '定义', leavesOut: '无' };
const define = (code: string, value: FigureValue): FigureDefinition =>
  figure({
    code,
    version: 1,
    theme: 't',
    words: { zh: words, en: words },
    value,
    dimensions: [],
    better: 'neither',
    decimals: 0,
    validFrom: '2000-01-01',
    source: { title: '测试', verified: false },
    evidence: 'none',
  });
const rows = (view: string): FigureValue => ({ kind: 'number', of: { view, count: 'rows', when: 'during' } });
const sum = (...of: readonly string[]): FigureValue => ({ kind: 'combined', how: 'sum', of });

const faultOf = (make: () => unknown): string => {
  try {
    make();
  } catch (fault) {
    if (fault instanceof FigureFault) return `${fault.reason}: ${fault.message}`;
    throw fault;
  }
  return 'no fault';
};

describe('definitions that cannot be used are refused with a sentence', () => {
  test('figures made of one another in a circle, with the circle', () => {
    const made = faultOf(() =>
      catalogue(
        [define('a.a', sum('a.b')), define('a.b', sum('a.c')), define('a.c', sum('a.b')), define('a.d', rows('v'))],
        ['v'],
      ),
    );
    expect(made).toContain('circle');
    expect(made).toContain('a.b → a.c → a.b');
  });
  test('a part nobody defines, a code defined twice, facts nobody defines', () => {
    expect(faultOf(() => catalogue([define('a.a', sum('a.x'))], []))).toContain('a.x');
    expect(faultOf(() => catalogue([define('a.a', rows('v')), define('a.a', rows('v'))], ['v']))).toContain('twice');
    expect(faultOf(() => catalogue([define('a.a', rows('w'))], ['v']))).toContain('w');
  });
  test('a code that is none, a rate by nothing, a figure of no parts', () => {
    expect(faultOf(() => define('Beds', rows('v')))).toContain('code');
    const measure = { view: 'v', count: 'rows', when: 'during' } as const;
    expect(faultOf(() => define('a.a', { kind: 'rate', numerator: measure, denominator: measure, per: 0 }))).toContain(
      'per',
    );
    expect(faultOf(() => define('a.a', sum()))).toContain('parts');
  });
  test('the same part may stand in two figures', () => {
    expect(
      faultOf(() =>
        catalogue([define('a.a', sum('a.c', 'a.b')), define('a.b', sum('a.c')), define('a.c', rows('v'))], ['v']),
      ),
    ).toBe('no fault');
  });
});

describe('a figure that moves from a register to records', () => {
  const before = define('a.beds', rows('register'));
  const after = { ...define('a.beds', rows('stay')), version: 2, validFrom: '2026-07-01' };
  const all = catalogue([after, before], ['register', 'stay']);

  test('is what it was until the new version begins, and the catalogue lists the newest once', () => {
    expect(all.find('a.beds', '2026-06-30')).toBe(before);
    expect(all.find('a.beds', '2026-07-01')).toBe(after);
    expect(all.find('a.beds')).toBe(after);
    expect(all.find('a.beds', '1999-01-01')).toBe(before);
    expect(all.figures).toEqual([after]);
  });
  test('is refused where the later version would begin no later', () => {
    expect(faultOf(() => catalogue([before, { ...after, validFrom: '2000-01-01' }], ['register', 'stay']))).toContain(
      'order',
    );
  });
  test('makes no circle by way of an older version either', () => {
    const old = { ...define('a.a', sum('a.b')), validFrom: '1990-01-01' };
    const now = { ...define('a.a', rows('v')), version: 2 };
    expect(faultOf(() => catalogue([old, now, define('a.b', sum('a.a'))], ['v']))).toContain('circle');
  });
});

describe('what capabilities bring is joined into one catalogue', () => {
  const view = factView({ code: 'stay', version: 1, resource: 'Encounter', paths: { start: 'period.start' } });
  const named = { t: { zh: '测试', en: 'Test' } };

  test('one counts the facts another brings, and a theme is named once for all', () => {
    const joined = joinFigures([
      { views: [view], figures: [] },
      { themes: named, views: [], figures: [define('a.a', rows('stay'))] },
      { views: [], figures: [define('a.b', sum('a.a'))] },
    ]);
    expect(joined.catalogue.figures.map(({ code }) => code)).toEqual(['a.a', 'a.b']);
    expect(joined.themes.get('t')?.zh).toBe('测试');
  });
  test('facts brought twice and a theme without a name are refused with a sentence', () => {
    const one = { views: [view], figures: [] };
    expect(faultOf(() => joinFigures([one, one]))).toContain('stay 定义了两次');
    expect(faultOf(() => joinFigures([{ views: [view], figures: [define('a.a', rows('stay'))] }]))).toContain(
      'theme: ',
    );
  });
});

describe('decimals', () => {
  test('add without loss and divide to six places, half away from zero', () => {
    expect(addDecimals(['0.1', '0.2', '45.10'])).toBe('45.4');
    expect(quotient('24', '28', 100)).toBe('85.714286');
    expect(quotient('-1', '3', 1)).toBe('-0.333333');
    expect(quotient('1', '8000000', 1)).toBe('0');
    expect(quotient('5', '8000000', 1)).toBe('0.000001');
  });
  test('are shown rounded as a letter would write them', () => {
    expect(roundDecimal('85.714286', 2)).toBe('85.71');
    expect(roundDecimal('93.589744', 1)).toBe('93.6');
    expect(roundDecimal('68', 1)).toBe('68.0');
    expect(roundDecimal('-0.5', 0)).toBe('-1');
  });
});

describe('time', () => {
  test('half had it over when at most half still wait; who waits lengthens it', () => {
    const over = (minutes: number, count = 1) => ({ minutes, over: count, waiting: 0 });
    const waiting = (minutes: number, count = 1) => ({ minutes, over: 0, waiting: count });
    expect(medianWait([over(10), over(20), over(30), over(40)])).toBe(20);
    // Freireich 1963, remission of leukaemia under 6-MP in weeks: the published median is 23
    const freireich = [
      { minutes: 6, over: 3, waiting: 1 },
      ...[over(7), waiting(9), { minutes: 10, over: 1, waiting: 1 }, waiting(11), over(13), over(16), waiting(17)],
      ...[waiting(19), waiting(20), over(22), over(23), waiting(25), waiting(32, 2), waiting(34), waiting(35)],
    ];
    expect(medianWait(freireich)).toBe(23);
    expect(medianWait([over(5), waiting(50), waiting(60)])).toBeNull();
    expect(medianWait([])).toBeNull();
  });
  test('a period is whole months and the days before and after', () => {
    expect(spansOf('2026-01-15', '2026-04-10')).toEqual([
      { span: 'day', from: '2026-01-15', until: '2026-02-01' },
      { span: 'month', from: '2026-02-01', until: '2026-04-01' },
      { span: 'day', from: '2026-04-01', until: '2026-04-11' },
    ]);
    expect(spansOf('2026-01-01', '2026-12-31')).toEqual([{ span: 'month', from: '2026-01-01', until: '2027-01-01' }]);
    expect(spansOf('2026-01-05', '2026-01-20')).toEqual([{ span: 'day', from: '2026-01-05', until: '2026-01-21' }]);
    expect(spansOf(null, '2026-03-02')).toEqual([
      { span: 'month', from: null, until: '2026-03-01' },
      { span: 'day', from: '2026-03-01', until: '2026-03-03' },
    ]);
  });
  test('last year is the same days a year before, and a window ends with the period', () => {
    expect(yearBefore({ from: '2024-02-29', to: '2024-12-31' })).toEqual({ from: '2023-02-28', to: '2023-12-31' });
    expect(daysOf({ when: 'during', windowDays: 30 }, { from: '2026-01-01', to: '2026-03-01' })).toMatchObject({
      from: '2026-01-31',
    });
  });
});

describe('figures made of figures', () => {
  test('are missing where a part is, and where there is no year before to grow from', () => {
    expect(combine('sum', ['34', '17'])).toEqual({ value: '51' });
    expect(combine('sum', ['34', null])).toEqual({ missing: 'part-missing' });
    expect(combine('growth', ['110', '100'])).toEqual({ value: '10' });
    expect(combine('growth', ['110', '0'])).toEqual({ missing: 'no-denominator' });
  });
  test('premature death is one less the chance of living through eight bands', () => {
    // one band alone: 5q = 5·0.01 / (1 + 2.5·0.01) = 0.0487804…
    expect(combine('premature-death', ['1000', '0', '0', '0', '0', '0', '0', '0'])).toEqual({ value: '4.878049' });
    expect(combine('premature-death', ['0', '0'])).toEqual({ value: '0' });
  });
});
