/** A statement of a month as a page, a paper and a workbook show it: the same sums, from the same moment. */
import { monthState, monthStatement, PAYER_ACCOUNTS, payerKey } from '../../../engines/care-days/core/monthly.ts';
import type { Booked, MonthState, MonthStatement, PayerAccount } from '../../../engines/care-days/core/monthly.ts';
import { bookedFrom, findBooked } from '../../../engines/care-days/monthly.ts';
import { suppressedOf } from '../../../engines/figures/suppress.ts';
import { civilDay } from '../../../platform/civil-time.ts';
import type { Actor, Rows, Statement } from '../../../platform/postgres/database.ts';
import { isRefusal, refuse } from '../../../platform/refusal.ts';
import type { Refusal } from '../../../platform/refusal.ts';
import type { Language } from '../../../platform/words.ts';
import { statementWords } from '../papers/words.ts';
import { atDesk } from '../rules/sides.ts';
import type { StatementQuery, StatementView } from '../shapes/statements.ts';
import type { HospiceRoutesOptions } from './options.ts';

/** Who works at a house reads its own; who oversees reads sums over all houses, the insurer those of its own accounts. */
export type Reader = { readonly overseer: boolean; readonly accounts: readonly PayerAccount[]; readonly by: Actor };
export const readerOf = (actor: Actor): Reader | undefined =>
  atDesk(actor)
    ? { overseer: false, accounts: PAYER_ACCOUNTS, by: actor }
    : actor.role === 'commission-officer'
      ? { overseer: true, accounts: PAYER_ACCOUNTS, by: { ...actor, purpose: 'figures' } }
      : actor.role === 'insurance-officer'
        ? { overseer: true, accounts: ['medical', 'ltci'], by: { ...actor, purpose: 'figures' } }
        : undefined;

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
type Payer = { readonly account: string; readonly party: string };
export const payerOf = (key: string): Payer => {
  const [account = '', ...party] = key.split('|');
  return { account, party: party.join('|') };
};

/** What a payer is called: the insurance with its scheme, the donor of a fund. */
export const payerName =
  ({ rules }: Pick<HospiceRoutesOptions, 'rules'>, language: Language) =>
  ({ account, party }: Payer): string => {
    const words = statementWords[language];
    const named = (table: Readonly<Record<string, string>>, code: string): string => table[code] ?? code;
    if (account === 'resident') return words.ownPaid;
    if (account === 'held') return words.held(named(words.schemes, party.split(':').at(-1) ?? party));
    const donor = rules.funds.find(({ id }) => id === party)?.donor;
    return words.named(named(words.accounts, account), donor ?? named(words.schemes, party));
  };

/** In the order `headFrom` reads them. */
export const findHead = (month: string, known: Date): readonly Statement[] => [
  {
    name: 'statement-settled',
    text: `select organisation, max(at) as at from audit where action = 'settle' and target = $1 and at <= $2 group by 1`,
    values: [month, known],
  },
  { name: 'statement-houses', text: 'select id, name, short_name from organisation' },
];
const STATES = ['never', 'partly', 'settled'] as const;
export type SettledHouses = {
  readonly nameOf: (id: string) => string | undefined;
  readonly stateOf: (id: string) => MonthState;
  /** Of several houses: the least that holds of all of them, and when the last of them was settled. */
  readonly of: (houses: readonly string[]) => { readonly settled: MonthState; readonly settledAt: string | null };
};
export const headFrom = (settled: Rows, houses: Rows, month: string, zone: string): SettledHouses => {
  const names = new Map(houses.map((row) => [text(row['id']), text(row['name']) || text(row['short_name'])]));
  const moments = new Map(
    settled.flatMap(({ organisation, at }) => (at instanceof Date ? [[text(organisation), at] as const] : [])),
  );
  const stateOf = (id: string): MonthState => {
    const at = moments.get(id);
    return monthState(month, at === undefined ? null : civilDay(at, zone));
  };
  return {
    nameOf: (id) => names.get(id),
    stateOf,
    of: (some) => {
      const least = Math.min(...some.map((id) => STATES.indexOf(stateOf(id))), some.length === 0 ? 0 : 2);
      const last = some
        .flatMap((id) => moments.get(id)?.toISOString() ?? [])
        .sort()
        .at(-1);
      return { settled: STATES[least] ?? 'never', settledAt: last ?? null };
    },
  };
};

/** The moment a statement is of: asked for, or now; and the month has begun. */
export const momentOf = (
  { engine }: Pick<HospiceRoutesOptions, 'engine'>,
  { month, known }: { readonly month: string; readonly known?: string | undefined },
): { readonly now: Date; readonly known: Date } | Refusal => {
  const now = engine.clock.now();
  const asked = known === undefined ? now : new Date(known);
  if (`${month}-01` > engine.today(now)) return refuse('statement-month-to-come');
  return asked > now ? refuse('statement-moment-to-come') : { now, known: asked };
};

export const findNames = (residents: readonly string[]): Statement => ({
  name: 'statement-names',
  text: 'select id, name from resident where id = any($1::text[])',
  values: [residents],
});
const findStay = (resident: string, organisation: string): Statement => ({
  name: 'statement-stay',
  text: `select s.episode, s.programme, r.name from care_stay s left join resident r on r.id = s.resident
          where s.resident = $1 and s.organisation = $2 order by s.from_at desc limit 1`,
  values: [resident, organisation],
});
const findCopies = (organisation: string, { by, of, month }: StatementQuery): Statement => ({
  name: 'statement-copies-of',
  text: `select count(*)::int as n from care_statement_print
          where organisation = $1 and kind = $2 and of = $3 and month = $4 and form = 'pdf'`,
  values: [organisation, by, of, month],
});
const findUnverified = (organisation: string | null, month: string): Statement => ({
  name: 'statement-unverified',
  text: `select exists (select 1 from care_entry where ($1::text is null or organisation = $1) and not verified
                           and day >= ($2 || '-01')::date and day < (($2 || '-01')::date + interval '1 month')) as any`,
  values: [organisation, month],
});

