/**
 * Rows never jump under the pointer: the order is taken when the reader asks for it, and what arrives later is counted
 * until then. Contents (state, owner, clock) are always the newest.
 */
import { useEffect, useMemo, useState } from 'react';
import type { Worklist, WorklistItem } from '../../../engines/pathways/shapes.ts';
import { serverNow } from '../../../web/kit/server-time.ts';
import { arrange } from '../../../web/kit/worklist-groups.ts';
import type { Placed } from '../../../web/kit/worklist-groups.ts';

type Arrangement = {
  /** What was asked for; another question is arranged anew. */
  readonly key: string;
  readonly placed: readonly Placed[];
  readonly known: ReadonlyMap<string, WorklistItem>;
};

export type Ordered = {
  readonly rows: readonly { readonly item: WorklistItem; readonly group: Placed['group'] }[];
  readonly gone: ReadonlySet<string>;
  readonly arrivals: readonly WorklistItem[];
  readonly refresh: () => void;
};

const EMPTY: Arrangement = { key: '', placed: [], known: new Map() };

/** `key` names the question (filter and number of pages). */
export const useOrder = (pages: readonly Worklist[] | undefined, key: string): Ordered => {
  const [arrangement, setArrangement] = useState<Arrangement>(EMPTY);
  const current = useMemo(
    () => new Map((pages ?? []).flatMap(({ items }) => items).map((item) => [item.id, item])),
    [pages],
  );
  const last = pages?.at(-1);
  const arrangeNow = (): void => {
    if (last === undefined) return;
    const placed = arrange([...current.values()], {
      now: serverNow(),
      endOfToday: last.endOfToday,
      endOfNextWorkingDay: last.endOfNextWorkingDay,
    });
    setArrangement({ key, placed, known: current });
  };
  // A new question, or a list that had nothing to disturb, is arranged at once.
  const due = last !== undefined && (arrangement.key !== key || (arrangement.placed.length === 0 && current.size > 0));
  useEffect(() => {
    if (due) arrangeNow();
  });
  const placed = arrangement.key === key ? arrangement.placed : [];
  const rows = placed.flatMap(({ id, group }) => {
    const item = current.get(id) ?? arrangement.known.get(id);
    return item === undefined ? [] : [{ item, group }];
  });
  const shown = new Set(placed.map(({ id }) => id));
  return {
    rows,
    gone: new Set(placed.flatMap(({ id }) => (current.has(id) ? [] : [id]))),
    arrivals: arrangement.key === key ? [...current.values()].filter(({ id }) => !shown.has(id)) : [],
    refresh: arrangeNow,
  };
};
