/** Settlements worked out in the reference (care-and-governance-rules §1.7, §2.8), to the fen, in both meanings of the words. */
import { describe, expect, test } from 'vitest';
import { deriveDays } from './days.ts';
import type { DayRules } from './days.ts';
import type { Charge, EvidenceRules, Fund } from './facts.ts';
import { chargesWithoutDay, splitDays } from './split.ts';
import type { DaySplit, PayFacts } from './payment.ts';
import type { CareCoverTable, PayTables, PerDiemTable } from './policies.ts';
import type { Place, Stay } from './places.ts';
import { addDays } from '../../../platform/civil-time.ts';

const ZONE = 'Asia/Shanghai';
const FROM = '2020-01-01';
const dated = { validFrom: FROM, source: 'reference', verified: false };
const RULES: DayRules = {
  ...{ ...dated, code: 'days', admissionDay: 'counts', leavingDay: 'not', deathDay: 'not', sameDay: 'counts' },
  ...{ transferDay: 'receiver', takesTheDay: [] },
};
/** 宿迁: by class and severity; no deductible; shares by class and scheme. */
const SUQIAN: PerDiemTable = {
  ...{ ...dated, code: 'suqian', kind: 'per-diem', programme: 'hospice', places: ['ward', 'centre'], mode: 'package' },
  ...{ schemes: ['employee', 'resident'], classes: ['1', '2', 'other'], severities: ['mild', 'severe'] },
  rates: (
    [
      ['1', 'mild', 30_000],
      ['1', 'severe', 60_000],
      ['2', 'mild', 30_000],
      ['2', 'severe', 50_000],
      ['other', 'mild', 30_000],
      ['other', 'severe', 40_000],
    ] as const
  ).map(([of, severity, rate]) => ({ class: of, severity, fromDay: 1, toDay: null, rate })),
  shares: (
    [
      ['1', 7500, 6000],
      ['2', 8000, 7000],
      ['other', 8500, 8000],
    ] as const
  ).flatMap(([of, employee, resident]) => [
    { scheme: 'employee', class: of, share: employee },
    { scheme: 'resident', class: of, share: resident },
  ]),
  ...{ deductible: { per: 'none', fen: 0 }, maxDaysPerStay: null, maxDaysPerYear: null },
  ...{ underLimit: 'keep', fundPays: 'standard', countsTowardBudget: false },
};
const ORDER = { ...dated, code: 'order', kind: 'order', order: ['medical', 'ltci'], exclusive: true } as const;
const known = { knownFrom: new Date('2026-01-01T00:00:00Z'), knownUntil: null };

type Case = {
  readonly days: number;
  readonly place?: Place;
  readonly of?: string;
  readonly scheme?: string;
  readonly severity?: string;
  readonly level?: string;
  readonly tables: Partial<PayTables>;
  readonly charges?: readonly { readonly day: number; readonly fen: number; readonly outside?: true }[];
  readonly facts?: Partial<PayFacts>;
  readonly evidence?: readonly EvidenceRules[];
};

/** A stay of so many counted days from 1 June 2026, 09:00; it ends the morning after the last. */
const stayOf = (days: number, place: Place, programme: Stay['programme']): Stay => ({
  ...{
    ...known,
    id: 's1',
    resident: 'zhou',
    episode: 'e1',
    programme,
    place,
    organisation: 'county',
    department: null,
  },
  ...{ bed: place === 'home' ? null : 'b1', from: new Date('2026-06-01T01:00:00Z'), ended: 'discharge' },
  until: new Date(Date.parse(`${addDays('2026-06-01', days)}T02:00:00Z`)),
});
const chargesOf = (charges: Case['charges']): readonly Charge[] =>
  (charges ?? []).map(({ day, fen, outside }, index) => ({
    ...{ ...known, id: `c${String(index)}`, resident: 'zhou', organisation: 'county', fen, outside: outside === true },
    day: addDays('2026-06-01', day - 1),
  }));

