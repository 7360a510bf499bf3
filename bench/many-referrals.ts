/**
 * Referrals with their courses by the hundred thousand, made in SQL over the region's own organisations: two years of them,
 * from villages, townships and back down, answered, refused, returned, seen or still waiting. The shares are invented; what is
 * measured over them is time, not care.
 */
import type { Statement } from '../src/platform/postgres/database.ts';

/** A number from 0 to 999 that belongs to the referral and to `what`: the same on every run. */
const draw = (what: number): string => `abs(hashint8extended(n, ${String(what)}) % 1000)`;

/** Referrals `from`…`to`, with cases, parties and facts; counters are made when all are there (`countReferrals`). */
export const makeReferrals = (from: number, to: number): Statement => ({
  text: `with place as materialized (
      select id, part_of, organisation_level(id, current_date) as level, coalesce(organisation_consortium(id, current_date), '') as consortium
        from organisation where kind in ('village-clinic', 'township-hospital', 'community-centre', 'hospital')),
    lists as materialized (
      select (select array_agg(id order by id) from place where level = 'village') as villages,
             (select array_agg(id order by id) from place where level = 'township') as townships,
             (select array_agg(id order by id) from place where level = 'city') as cities),
    -- joined, not indexed: an array of a million texts is walked from its beginning for each of them
    people as materialized (select id, row_number() over (order by id) - 1 as place from resident),
    crowd as materialized (select count(*) as of_all from resident),
    lead as materialized (
      select a.consortium, min(a.organisation) as hospital from affiliation a where a.role = 'lead' group by 1),
    drawn as (
      select n, ${draw(1)} as way, ${draw(2)} as fate, ${draw(3)} as speed, ${draw(4)} as stay, ${draw(5)} as care, ${draw(6)} as why,
             now() - (${draw(7)} * 0.72 + ${draw(8)} / 1000.0) * interval '1 day' - interval '1 hour' as opened_at,
             lists.villages[1 + (n * 7) % cardinality(lists.villages)] as village,
             lists.townships[1 + (n * 17) % cardinality(lists.townships)] as township,
             lists.cities[1 + (n * 13) % cardinality(lists.cities)] as city,
             people.id as resident
        from lists cross join crowd cross join generate_series($1::integer, $2::integer) as n
        join people on people.place = (n * 31) % crowd.of_all),
    sided as (
      select d.*, case when way < 200 then village when way < 970 then township else coalesce(lead.hospital, city) end as sender,
             case when way < 200 then v.part_of when way < 700 then coalesce(lead.hospital, city) when way < 970 then city else township end as receiver
        from drawn d join place t on t.id = d.township join place v on v.id = d.village left join lead on lead.consortium = t.consortium),
    -- fate: refused, given up, still in some state, or finished
    timed as (
      select *, now() - opened_at < interval '30 days' and fate % 3 = 0 as waits,
             opened_at + (5 + speed * speed / 400) * interval '1 minute' as answered,
             opened_at + (5 + speed * speed / 400) * interval '1 minute' + (1 + stay / 12) * interval '1 hour' as arrived,
             opened_at + (5 + speed * speed / 400) * interval '1 minute' + (1 + stay / 12) * interval '1 hour'
               + (1 + care / 100) * interval '1 day' as returned
        from sided),
    course as (
      select *,
        case when fate < 70 then 'refused' when fate < 120 then 'given-up' when waits then 'waits' else 'home' end as kind,
        returned + (1 + why / 60) * interval '1 day' as seen
        from timed),
    facts as (
      select n, sender, receiver, resident, opened_at, why, kind,
        case when kind = 'waits' and (answered > now() or fate % 2 = 0) then null when kind = 'given-up' and why < 500 then null else answered end as answered_at,
        case when kind = 'refused' then answered end as refused_at,
        case when kind in ('home', 'waits') and arrived < now() and not (kind = 'waits' and fate % 4 < 2) then arrived end as arrived_at,
        case when kind = 'home' and returned < now() then returned end as returned_at,
        case when kind = 'home' and seen < now() and why < 800 then seen end as seen_at,
        case when kind in ('refused', 'given-up') or kind = 'home' and seen < now() then greatest(seen, answered) end as closed_at,
        case when kind = 'refused' then 'refused'
             when kind = 'given-up' then (array['patient-declined', 'treated-elsewhere', 'cancelled', 'moved-away', 'died'])[1 + why % 5]
             when kind = 'home' and seen < now() then 'finished' end as ending
        from course),
    cased as (
      insert into cases (id, number, pathway, pathway_version, state, version, urgency, resident, opener, owner_organisation, owner_role,
                         due_at, wake_at, headline, limit_code, limit_version, limit_verified, around_the_clock, clock_started_at,
                         opened_at, changed_at, closed_at, ending)
      select 'course-' || n, 'ZC' || n, 'referral', 1,
             case when ending is not null then ending when arrived_at is not null then 'in-care' when answered_at is not null then 'accepted' else 'sent' end,
             1, (array['emergency', 'urgent', 'routine', 'routine', 'routine'])[1 + n % 5], resident, sender,
             case when ending is null then receiver end, case when ending is null then 'referral-coordinator' end,
             case when ending is null then now() + interval '10 days' end, case when ending is null then now() + interval '100 days' end,
             '冠状动脉粥样硬化性心脏病', 'referral.answer', '1', false, false, opened_at, opened_at, opened_at,
             case when ending is not null then closed_at end, ending
        from facts),
    parties as (
      insert into case_party (case_id, party, organisation, pathway, closed, owned, urgency_rank, due_at, changed_at, urgency, owner_role)
      select 'course-' || n, party.name, case party.name when 'sender' then sender else receiver end, 'referral', ending is not null,
             ending is null and party.name = 'receiver', 2, case when ending is null then now() + interval '10 days' end, opened_at, 'routine',
             case when ending is null then 'referral-coordinator' end
        from facts cross join (values ('sender'), ('receiver')) as party (name))
    insert into referral_fact (case_id, urgency, counted, opened_at, opened_on, sender, sender_level, sender_consortium, receiver,
      receiver_level, answer_due_at, answer_late, answered_at, refused_at, refusal_reason, arrived_at, returned_at, returned_on, seen_on,
      escalation, escalated_at, closed_at, closed_on, ending)
    select 'course-' || n, (array['emergency', 'urgent', 'routine', 'routine', 'routine'])[1 + n % 5], true, opened_at,
           (opened_at at time zone 'Asia/Shanghai')::date, f.sender, s.level, s.consortium, f.receiver, r.level,
           case when answered_at is null and ending is null then opened_at + interval '1 day' end,
           coalesce(answered_at, now()) > opened_at + interval '1 day',
           answered_at, refused_at, case when refused_at is not null
             then (array['no-free-bed', 'information-missing', 'outside-scope', 'no-free-slot', 'no-such-capability'])[1 + least(4, (why * why / 200000))] end,
           arrived_at, returned_at, (returned_at at time zone 'Asia/Shanghai')::date, (seen_at at time zone 'Asia/Shanghai')::date,
           case when answered_at is null and opened_at < now() - interval '1 day' then 1 else 0 end,
           case when answered_at is null and opened_at < now() - interval '1 day' then opened_at + interval '1 day' end,
           case when ending is not null then closed_at end,
           case when ending is not null then (closed_at at time zone 'Asia/Shanghai')::date end, ending
      from facts f join place s on s.id = f.sender join place r on r.id = f.receiver`,
  values: [from, to],
});

/** The counters from the facts. */
export const countReferrals: Statement = { text: 'select rebuild_referral_counters()' };

/** What the settling job does in the background, a part at a time; `settled` is 0 when nothing is left. */
export const settleReferrals: Statement = { text: 'select settle_referrals(20000) as settled' };

/** What autovacuum does in time. */
export const tidyReferrals: readonly Statement[] = [
  'referral_fact',
  'referral_count',
  'referral_spread',
  'referral_settled',
  'referral_settled_part',
  'cases',
  'case_party',
].map((table) => ({ text: `vacuum (analyze) ${table}` }));
