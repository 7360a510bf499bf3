/** Stays that cannot be and tables unfit for use are refused, each with the sentence that says where. */
import { describe, expect, test } from 'vitest';
import { errorTable } from '../../../platform/errors.ts';
import type { Refusal } from '../../../platform/refusal.ts';
import { isRefusal } from '../../../platform/refusal.ts';
import { CARE_DAY_ERRORS } from '../errors.ts';
import { checkGrant } from './charity.ts';
import { checkStatement } from './claims.ts';
import type { Fund, Grant } from './facts.ts';
import { checkEntry } from './ledger.ts';
import type { Stay } from './places.ts';
import { checkStays } from './places.ts';
import type { CareCoverTable, PayTables, PerDiemTable } from './policies.ts';
import { checkPayTables } from './policies.ts';

const errors = errorTable(CARE_DAY_ERRORS);
const said = (answer: true | Refusal): string => (isRefusal(answer) ? errors.sentence(answer, 'zh') : 'true');

const known = { knownFrom: new Date('2026-01-01T00:00:00Z'), knownUntil: null };
const stay = (from: string, until: string | null, changes: Partial<Stay> = {}): Stay => ({
  ...{
    ...known,
    id: from,
    resident: 'zhou',
    episode: 'e1',
    programme: 'hospice',
    place: 'ward',
    organisation: 'county',
  },
  ...{ department: null, bed: null, from: new Date(from), until: until === null ? null : new Date(until) },
  ended: until === null ? null : 'discharge',
  ...changes,
});

describe('stays', () => {
  test('that overlap are refused', () => {
    expect(
      said(checkStays([stay('2026-06-01T01:00Z', '2026-06-05T01:00Z'), stay('2026-06-04T01:00Z', null)])),
    ).toContain('同一时刻只能有一处');
  });
  test('that end before they begin, or at the same moment, are refused', () => {
    expect(said(checkStays([stay('2026-06-02T01:00Z', '2026-06-01T01:00Z')]))).toContain('离开时间早于或等于入住时间');
    expect(said(checkStays([stay('2026-06-02T01:00Z', '2026-06-02T01:00Z')]))).toContain('离开时间早于或等于入住时间');
  });
  test('after a death are refused', () => {
    const died = stay('2026-06-01T01:00Z', '2026-06-05T01:00Z', { ended: 'death' });
    expect(said(checkStays([died, stay('2026-06-05T01:00Z', null)]))).toContain('离世之后不能再有照护记录');
  });
  test('with nobody in charge in between are refused within one admission, and not between two', () => {
    const first = stay('2026-06-01T01:00Z', '2026-06-05T01:00Z');
    expect(said(checkStays([first, stay('2026-06-05T02:00Z', null)]))).toContain('有空缺');
    expect(checkStays([first, stay('2026-06-05T02:00Z', null, { episode: 'e2' })])).toBe(true);
  });
  test('that meet to the minute are one unbroken way', () => {
    const moved = stay('2026-06-01T01:00Z', '2026-06-05T01:00Z', { ended: 'transfer' });
    expect(checkStays([stay('2026-06-05T01:00Z', null), moved])).toBe(true);
  });
});

const dated = { validFrom: '2026-01-01', source: 'test', verified: false };
const TABLE: PerDiemTable = {
  ...{ ...dated, code: 'city', kind: 'per-diem', programme: 'hospice', places: ['ward'], mode: 'package' },
  ...{ schemes: ['employee'], classes: ['2'], severities: ['severe'] },
  rates: [{ class: '2', severity: 'severe', fromDay: 1, toDay: null, rate: 50_000 }],
  shares: [{ scheme: 'employee', class: '2', share: 8000 }],
  ...{ deductible: { per: 'none', fen: 0 }, maxDaysPerStay: null, maxDaysPerYear: null },
  ...{ underLimit: 'keep', fundPays: 'standard', countsTowardBudget: false },
};
const CARE: CareCoverTable = {
  ...{ ...dated, code: 'care', kind: 'ltci', programme: 'hospice', places: ['home'], classes: ['*'], levels: ['3'] },
  rows: [{ place: 'home', class: '*', level: '3', pay: { kind: 'fixed', fen: 3000 } }],
};
const checked = (changes: Partial<PerDiemTable>, more: Partial<PayTables> = {}): string =>
  said(checkPayTables({ perDiem: [{ ...TABLE, ...changes }], ltci: [], order: [], ...more }));
const rate = (fromDay: number, toDay: number | null, fen = 50_000) => ({
  ...{ class: '2', severity: 'severe', fromDay, toDay, rate: fen },
});

