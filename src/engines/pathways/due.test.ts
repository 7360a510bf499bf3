import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { isWorkingDay } from '../../consortium/calendar.ts';
import type { Calendar } from '../../consortium/calendar.ts';
import { findLimit } from '../../consortium/limits.ts';
import type { Limit, LimitRule } from '../../consortium/limits.ts';
import { addDays, civilDay, civilTime } from '../../platform/civil-time.ts';
import { due, dueAt, laterOf } from './due.ts';

const ZONE = 'Asia/Shanghai';
const days = (from: string, count: number): readonly string[] =>
  Array.from({ length: count }, (_, n) => addDays(from, n));
const calendar: Calendar = {
  years: new Set([2026]),
  holidays: new Set([
    ...days('2026-01-01', 3),
    ...days('2026-02-15', 9),
    ...days('2026-05-01', 5),
    ...days('2026-10-01', 7),
  ]),
  worked: new Set(['2026-01-04', '2026-02-14', '2026-02-28', '2026-05-09', '2026-10-10']),
  opens: '08:00',
  closes: '16:30',
  verified: false,
};
const at = (text: string): Date => new Date(`${text}+08:00`);
const shown = (moment: Date): string => `${civilDay(moment, ZONE)} ${civilTime(moment, ZONE)}`;
const dueShown = (rule: LimitRule, from: string): string => shown(dueAt({ rule }, at(from), calendar, ZONE));

const before = process.env['TZ'];
afterEach(() => {
  if (before === undefined) delete process.env['TZ'];
  else process.env['TZ'] = before;
});
const instant = fc.date({ min: at('2026-01-01T00:00:00'), max: at('2026-12-15T00:00:00'), noInvalidDate: true });

