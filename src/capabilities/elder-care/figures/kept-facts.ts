/**
 * What lies in no single version of a record (decision 0185): which use a bed had when, the days and money of the ledger by payer,
 * visits that contracts came to owe, houses with both lines of registration, and persons in homes by the level that stood then.
 */
import { factsElsewhere } from '../../../engines/figures/facts.ts';
import type { FactView, Given, KeptElsewhere, ToldAt } from '../../../engines/figures/facts.ts';
import { civilDay } from '../../../platform/civil-time.ts';

const KNOWN = (from: string): string => `${from} as known_from, 'infinity'::timestamptz as known_until`;
const NO_CELL = `'{}'::jsonb as cell, 0 as place`;
/** The last civil day that was known about at the moment. */
const knownDay = ({ moment, zone }: ToldAt, out: Given): string => out.add(civilDay(moment, zone), 'date');

/** A bed's use from a day on; a use that began later than the moment was not known at it. */
const bedUses = (at: ToldAt, out: Given): string => {
  const day = knownDay(at, out);
  return `select 'bed-of-use'::text as view, 'Location/' || b.id as record, 1 as version, null::text as resident, d.organisation,
      greatest(u.from_on, b.from_on) as day, least(case when u.until_on <= ${day} then u.until_on end, b.until_on) as end_day,
      greatest(u.from_on, b.from_on)::timestamptz as start_at, null::timestamptz as end_at, null::numeric as amount, ${NO_CELL},
      jsonb_build_object('use', u.use) as attributes, ${KNOWN('u.from_on::timestamptz')}
    from bed b join department d on d.id = b.department join bed_use u on u.bed = b.id
   where u.from_on <= ${day}`;
};
/** Beds without a record, uses of a bed that left a hole: both would be counted wrongly. */
const bedDifferences: KeptElsewhere['differences'] = () => ({
  text: `select 'kept' as side, 'Location/' || u.bed as record, u.until_on as day from bed_use u join bed b on b.id = u.bed
          where u.until_on is not null and (b.until_on is null or u.until_on < b.until_on)
            and not exists (select 1 from bed_use next where next.bed = u.bed and next.from_on = u.until_on) limit 20`,
  values: [],
});

/** One row for each account an entry touches: money as it was booked, days as one and, taken back, minus one. */
const ledger =
  (code: string, amount: string) =>
  (at: ToldAt, out: Given): string =>
    `select '${code}'::text as view, 'ChargeItem/' || e.id as record, 1 as version, e.resident, e.organisation, e.day,
      null::date as end_day, e.at as start_at, null::timestamptz as end_at, ${amount} as amount, ${NO_CELL},
      jsonb_build_object('account', p.account) as attributes, ${KNOWN('e.at')}
    from care_entry e join (select entry, account, sum(fen) as fen from care_posting group by entry, account) p on p.entry = e.id
   where p.account in ('medical', 'ltci', 'charity', 'resident')${at.past ? ` and e.at <= ${out.add(at.moment, 'timestamptz')}` : ''}`;
/** An entry that is not zero in sum, or a taking back that does not mirror what it takes back. */
const ledgerDifferences: KeptElsewhere['differences'] = () => ({
  text: `select 'kept' as side, 'ChargeItem/' || e.id as record, e.day from care_entry e
           join (select entry, sum(fen) as fen from care_posting group by entry) p on p.entry = e.id where p.fen <> 0 limit 20`,
  values: [],
});

/** So many visits a month, owed on the day a month of the contract is full. */
const visitsDue = (at: ToldAt, out: Given): string => {
  const zone = out.add(at.zone, 'text');
  return `select 'contract-visits-due'::text as view, 'Contract/' || k.case_id || '-c' as record, 1 as version, null::text as resident,
      k.medical as organisation, m.day::date as day, null::date as end_day, m.day as start_at, null::timestamptz as end_at,
      k.visits_per_month::numeric as amount, '{}'::jsonb as cell, m.number::int as place, '{}'::jsonb as attributes,
      ${KNOWN('m.day')}
    from care_contract k join cases c on c.id = k.case_id
    cross join lateral (
      select n as number, (k.from_on + n * interval '1 month')::timestamptz as day
        from generate_series(1, 600) as n
       where k.from_on + n * interval '1 month' <= least(k.until_on, (c.closed_at at time zone ${zone})::date, ${knownDay(at, out)})) m
   where k.status in ('in-force', 'ended')`;
};