describe('a table of rates', () => {
  test('without hole and overlap is used', () => {
    expect(checked({})).toBe('true');
    expect(checked({ rates: [rate(1, 10), rate(11, null)] })).toBe('true');
    expect(checked({ rates: [rate(1, 10)], maxDaysPerStay: 10 })).toBe('true');
  });
  test.each([
    ['a hole between two stages', { rates: [rate(1, 10), rate(12, null)] }, '第11天起没有床日标准'],
    ['a hole at the beginning', { rates: [rate(2, null)] }, '第1天起没有床日标准'],
    ['a hole after the last stage', { rates: [rate(1, 9)], maxDaysPerStay: 10 }, '第10天起没有床日标准'],
    ['no rate for a severity', { severities: ['mild', 'severe'] }, '病情mild'],
    ['two stages on one day', { rates: [rate(1, 10), rate(10, null)] }, '第10天有两个床日标准'],
    ['a stage after one without end', { rates: [rate(1, null), rate(5, null)] }, '有两个床日标准'],
    ['negative money', { rates: [rate(1, null, -1)] }, '小于零'],
    ['money that is not whole fen', { rates: [rate(1, null, 0.5)] }, '不是整数分'],
    ['a negative deductible', { deductible: { per: 'stay' as const, fen: -1 } }, '小于零'],
    ['a share above the whole', { shares: [{ scheme: 'employee', class: '2', share: 10_001 }] }, '不在0～100%之间'],
    ['no share for a scheme', { schemes: ['employee', 'resident'] }, '险种resident没有支付比例'],
    ['two shares', { shares: [...TABLE.shares, ...TABLE.shares] }, '有两个支付比例'],
    [
      'a row for a class it does not know',
      { rates: [rate(1, null), { ...rate(1, null), class: '3' }] },
      '不在本表所列之内',
    ],
    ['an end before its beginning', { validUntil: '2025-01-01' }, '结束日期不晚于开始日期'],
  ])('with %s is refused', (_what, changes, sentence) => {
    expect(checked(changes)).toContain(sentence);
  });
  test('in two versions has neither a day of both nor a day of none between them', () => {
    const next = { ...TABLE, validFrom: '2026-07-01' };
    expect(checked({ validUntil: '2026-07-01' }, {})).toBe('true');
    const both = (until: string | undefined) =>
      said(checkPayTables({ perDiem: [{ ...TABLE, validUntil: until }, next], ltci: [], order: [] }));
    expect(both('2026-07-01')).toBe('true');
    expect(both('2026-07-02')).toContain('有两版同时有效');
    expect(both(undefined)).toContain('有两版同时有效');
    expect(both('2026-06-30')).toContain('从2026-06-30起中断');
  });
  test('for what another table is for is refused', () => {
    expect(said(checkPayTables({ perDiem: [TABLE, { ...TABLE, code: 'twin' }], ltci: [], order: [] }))).toContain(
      '只能留一个',
    );
  });
  test('of long-term care is complete for its places, classes and levels', () => {
    const care = (changes: Partial<CareCoverTable>) => checked({}, { ltci: [{ ...CARE, ...changes }] });
    expect(care({})).toBe('true');
    expect(care({ levels: ['3', '4'] })).toContain('失能等级4没有待遇');
    expect(care({ rows: [...CARE.rows, ...CARE.rows] })).toContain('有两种待遇');
  });
});

const FUND: Fund = {
  ...{ id: 'f', donor: '市慈善协会', purpose: 'care-of-persons', programmes: ['hospice'], places: ['home'] },
  ...{ organisations: null, perResident: 200_000 },
};
const GRANT = {
  ...{ ...known, id: 'g', fund: 'f', resident: 'zhou', fen: 100_000, programme: 'hospice' as const },
  ...{ from: '2026-06-01', until: null, approvedOn: '2026-06-01' },
};
const GIVEN = [{ id: 'd', fund: 'f', fen: 500_000, on: '2026-01-01' }];
const granted = (changes: Partial<typeof GRANT>, fund: Partial<Fund> = {}, others: readonly Grant[] = []): string =>
  said(checkGrant({ ...GRANT, ...changes }, { ...FUND, ...fund }, GIVEN, others));

describe('aid', () => {
  test('for what was given is granted', () => {
    expect(granted({})).toBe('true');
  });
  test.each([
    ['lottery money for buildings', {}, { purpose: 'facilities' as const }, '限定了用途'],
    ['a gift for elder care', {}, { programmes: ['elder-care' as const] }, '限定了用途'],
    ['more than one person may have', { fen: 300_000 }, {}, '每人救助上限'],
    ['more than was given', { fen: 600_000 }, { perResident: null }, '不够这次救助'],
    ['a negative sum', { fen: -100 }, {}, '大于零'],
    ['nothing', { fen: 0 }, {}, '大于零'],
  ])('out of %s is refused', (_what, changes, fund, sentence) => {
    expect(granted(changes, fund)).toContain(sentence);
  });
  test('twice for the same days is refused', () => {
    const other = { ...GRANT, id: 'o', fund: 'red-cross' };
    expect(granted({}, {}, [other])).toContain('不重复救助');
  });
});

describe('the ledger and the insurer’s statement', () => {
  const posting = { account: 'resident', party: 'zhou', rule: null } as const;
  test('take no entry that does not balance', () => {
    expect(
      said(
        checkEntry({
          postings: [
            { ...posting, fen: 100 },
            { ...posting, fen: -99 },
          ],
        }),
      ),
    ).toContain('借贷不平');
    expect(
      said(
        checkEntry({
          postings: [
            { ...posting, fen: 0.5 },
            { ...posting, fen: -0.5 },
          ],
        }),
      ),
    ).toContain('整数分');
  });
  test('take no row twice, none that nobody asked for, and no negative money', () => {
    const lines = [{ number: 1, resident: 'zhou', month: '2026-06', days: 3, fen: 100, entries: ['e'] }];
    const row = { line: 1, days: 3, fen: 100, reason: null };
    expect(checkStatement(lines, [row])).toBe(true);
    expect(said(checkStatement(lines, [row, row]))).toContain('出现了两次');
    expect(said(checkStatement(lines, [{ ...row, line: 2 }]))).toContain('没有对应');
    expect(said(checkStatement(lines, [{ ...row, fen: -1 }]))).toContain('小于零');
  });
});
