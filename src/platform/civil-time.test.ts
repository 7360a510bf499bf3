import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import {
  addDays,
  addMonths,
  ageOn,
  civilDay,
  civilTime,
  instantOf,
  isCivilDay,
  isZone,
  weekdayOf,
} from './civil-time.ts';

const before = process.env['TZ'];
afterEach(() => {
  if (before === undefined) delete process.env['TZ'];
  else process.env['TZ'] = before;
});

const instant = fc.date({
  min: new Date('1995-01-01T00:00:00Z'),
  max: new Date('2060-01-01T00:00:00Z'),
  noInvalidDate: true,
});

describe.each([
  ['UTC', 0],
  ['America/St_Johns', 210],
])('with the process in %s', (zone, offset) => {
  const here = (): void => {
    process.env['TZ'] = zone;
    expect(new Date('2026-01-15T12:00:00Z').getTimezoneOffset()).toBe(offset);
  };

  it('puts the turn of the day where Siping has it', () => {
    here();
    expect(civilDay(new Date('2026-02-14T15:59:59Z'), 'Asia/Shanghai')).toBe('2026-02-14');
    expect(civilDay(new Date('2026-02-14T16:00:00Z'), 'Asia/Shanghai')).toBe('2026-02-15');
    expect(civilTime(new Date('2026-02-14T16:00:00Z'), 'Asia/Shanghai')).toBe('00:00');
    expect(instantOf('2026-02-15', '08:30', 'Asia/Shanghai').toISOString()).toBe('2026-02-15T00:30:00.000Z');
  });

  it('comes back to the same minute from day and time, whatever the zone', () => {
    here();
    fc.assert(
      fc.property(instant, fc.constantFrom('Asia/Shanghai', 'Asia/Urumqi', 'UTC', 'Asia/Kathmandu'), (at, where) => {
        const back = instantOf(civilDay(at, where), civilTime(at, where), where);
        expect(Math.abs(at.getTime() - back.getTime())).toBeLessThan(60_000);
        expect(civilTime(back, where)).toBe(civilTime(at, where));
      }),
    );
  });

  it('says what Intl says at every second around every change of the clocks, asked in any order', () => {
    here();
    const zones = ['Asia/Shanghai', 'America/St_Johns', 'Australia/Lord_Howe', 'Africa/Monrovia', 'Pacific/Apia'];
    const style = { hourCycle: 'h23', dateStyle: 'short', timeStyle: 'short' } as const;
    const said = new Map(zones.map((at) => [at, new Intl.DateTimeFormat('sv-SE', { ...style, timeZone: at })]));
    // the first second of a minute after the clocks were set, the last before, and anything else
    const seconds = fc.integer({ min: Date.UTC(1971, 0, 1) / 1000, max: Date.UTC(2040, 0, 1) / 1000 });
    const near = fc
      .tuple(
        fc.constantFrom('1986-05-03T18:00:00Z', '2006-04-02T03:31:00Z', '2011-12-30T10:00:00Z', '1972-01-07T00:44:30Z'),
        fc.integer({ min: -90, max: 90 }),
      )
      .map(([change, beside]) => Date.parse(change) / 1000 + beside);
    const millisecond = fc.integer({ min: 0, max: 999 });
    fc.assert(
      fc.property(fc.oneof(seconds, near), millisecond, fc.constantFrom(...zones), (second, milli, where) => {
        const at = new Date(second * 1000 + milli);
        expect(`${civilDay(at, where)} ${civilTime(at, where)}`).toBe(said.get(where)?.format(at));
      }),
      { numRuns: 2000 },
    );
  });

  it('shows the asked wall clock on days when the clocks are put forward or back', () => {
    here();
    for (const [day, time] of [
      ['2026-03-08', '08:00'],
      ['2026-11-01', '08:00'],
      ['2026-03-07', '23:30'],
    ] as const) {
      const at = instantOf(day, time, 'America/St_Johns');
      expect([civilDay(at, 'America/St_Johns'), civilTime(at, 'America/St_Johns')]).toEqual([day, time]);
    }
  });
});

describe('civil days', () => {
  it('knows the days of the calendar and no others', () => {
    expect(['2024-02-29', '2026-12-31'].map(isCivilDay)).toEqual([true, true]);
    expect(['2026-02-29', '2026-13-01', '2026-00-10', '2026-04-31', '26-1-1', '2026-1-01'].map(isCivilDay)).toEqual(
      Array.from({ length: 6 }, () => false),
    );
  });
  it('counts days and weekdays across months and years', () => {
    expect(addDays('2026-02-28', 1)).toBe('2026-03-01');
    expect(addDays('2026-01-01', -1)).toBe('2025-12-31');
    expect(weekdayOf('2026-02-15')).toBe(7);
    expect(weekdayOf('2026-02-16')).toBe(1);
  });
  it('turns a year older on the birthday and not a day before', () => {
    expect([ageOn('1960-05-20', '2026-05-19'), ageOn('1960-05-20', '2026-05-20')]).toEqual([65, 66]);
  });
  it('tells a zone from a word', () => {
    expect([isZone('Asia/Shanghai'), isZone('Siping')]).toEqual([true, false]);
  });
});

it('a month later is the same day of the month, or its last', () => {
  expect(addMonths('2026-11-20', 1)).toBe('2026-12-20');
  expect(addMonths('2026-01-31', 1)).toBe('2026-02-28');
  expect(addMonths('2024-01-31', 1)).toBe('2024-02-29');
  expect(addMonths('2026-11-30', 36)).toBe('2029-11-30');
  expect(addMonths('2026-03-31', -1)).toBe('2026-02-28');
});
