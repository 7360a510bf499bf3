/** Settlement: the days of a period worked out from the facts believed, and the ledger brought to say so. Repeatable to the fen. */
import type { Actor, Database, Statement } from '../../platform/postgres/database.ts';
import type { CivilDay } from '../../platform/civil-time.ts';
import { deriveDays } from './core/days.ts';
import type { CareDay, DayRules } from './core/days.ts';
import type { EvidenceRules, Fund } from './core/facts.ts';
import { planOf, wantedOf } from './core/ledger.ts';
import type { Wanted } from './core/ledger.ts';
import type { DaySplit } from './core/payment.ts';
import type { PayTables } from './core/policies.ts';
import { splitDays } from './core/split.ts';
import { findDayEntries, reverseEntries, writeEntries, writtenFrom } from './ledger-statements.ts';
import type { NewEntry } from './ledger-statements.ts';
import type { Facts } from './statements.ts';
import { factsFrom, findFacts } from './statements.ts';

/** The region's dated data, checked when loaded. */
export type CareDayRules = {
  readonly zone: string;
  readonly days: readonly DayRules[];
  readonly evidence: readonly EvidenceRules[];
  readonly tables: PayTables;
  readonly funds: readonly Fund[];
  readonly classOf: (organisation: string, day: CivilDay) => string | null;
};
export type Period = { readonly from: CivilDay; readonly through: CivilDay };

/** The days of a resident from the first on, and who pays each. */
export const workOut = (
  facts: Facts,
  rules: CareDayRules,
  through: CivilDay,
): { readonly days: readonly CareDay[]; readonly splits: readonly DaySplit[] } => {
  const days = deriveDays(facts.stays, { rules: rules.days, zone: rules.zone, through });
  const { funds, classOf } = rules;
  return { days, splits: splitDays(days, { ...facts, funds, classOf }, rules.tables, rules.evidence) };
};

/** Residents with a stay, or with an entry in the ledger, in the period: what was withdrawn is taken back too. */
export const findSettled = (period: Period, zone: string, organisation: string | null): Statement => ({
  name: 'care-residents-in-period',
  text: `select resident from care_stay
          where known_until is null and from_at < (($2::date + 1)::timestamp at time zone $3)
            and (until_at is null or until_at > ($1::date::timestamp at time zone $3)) and ($4::text is null or organisation = $4)
         union
         select resident from care_entry
          where day between $1::date and $2::date and kind = 'day' and ($4::text is null or organisation = $4)
         order by 1`,
  values: [period.from, period.through, zone, organisation],
});

/**
 * Residents of one transaction: all of their days are settled or none, and a month cut off goes on from there. More at once would
 * only be copied about by the collector of garbage while they wait.
 */
const AT_ONCE = 200;
/** Transactions under way: while the database writes the days of some, those of the next are worked out. */
const SIDE_BY_SIDE = 2;

export type Settled = { readonly residents: number; readonly written: number; readonly reversed: number };
export type Settling = {
  readonly db: Database;
  readonly actor: Actor;
  readonly at: Date;
  readonly rules: CareDayRules;
  readonly newId: () => string;
};

const settleSome = async (
  { db, actor, at, rules, newId }: Settling,
  residents: readonly string[],
  period: Period,
): Promise<Omit<Settled, 'residents'>> =>
  db.write(actor, at, async (tx) => {
    const [days = [], ...facts] = await tx.flight([
      findDayEntries(residents, period.from, period.through),
      ...findFacts(residents, at),
    ]);
    const before = writtenFrom(days);
    const known = factsFrom(facts);
    const reversed: { id: string; reverses: string }[] = [];
    const written: NewEntry[] = [];
    for (const resident of residents) {
      const own = known.get(resident);
      const splits = own === undefined ? [] : workOut(own, rules, period.through).splits;
      const wanted: Wanted[] = [];
      for (const split of splits) {
        const one = split.day < period.from ? null : wantedOf(split);
        if (one !== null) wanted.push(one);
      }
      const { stands = [], turns } = before.get(resident) ?? {};
      const plan = planOf(wanted, stands);
      for (const { id } of plan.reverse) reversed.push({ id: newId(), reverses: id });
      for (const { day, organisation, postings, because, verified } of plan.write) {
        const turn = turns?.get(day) ?? 0;
        written.push({ id: newId(), kind: 'day', resident, day, organisation, postings, because, verified, turn });
      }
    }
    await tx.finish([
      ...(reversed.length === 0 ? [] : [reverseEntries(reversed, at, actor.id)]),
      ...(written.length === 0 ? [] : [writeEntries(written, at, actor.id)]),
    ]);
    return { written: written.length, reversed: reversed.length };
  });

/**
 * Settles every resident in care in the period, or those of one institution. Done again on the same facts it writes nothing; a
 * fact that came late or was corrected gives reversals of the days it changes, and new entries.
 */
export const settlePeriod = async (
  settling: Settling,
  period: Period,
  organisation: string | null = null,
): Promise<Settled> => {
  const { db, actor, at, rules } = settling;
  const [rows = []] = await db.read(actor, at, [findSettled(period, rules.zone, organisation)]);
  const residents = rows.map((row) => String(row['resident']));
  let written = 0;
  let reversed = 0;
  let next = 0;
  const goOn = async (): Promise<void> => {
    while (next < residents.length) {
      const some = residents.slice(next, next + AT_ONCE);
      next += AT_ONCE;
      const done = await settleSome(settling, some, period).catch((fault: unknown) => {
        next = residents.length;
        throw fault;
      });
      written += done.written;
      reversed += done.reversed;
    }
  };
  // what the other has under way is waited for: when this answers, nothing goes on behind it
  const ended = await Promise.allSettled(Array.from({ length: SIDE_BY_SIDE }, goOn));
  for (const one of ended) if (one.status === 'rejected') throw one.reason;
  return { residents: residents.length, written, reversed };
};
