/** What comes next of whom: the last word of each kind of work counts, the earliest day stands first. */
import { expect, test } from 'vitest';
import type { ActRow } from '../shapes.ts';
import { tasksOf } from './team-members.tsx';

const act = (kind: string, day: string, nextOn: string | null, profession: string | null = null): ActRow => ({
  ...{ kind, day, nextOn, profession, what: '', by: null },
});

test('a visit that was made takes the place of what the one before announced, and none is announced any more', () => {
  const acts = [
    act('visit', '2026-11-12', '2026-11-19'),
    act('team', '2026-11-11', null, 'nurse'),
    act('team', '2026-11-10', '2026-11-14', 'counsellor'),
    act('visit', '2026-11-05', '2026-11-12'),
    act('team', '2026-11-04', '2026-11-11', 'nurse'),
  ];
  expect(tasksOf(acts).map(({ kind, profession, nextOn }) => [kind, profession, nextOn])).toEqual([
    ['team', 'counsellor', '2026-11-14'],
    ['visit', null, '2026-11-19'],
  ]);
  expect(tasksOf([])).toEqual([]);
});