const KEYS = {
  person: payerKey,
  institution: ({ resident }: Booked) => resident,
  payer: ({ resident }: Booked) => resident,
} as const;
const OVERSEEN = {
  person: payerKey,
  institution: payerKey,
  payer: ({ organisation }: Booked) => organisation,
} as const;

type Named = (key: string) => string;
const groupsOf = (made: MonthStatement, name: Named, payer: (of: Payer) => string): StatementView['groups'] =>
  made.groups.map(({ rows, ...group }) => ({
    ...group,
    name: name(group.key),
    rows: rows.map((row) => ({ ...row, name: payer(row) })),
  }));
/** Sums without the days behind them; where few residents stand behind one it is hidden, and what would tell it. */
const overseenOf = (made: MonthStatement, name: Named, smallest: number) => {
  const { cells, total } = suppressedOf(
    made.groups.map(({ residents }) => residents),
    smallest,
  );
  const shown = <One>(place: number, value: One): One | null => (cells.has(place) ? null : value);
  return {
    groups: made.groups.map(({ key, days, residents, fen }, place) => ({
      ...{ key, name: name(key), rows: [] },
      ...{ days: shown(place, days), residents: shown(place, residents), fen: shown(place, fen) },
    })),
    ...(total ? { days: null, residents: null, fen: null } : {}),
  };
};

export type Opened = { readonly view: StatementView; readonly residents: readonly string[] };

/** One statement, or `statement-unknown` where it is of another house, nobody's, or a payer that is not the reader's. */
export const openStatement = async (
  options: HospiceRoutesOptions,
  actor: Actor,
  query: StatementQuery,
  language: Language,
): Promise<Opened | Refusal> => {
  const { engine, rules, smallestCell } = options;
  const reader = readerOf(actor);
  if (reader === undefined || (reader.overseer && query.by === 'person')) return refuse('role.may-not');
  const moment = momentOf(options, query);
  if (isRefusal(moment)) return moment;
  const { month, by, of } = query;
  const house = reader.overseer ? (by === 'institution' ? of : null) : actor.organisation;
  const payer = payerOf(of);
  if (!reader.overseer && by === 'institution' && of !== actor.organisation) return refuse('statement-unknown');
  if (by === 'payer' && !(reader.accounts as readonly string[]).includes(payer.account))
    return refuse('statement-unknown');
  const asked = {
    ...{ month, organisation: house, accounts: reader.accounts, known: moment.known },
    ...{ resident: by === 'person' ? of : null, payer: by === 'payer' ? of : null },
  };
  const [rows = [], settled = [], houses = [], stays = [], copies = [], [unverified] = []] = await engine.db.read(
    reader.by,
    moment.now,
    [
      findBooked(asked),
      ...findHead(month, moment.known),
      findStay(by === 'person' ? of : '', actor.organisation),
      findCopies(actor.organisation, query),
      findUnverified(house, month),
    ],
  );
  const head = headFrom(settled, houses, month, rules.zone);
  const booked = bookedFrom(rows);
  if (by === 'institution' && head.nameOf(of) === undefined) return refuse('statement-unknown');
  if (by === 'person' && booked.length === 0 && stays.length === 0) return refuse('statement-unknown');
  const residents = reader.overseer ? [] : [...new Set(booked.map(({ resident }) => resident))];
  const [people = []] = residents.length === 0 ? [[]] : await engine.db.read(actor, moment.now, [findNames(residents)]);
  const person = new Map(people.map((row) => [text(row['id']), text(row['name'])]));
  const words = statementWords[language];
  const namePayer = payerName(options, language);
  const ofPayer: Named = (key) => namePayer(payerOf(key));
  const ofPerson: Named = (id) => person.get(id) ?? words.nameHidden;
  const ofHouse: Named = (id) => head.nameOf(id) ?? id;
  const houseOf = house ?? actor.organisation;
  const behind = house === null ? [...new Set(booked.map(({ organisation }) => organisation))] : [house];
  const keyOf = (reader.overseer ? OVERSEEN : KEYS)[by];
  const made = monthStatement(booked, keyOf);
  const groupName = keyOf === payerKey ? ofPayer : reader.overseer ? ofHouse : ofPerson;
  const stay = stays[0];
  const named =
    by === 'person'
      ? (person.get(of) ?? (text(stay?.['name']) || words.nameHidden))
      : by === 'payer'
        ? ofPayer(of)
        : ofHouse(of);
  return {
    residents,
    view: {
      ...{ month, by, of, name: named, overseer: reader.overseer },
      organisation: { id: houseOf, name: ofHouse(houseOf) },
      ...{ ...head.of(behind), verified: unverified?.['any'] !== true },
      ...{ known: moment.known.toISOString(), serverTime: moment.now.toISOString() },
      ...{ days: made.days, residents: made.residents, fen: made.fen, reversals: made.reversals },
      copies: Number(copies[0]?.['n'] ?? 0),
      groups: groupsOf(made, groupName, namePayer),
      ...(reader.overseer ? overseenOf(made, groupName, smallestCell) : {}),
      bookings:
        by === 'person'
          ? booked.map(({ entry, day, as, account, party, fen }) => ({
              ...{ entry, day, as, account, party, fen, name: namePayer({ account, party }) },
            }))
          : [],
      stay:
        by === 'person' && stay !== undefined
          ? { case: text(stay['episode']), programme: text(stay['programme']) }
          : null,
    },
  };
};
