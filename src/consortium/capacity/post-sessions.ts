/**
 * Clinic appointments 号源 posted by a hospital's own system: a session of a clinic on a day, how many places it gives to
 * referrals, how many of them are family doctors' first. A row is the same row when clinic, day, beginning and `at` are the
 * same: sent again it is `unchanged`, with other numbers it is refused. Written whole or not at all, each by itself.
 */
import { auditRow, auditStatement } from '../../platform/audit.ts';
import { addDays, civilDay, instantOf, isCivilDay } from '../../platform/civil-time.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Ids } from '../../platform/ids.ts';
import type { Actor, Database, Rows } from '../../platform/postgres/database.ts';
import { refuse } from '../../platform/refusal.ts';
import type { Refusal } from '../../platform/refusal.ts';
import type { SessionFault } from './board-shapes.ts';
import { FARTHEST_DAYS } from './board.ts';
import type { MatchingData } from './matching-data.ts';
import { AHEAD_MS, instantFrom, isCount } from './post.ts';
import { mostPlaces, planSession } from './session-plan.ts';
import type { SessionPlan, SessionSlot } from './session-plan.ts';
import * as statements from './session-statements.ts';
import type { PostedSession, SessionWindow } from './session-statements.ts';
import { lockPosted } from './statements.ts';

/** A session as it was sent: nothing about it is sure. */
export type SentSession = {
  readonly department?: unknown;
  readonly clinic?: unknown;
  readonly day?: unknown;
  readonly from?: unknown;
  readonly until?: unknown;
  readonly places?: unknown;
  readonly forFamilyDoctors?: unknown;
  readonly at?: unknown;
};
export type JudgedSession = {
  readonly department: string | null;
  readonly clinic: string | null;
  readonly outcome: 'written' | 'unchanged' | 'refused';
  readonly places: number | null;
  readonly free: number | null;
  readonly refusal: Refusal | null;
};
type Written = { readonly session: PostedSession; readonly plan: SessionPlan };
type Known = {
  /** By department: whose it is, and its clinics. */
  readonly departments: ReadonlyMap<string, { readonly organisation: string; readonly clinics: readonly string[] }>;
  readonly sessions: readonly PostedSession[];
  readonly slots: readonly (SessionSlot & { readonly department: string; readonly clinic: string })[];
};

const TIME = /^([01]\d|2[0-3]):[0-5]\d$/;
const MOST_PLACES = 500;
const isTime = (value: unknown): value is string => typeof value === 'string' && TIME.test(value);

/** When the session lies, where its day and times are ones. */
const timesOf = (
  { day, from, until }: SentSession,
  zone: string,
): { readonly startsAt: Date; readonly endsAt: Date } | SessionFault => {
  if (typeof day !== 'string' || !isCivilDay(day)) return 'clinic.impossible-day';
  if (!isTime(from) || !isTime(until) || until <= from) return 'clinic.impossible-times';
  return { startsAt: instantOf(day, from, zone), endsAt: instantOf(day, until, zone) };
};
const sameClinic = (
  one: { readonly department: string; readonly clinic: string },
  other: { readonly department: string; readonly clinic: string },
): boolean => one.department === other.department && one.clinic === other.clinic;

/** The clinic a row means: the one it names, or the only one there is. */
const clinicOf = (named: unknown, clinics: readonly string[]): { readonly code: string } | SessionFault => {
  const given = named !== undefined && named !== null;
  const [only] = clinics;
  if (!given) return clinics.length > 1 ? 'clinic.which' : only === undefined ? 'clinic.unknown' : { code: only };
  return typeof named === 'string' && clinics.includes(named) ? { code: named } : 'clinic.unknown';
};

export type JudgeBy = { readonly organisation: string; readonly now: Date; readonly zone: string };

