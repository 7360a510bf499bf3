/**
 * Which appointments a posted session of a clinic becomes. Places are spread evenly over the session; one that somebody holds
 * stays where it is and counts among them.
 */

export type SessionSlot = {
  readonly id: string;
  readonly startsAt: Date;
  readonly taken: boolean;
  /** Kept, or once kept, for family doctors. */
  readonly forFamilyDoctors: boolean;
};
export type Session = {
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly places: number;
  readonly forFamilyDoctors: number;
};
export type PlannedSlot = { readonly startsAt: Date; readonly endsAt: Date; readonly forFamilyDoctors: boolean };
export type SessionPlan = {
  /** Free appointments the session is to have, by their beginning. */
  readonly free: readonly PlannedSlot[];
  /** Appointments nobody holds that are to go. */
  readonly gone: readonly string[];
};

const MINUTE = 60_000;

/** Appointments begin on whole minutes: so many fit at most. */
export const mostPlaces = ({ startsAt, endsAt }: Pick<Session, 'startsAt' | 'endsAt'>): number =>
  Math.floor((endsAt.getTime() - startsAt.getTime()) / MINUTE);

/** The beginnings of so many appointments, evenly spread, in milliseconds. */
const beginningsOf = ({ startsAt, endsAt, places }: Session): readonly number[] => {
  const minutes = (endsAt.getTime() - startsAt.getTime()) / MINUTE;
  return Array.from({ length: places }, (_, n) => startsAt.getTime() + Math.floor((n * minutes) / places) * MINUTE);
};

/** Each held appointment takes the place of the beginning nearest to it: its own first, where it is one. */
const withoutHeld = (beginnings: readonly number[], held: readonly number[]): readonly number[] => {
  const left = new Set(beginnings);
  const elsewhere = held.filter((at) => !left.delete(at));
  for (const at of elsewhere) {
    const [nearest] = [...left].sort((one, other) => Math.abs(one - at) - Math.abs(other - at));
    if (nearest !== undefined) left.delete(nearest);
  }
  return [...left].sort((one, other) => one - other);
};

/**
 * @param slots the clinic's appointments between the session's beginning and end, as they are locked.
 * @param now beginnings before it are not offered any more.
 */
export const planSession = (session: Session, slots: readonly SessionSlot[], now: Date): SessionPlan => {
  const held = slots.filter(({ taken }) => taken);
  const beginnings = withoutHeld(
    beginningsOf(session),
    held.map(({ startsAt }) => startsAt.getTime()),
  ).filter((at) => at > now.getTime());
  const minutes = Math.max(1, Math.floor(mostPlaces(session) / Math.max(1, session.places)));
  // those of family doctors that are held already count among those they were given
  const kept = Math.max(0, session.forFamilyDoctors - held.filter(({ forFamilyDoctors }) => forFamilyDoctors).length);
  const free = beginnings.map(
    (at, n): PlannedSlot => ({
      startsAt: new Date(at),
      endsAt: new Date(at + minutes * MINUTE),
      forFamilyDoctors: n < kept,
    }),
  );
  const staying = new Set(beginnings);
  const gone = slots.filter(({ taken, startsAt }) => !taken && startsAt > now && !staying.has(startsAt.getTime()));
  return { free, gone: gone.map(({ id }) => id) };
};
