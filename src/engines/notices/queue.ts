/**
 * Queueing: reads numbered events after the cursor and writes who is told, with the cursor, in one transaction. A notice is
 * queued exactly once however many processes try: one holds the advisory lock, and the cursor is guarded besides.
 */
import { isWorkingTime, nextWorkingDay } from '../../consortium/calendar.ts';
import type { Calendar } from '../../consortium/calendar.ts';
import type { Asked, Candidate, Reached } from '../../consortium/duty/reach.ts';
import { candidatesFrom, choose, findCandidates } from '../../consortium/duty/reach.ts';
import { civilDay, civilTime, instantOf } from '../../platform/civil-time.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Ids } from '../../platform/ids.ts';
import type { Database, Statement, Transaction } from '../../platform/postgres/database.ts';
import { isGuardFailure } from '../../platform/postgres/faults.ts';
import type { Limits } from '../pathways/capability.ts';
import { advanceCursor, eventFrom, findUnqueued, leadNotices, nextEvents } from './events.ts';
import type { NewDelivery, NewNotice, NewRecipient } from './store.ts';
import { NOTICES, announceNotices, insertDeliveries, insertNotices, insertRecipients } from './store.ts';
import type { Channel } from './shapes.ts';
import { wantedBy } from './wanted.ts';
import type { ResidentSide, Wanted } from './wanted.ts';

export type NoticesOptions = {
  readonly db: Database;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly zone: string;
  readonly calendar: Calendar;
  readonly limits: Limits;
  /** What is set up: one telephone each, or one message for all. */
  readonly channels: readonly { readonly channel: Channel; readonly reach: 'person' | 'group' }[];
  /** What the residents of a pathway's cases are told, by its name. */
  readonly residentSides: Readonly<Record<string, ResidentSide>>;
  /** Whether a step of a pathway is one its owner has to hear of, though it leaves the case where it is. */
  readonly tellsOwner: (pathway: string, step: string) => boolean;
  /** Sees to it that the resident of a case has a code that opens, in the same transaction. */
  readonly ensureCode: (caseId: string, resident: string, at: Date) => readonly Statement[];
  /** Something was queued: events are to be numbered and deliveries made. */
  readonly nudge: () => void;
};

const BATCH = 200;

/** Somebody told, and why they. */
export type Person = Omit<Reached, 'why'> & { readonly why: NewRecipient['why'] };

/** The next opening of the offices; now while they are open. */
const nextOpening = (calendar: Calendar, zone: string, at: Date): Date => {
  if (isWorkingTime(calendar, at, zone)) return at;
  const today = civilDay(at, zone);
  const opening = instantOf(today, calendar.opens, zone);
  if (civilTime(at, zone) < calendar.opens && isWorkingTime(calendar, opening, zone)) return opening;
  return instantOf(nextWorkingDay(calendar, today), calendar.opens, zone);
};

const askedOf = (wanted: Wanted): Asked => ({
  organisation: wanted.organisation,
  role: wanted.role,
  department: wanted.department,
  level: wanted.level,
  pressing: wanted.event.urgency !== 'routine',
  ...(wanted.withoutDuty === undefined ? {} : { withoutDuty: wanted.withoutDuty }),
});

/** Kinds that somebody has to read; the others only say. */
const MUST_BE_READ: readonly Wanted['kind'][] = ['owner', 'late', 'unread', 'request', 'unreached'];

type Rows = {
  readonly notices: readonly NewNotice[];
  readonly recipients: readonly NewRecipient[];
  readonly deliveries: readonly NewDelivery[];
};

/** The rows of one notice: who is told, and by which channels outside the program. */
export const rowsOf = (
  options: NoticesOptions,
  wanted: Wanted,
  people: readonly Person[],
  raisedFrom: string | null,
  at: Date,
): Rows => {
  const { ids, limits, calendar, zone, channels } = options;
  const { event, kind, level } = wanted;
  const id = ids();
  // a notice belongs to the house whose people it reaches: the lead's duty office is not the township's
  const organisation = people[0]?.organisation ?? wanted.organisation;
  const mustBeRead = MUST_BE_READ.includes(kind) && level < 2;
  const wakeAt = people.length === 0 ? at : limits('notice.read', event.urgency, at).dueAt;
  const nextAt = event.urgency === 'routine' ? nextOpening(calendar, zone, at) : at;
  const calls: readonly (string | null)[] =
    kind === 'resident' ? [null] : people.filter(({ rings }) => rings).map(({ role }) => role);
  const delivery = (channel: Channel, to: string | null): NewDelivery => ({
    id: ids(),
    notice: id,
    channel,
    practitioner_role: to,
    organisation,
    next_at: nextAt,
    made_at: at,
  });
  return {
    notices: [
      {
        id,
        event: event.number === 0 ? null : event.number,
        kind,
        level,
        case_id: event.caseId,
        state: event.state,
        urgency: event.urgency,
        organisation,
        role: level === 0 ? wanted.role : 'duty-officer',
        department: wanted.department,
        due_at: event.dueAt,
        what: wanted.what,
        raised_from: raisedFrom,
        caused_at: event.at,
        at,
        wake_at: mustBeRead ? wakeAt : null,
      },
    ],
    recipients: people.map((one) => ({
      notice: id,
      practitioner_role: one.role,
      organisation: one.organisation,
      at,
      why: one.why,
      rings: one.rings,
    })),
    deliveries: channels.flatMap(({ channel, reach }) =>
      reach === 'person'
        ? calls.map((to) => delivery(channel, to))
        : kind === 'resident' || calls.length === 0
          ? []
          : [delivery(channel, null)],
    ),
  };
};

