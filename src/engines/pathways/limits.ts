/** The region's dated limits as the engine asks for them (law 6). */
import type { Calendar } from '../../consortium/calendar.ts';
import { findLimit, limitVersion } from '../../consortium/limits.ts';
import type { Limit } from '../../consortium/limits.ts';
import { civilDay } from '../../platform/civil-time.ts';
import type { Limits } from './capability.ts';
import { due } from './due.ts';

/** @throws on a code the region's data does not have: a pack like that is refused when it is loaded. */
export const regionLimits =
  (limits: readonly Limit[], calendar: Calendar, zone: string): Limits =>
  (code, urgency, from) => {
    const limit = findLimit(limits, code, urgency, civilDay(from, zone));
    if (limit === undefined) throw new Error(`the region has no limit ${code} (${urgency})`);
    const { at, calendarMissing } = due(limit, from, calendar, zone);
    return {
      dueAt: at,
      version: limitVersion(limit),
      verified:
        limit.verified && !calendarMissing && ('minutes' in limit.rule || 'days' in limit.rule || calendar.verified),
      aroundTheClock: 'minutes' in limit.rule,
    };
  };