/** What becomes of one session; pure. `before` are the sessions of this posting taken so far. */
export const judgeSession = (
  row: SentSession,
  known: Known,
  before: readonly PostedSession[],
  { organisation, now, zone }: JudgeBy,
): JudgedSession & { readonly written?: Written } => {
  const department = typeof row.department === 'string' && row.department !== '' ? row.department : null;
  const named = typeof row.clinic === 'string' ? row.clinic : null;
  const no = (code: SessionFault, values?: Refusal['values'], clinic = named): JudgedSession => ({
    department,
    clinic,
    outcome: 'refused',
    places: null,
    free: null,
    refusal: refuse(code, values),
  });
  if (department === null) return no('capacity.no-department');
  const house = known.departments.get(department);
  if (house === undefined) return no('department.unknown');
  if (house.organisation !== organisation) return no('quota.other-organisation');
  const clinic = clinicOf(row.clinic, house.clinics);
  if (typeof clinic === 'string') return no(clinic);
  const { code } = clinic;
  const times = timesOf(row, zone);
  if (typeof times === 'string') return no(times, undefined, code);
  const { places, forFamilyDoctors = 0, at } = row;
  if (!isCount(places) || !isCount(forFamilyDoctors) || places > MOST_PLACES)
    return no('clinic.impossible-number', { most: MOST_PLACES }, code);
  if (forFamilyDoctors > places) return no('clinic.more-than-all', undefined, code);
  if (places > mostPlaces(times)) return no('clinic.too-dense', { most: mostPlaces(times) }, code);
  const ofAt = instantFrom(at);
  if (ofAt === undefined) return no('capacity.impossible-time', undefined, code);
  if (ofAt.getTime() > now.getTime() + AHEAD_MS) return no('capacity.future', undefined, code);
  if (times.endsAt <= now) return no('clinic.past', undefined, code);
  if (times.startsAt >= instantOf(addDays(civilDay(now, zone), FARTHEST_DAYS + 1), '00:00', zone))
    return no('slot.too-far', { days: FARTHEST_DAYS }, code);

  const session: PostedSession = { department, clinic: code, ...times, places, forFamilyDoctors, ofAt };
  const begins = (other: SessionWindow): boolean => other.startsAt.getTime() === times.startsAt.getTime();
  const touches = (other: SessionWindow): boolean =>
    sameClinic(other, session) && other.startsAt < times.endsAt && other.endsAt > times.startsAt;
  if (before.some((other) => sameClinic(other, session) && begins(other))) return no('clinic.twice', undefined, code);
  const touched = [...known.sessions, ...before].filter(touches);
  const earlier = touched.find(begins);
  if (touched.some((other) => !begins(other) && (other.places > 0 || before.includes(other))))
    return no('clinic.overlaps', undefined, code);

  const until = earlier === undefined || earlier.endsAt < times.endsAt ? times.endsAt : earlier.endsAt;
  const slots = known.slots.filter(
    (slot) => sameClinic(slot, session) && slot.startsAt >= times.startsAt && slot.startsAt < until,
  );
  const held = slots.filter(({ taken }) => taken).length;
  const free = (count: number): number => Math.max(0, count - held);
  if (earlier !== undefined && ofAt.getTime() === earlier.ofAt.getTime()) {
    const same =
      earlier.places === places &&
      earlier.forFamilyDoctors === forFamilyDoctors &&
      earlier.endsAt.getTime() === times.endsAt.getTime();
    return same
      ? { department, clinic: code, outcome: 'unchanged', places, free: free(places), refusal: null }
      : no('clinic.same-moment', { at: ofAt.toISOString() }, code);
  }
  if (earlier !== undefined && ofAt < earlier.ofAt)
    return no('capacity.older', { at: ofAt.toISOString(), known: earlier.ofAt.toISOString() }, code);
  if (places < held) return no('clinic.below-held', { places, held }, code);
  const plan = planSession(session, slots, now);
  const written = { session, plan };
  return { department, clinic: code, outcome: 'written', places, free: plan.free.length, refusal: null, written };
};

