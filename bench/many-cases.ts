/** Cases by the hundred thousand, made in SQL over the region's own organisations and residents. */
import type { Statement } from '../src/platform/postgres/database.ts';

/**
 * Referrals `from`…`to`. Every tenth lies with the measured hospital and every fifth is open, so that the open cases of its
 * worklist grow with the table: the hardest reading of the budget, since in a real region history grows and the open ones do not.
 */
export const makeCases = (from: number, to: number, hospital: string): readonly Statement[] => [
  {
    text: `with place as (
             select array_agg(id order by id) filter (where kind in ('township-hospital', 'community-centre')) as senders,
                    array_agg(id order by id) filter (where kind = 'hospital' and id <> $3) as hospitals
               from organisation),
           -- joined, not indexed: an array of a million texts is walked from its beginning for each of them
           people as materialized (select id, row_number() over (order by id) - 1 as place from resident),
           crowd as materialized (select count(*) as of_all from resident),
           made as (
             select n, n % 5 = 0 as open, (array['emergency', 'urgent', 'routine', 'routine', 'routine'])[1 + (n / 50) % 5] as urgency,
                    case when (n / 5) % 10 = 0 then $3 else place.hospitals[1 + n % cardinality(place.hospitals)] end as receiver,
                    place.senders[1 + (n * 7) % cardinality(place.senders)] as sender,
                    people.id as resident
               from place cross join crowd cross join generate_series($1::integer, $2::integer) as n
               join people on people.place = (n * 31) % crowd.of_all),
           opened as (
             insert into cases (id, number, pathway, pathway_version, state, version, urgency, resident, opener, owner_organisation, owner_role,
                                due_at, wake_at, headline, limit_code, limit_version, limit_verified, around_the_clock, clock_started_at,
                                opened_at, changed_at, closed_at, ending)
             select 'bench-' || n, 'BN' || n, 'referral', 1, case when open then 'sent' else 'finished' end, 1, urgency, resident, sender,
                    case when open then receiver end, case when open then 'referral-coordinator' end,
                    case when open then now() + n % 5000 * interval '10 minutes' + interval '10 days' end,
                    case when open then now() + interval '100 days' end,
                    '冠状动脉粥样硬化性心脏病', 'referral.answer', '1', false, false, now(),
                    now() - n % 3000 * interval '1 hour', now() - n % 3000 * interval '1 hour',
                    case when not open then now() - n % 3000 * interval '1 hour' end, case when not open then 'finished' end
               from made)
           insert into case_party (case_id, party, organisation, pathway, closed, owned, urgency_rank, due_at, changed_at,
                                   urgency, owner_role)
           select 'bench-' || n, party.name, case party.name when 'sender' then sender else receiver end, 'referral', not open,
                  open and party.name = 'receiver', case urgency when 'emergency' then 0 else 1 end,
                  case when open then now() + n % 5000 * interval '10 minutes' + interval '10 days' end,
                  now() - n % 3000 * interval '1 hour', urgency, case when open then 'referral-coordinator' end
             from made cross join (values ('sender'), ('receiver')) as party (name)`,
    values: [from, to, hospital],
  },
];

/** What a referral does while it is open: the receiver may know who it is about. */
export const relateOpen = (hospital: string): Statement => ({
  text: `insert into relation (resident, organisation, kind, source, from_at)
         select distinct c.resident, $1, 'case', 'Task/bench', now() - interval '1 hour'
           from case_party p join cases c on c.id = p.case_id
          where p.organisation = $1 and p.party = 'receiver' and not p.closed and c.id like 'bench-%' on conflict do nothing`,
  values: [hospital],
});

/** The event by which the hospital's people look again. */
export const tellOf = (hospital: string): Statement => ({
  text: `insert into outbox (id, kind, subject, organisations, payload, at)
         values ('bench-' || clock_timestamp(), 'case.opened', 'bench', array[$1], '{"urgency": "routine"}', now())`,
  values: [hospital],
});

/** As autovacuum does in time: the planner knows its tables. */
export const settle: readonly Statement[] = [
  { text: 'vacuum (analyze) cases' },
  { text: 'vacuum (analyze) case_party' },
  { text: 'analyze' },
];
