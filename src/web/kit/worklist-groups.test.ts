import { describe, expect, test } from 'vitest';
import type { WorklistItem } from '../../engines/pathways/shapes.ts';
import { arrange } from './worklist-groups.ts';

const borders = {
  now: new Date('2026-11-20T14:30:00+08:00'),
  endOfToday: '2026-11-21T00:00:00+08:00',
  endOfNextWorkingDay: '2026-11-24T00:00:00+08:00',
};
const item = (id: string, urgency: WorklistItem['urgency'], dueAt: string | null): WorklistItem => ({
  id,
  urgency,
  number: id,
  pathway: 'referral',
  state: 'sent',
  version: 1,
  resident: null,
  headline: '',
  sender: { id: 's', name: '乡镇卫生院' },
  receiver: { organisation: { id: 'r', name: '县医院' }, department: null },
  owner: null,
  clock:
    dueAt === null
      ? null
      : {
          dueAt,
          limit: 'referral.answer',
          verified: false,
          aroundTheClock: true,
          late: false,
          escalation: 0,
          escalatedAt: null,
          startedAt: '2026-11-20T12:00:00+08:00',
        },
  ending: null,
  changedAt: '2026-11-20T12:00:00+08:00',
  marks: [],
});

describe('the worklist', () => {
  test('puts emergencies first, then the late, today, the next working day, and the rest, each by due time', () => {
    const rows = [
      item('later', 'routine', '2026-12-04T17:30:00+08:00'),
      item('monday', 'routine', '2026-11-23T09:00:00+08:00'),
      item('today-second', 'urgent', '2026-11-20T16:30:00+08:00'),
      item('today-first', 'routine', '2026-11-20T15:00:00+08:00'),
      item('late', 'routine', '2026-11-20T13:25:00+08:00'),
      item('late-emergency', 'emergency', '2026-11-20T14:00:00+08:00'),
      item('emergency', 'emergency', '2026-11-20T14:36:00+08:00'),
    ];
    expect(arrange(rows, borders)).toEqual([
      { id: 'late-emergency', group: 'emergency' },
      { id: 'emergency', group: 'emergency' },
      { id: 'late', group: 'late' },
      { id: 'today-first', group: 'today' },
      { id: 'today-second', group: 'today' },
      { id: 'monday', group: 'next-working-day' },
      { id: 'later', group: 'later' },
    ]);
  });
});
