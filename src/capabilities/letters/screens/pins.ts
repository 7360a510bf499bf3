/** The numbered pins beside the page, one for each open finding. */

/** Where a pin stands: `top` in pixels from the top of the page. */
export type Pin = { readonly key: string; readonly number: number; readonly top: number; readonly must: boolean };

/** A pin is 24 px high; two of one line stand under one another, neither hiding the other. */
const PIN_STEP = 27;

/** In the order of the page, each at its line or as far below as the one above it needs. */
export const oneUnderAnother = (pins: readonly Pin[]): readonly Pin[] => {
  let free = -Infinity;
  return pins
    .toSorted((one, other) => one.top - other.top || one.number - other.number)
    .map((pin) => {
      const top = Math.max(pin.top, free);
      free = top + PIN_STEP;
      return { ...pin, top };
    });
};
