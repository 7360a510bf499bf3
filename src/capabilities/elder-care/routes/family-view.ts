/** What a family member sees: each part only where it was consented to; names of staff and of other residents never. */
import { monthStatement, payerKey } from '../../../engines/care-days/core/monthly.ts';
import type { Booked } from '../../../engines/care-days/core/monthly.ts';
import { bookedFrom } from '../../../engines/care-days/monthly.ts';
import type { Rows, Statement } from '../../../platform/postgres/database.ts';
import type { CareNote, FamilyPage, StayDay } from '../shapes.ts';
import { careFrom, notesFrom } from './stay-view.ts';

/** Who was let in by the code this session was exchanged for, while the consent holds. */
export const findLetIn = (session: string, at: Date): Statement => ({
  name: 'family-let-in',
  text: `select f.* from resident_session s join family_access f on f.id = s.family
          where s.token_hash = $1 and f.ended_at is null and f.until_at > $2`,
  values: [session, at],
});

const instant = (value: unknown): string | null => (value instanceof Date ? value.toISOString() : null);
const textOr = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);
/** Who wrote it is the house's matter. */
const unsigned = (note: CareNote): CareNote => ({ ...note, by: null });

const sumOf = (days: readonly StayDay[], ...payers: readonly string[]): number =>
  days.flatMap(({ parts }) => parts).reduce((sum, { payer, fen }) => sum + (payers.includes(payer) ? fen : 0), 0);

/** By month, newest first: days of care in the house, and what each payer bears. */
const moneyOf = (days: readonly StayDay[]): FamilyPage['money'] => {
  const months = [...new Set(days.map(({ day }) => day.slice(0, 7)))].sort().reverse();
  return months.map((month) => {
    const own = days.filter(({ day, place }) => day.startsWith(month) && place === 'care-home');
    return {
      ...{ month, days: own.filter(({ counted }) => counted).length },
      ...{ ltci: sumOf(own, 'ltci'), medical: sumOf(own, 'medical'), aid: sumOf(own, 'charity') },
      own: sumOf(own, 'resident', 'held'),
    };
  });
};

/** Each month of the ledger as a statement of the person's: the sums the settlement desk prints. */
export const statementsOf = (booked: readonly Booked[]): NonNullable<FamilyPage['statements']> =>
  [...new Set(booked.map(({ day }) => day.slice(0, 7)))]
    .sort()
    .reverse()
    .map((month) => {
      const own = booked.filter(({ day }) => day.startsWith(month));
      const { groups, days, fen } = monthStatement(own, payerKey);
      const rows = groups.flatMap((group) => group.rows);
      return {
        ...{ month, days, fen },
        rows: rows.map(({ account, as, from, through, days: some, unit, fen: amount }) => ({
          ...{ account, as, from, through, days: some, unit, fen: amount },
        })),
      };
    });

export const familyPage = (
  access: Rows[number],
  head: Rows[number],
  given: {
    readonly notes: Rows;
    readonly visits: Rows;
    readonly days: readonly StayDay[];
    readonly booked: Rows;
    readonly csrf: string;
    readonly at: Date;
  },
): FamilyPage => {
  const parts = access['parts'] as readonly string[];
  const sees = (part: string): boolean => parts.includes(part);
  const care = careFrom(notesFrom(given.notes), given.at);
  const since = instant(head['away_from']);
  const label = textOr(head['label']);
  return {
    resident: textOr(head['name']) ?? '',
    ...{ who: String(access['who']), relation: String(access['relation']), parts: [...parts] },
    home: { name: textOr(head['home_name']) ?? '', phone: textOr(head['home_phone']) },
    state: String(head['state']),
    bed: label === null ? null : `${textOr(head['ward']) ?? ''} ${label}`,
    from: instant(head['from_at']),
    away: since === null ? null : { where: textOr(head['away_name']) ?? '', since },
    level: sees('care') ? textOr(head['level']) : null,
    care: sees('care') ? care.notes.filter(({ step }) => step === 'record-care').map(unsigned) : null,
    plan: sees('plan') && care.plan !== null ? unsigned(care.plan) : null,
    medicines: sees('plan') && care.medicines !== null ? unsigned(care.medicines) : null,
    incidents: sees('incidents') ? care.incidents.map(unsigned) : null,
    visits: sees('visits')
      ? given.visits.map((row) => ({ at: instant(row['visited_at']) ?? '', by: String(row['by']) }))
      : null,
    money: sees('money') ? moneyOf(given.days) : null,
    statements: sees('money') ? statementsOf(bookedFrom(given.booked)) : null,
    untilAt: instant(access['until_at']) ?? '',
    csrf: given.csrf,
    serverTime: given.at.toISOString(),
  };
};
