/**
 * A notice nobody has read in its time goes to the duty office 总值班 of the house, then to that of the consortium's lead. One that
 * the case has left behind is let be; a resident who could not be told becomes a notice to their doctor.
 */
import type { Rows, Statement } from '../../platform/postgres/database.ts';
import type { Urgency } from '../pathways/define.ts';
import type { NoticesOptions, Person } from './queue.ts';
import { joined, peopleFor, rowsOf, statementsOf } from './queue.ts';
import { NOTICES } from './store.ts';
import type { NoticeKind, NoticeLevel } from './shapes.ts';
import type { NoticeEvent, Wanted } from './wanted.ts';

const BATCH = 50;

/** Several processes sweep at once: each takes rows nobody else has locked. */
const findUnread = (at: Date): Statement => ({
  name: 'notice-unread-due',
  text: `select n.id, n.kind, n.level, n.case_id, n.state, n.urgency, n.organisation, n.role, n.department, n.due_at, n.what,
                n.read_at is not null as read, n.caused_at,
                n.kind in ('owner', 'late', 'unread') and (c.closed_at is not null or c.state <> n.state) as moot,
                c.pathway, c.resident, c.owner_organisation, c.owner_role, c.owner_department,
                f.actor as opener, f.role as opener_role, f.organisation as opener_organisation, r.id as opener_known,
                array(select x.practitioner_role from notice_recipient x where x.notice = n.id) as told
           from notice n join cases c on c.id = n.case_id
           left join case_step f on f.case_id = c.id and f.version = 1
           left join practitioner_role r on r.id = f.actor
          where n.wake_at <= $1 order by n.wake_at limit ${String(BATCH)} for update of n skip locked`,
  values: [at],
});
const calmDown = (ids: readonly string[]): Statement => ({
  name: 'notice-calm',
  text: 'update notice set wake_at = null where id = any($1)',
  values: [ids],
});

const orNull = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);
const text = (value: unknown): string => orNull(value) ?? '';

const eventOf = (row: Rows[number], at: Date): NoticeEvent => {
  const owner = orNull(row['owner_organisation']);
  const opener = { role: text(row['opener_role']), organisation: text(row['opener_organisation']) };
  return {
    number: 0,
    kind: '',
    at,
    caseId: text(row['case_id']),
    pathway: text(row['pathway']),
    resident: orNull(row['resident']),
    urgency: text(row['urgency']) as Urgency,
    state: text(row['state']),
    owner:
      owner === null
        ? null
        : { organisation: owner, role: text(row['owner_role']), department: orNull(row['owner_department']) },
    dueAt: row['due_at'] instanceof Date ? row['due_at'] : null,
    escalation: 0,
    sameOwner: false,
    step: '',
    by: { actor: '', role: 'system', organisation: 'system' },
    opener: { id: orNull(row['opener_known']), ...opener },
    receiver: null,
    what: orNull(row['what']),
  };
};

/** Who is told instead: the next level's duty office, or the doctor of a resident who was not reached. */
const nextOf = (row: Rows[number], at: Date, level: NoticeLevel): Wanted => {
  const event = eventOf(row, at);
  const kind = text(row['kind']) as NoticeKind;
  if (kind === 'resident')
    return {
      event,
      kind: 'unreached',
      level: 0,
      ...event.opener,
      department: null,
      what: event.what,
      person: event.opener.id,
    };
  return {
    event,
    kind: 'unread',
    level,
    organisation: text(row['organisation']),
    role: text(row['role']),
    department: orNull(row['department']),
    what: event.what,
  };
};

type Raised = { readonly wanted: Wanted; readonly people: readonly Person[]; readonly from: string };

/** Raises what is due at the clock. Answers how many new notices that made. */
export const raiseUnread = async (options: NoticesOptions): Promise<number> => {
  const { db, clock, ids, nudge } = options;
  const at = clock.now();
  const raised = await db.write(NOTICES, at, async (tx) => {
    const [rows = []] = await tx.flight([findUnread(at)]);
    if (rows.length === 0) return 0;
    const due = rows.filter((row) => row['read'] !== true && row['moot'] !== true);
    // both levels are looked up at once: where the house has no duty office of its own, or it was told before, the lead's is next
    const asked = due.flatMap((row) => [nextOf(row, at, 1), nextOf(row, at, 2)]);
    const people = await peopleFor(options, tx, asked, at);
    const made = due.flatMap((row, index): readonly Raised[] => {
      const told = new Set(row['told'] as readonly string[]);
      for (const place of [2 * index, 2 * index + 1]) {
        const wanted = asked[place];
        if (wanted === undefined || wanted.level <= Number(row['level']) - (wanted.kind === 'unread' ? 0 : 1)) continue;
        const found = (people[place] ?? []).filter(({ role }) => !told.has(role));
        if (found.length > 0 || wanted.kind === 'unreached') return [{ wanted, people: found, from: text(row['id']) }];
      }
      return [];
    });
    const written = joined(made.map((one) => rowsOf(options, one.wanted, one.people, one.from, at)));
    await tx.finish([...statementsOf(written, ids, at), calmDown(rows.map((row) => text(row['id'])))]);
    return made.length;
  });
  if (raised > 0) nudge();
  return raised;
};
