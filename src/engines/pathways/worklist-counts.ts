/**
 * The numbers on a worklist's tabs and chips. Counting a hospital's twenty thousand open cases takes longer than everything else of
 * the page, so a process keeps what it counted of an organisation until a step concerns it: every step writes its event in its own
 * transaction, and each answer first asks whether there is one since the snapshot that was counted. Nothing is approximate.
 */
import type { Actor, Database, Rows, Statement } from '../../platform/postgres/database.ts';
import type { Worklist } from './shapes.ts';

/** Open cases of one organisation that count alike for everybody there. */
type Group = {
  readonly department: string | null;
  readonly party: string;
  readonly owned: boolean;
  readonly role: string | null;
  readonly urgency: string;
  readonly open: number;
  readonly late: number;
};
type Counted = {
  readonly groups: readonly Group[];
  /** Events up to this number have been counted, and those that had none yet. */
  readonly upTo: number;
  /** From then on a case more is late. */
  readonly until: number;
};

/** Counts and the last numbered event of one snapshot. An event visible in it without a number asks for one recount too many. */
export const countGroups = (organisation: string, at: Date, without: readonly string[] = []): Statement => ({
  name: 'worklist-count-groups',
  text: `select e.number as up_to, g.*
           from (select coalesce(max(number), 0) as number from outbox) as e
           left join (select p.department, p.party, p.owned, p.owner_role, p.urgency, count(*) as open,
                             count(*) filter (where p.due_at < $2) as late, min(p.due_at) filter (where p.due_at >= $2) as next_due
                        from case_party p
                       where p.organisation = $1 and not p.closed and p.pathway <> all($3::text[])
                       group by 1, 2, 3, 4, 5) as g on true`,
  values: [organisation, at, without],
});

/** Whether a step has concerned the organisation since, and how far that has been looked. */
export const findChanges = (organisation: string, upTo: number): Statement => ({
  name: 'worklist-count-changes',
  text: `select coalesce(bool_or($1 = any(organisations) and kind like 'case.%'), false) as changed, greatest(max(number), $2) as up_to
           from (select number, kind, organisations from outbox where number is null
                 union all select number, kind, organisations from outbox where number > $2) as news`,
  values: [organisation, upTo],
});

const orNull = (value: unknown): string | null => (typeof value === 'string' ? value : null);

const countedFrom = (rows: Rows): Counted => {
  const due = rows.flatMap((row) => (row['next_due'] instanceof Date ? row['next_due'].getTime() : []));
  return {
    groups: rows
      .filter((row) => row['party'] !== null)
      .map((row) => ({
        department: orNull(row['department']),
        party: String(row['party']),
        owned: row['owned'] === true,
        role: orNull(row['owner_role']),
        urgency: String(row['urgency']),
        open: Number(row['open']),
        late: Number(row['late']),
      })),
    upTo: Number(rows[0]?.['up_to'] ?? 0),
    until: due.length === 0 ? Number.POSITIVE_INFINITY : Math.min(...due),
  };
};

/** A department's people count what lies with it or with nobody there. */
const tally = ({ groups }: Counted, { role, department = null }: Actor): Worklist['counts'] => {
  const own = groups.filter(
    (group) => department === null || group.department === null || group.department === department,
  );
  const sum = (which: (group: Group) => boolean): number =>
    own.reduce((all, group) => all + (which(group) ? group.open : 0), 0);
  return {
    open: sum(() => true),
    mine: sum((group) => group.owned && group.role === role),
    waiting: sum(({ owned }) => !owned),
    late: own.reduce((all, { late }) => all + late, 0),
    emergency: sum(({ urgency }) => urgency === 'emergency'),
    urgent: sum(({ urgency }) => urgency === 'urgent'),
    routine: sum(({ urgency }) => urgency === 'routine'),
    sent: sum(({ party }) => party === 'sender'),
    received: sum(({ party }) => party === 'receiver'),
  };
};

/** Old events are forgotten after days; what was not asked about for this long is counted anew. */
const KEPT_MS = 600_000;
const MOST_KEPT = 5000;

export type WorklistCounts = (actor: Actor, at: Date) => Promise<Worklist['counts']>;

/** Keeps what was counted in this process. @param without pathways that have a list of their own */
export const worklistCounts = (db: Database, without: readonly string[] = []): WorklistCounts => {
  const kept = new Map<string, Counted & { readonly lookedAt: number }>();
  const recount = async (actor: Actor, at: Date): Promise<Counted> => {
    const [rows = []] = await db.read(actor, at, [countGroups(actor.organisation, at, without)]);
    const counted = countedFrom(rows);
    if (kept.size >= MOST_KEPT) kept.clear();
    // of two that counted at once the later snapshot stays
    if ((kept.get(actor.organisation)?.upTo ?? -1) <= counted.upTo)
      kept.set(actor.organisation, { ...counted, lookedAt: at.getTime() });
    return counted;
  };
  return async (actor, at) => {
    const known = kept.get(actor.organisation);
    const age = at.getTime() - (known?.lookedAt ?? 0);
    if (known === undefined || at.getTime() > known.until || age < 0 || age > KEPT_MS)
      return tally(await recount(actor, at), actor);
    const [rows = []] = await db.read(actor, at, [findChanges(actor.organisation, known.upTo)]);
    if (rows[0]?.['changed'] !== false) return tally(await recount(actor, at), actor);
    const looked = { ...known, upTo: Number(rows[0]['up_to']), lookedAt: at.getTime() };
    if (kept.get(actor.organisation) === known) kept.set(actor.organisation, looked);
    return tally(known, actor);
  };
};
