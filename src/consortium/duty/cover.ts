/** Where a roster has a gap and where people stand in it together. Pure. */
export type Span = { readonly from: number; readonly until: number };

/** Moments at which the number of people changes, with how many there are from then on. */
const countsOf = (shifts: readonly Span[], within: Span): readonly (Span & { readonly people: number })[] => {
  const inside = shifts
    .map(({ from, until }) => ({ from: Math.max(from, within.from), until: Math.min(until, within.until) }))
    .filter(({ from, until }) => from < until);
  const edges = [...new Set([within.from, within.until, ...inside.flatMap(({ from, until }) => [from, until])])].sort(
    (one, other) => one - other,
  );
  return edges.slice(0, -1).map((from, index) => ({
    from,
    until: edges[index + 1] ?? from,
    people: inside.filter((shift) => shift.from <= from && shift.until > from).length,
  }));
};

/** Neighbouring spans become one. */
const merged = (spans: readonly Span[]): readonly Span[] =>
  spans.reduce<readonly Span[]>((joined, span) => {
    const last = joined.at(-1);
    return last?.until === span.from
      ? [...joined.slice(0, -1), { from: last.from, until: span.until }]
      : [...joined, span];
  }, []);

/** Milliseconds in and out. A roster without any shift has no gap: nobody began to keep it. */
export const coverOf = (
  shifts: readonly Span[],
  within: Span,
): { readonly gaps: readonly Span[]; readonly overlaps: readonly Span[] } => {
  const counts = countsOf(shifts, within);
  const of = (wanted: (people: number) => boolean): readonly Span[] =>
    merged(counts.filter(({ people }) => wanted(people)).map(({ from, until }) => ({ from, until })));
  return {
    gaps: counts.every(({ people }) => people === 0) ? [] : of((people) => people === 0),
    overlaps: of((people) => people > 1),
  };
};
