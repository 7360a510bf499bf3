import { describe, expect, it } from 'vitest';
import { meaningOf } from './insurance.ts';
import type { Insurance, InsuranceRow } from './insurance.ts';

const dated = { scheme: 'resident', validFrom: '2026-01-01', source: '编造', verified: false } as const;
const rows: readonly InsuranceRow[] = [
  { what: 'deductible', level: 'primary', fen: 20_000, ...dated },
  { what: 'deductible', level: 'tertiary', fen: 90_050, ...dated },
  { what: 'between-levels', rule: 'difference', ...dated },
  { what: 'pay-rate', level: 'tertiary', filed: true, percent: 55, ...dated },
];
const insurance = (given: readonly InsuranceRow[] = rows): Insurance => ({
  schemes: [{ code: 'resident', zh: '城乡居民医保', en: 'Residents' }],
  rows: given,
});
const DAY = '2026-11-20';
const UP = { from: 'primary', to: 'tertiary' } as const;

describe('what a filing means for the resident', () => {
  it('counts the deductible once: between levels only the difference is paid', () => {
    const [meaning] = meaningOf(insurance(), UP, DAY);
    expect(meaning?.deductible).toEqual({ filed: 70_050, unfiled: 90_050 });
    expect(meaning?.verified).toBe(false);
  });

  it('charges nothing again on the way down', () => {
    const [meaning] = meaningOf(insurance(), { from: 'tertiary', to: 'primary' }, DAY);
    expect(meaning?.deductible).toEqual({ filed: 0, unfiled: 20_000 });
  });

  it('leaves unknown what the region does not say, and works nothing out from half of it', () => {
    const [meaning] = meaningOf(insurance(), UP, DAY);
    expect(meaning?.percent).toEqual({ filed: 55, unfiled: null });
    const without = (what: InsuranceRow['what'], level?: string) =>
      meaningOf(
        insurance(rows.filter((row) => row.what !== what || ('level' in row && row.level !== level))),
        UP,
        DAY,
      )[0]?.deductible.filed;
    expect(without('deductible', 'primary')).toBeNull();
    expect(without('deductible', 'tertiary')).toBeNull();
    expect(without('between-levels')).toBeNull();
    expect(meaningOf(insurance(), { from: null, to: 'tertiary' }, DAY)[0]?.deductible.filed).toBeNull();
    expect(meaningOf(insurance(), { from: 'primary', to: null }, DAY)[0]?.deductible).toEqual({
      filed: null,
      unfiled: null,
    });
  });

  it('takes the figures in force on the day, neither the old nor the coming ones', () => {
    const changed = insurance([
      ...rows.filter((row) => row.what !== 'deductible'),
      { what: 'deductible', level: 'primary', fen: 20_000, ...dated },
      {
        what: 'deductible',
        level: 'tertiary',
        fen: 80_000,
        ...dated,
        validFrom: '2025-01-01',
        validUntil: '2026-07-01',
      },
      { what: 'deductible', level: 'tertiary', fen: 100_000, ...dated, validFrom: '2026-07-01' },
    ]);
    const unfiled = (day: string) => meaningOf(changed, UP, day)[0]?.deductible.unfiled;
    expect(['2024-12-31', '2026-06-30', '2026-07-01'].map(unfiled)).toEqual([null, 80_000, 100_000]);
  });

  it('is verified only where every row it was worked out from is', () => {
    const all = rows.map((row) => ({ ...row, verified: true }));
    expect(meaningOf(insurance(all), UP, DAY)[0]?.verified).toBe(true);
    const one = all.map((row, n) => (n === 2 ? { ...row, verified: false } : row));
    expect(meaningOf(insurance(one), UP, DAY)[0]?.verified).toBe(false);
  });
});