describe.each(['UTC', 'America/St_Johns'])('with the process in %s', (zone) => {
  const here = (): void => {
    process.env['TZ'] = zone;
    expect(new Date('2026-01-15T12:00:00Z').getTimezoneOffset()).toBe(zone === 'UTC' ? 0 : 210);
  };

  it('never sets a clock that has already run out', () => {
    here();
    const rule: fc.Arbitrary<LimitRule> = fc.oneof(
      fc.record({ minutes: fc.integer({ min: 1, max: 100_000 }), aroundClock: fc.constant(true as const) }),
      fc.record({ workingDayEnd: fc.integer({ min: 0, max: 20 }) }),
      fc.record({ workingDays: fc.integer({ min: 1, max: 20 }) }),
      fc.record({ days: fc.integer({ min: 1, max: 400 }) }),
    );
    fc.assert(
      fc.property(rule, instant, (given, from) => {
        expect(dueAt({ rule: given }, from, calendar, ZONE).getTime()).toBeGreaterThan(from.getTime());
      }),
    );
  });

  it('ends working-day clocks at closing time of a working day, with exactly so many working days between', () => {
    here();
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 15 }), instant, (count, from) => {
        const end = dueAt({ rule: { workingDayEnd: count } }, from, calendar, ZONE);
        const day = civilDay(end, ZONE);
        expect(isWorkingDay(calendar, day)).toBe(true);
        expect(civilTime(end, ZONE)).toBe('16:30');
        let worked = 0;
        for (let d = addDays(civilDay(from, ZONE), 1); d <= day; d = addDays(d, 1))
          if (isWorkingDay(calendar, d)) worked++;
        if (count > 0) expect(worked).toBe(count);
        else expect(worked).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('gives a later start no earlier end', () => {
    here();
    const rule = fc.constantFrom<LimitRule>(
      { workingDayEnd: 0 },
      { workingDayEnd: 1 },
      { workingDays: 2 },
      { days: 3 },
    );
    fc.assert(
      fc.property(rule, instant, instant, (given, one, other) => {
        const [first, second] = one <= other ? [one, other] : [other, one];
        expect(dueAt({ rule: given }, first, calendar, ZONE).getTime()).toBeLessThanOrEqual(
          dueAt({ rule: given }, second, calendar, ZONE).getTime(),
        );
      }),
    );
  });

  it('counts worked weekends and skips the Spring Festival', () => {
    here();
    expect(dueShown({ workingDayEnd: 1 }, '2026-02-13T10:00:00')).toBe('2026-02-14 16:30');
    expect(dueShown({ workingDayEnd: 1 }, '2026-02-14T10:00:00')).toBe('2026-02-24 16:30');
    expect(dueShown({ workingDayEnd: 1 }, '2026-02-18T03:00:00')).toBe('2026-02-24 16:30');
    expect(dueShown({ workingDayEnd: 1 }, '2026-09-30T23:59:00')).toBe('2026-10-08 16:30');
    expect(dueShown({ workingDayEnd: 1 }, '2026-11-20T09:00:00')).toBe('2026-11-23 16:30');
  });

  it('runs urgent and emergency clocks day and night, holiday or not', () => {
    here();
    expect(dueShown({ minutes: 120, aroundClock: true }, '2026-02-17T23:30:00')).toBe('2026-02-18 01:30');
    expect(dueShown({ minutes: 15, aroundClock: true }, '2026-10-01T00:00:00')).toBe('2026-10-01 00:15');
  });

  it('keeps the time of day for working days and starts at opening when asked outside office hours', () => {
    here();
    expect(dueShown({ workingDays: 1 }, '2026-11-20T10:20:00')).toBe('2026-11-23 10:20');
    expect(dueShown({ workingDays: 1 }, '2026-11-20T18:00:00')).toBe('2026-11-24 08:00');
    expect(dueShown({ workingDays: 2 }, '2026-02-13T05:00:00')).toBe('2026-02-24 08:00');
  });

  it('lets civil days run to the end of the last one', () => {
    here();
    expect(dueShown({ days: 14 }, '2026-02-10T00:05:00')).toBe('2026-02-24 23:59');
    expect(dueShown({ workingDayEnd: 0 }, '2026-11-20T16:29:00')).toBe('2026-11-20 16:30');
    expect(dueShown({ workingDayEnd: 0 }, '2026-11-20T16:30:00')).toBe('2026-11-23 16:30');
  });
});

describe('beyond the calendars loaded', () => {
  it('knows weekends alone and says so', () => {
    const into2027 = due({ rule: { workingDayEnd: 1 } }, at('2026-12-31T10:00:00'), calendar, ZONE);
    expect([shown(into2027.at), into2027.calendarMissing]).toEqual(['2027-01-01 16:30', true]);
    expect(due({ rule: { workingDayEnd: 1 } }, at('2026-12-30T10:00:00'), calendar, ZONE).calendarMissing).toBe(false);
    expect(
      due({ rule: { minutes: 5, aroundClock: true } }, at('2027-06-01T10:00:00'), calendar, ZONE).calendarMissing,
    ).toBe(false);
  });
});

describe('the limit in force', () => {
  const entry = (extra: Partial<Limit>): Limit => ({
    code: 'referral.answer',
    rule: { workingDayEnd: 1 },
    validFrom: '2026-01-01',
    source: 'test',
    verified: false,
    ...extra,
  });
  const anyUrgency = entry({});
  const urgent = entry({ urgency: 'urgent', rule: { minutes: 120, aroundClock: true } });
  const urgentLater = entry({ urgency: 'urgent', rule: { minutes: 60, aroundClock: true }, validFrom: '2026-06-01' });
  const all = [urgentLater, anyUrgency, urgent, entry({ code: 'referral.close' })];

  it('is the one of the urgency, else the one for all, and the newest that has begun', () => {
    expect(findLimit(all, 'referral.answer', 'routine', '2026-03-01')).toBe(anyUrgency);
    expect(findLimit(all, 'referral.answer', 'urgent', '2026-05-31')).toBe(urgent);
    expect(findLimit(all, 'referral.answer', 'urgent', '2026-06-01')).toBe(urgentLater);
    expect(findLimit(all, 'referral.answer', 'urgent', '2025-12-31')).toBeUndefined();
    expect(findLimit([entry({ validUntil: '2026-06-01' })], 'referral.answer', 'urgent', '2026-06-01')).toBeUndefined();
  });
  it('and a hold that waits for its answer lasts to the later of the two', () => {
    expect(laterOf(at('2026-02-14T10:00:00'), at('2026-02-14T10:15:00'))).toEqual(at('2026-02-14T10:15:00'));
  });
});
