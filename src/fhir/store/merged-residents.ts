/**
 * An id that was absorbed leads to its survivor: whatever names it, then or later, is kept as sent and found as the survivor's
 * (decision 0095). `resident_merged` has one row for each absorbed id, so following it is one look at its primary key.
 */

/**
 * The resident an id stands for now, as an expression; `id` is a column or a parameter. A query of its own, so that comparing with a
 * parameter's root is comparing with one value: a bare `coalesce` counts as leaky, and a table under a policy is then read whole.
 */
export const rootOf = (id: string): string =>
  `(select coalesce((select merged.survivor from resident_merged merged where merged.absorbed = ${id}), ${id}))`;

/** The same for an array of ids, worked out once for the statement. */
export const rootsOf = (ids: string): string =>
  `array(select coalesce(merged.survivor, asked.id) from unnest(${ids}) as asked (id)
          left join resident_merged merged on merged.absorbed = asked.id)`;
