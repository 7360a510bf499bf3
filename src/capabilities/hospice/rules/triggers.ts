/**
 * What the scores say about moving up or down: worked out anew with every entry. It points, and nobody is moved by it: exhaustion of
 * the family and need of a procedure are seen by people. Pure.
 */
import data from './triggers.json' with { type: 'json' };

export const TRIGGER_DATA = data;
/** Numbered symptoms of one assessment, by item. */
export type Assessed = { readonly at: string; readonly items: Readonly<Record<string, number>> };
export type Trigger = {
  readonly trigger: 'symptom-uncontrolled' | 'stable-wants-home' | 'stable-wants-centre';
  readonly direction: 'up' | 'down';
  /** The symptom it rests on; null where it rests on all of them. */
  readonly item: string | null;
  readonly value: number;
  /** Since when it has been so, by the assessments. */
  readonly since: string;
};

const HOUR = 3_600_000;

/** The assessments that asked for an item, the latest first. */
const courseOf = (assessed: readonly Assessed[], item: string): readonly { at: string; value: number }[] =>
  assessed
    .flatMap(({ at, items }) => (items[item] === undefined ? [] : [{ at, value: items[item] }]))
    .sort((one, other) => (one.at < other.at ? 1 : -1));

/** The oldest of the unbroken run of newest values that hold. */
const heldSince = (
  course: readonly { readonly at: string; readonly value: number }[],
  holds: (value: number) => boolean,
): string | null => {
  const broken = course.findIndex(({ value }) => !holds(value));
  return (broken === -1 ? course : course.slice(0, broken)).at(-1)?.at ?? null;
};
const hoursBetween = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / HOUR;

/** Severe at every asking, over at least the hours of the rule. */
const uncontrolled = (assessed: readonly Assessed[], items: readonly string[]): readonly Trigger[] =>
  items.flatMap((item): readonly Trigger[] => {
    const course = courseOf(assessed, item);
    const [latest] = course;
    const since = heldSince(course, (value) => value >= data.uncontrolled.from);
    return latest === undefined || since === null || hoursBetween(since, latest.at) < data.uncontrolled.hours
      ? []
      : [{ trigger: 'symptom-uncontrolled', direction: 'up', item, value: latest.value, since }];
  });

/** Nothing asked was more than mild, over at least the days of the rule; where the person wants to be says whereto. */
const stable = (
  assessed: readonly Assessed[],
  items: readonly string[],
  place: string,
  wanted: string | null,
): readonly Trigger[] => {
  if (wanted !== 'home' && wanted !== 'centre') return [];
  if (wanted === place || place === 'home') return [];
  const worst = assessed.map(({ at, items: asked }) => ({ at, value: Math.max(...Object.values(asked)) }));
  const course = [...worst].sort((one, other) => (one.at < other.at ? 1 : -1));
  const [latest] = course;
  const since = heldSince(course, (value) => value <= data.stable.most);
  if (latest === undefined || since === null || items.length === 0) return [];
  if (hoursBetween(since, latest.at) < data.stable.days * 24) return [];
  const trigger = wanted === 'home' ? 'stable-wants-home' : 'stable-wants-centre';
  return [{ trigger, direction: 'down', item: null, value: latest.value, since }];
};

/** `place`: where the person is now; `wanted`: where they want to be cared for, by the wishes that stand. */
export const triggersOf = (
  scores: readonly Assessed[],
  { place, wanted, now }: { readonly place: string | null; readonly wanted: string | null; readonly now: Date },
): readonly Trigger[] => {
  const assessed = scores.filter(({ items }) => Object.keys(items).length > 0);
  const lasts = (item: string): boolean => {
    const [latest] = courseOf(assessed, item);
    return latest !== undefined && hoursBetween(latest.at, now.toISOString()) <= data.lasts.hours;
  };
  // what was asked days ago says nothing about today
  const items = [...new Set(assessed.flatMap((one) => Object.keys(one.items)))].filter(lasts);
  const up = place === 'ward' ? [] : uncontrolled(assessed, items);
  return [...up, ...(place === null ? [] : stable(assessed, items, place, wanted))];
};