/** While a medical and an elderly line of one house stand together. */
const bothLines = ({ moment }: ToldAt, out: Given): string => {
  const at = out.add(moment, 'timestamptz');
  const known = (name: string): string =>
    `${name}.known_from <= ${at} and ${name}.known_until > ${at} and ${name}.withdrawn_because is null`;
  return `select 'both-lines'::text as view, 'OrganizationAffiliation/' || m.id as record, m.version, null::text as resident,
      m.organisation, greatest(m.from_on, e.from_on) as day, least(m.until_on, e.until_on) as end_day,
      greatest(m.from_on, e.from_on)::timestamptz as start_at, null::timestamptz as end_at, null::numeric as amount, ${NO_CELL},
      '{}'::jsonb as attributes, ${KNOWN('greatest(m.known_from, e.known_from)')}
    from institution_line m join institution_line e on e.organisation = m.organisation and e.line = 'elderly'
     and daterange(m.from_on, m.until_on) && daterange(e.from_on, e.until_on)
   where m.line = 'medical' and ${known('m')} and ${known('e')}`;
};
/** While a registered home of a township is managed by a hospital. */
const jointTownshipHomes = ({ moment }: ToldAt, out: Given): string => {
  const at = out.add(moment, 'timestamptz');
  const known = (name: string): string =>
    `${name}.known_from <= ${at} and ${name}.known_until > ${at} and ${name}.withdrawn_because is null`;
  return `select 'joint-township-home'::text as view, 'OrganizationAffiliation/' || j.id as record, j.version, null::text as resident,
      j.home as organisation, greatest(j.from_on, e.from_on) as day, least(j.until_on, e.until_on) as end_day,
      greatest(j.from_on, e.from_on)::timestamptz as start_at, null::timestamptz as end_at, null::numeric as amount, ${NO_CELL},
      jsonb_build_object('extent', case when j.people and j.money and j.things then 'whole' else 'partly' end) as attributes,
      ${KNOWN('greatest(j.known_from, e.known_from)')}
    from joint_management j join institution_line e on e.organisation = j.home and e.line = 'elderly' and e.kind = 'township-home'
     and daterange(j.from_on, j.until_on) && daterange(e.from_on, e.until_on)
   where ${known('j')} and ${known('e')}`;
};
/** Entries whose record says another period, or is missing. */
const lineDifferences: KeptElsewhere['differences'] = () => ({
  text: `select 'kept' as side, 'OrganizationAffiliation/' || l.id as record, l.from_on as day from institution_line l
           left join resource r on r.type = 'OrganizationAffiliation' and r.id = l.id
          where l.known_until = 'infinity'
            and (r.id is null or r.version <> l.version or r.content::json #>> '{period,start}' <> l.from_on::text
                 or r.content::json #>> '{period,end}' is distinct from l.until_on::text) limit 20`,
  values: [],
});

/** Living in a home under the level of ability that stood then: a stay is cut where a new level came into force. */
const levelsLived = ({ past, moment }: ToldAt, out: Given): string => {
  const at = past ? out.add(moment, 'timestamptz') : '';
  const known = (name: string): string =>
    past ? `${name}.known_from <= ${at} and ${name}.known_until > ${at}` : `${name}.known_until = 'infinity'`;
  return `select 'elder-lived-at-level'::text as view, s.record, s.version, s.resident, s.organisation, greatest(s.day, l.day) as day,
      least(s.end_day, l.next) as end_day, greatest(s.start_at, l.start_at) as start_at, null::timestamptz as end_at,
      null::numeric as amount, '{}'::jsonb as cell, s.place, jsonb_build_object('level', l.level) as attributes,
      ${KNOWN('greatest(s.known_from, l.known_from)')}
    from fact s join (
      select f.resident, f.cell ->> 'level' as level, f.day, f.start_at, f.known_from,
             lead(f.day) over (partition by f.resident order by f.start_at) as next
        from fact f where f.view = 'elder-level' and f.cell ->> 'scale' = 'gb-t-42195' and ${known('f')}) l
      on l.resident = s.resident and (l.next is null or l.next > l.day) and daterange(s.day, s.end_day) && daterange(l.day, l.next)
   where s.view = 'elder-stay' and ${known('s')}`;
};
/** Both parts are facts the engine sets against their records itself. */
const none: KeptElsewhere['differences'] = () => ({
  text: `select 'kept' as side, '' as record, null::date as day where false`,
  values: [],
});

const kept = (
  code: string,
  resource: string,
  table: string,
  rows: KeptElsewhere['rows'],
  differences: KeptElsewhere['differences'],
): FactView => factsElsewhere({ code, version: 1, resource, table }, { rows, differences });

export const KEPT_VIEWS: readonly FactView[] = [
  kept('bed-of-use', 'Location', 'bed_use', bedUses, bedDifferences),
  kept('care-money', 'ChargeItem', 'care_posting', ledger('care-money', 'p.fen::numeric / 100'), ledgerDifferences),
  kept(
    'care-day',
    'ChargeItem',
    'care_entry',
    ledger('care-day', `(case e.kind when 'day' then 1 when 'reversal' then -1 else 0 end)::numeric`),
    ledgerDifferences,
  ),
  kept('contract-visits-due', 'Contract', 'care_contract', visitsDue, none),
  kept('both-lines', 'OrganizationAffiliation', 'institution_line', bothLines, lineDifferences),
  kept('joint-township-home', 'OrganizationAffiliation', 'joint_management', jointTownshipHomes, none),
  kept('elder-lived-at-level', 'EpisodeOfCare', 'fact', levelsLived, none),
];
