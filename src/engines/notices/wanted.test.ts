/** Whom an event calls for: what became of a case is told, what is recorded day by day is not. */
import { describe, expect, test } from 'vitest';
import { wantedBy } from './wanted.ts';
import type { NoticeEvent } from './wanted.ts';

const EVENT: NoticeEvent = {
  number: 1,
  kind: 'case.moved',
  at: new Date('2026-11-30T02:00:00Z'),
  caseId: 'c',
  pathway: 'hospice-stay',
  resident: null,
  urgency: 'routine',
  state: 'in-care',
  owner: { organisation: 'hospice', role: 'attending-physician', department: null },
  dueAt: null,
  escalation: 0,
  sameOwner: false,
  step: 'admit',
  by: { actor: 'doctor', role: 'attending-physician', organisation: 'hospice' },
  opener: { id: 'gp', role: 'general-practitioner', organisation: 'township' },
  receiver: null,
  what: null,
};
const told = (changes: Partial<NoticeEvent>, tells = false) =>
  wantedBy({ ...EVENT, ...changes }, undefined, tells).map(({ kind, organisation, what }) => [
    kind,
    organisation,
    what,
  ]);

describe('who opened a case and does not own it', () => {
  test('hears that it was admitted and that it ended', () => {
    expect(told({})).toEqual([['news', 'township', 'admit']]);
    expect(told({ kind: 'case.closed', step: 'discharge', owner: null })).toEqual([['news', 'township', 'discharge']]);
  });

  test('is not told of every score and visit: the case is where it was', () => {
    expect(told({ step: 'score', sameOwner: true })).toEqual([]);
    expect(told({ step: 'visit', sameOwner: true })).toEqual([]);
  });
});

describe('an owner', () => {
  const urged: Partial<NoticeEvent> = {
    ...{ pathway: 'proposal', step: 'urge', sameOwner: true, opener: { ...EVENT.opener, id: null } },
    by: { actor: 'supervisor', role: 'supervision-officer', organisation: 'supervision' },
  };

  test('hears of being urged by another house, and of nothing else that moves nothing', () => {
    expect(told(urged, true)).toEqual([['news', 'hospice', 'urge']]);
    expect(told(urged)).toEqual([]);
  });

  test('is not told of what the own house did', () => {
    expect(told({ ...urged, by: EVENT.by }, true)).toEqual([]);
  });
});
