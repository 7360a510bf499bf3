/** Which group of the worklist a case stands in: emergencies first, then by when they are due. Pure. */
import type { WorklistItem } from '../../engines/pathways/shapes.ts';

export const WORKLIST_GROUPS = ['emergency', 'late', 'today', 'next-working-day', 'later'] as const;
export type WorklistGroup = (typeof WORKLIST_GROUPS)[number];

export type Borders = { readonly now: Date; readonly endOfToday: string; readonly endOfNextWorkingDay: string };

export const groupOf = (item: Pick<WorklistItem, 'urgency' | 'clock'>, borders: Borders): WorklistGroup => {
  if (item.urgency === 'emergency') return 'emergency';
  if (item.clock === null) return 'later';
  const due = Date.parse(item.clock.dueAt);
  if (item.clock.late || due <= borders.now.getTime()) return 'late';
  if (due <= Date.parse(borders.endOfToday)) return 'today';
  return due <= Date.parse(borders.endOfNextWorkingDay) ? 'next-working-day' : 'later';
};

export type Placed = { readonly id: string; readonly group: WorklistGroup };

/** Ids in the order they are drawn: by group, inside each by due time. */
export const arrange = (items: readonly WorklistItem[], borders: Borders): readonly Placed[] =>
  items
    .map((item) => ({ id: item.id, group: groupOf(item, borders), due: item.clock?.dueAt ?? '' }))
    .sort(
      (one, other) =>
        WORKLIST_GROUPS.indexOf(one.group) - WORKLIST_GROUPS.indexOf(other.group) ||
        Date.parse(one.due) - Date.parse(other.due) ||
        (one.id < other.id ? -1 : 1),
    )
    .map(({ id, group }) => ({ id, group }));
