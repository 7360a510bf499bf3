/** Time is an argument. Instants are `Date` in UTC; civil days are worked out in the region's zone (civil-time.ts). */
export type Clock = { readonly now: () => Date };

export const systemClock: Clock = { now: () => new Date() };

/** A clock that stands still until it is moved: for tests and for the story. */
export type StoppedClock = Clock & {
  readonly set: (at: Date) => void;
  readonly advance: (milliseconds: number) => void;
};

export const stoppedClock = (start: Date): StoppedClock => {
  let at = start.getTime();
  return {
    now: () => new Date(at),
    set: (next) => {
      at = next.getTime();
    },
    advance: (milliseconds) => {
      at += milliseconds;
    },
  };
};