const settle = (one: Case, programme: Stay['programme'] = 'hospice'): readonly DaySplit[] => {
  const over = { ...known, resident: 'zhou', from: '2026-01-01', until: null };
  const days = deriveDays([stayOf(one.days, one.place ?? 'ward', programme)], {
    ...{ rules: [RULES], zone: ZONE, through: '2026-12-31' },
  });
  return splitDays(
    days,
    {
      covers: [
        ...(one.scheme === undefined ? [] : [{ ...over, id: 'm', kind: 'medical' as const, scheme: one.scheme }]),
        ...(one.level === undefined ? [] : [{ ...over, id: 'l', kind: 'ltci' as const, scheme: 'ltci' }]),
      ],
      grades: [
        { ...over, id: 'g', kind: 'severity', grade: one.severity ?? 'severe' },
        { ...over, id: 'd', kind: 'disability', grade: one.level ?? '3' },
      ],
      charges: chargesOf(one.charges),
      ...{ evidence: [], grants: [], funds: [], classOf: () => one.of ?? '2', ...one.facts },
    },
    { perDiem: [], ltci: [], order: [ORDER], ...one.tables },
    one.evidence ?? [],
  );
};
const paid = (splits: readonly DaySplit[], payer: string): number =>
  splits.flatMap(({ parts }) => parts).reduce((sum, part) => sum + (part.payer === payer ? part.fen : 0), 0);
const sums = (splits: readonly DaySplit[]) => ({
  fund: paid(splits, 'medical') + paid(splits, 'ltci'),
  person: paid(splits, 'resident'),
  income: splits.reduce((sum, { income }) => sum + income, 0),
  difference: splits.reduce((sum, { difference }) => sum + difference, 0),
});
const fen = (yuan: number): number => yuan * 100;

describe('medical insurance by bed-day as a package', () => {
  const package_ = { perDiem: [SUQIAN] };
  test('class 2, employee, severe, ten days: 5,000 yuan, of which the fund 4,000 and the resident 1,000', () => {
    expect(sums(settle({ days: 10, of: '2', scheme: 'employee', severity: 'severe', tables: package_ }))).toEqual({
      ...{ fund: fen(4000), person: fen(1000), income: fen(5000), difference: 0 },
    });
  });
  test('the same with the residents’ scheme: 3,500 and 1,500', () => {
    expect(sums(settle({ days: 10, of: '2', scheme: 'resident', severity: 'severe', tables: package_ }))).toEqual({
      ...{ fund: fen(3500), person: fen(1500), income: fen(5000), difference: 0 },
    });
  });
  test('class 1, mild, employee, seven days: 2,100 yuan, 1,575 and 525', () => {
    expect(sums(settle({ days: 7, of: '1', scheme: 'employee', severity: 'mild', tables: package_ }))).toEqual({
      ...{ fund: fen(1575), person: fen(525), income: fen(2100), difference: 0 },
    });
  });
  test('what was used beyond the standard is not put on the resident, and what was used beside it is', () => {
    const charges = [
      { day: 1, fen: fen(900) },
      { day: 2, fen: fen(60), outside: true as const },
    ];
    const splits = settle({ days: 2, of: '2', scheme: 'employee', severity: 'severe', tables: package_, charges });
    expect(sums(splits)).toEqual({ fund: fen(800), person: fen(260), income: fen(1060), difference: 0 });
    expect(splits[0]?.because).toContainEqual({ code: 'over-standard', values: { fen: fen(400) } });
  });
  test('where only what was used is paid, a cheaper day costs less', () => {
    const tables = { perDiem: [{ ...SUQIAN, underLimit: 'actual' as const }] };
    const splits = settle({ days: 1, of: '2', scheme: 'employee', tables, charges: [{ day: 1, fen: fen(300) }] });
    expect(sums(splits)).toEqual({ fund: fen(240), person: fen(60), income: fen(300), difference: 0 });
  });
  test('the morning somebody leaves has a place and no pay', () => {
    const last = settle({ days: 3, scheme: 'employee', tables: package_ }).at(-1);
    expect(last).toMatchObject({
      day: '2026-06-04',
      income: 0,
      parts: [],
      careDay: { kind: 'leaving', counted: false },
    });
  });
});

