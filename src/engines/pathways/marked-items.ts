/** A page of the worklist as it is shown: its cases with what each is marked with, and the look at their residents recorded. */
import type { AuditRow } from '../../platform/audit.ts';
import { auditRow } from '../../platform/audit.ts';
import type { Actor, Rows } from '../../platform/postgres/database.ts';
import type { Engine } from './engine.ts';
import type { WorklistMark } from './marks.ts';
import { findMarks, marksFrom } from './marks.ts';
import type { WorklistItem } from './shapes.ts';
import { itemFrom } from './worklist.ts';

export type MarkedItemsOptions = {
  readonly engine: Engine;
  readonly marks: readonly WorklistMark[];
  readonly recordRead: (row: AuditRow) => Promise<void>;
};

/** Marks are read while the look is being recorded: neither needs the other, and both must be done before the answer leaves. */
export const markedItems = async (
  { engine, marks, recordRead }: MarkedItemsOptions,
  actor: Actor,
  at: Date,
  rows: Rows,
  look: { readonly action: string; readonly target?: string },
): Promise<readonly WorklistItem[]> => {
  const today = engine.today(at);
  const items = rows.map((row) => itemFrom(row, actor, at, today));
  const ids = items.map(({ id }) => id);
  const residents = [...new Set(items.flatMap(({ resident }) => resident?.id ?? []))];
  const [[carried = []]] = await Promise.all([
    marks.length === 0 || ids.length === 0 ? [[]] : engine.db.read(actor, at, [findMarks(marks, actor, ids)]),
    recordRead(auditRow(actor, at, { ...look, residents })),
  ]);
  const marksOf = marksFrom(marks, carried);
  return items.map((item) => ({ ...item, marks: [...(marksOf.get(item.id) ?? [])] }));
};