const knownFrom = (departments: Rows, clinics: Rows, sessions: Rows, slots: Rows): Known => ({
  departments: new Map(
    departments.map(({ id, organisation }) => [
      String(id),
      {
        organisation: String(organisation),
        clinics: clinics.flatMap(({ department, code }) => (department === id ? [String(code)] : [])),
      },
    ]),
  ),
  sessions: sessions.map((row) => ({
    department: String(row['department']),
    clinic: String(row['clinic']),
    startsAt: row['starts_at'] as Date,
    endsAt: row['ends_at'] as Date,
    places: Number(row['places']),
    forFamilyDoctors: Number(row['for_family_doctors']),
    ofAt: row['of_at'] as Date,
  })),
  slots: slots.map((row) => ({
    id: String(row['id']),
    department: String(row['department']),
    clinic: String(row['clinic']),
    startsAt: row['starts_at'] as Date,
    taken: row['taken'] === true,
    forFamilyDoctors: row['for_family_doctors'] === true,
  })),
});

/** Every session a row could mean, of any of the department's clinics: which, is known when the clinics are. */
const windowsOf = (rows: readonly SentSession[], clinics: Rows, zone: string): readonly SessionWindow[] =>
  rows.flatMap((row) => {
    const times = timesOf(row, zone);
    if (typeof times === 'string') return [];
    return clinics
      .filter(
        ({ department, code }) =>
          department === row.department && [undefined, null, code].includes(row.clinic as string),
      )
      .map(({ department, code }) => ({ department: String(department), clinic: String(code), ...times }));
  });

export type PostSessionsOptions = {
  readonly db: Database;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly zone: string;
  readonly matching: Pick<MatchingData, 'rulesOn'>;
};

/** Takes posted sessions in one transaction: departments, then the sessions' appointments are locked; then judged and written. */
export const postSessions = (
  { db, clock, ids, zone, matching }: PostSessionsOptions,
  actor: Actor,
  rows: readonly SentSession[],
): Promise<readonly JudgedSession[]> => {
  const now = clock.now();
  const today = civilDay(now, zone);
  const asked = [
    ...new Set(rows.flatMap(({ department }) => (typeof department === 'string' ? [department] : []))),
  ].sort();
  const hours = matching.rulesOn(today).familyDoctorsFirst?.untilHoursBefore ?? 0;
  return db.write(actor, now, async (tx) => {
    const [departments = [], , clinics = []] = await tx.flight([
      ...lockPosted(asked, today),
      statements.findClinics(asked),
    ]);
    const windows = windowsOf(rows, clinics, zone);
    const [sessions = [], , slots = []] = await tx.flight([
      statements.findSessions(windows),
      statements.lockSessionSlots(windows),
      statements.findSessionSlots(windows, now),
    ]);
    const known = knownFrom(departments, clinics, sessions, slots);
    const taken: PostedSession[] = [];
    const judged = rows.map((row) => {
      const one = judgeSession(row, known, taken, { organisation: actor.organisation, now, zone });
      if (one.written !== undefined) taken.push(one.written.session);
      return one;
    });
    const writes = judged.flatMap(({ written }) => (written === undefined ? [] : [written]));
    const gone = writes.flatMap(({ plan }) => plan.gone);
    const offered = writes.flatMap(({ session, plan }) =>
      plan.free.map(({ startsAt, endsAt, forFamilyDoctors }) => ({
        id: `slot-${ids()}`,
        department: session.department,
        clinic: session.clinic,
        startsAt,
        endsAt,
        familyDoctorsUntil: forFamilyDoctors ? new Date(startsAt.getTime() - hours * 3_600_000) : null,
      })),
    );
    await tx.finish([
      ...(gone.length === 0 ? [] : [statements.withdrawSlots(gone, now)]),
      ...(offered.length === 0 ? [] : [statements.offerSlots(offered)]),
      ...(taken.length === 0
        ? []
        : [statements.forgetEmptySessions(taken), statements.keepSessions(taken, now, actor.id)]),
      auditStatement(
        auditRow(actor, now, {
          action: 'post-slots',
          target: `organisation/${actor.organisation}`,
          reason: `${String(writes.length)}/${String(rows.length)}`,
        }),
      ),
    ]);
    return judged;
  });
};