describe('medical insurance by bed-day as settlement only', () => {
  const table: PerDiemTable = { ...SUQIAN, code: 'settled', mode: 'settlement' };
  const charges = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((day) => ({ day, fen: fen(420) }));
  test('the resident pays by item, the fund pays the institution days times the standard', () => {
    const splits = settle({ days: 10, scheme: 'employee', tables: { perDiem: [table] }, charges });
    // 4,200 by item, 80 % reimbursed: the resident pays 840; the fund pays 10 × 500; the institution gains 1,640
    expect(sums(splits)).toEqual({ fund: fen(5000), person: fen(840), income: fen(4200), difference: fen(1640) });
  });
  test('a deductible is paid once at the beginning', () => {
    const withFirst: PerDiemTable = { ...table, deductible: { per: 'stay', fen: fen(600) } };
    const splits = settle({ days: 10, scheme: 'employee', tables: { perDiem: [withFirst] }, charges });
    // (4,200 − 600) × 80 % = 2,880 reimbursed
    expect(sums(splits).person).toBe(fen(4200 - 2880));
    expect(splits.map(({ because }) => because.some(({ code }) => code === 'deductible')).slice(0, 3)).toEqual([
      true,
      true,
      false,
    ]);
  });
  test('where the standard includes the resident’s part, the fund pays the rest of it', () => {
    const less: PerDiemTable = { ...table, fundPays: 'standard-less-resident' };
    const splits = settle({ days: 10, scheme: 'employee', tables: { perDiem: [less] }, charges });
    expect(sums(splits)).toEqual({ fund: fen(5000 - 840), person: fen(840), income: fen(4200), difference: fen(800) });
  });
});

describe('limits and stages', () => {
  test('a stage of the stay has its own rate, and after the last day of the limit the resident pays', () => {
    const staged: PerDiemTable = {
      ...SUQIAN,
      rates: SUQIAN.classes.flatMap((of) =>
        SUQIAN.severities.flatMap((severity) => [
          { class: of, severity, fromDay: 1, toDay: 2, rate: 50_000 },
          { class: of, severity, fromDay: 3, toDay: null, rate: 40_000 },
        ]),
      ),
      maxDaysPerStay: 4,
    };
    const charges = [{ day: 5, fen: fen(123) }];
    const splits = settle({ days: 5, scheme: 'employee', tables: { perDiem: [staged] }, charges });
    expect(splits.map(({ income }) => income)).toEqual([50_000, 50_000, 40_000, 40_000, 12_300, 0]);
    expect(splits[4]).toMatchObject({ exclusive: null, parts: [{ payer: 'resident', fen: 12_300 }] });
    expect(splits[4]?.because).toContainEqual({ code: 'stay-days-used-up', values: { most: 4 } });
  });
});

describe('long-term-care insurance', () => {
  /** 滕州: institution 75 %, 60 yuan a bed-day; the source does not say what the 60 limit. */
  const tengzhou = (capAppliesTo: 'cost' | 'fund'): CareCoverTable => ({
    ...{
      ...dated,
      code: 'tengzhou',
      kind: 'ltci',
      programme: 'elder-care',
      places: ['care-home'],
      classes: ['*'],
      levels: ['*'],
    },
    rows: [
      {
        ...{ place: 'care-home', class: '*', level: '*' },
        pay: { kind: 'share', share: 7500, cap: 6000, per: 'day', capAppliesTo },
      },
    ],
  });
  const charges = Array.from({ length: 30 }, (_, index) => ({ day: index + 1, fen: fen(80) }));
  const thirty = (capAppliesTo: 'cost' | 'fund') =>
    settle(
      { days: 30, place: 'care-home', level: '3', tables: { ltci: [tengzhou(capAppliesTo)] }, charges },
      'elder-care',
    );
  test('thirty days at 80 yuan: 1,350 where the cap limits the cost, 1,800 where it limits what the fund pays', () => {
    expect(sums(thirty('cost'))).toMatchObject({ fund: fen(1350), person: fen(1050), difference: 0 });
    expect(sums(thirty('fund'))).toMatchObject({ fund: fen(1800), person: fen(600), difference: 0 });
  });
  test('a monthly cap is used up in the order of days (天津 2,100 a month, 75 %)', () => {
    const monthly: CareCoverTable = {
      ...tengzhou('fund'),
      ...{ code: 'tianjin', places: ['home'] },
      rows: [
        {
          ...{ place: 'home', class: '*', level: '*' },
          pay: { kind: 'share', share: 7500, cap: fen(2100), per: 'month', capAppliesTo: 'fund' },
        },
      ],
    };
    const dear = Array.from({ length: 30 }, (_, index) => ({ day: index + 1, fen: fen(100) }));
    const splits = settle(
      { days: 30, place: 'home', level: '3', tables: { ltci: [monthly] }, charges: dear },
      'elder-care',
    );
    expect(sums(splits)).toMatchObject({ fund: fen(2100), person: fen(900) });
    expect(paid(splits.slice(0, 28), 'ltci')).toBe(fen(2100));
  });
  test('who arranges care alone is given a fixed sum, and no institution an income', () => {
    const fixed: CareCoverTable = {
      ...tengzhou('cost'),
      ...{ code: 'alone', places: ['home'] },
      rows: [{ place: 'home', class: '*', level: '*', pay: { kind: 'fixed', fen: 3000 } }],
    };
    const splits = settle({ days: 10, place: 'home', level: '3', tables: { ltci: [fixed] } }, 'elder-care');
    expect(sums(splits)).toMatchObject({ fund: 30_000, person: 0, income: 0, difference: 0 });
    expect(splits.reduce((sum, { allowance }) => sum + allowance, 0)).toBe(30_000);
  });
  test('a day medical insurance has paid is not drawn from long-term care', () => {
    const both = { ...tengzhou('cost'), programme: 'hospice' as const, places: ['ward' as const] };
    const ward = { ...both, rows: both.rows.map((row) => ({ ...row, place: 'ward' as const })) };
    const splits = settle({ days: 2, scheme: 'employee', level: '3', tables: { perDiem: [SUQIAN], ltci: [ward] } });
    expect(paid(splits, 'ltci')).toBe(0);
    expect(splits[0]?.because).toContainEqual({ code: 'exclusive-day', values: { payer: 'ltci', by: 'medical' } });
  });
});

