/** What is loaded and written for medicines, charges and family: charges by days present, consents by their table. */
import { endFamilyLook, letFamilyLook } from '../../../consortium/resident-access/family.ts';
import type { Load, StepQuestion, TakenStep } from '../../../engines/pathways/capability.ts';
import type { Rows, Statement } from '../../../platform/postgres/database.ts';
import { fenOf } from '../rules/living.ts';
import type { ChargeFact } from '../rules/living.ts';

/** Days of care are the region's days. */
export const ZONE = 'Asia/Shanghai';
const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);

/**
 * The days of a period on which somebody was in the house: the day of coming counts, the day of leaving does not, and the day of
 * coming back from hospital does; and on how many of them the item stands charged.
 */
const findCharges = (caseId: string, item: string | null, from: string | null, through: string | null): Statement => ({
  name: 'residence-charge-days',
  text: `with present as (
  select d.day::date as day from stay s, generate_series($2::date, $3::date, interval '1 day') as d (day)
   where s.case_id = $1 and (s.from_at at time zone '${ZONE}')::date <= d.day
     and (s.until_at is null or (s.until_at at time zone '${ZONE}')::date > d.day)
     and not exists (select 1 from stay_absence a where a.stay = s.case_id and (a.from_at at time zone '${ZONE}')::date <= d.day
                        and (a.until_at is null or (a.until_at at time zone '${ZONE}')::date > d.day)))
select coalesce((select json_agg(day::text order by day) from present), '[]')::text as days,
       (select count(*) from present join care_charge c on c.day = present.day and c.known_until is null
         where c.id like $1 || '/' || $4 || '/%')::int as charged,
       (select count(distinct split_part(id, '/', 3)) from care_charge where id like $1 || '/' || $4 || '/%')::int as corrections`,
  values: [caseId, from, through, item],
});
const chargeFact = ([row]: Rows): ChargeFact => ({
  days: JSON.parse(text(row?.['days']) ?? '[]') as readonly string[],
  charged: Number(row?.['charged'] ?? 0),
  corrections: Number(row?.['corrections'] ?? 0),
});

export const chargeLoad = ({ caseId, answers }: StepQuestion): Load => ({
  name: 'charges',
  statement: findCharges(caseId, text(answers['item']), text(answers['fromOn']), text(answers['throughOn'])),
  read: chargeFact,
});

/** What a fund may pay of; bed and meals are the person's own. */
const INSURED: readonly string[] = ['care-charge'];

/** Said day by day; a correction ends the belief in what was said before (law 3). Guard: `residence.charged-already`. */
export const charge = (taken: TakenStep): readonly Statement[] => {
  const { answers, caseId, at, actor, loaded } = taken;
  const fact = loaded['charges'] as ChargeFact;
  const item = String(answers['item']);
  const fen = fenOf(Number(answers['perDay'])) ?? 0;
  const organisation = taken.after.parties['receiver']?.organisation ?? actor.organisation;
  return [
    {
      name: 'residence-charge-correct',
      text: `update care_charge set known_until = $3
              where id like $1 || '/' || $2 || '/%' and known_until is null and day = any($4::date[]) and $5`,
      values: [caseId, item, at, fact.days, answers['correction'] === true],
    },
    {
      name: 'residence-charge-say',
      text: `with made as (
  insert into care_charge (id, resident, organisation, day, fen, outside, known_from, author)
  select $1 || '/' || $2 || '/' || $3::text || '/' || d.day, $4, $5, d.day::date, $6, $7, $8, $9
    from unnest($10::text[]) as d (day) on conflict do nothing returning id
)
select expect_rows((select count(*) from made), $11::int, 'residence.charged-already')`,
      values: [
        ...[caseId, item, String(fact.corrections), taken.after.resident, organisation, fen],
        ...[!INSURED.includes(item), at, actor.id, fact.days, fact.days.length],
      ],
    },
  ];
};

export const letLook = (taken: TakenStep): Statement =>
  letFamilyLook({
    ...{ id: taken.newId(), caseId: taken.caseId, resident: String(taken.after.resident) },
    organisation: taken.after.parties['receiver']?.organisation ?? taken.actor.organisation,
    ...{ who: String(taken.answers['who']), relation: String(taken.answers['relation']) },
    parts: taken.answers['parts'] as readonly string[],
    ...{ consentedBy: String(taken.answers['consentedBy']), from: taken.at, until: String(taken.answers['lookUntil']) },
    ...{ zone: ZONE, by: taken.actor.id },
  });
export const endLook = (taken: TakenStep): Statement =>
  endFamilyLook(String(taken.answers['access']), taken.caseId, taken.at, String(taken.answers['endReason']));
