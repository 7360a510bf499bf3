import { describe, expect, test } from 'vitest';
import { words as kitTable } from '../../kit/words.ts';
import { fullDayWords, hourWords, momentSaid } from './plain-time.ts';
import { words } from './words.ts';

const now = new Date('2026-07-28T10:00:00+08:00');

describe('a time told to a resident', () => {
  test('says the part of the day and the hour as one says it', () => {
    expect(hourWords('2026-07-30T01:00:00Z', words.zh)).toBe('上午 9:00');
    expect(hourWords('2026-07-30T15:30:00+08:00', words.zh)).toBe('下午 3:30');
    expect(hourWords('2026-07-30T12:05:00+08:00', words.zh)).toBe('中午 12:05');
    expect(hourWords('2026-07-30T19:00:00+08:00', words.en)).toBe('7:00 in the evening');
  });

  test('says today, tomorrow and the day after by their names, other days by date and weekday', () => {
    const said = (instant: string) => momentSaid(instant, words.zh, kitTable.zh, now);
    expect(said('2026-07-28T15:00:00+08:00')).toBe('今天下午 3:00');
    // still tomorrow here, whatever day it is where the server stands
    expect(said('2026-07-28T23:00:00Z')).toBe('明天上午 7:00');
    expect(said('2026-07-30T09:00:00+08:00')).toBe('后天上午 9:00');
    expect(said('2026-08-02T09:00:00+08:00')).toBe('8月2日上午 9:00');
    expect(fullDayWords('2026-07-30T01:00:00Z', words.zh, kitTable.zh, now)).toBe('7月30日 星期四');
  });
});