describe('gifts, proof of care and what is left over', () => {
  const fund: Fund = {
    ...{ id: 'red-cross', donor: '市红十字会', purpose: 'care-of-persons', programmes: ['hospice'], places: ['ward'] },
    ...{ organisations: null, perResident: null },
  };
  const grant = {
    ...{ ...known, id: 'grant', fund: 'red-cross', resident: 'zhou', fen: fen(250) },
    ...{ from: '2026-06-01', until: null, approvedOn: '2026-06-01' },
  };
  test('aid pays what would remain for the resident until it is used up', () => {
    const facts = { funds: [fund], grants: [grant] };
    const splits = settle({ days: 10, scheme: 'employee', tables: { perDiem: [SUQIAN] }, facts });
    expect(paid(splits, 'charity')).toBe(fen(250));
    expect(paid(splits, 'resident')).toBe(fen(750));
  });
  test('lottery money for buildings pays for nobody', () => {
    const facts = { funds: [{ ...fund, purpose: 'facilities' as const }], grants: [grant] };
    expect(paid(settle({ days: 1, scheme: 'employee', tables: { perDiem: [SUQIAN] }, facts }), 'charity')).toBe(0);
  });
  test('a day without its symptom score is not claimed, and waits under the insurer’s name', () => {
    const evidence: EvidenceRules = {
      ...{ ...dated, code: 'proof', programme: 'hospice', places: ['ward'], missing: 'hold' },
      needs: [{ kind: 'symptom-score', everyDays: 1 }],
    };
    const shown = {
      ...known,
      id: 'ev',
      resident: 'zhou',
      organisation: 'county',
      day: '2026-06-01',
      kind: 'symptom-score',
    };
    const splits = settle({
      ...{
        days: 2,
        scheme: 'employee',
        tables: { perDiem: [SUQIAN] },
        facts: { evidence: [shown] },
        evidence: [evidence],
      },
    });
    expect(splits.map(({ parts }) => parts[0])).toMatchObject([
      { payer: 'medical', party: 'employee', fen: fen(400) },
      { payer: 'held', party: 'medical:employee', fen: fen(400) },
      undefined,
    ]);
  });
  test('what was charged for a day that is somebody else’s is shown and not billed', () => {
    const strange = {
      ...known,
      id: 'x',
      resident: 'zhou',
      organisation: 'other',
      day: '2026-06-01',
      fen: 100,
      outside: false,
    };
    const days = deriveDays([stayOf(1, 'ward', 'hospice')], { rules: [RULES], zone: ZONE, through: '2026-12-31' });
    expect(chargesWithoutDay(days, [strange])).toEqual([strange]);
  });
});
