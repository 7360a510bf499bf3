import { describe, expect, it } from 'vitest';
import { periodFrom, periodOf } from './periods.ts';

describe('a period', () => {
  it('is of whole civil months, across the turn of the year too', () => {
    expect(periodOf('year', '2026-11-20')).toEqual({ from: '2026-01-01', until: '2026-11-20' });
    expect(periodOf('last-month', '2026-01-31')).toEqual({ from: '2025-12-01', until: '2025-12-31' });
    expect(periodOf('month', '2026-02-28')).toEqual({ from: '2026-02-01', until: '2026-02-28' });
    expect(periodOf('quarter', '2026-11-20')).toEqual({ from: '2026-10-01', until: '2026-11-20' });
    expect(periodOf('last-quarter', '2026-02-10')).toEqual({ from: '2025-10-01', until: '2025-12-31' });
    expect(periodOf('last-year', '2026-02-10')).toEqual({ from: '2025-01-01', until: '2025-12-31' });
  });

  it('in the address that is none is this year so far', () => {
    const today = '2026-11-20';
    expect(periodFrom({}, today)).toEqual({ name: 'year', from: '2026-01-01', until: today });
    expect(periodFrom({ period: 'century' }, today).name).toBe('year');
    const asked = { period: 'custom', from: '2026-03-01', until: '2026-04-15' };
    expect(periodFrom(asked, today)).toEqual({ name: 'custom', from: '2026-03-01', until: '2026-04-15' });
  });
});
