import { describe, expect, test } from 'vitest';
import { readClock } from './clock-words.ts';
import type { ClockFact } from './clock-words.ts';
import { words } from './words.ts';

const now = new Date('2026-11-20T14:30:00+08:00');
const clock = (dueAt: string, startedAt: string, more: Partial<ClockFact> = {}): ClockFact => ({
  dueAt,
  startedAt,
  limit: 'referral.answer',
  verified: false,
  aroundTheClock: true,
  late: false,
  escalation: 0,
  escalatedAt: null,
  ...more,
});
const read = (fact: ClockFact, urgency: 'emergency' | 'urgent' | 'routine' = 'urgent', language: 'zh' | 'en' = 'zh') =>
  readClock(fact, urgency, now, words[language]);

describe('a clock', () => {
  test('says first how much is left, then until when', () => {
    expect(read(clock('2026-11-20T16:50:00+08:00', '2026-11-20T08:00:00+08:00'))).toMatchObject({
      words: '剩2小时20分',
      due: '16:50前',
      tone: 'plain',
    });
  });

  test('is amber in the last hour, and in the last quarter of a long one', () => {
    expect(read(clock('2026-11-20T15:18:00+08:00', '2026-11-20T13:18:00+08:00'))).toMatchObject({
      words: '剩48分钟',
      tone: 'soon',
    });
    expect(read(clock('2026-11-20T20:30:00+08:00', '2026-11-19T14:30:00+08:00')).tone).toBe('soon');
  });

  test('is red for an emergency however much is left', () => {
    expect(read(clock('2026-11-20T14:36:00+08:00', '2026-11-20T14:21:00+08:00'), 'emergency')).toMatchObject({
      words: '剩6分钟',
      tone: 'pressing',
    });
  });

  test('says how late it is, when it was due and that it was raised', () => {
    expect(
      read(clock('2026-11-20T14:18:00+08:00', '2026-11-20T12:18:00+08:00', { late: true, escalation: 1 })),
    ).toEqual({
      words: '超时12分钟',
      due: '14:18 到期',
      then: '已上报',
      tone: 'pressing',
      gone: 1,
    });
    expect(read(clock('2026-11-18T09:00:00+08:00', '2026-11-17T09:00:00+08:00', { escalation: 3 }))).toMatchObject({
      words: '超时2天',
      due: '11月18日 09:00 到期',
      then: '已上报3次',
    });
  });

  test('of another working day shows the date and no count of hours', () => {
    const working = { aroundTheClock: false };
    expect(read(clock('2026-11-23T09:00:00+08:00', '2026-11-20T09:00:00+08:00', working), 'routine')).toMatchObject({
      words: '周一 09:00前',
      due: '11月23日',
      tone: 'plain',
    });
    expect(read(clock('2026-12-04T17:30:00+08:00', '2026-11-20T09:00:00+08:00', working), 'routine')).toMatchObject({
      words: '12月4日前',
      due: '周五 17:30',
    });
  });

  test('that runs through the night counts over midnight', () => {
    const night = new Date('2026-11-20T23:40:00+08:00');
    const reading = readClock(
      clock('2026-11-21T01:30:00+08:00', '2026-11-20T23:30:00+08:00'),
      'urgent',
      night,
      words.zh,
    );
    expect(reading).toMatchObject({ words: '剩1小时50分', due: '11月21日 01:30前' });
  });

  test('speaks English by the same rules', () => {
    expect(read(clock('2026-11-20T14:36:00+08:00', '2026-11-20T14:21:00+08:00'), 'emergency', 'en').words).toBe(
      '6 min left',
    );
  });
});
