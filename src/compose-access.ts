/** Joins the reasons to read a record to the region's dated limits. */
import { RELATION_LIMITS } from './consortium/access/limits.ts';
import type { RelationEnds } from './consortium/access/limits.ts';
import type { Pack } from './consortium/region/read.ts';
import { findLimit, limitVersion } from './consortium/limits.ts';
import { dueAt } from './engines/pathways/due.ts';
import { civilDay } from './platform/civil-time.ts';
import type { Clock } from './platform/clock.ts';

/** By the limit in force today: an encounter of years ago that is reported now has none of its own time. */
export const relationEndsOf =
  (clock: Clock, { limits, calendar, zone }: Pick<Pack, 'limits' | 'calendar' | 'zone'>): RelationEnds =>
  (code, from) => {
    const limit = findLimit(limits, code, 'routine', civilDay(clock.now(), zone));
    if (limit === undefined) throw new Error(`the region has no limit ${code} (of ${RELATION_LIMITS.join(', ')})`);
    return { until: dueAt(limit, from, calendar, zone), version: limitVersion(limit), verified: limit.verified };
  };