/** Those told: one person where one is named and still there, nobody here for a resident's message, else by the rosters. */
const peopleOf = (wanted: Wanted, candidates: readonly Candidate[], workingTime: boolean): readonly Person[] => {
  const { kind, person } = wanted;
  if (kind === 'resident') return [];
  const named = candidates.find(({ source, role }) => source === 'role' && role === person);
  if (named !== undefined)
    return [{ role: named.role, organisation: named.organisation, why: 'opener', rings: kind !== 'news' }];
  // whoever acted knows
  return choose(candidates, askedOf(wanted), workingTime).filter(({ role }) => role !== wanted.event.by.actor);
};

/** Finds the people for all wanted notices in one flight. */
export const peopleFor = async (
  { calendar, zone }: Pick<NoticesOptions, 'calendar' | 'zone'>,
  tx: Transaction,
  wanted: readonly Wanted[],
  at: Date,
): Promise<readonly (readonly Person[])[]> => {
  if (wanted.length === 0) return [];
  const [rows = []] = await tx.flight([findCandidates(wanted.map(askedOf), at, civilDay(at, zone))]);
  const workingTime = isWorkingTime(calendar, at, zone);
  const candidates = candidatesFrom(rows, wanted.length);
  return wanted.map((one, index) => peopleOf(one, candidates[index] ?? [], workingTime));
};

export const joined = (all: readonly Rows[]): Rows => ({
  notices: all.flatMap(({ notices }) => notices),
  recipients: all.flatMap(({ recipients }) => recipients),
  deliveries: all.flatMap(({ deliveries }) => deliveries),
});
export const statementsOf = (rows: Rows, ids: Ids, at: Date): readonly Statement[] =>
  rows.notices.length === 0
    ? []
    : [
        insertNotices(rows.notices),
        ...(rows.recipients.length === 0 ? [] : [insertRecipients(rows.recipients)]),
        ...(rows.deliveries.length === 0 ? [] : [insertDeliveries(rows.deliveries)]),
        announceNotices(
          ids(),
          [...new Set([...rows.notices, ...rows.recipients].map(({ organisation }) => organisation))],
          at,
        ),
      ];

type Told = { readonly wanted: Wanted; readonly people: readonly Person[] };

/** Nobody is told of one event twice: whoever stands in two of its notices is told by the first. */
const onceEach = (wanted: readonly Wanted[], people: readonly (readonly Person[])[]): readonly Told[] => {
  const told = new Set<string>();
  return wanted.flatMap((one, index): readonly Told[] => {
    const reached = people[index] ?? [];
    const left = reached.filter(({ role }) => !told.has(`${String(one.event.number)} ${role}`));
    for (const { role } of left) told.add(`${String(one.event.number)} ${role}`);
    return reached.length > 0 && left.length === 0 ? [] : [{ wanted: one, people: left }];
  });
};

/** One batch. Answers how many events were dealt with; 0 also when another process is at it. */
const queueBatch = async (options: NoticesOptions): Promise<{ readonly events: number; readonly notices: number }> => {
  const { db, clock, residentSides, tellsOwner, ensureCode, ids } = options;
  const at = clock.now();
  return db.write(NOTICES, at, async (tx) => {
    const none = { events: 0, notices: 0 };
    const [leads = [], rows = []] = await tx.flight([leadNotices, nextEvents(BATCH)]);
    if (leads[0]?.['leader'] !== true) return none;
    const last = rows.at(-1);
    if (last === undefined) return none;
    const events = rows.flatMap((row) => eventFrom(row) ?? []);
    const wanted = events.flatMap((event) =>
      wantedBy(event, residentSides[event.pathway], tellsOwner(event.pathway, event.step)),
    );
    const people = await peopleFor(options, tx, wanted, at);
    const written = joined(onceEach(wanted, people).map((one) => rowsOf(options, one.wanted, one.people, null, at)));
    const codes = wanted.flatMap(({ kind, what, event }) =>
      kind === 'resident' && event.resident !== null && GIVES_CODE.includes(what ?? '')
        ? ensureCode(event.caseId, event.resident, at)
        : [],
    );
    await tx.finish([
      ...codes,
      ...statementsOf(written, ids, at),
      advanceCursor(Number(rows[0]?.['cursor']), Number(last['number'])),
    ]);
    return { events: rows.length, notices: written.notices.length };
  });
};

/** What a resident is told together with a code. */
export const GIVES_CODE: readonly string[] = ['sent', 'accepted', 'changed'];

/** Queues everything that is waiting. Answers how many notices were queued here. */
export const queueNotices = async (options: NoticesOptions): Promise<number> => {
  let queued = 0;
  for (;;) {
    const [waiting = []] = await options.db.read(NOTICES, options.clock.now(), [findUnqueued]);
    if (waiting.length === 0) return queued;
    try {
      const { events, notices } = await queueBatch(options);
      queued += notices;
      if (notices > 0) options.nudge();
      if (events < BATCH) return queued;
    } catch (fault) {
      // another process was quicker: what it queued is queued
      if (!isGuardFailure(fault)) throw fault;
      return queued;
    }
  }
};
