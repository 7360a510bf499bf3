/** What changed between two versions of a letter: paragraphs kept, changed, added and taken away, and the words within. Pure. */

export type Stretch = { readonly kind: 'same' | 'added' | 'removed'; readonly text: string };
export type LineChange =
  | { readonly kind: 'same' | 'added' | 'removed'; readonly text: string }
  | { readonly kind: 'changed'; readonly stretches: readonly Stretch[] };

type Edit<Item> = { readonly kind: 'same' | 'added' | 'removed'; readonly item: Item };

/** Beyond this the middle is told as taken away and put in, whole: nobody reads a million cells of difference. */
const MOST_CELLS = 4_000_000;

/** Longest common subsequence, after what both begin and end with is set aside. */
const edits = <Item>(from: readonly Item[], to: readonly Item[]): readonly Edit<Item>[] => {
  let head = 0;
  while (head < from.length && head < to.length && from[head] === to[head]) head++;
  let tail = 0;
  while (
    tail < from.length - head &&
    tail < to.length - head &&
    from[from.length - 1 - tail] === to[to.length - 1 - tail]
  )
    tail++;
  const one = from.slice(head, from.length - tail);
  const other = to.slice(head, to.length - tail);
  const same = (items: readonly Item[]): readonly Edit<Item>[] => items.map((item) => ({ kind: 'same', item }));
  const between: Edit<Item>[] = [];
  if (one.length * other.length > MOST_CELLS) {
    between.push(
      ...one.map((item) => ({ kind: 'removed' as const, item })),
      ...other.map((item) => ({ kind: 'added' as const, item })),
    );
  } else {
    const width = other.length + 1;
    const lengths = new Uint32Array((one.length + 1) * width);
    const at = (i: number, j: number): number => lengths[i * width + j] ?? 0;
    for (let i = one.length - 1; i >= 0; i--)
      for (let j = other.length - 1; j >= 0; j--)
        lengths[i * width + j] = one[i] === other[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    let i = 0;
    let j = 0;
    while (i < one.length || j < other.length) {
      const left = one[i];
      const right = other[j];
      if (left !== undefined && left === right) {
        between.push({ kind: 'same', item: left });
        i++;
        j++;
      } else if (right === undefined || (left !== undefined && at(i + 1, j) >= at(i, j + 1))) {
        if (left !== undefined) between.push({ kind: 'removed', item: left });
        i++;
      } else {
        between.push({ kind: 'added', item: right });
        j++;
      }
    }
  }
  return [...same(from.slice(0, head)), ...between, ...same(from.slice(from.length - tail))];
};

/** Numbers with their unit, and single characters: a changed number is told whole. */
const PARTS = /\d[\d.,]*(?:%|万|亿)?|[\s\S]/gu;

/** The words within one line that changed. */
export const compareWords = (from: string, to: string): readonly Stretch[] => {
  const stretches: { kind: Stretch['kind']; text: string }[] = [];
  for (const { kind, item } of edits(from.match(PARTS) ?? [], to.match(PARTS) ?? [])) {
    const last = stretches.at(-1);
    if (last?.kind === kind) last.text += item;
    else stretches.push({ kind, text: item });
  }
  return stretches;
};

/** How much of two lines is the same, from 0 to 1. */
const likeness = (one: string, other: string): number => {
  const kept = compareWords(one, other).reduce((sum, { kind, text }) => sum + (kind === 'same' ? text.length : 0), 0);
  return (2 * kept) / Math.max(1, one.length + other.length);
};
const ALIKE = 0.4;

/** Line by line; one taken away and one put in at the same place that are alike are one line changed. */
export const compareLines = (from: readonly string[], to: readonly string[]): readonly LineChange[] => {
  const changes: LineChange[] = [];
  let removed: string[] = [];
  let added: string[] = [];
  const settle = (): void => {
    const waiting = [...added];
    for (const line of removed) {
      const next = waiting[0];
      if (next !== undefined && likeness(line, next) >= ALIKE) {
        waiting.shift();
        changes.push({ kind: 'changed', stretches: compareWords(line, next) });
      } else changes.push({ kind: 'removed', text: line });
    }
    changes.push(...waiting.map((text) => ({ kind: 'added' as const, text })));
    removed = [];
    added = [];
  };
  for (const { kind, item } of edits(from, to)) {
    if (kind === 'removed') removed.push(item);
    else if (kind === 'added') added.push(item);
    else {
      settle();
      changes.push({ kind: 'same', text: item });
    }
  }
  settle();
  return changes;
};
