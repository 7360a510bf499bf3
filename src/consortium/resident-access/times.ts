/** How long codes and devices are let in: dated limits of the region, by code (law 6). */
export type AccessTimes = {
  /** Until when a code issued now can be used, and whether the region has confirmed that. */
  readonly code: (at: Date) => { readonly until: Date; readonly verified: boolean };
  /** Until when a device let in now may look, at the longest. */
  readonly session: (at: Date) => Date;
  /** Until when it may look once the case is closed. */
  readonly afterClosing: (closedAt: Date) => Date;
};

/** The limits these are made of; a pack that lacks one is refused when the program starts. */
export const ACCESS_LIMITS = ['resident.code', 'resident.access', 'resident.after-closing'] as const;

type MadeUntil = { readonly dueAt: Date; readonly verified: boolean };

/** @param limits resolves a limit's code at a moment (engines/pathways/limits.ts) */
export const accessTimes = (limits: (code: (typeof ACCESS_LIMITS)[number], from: Date) => MadeUntil): AccessTimes => ({
  code: (at) => {
    const { dueAt, verified } = limits('resident.code', at);
    return { until: dueAt, verified };
  },
  session: (at) => limits('resident.access', at).dueAt,
  afterClosing: (closedAt) => limits('resident.after-closing', closedAt).dueAt,
});

/** Whether a case closed then is no longer shown. */
export const isOver = (closedAt: Date | null, at: Date, times: AccessTimes): boolean =>
  closedAt !== null && times.afterClosing(closedAt) <= at;

/** Until when this device may look: its own time, or less once the case is closed. */
export const lookUntil = (expiresAt: Date, closedAt: Date | null, times: AccessTimes): Date => {
  const after = closedAt === null ? expiresAt : times.afterClosing(closedAt);
  return after < expiresAt ? after : expiresAt;
};
