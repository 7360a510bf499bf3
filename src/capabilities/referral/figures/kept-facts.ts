/**
 * The referral's own facts (`referral_fact`, decision 0045) as the catalogue counts them: one row a referral, and one for each of its
 * three waits, by the day of sending. What a row counts in is asked of `referral_measures`, as everywhere; as of a past moment the rows
 * are those of `referral_facts_as_of`, as on the referral's own page.
 */
import { addDays, civilDay } from '../../../platform/civil-time.ts';
import { factsElsewhere } from '../../../engines/figures/facts.ts';
import type { FactView, Given, ToldAt } from '../../../engines/figures/facts.ts';

/** Days within which who was returned is to be seen: a limit of the region. */
export const SEEN_WITHIN = 'referral.follow-up';

const sourceText = ({ moment, past, zone }: ToldAt, out: Given): string => {
  if (!past)
    return '(select f.*, c.version, c.resident from referral_fact f join cases c on c.id = f.case_id where f.counted) as r';
  const at = out.add(moment, 'timestamptz');
  return `(select f.*, case when c.changed_at <= ${at} then c.version else case_version_as_of(c.id, ${at}) end as version, c.resident
    from referral_facts_as_of(${at}, ${out.add(zone, 'text')}) as f join cases c on c.id = f.case_id where f.counted) as r`;
};

const COLUMNS = `'Task/' || r.case_id as record, r.version, r.resident, r.opened_on as day,
  r.opened_at as known_from, 'infinity'::timestamptz as known_until, null::numeric as amount, '{}'::jsonb as cell`;

const flags = (conditions: Readonly<Record<string, string>>): string =>
  `jsonb_build_object('urgency', r.urgency, 'sender', r.sender, 'receiver', r.receiver, 'ending', r.ending,
     ${Object.entries(conditions)
       .map(([name, condition]) => `'${name}', case when ${condition} then 'yes' end`)
       .join(', ')})`;

const referralsText = (by: 'sender' | 'receiver', code: string, at: ToldAt, out: Given): string => {
  const source = sourceText(at, out);
  const moment = out.add(at.moment, 'timestamptz');
  const days = at.limitDays(SEEN_WITHIN, at.to);
  const within = out.add(days, 'integer');
  // the first day of return whose days have not all passed
  const unseenBefore = out.add(addDays(civilDay(at.moment, at.zone), -days), 'date');
  const open = 'r.closed_at is null';
  return `select '${code}'::text as view, ${COLUMNS}, 0 as place, r.${by} as organisation, r.opened_at as start_at,
      r.closed_on as end_day, r.closed_at as end_at,
      jsonb_strip_nulls(${flags({
        finished: `r.ending = 'finished'`,
        answered: 'r.answered_at is not null',
        'on-time': 'r.answered_at is not null and not r.answer_late',
        'answer-due': `r.answered_at is not null or r.answer_late or ${open} and r.answer_due_at < ${moment}`,
        refused: 'r.refused_at is not null',
        returned: 'r.returned_at is not null',
        'seen-in-time': `r.returned_at is not null and r.seen_on - r.returned_on <= ${within}`,
        'seen-due': `r.returned_at is not null and (r.seen_on is not null or r.closed_on - r.returned_on > ${within}
          or ${open} and r.returned_on < ${unseenBefore})`,
      })}) as attributes
    from ${source}`;
};

/**
 * The course of a wait: from, until, and whose it is, as `referral_spreads` and `findWaiting` count them. Sent down by a hospital nobody is
 * asked, and nobody arrives; who arrived without an answer waits for none.
 */
const DOWN = `coalesce(array_position(array['village', 'township', 'county', 'city'], r.sender_level)
  > array_position(array['village', 'township', 'county', 'city'], r.receiver_level), false)`;
const COURSES = [
  {
    course: 'answer',
    from: 'r.opened_at',
    until: 'r.answered_at',
    only: `(r.answered_at is not null or not ${DOWN} and (r.closed_at is not null or r.arrived_at is null))`,
  },
  { course: 'arrival', from: 'r.opened_at', until: 'r.arrived_at', only: `(r.arrived_at is not null or not ${DOWN})` },
  { course: 'return', from: 'r.arrived_at', until: 'r.returned_at', only: 'r.arrived_at is not null' },
] as const;

/** A form may say that it was over before it began; greatest() takes no null, and who still waits has none. */
const over = (from: string, until: string): string =>
  `case when ${until} is not null then greatest(${until}, ${from}) end`;

/** Of one wait each; who left without it waited until the referral ended. */
const waitsText = (at: ToldAt, out: Given): string => {
  const source = sourceText(at, out);
  const zone = out.add(at.zone, 'text');
  return COURSES.map(
    (
      { course, from, until, only },
      place,
    ) => `select 'referral-wait'::text as view, ${COLUMNS}, ${String(place)} as place,
      r.sender as organisation, ${from} as start_at, (${over(from, until)} at time zone ${zone})::date as end_day,
      ${over(from, until)} as end_at,
      jsonb_strip_nulls(jsonb_build_object('course', '${course}', 'urgency', r.urgency, 'receiver', r.receiver,
        'left', case when ${until} is null then r.closed_at end)) as attributes
    from ${source} where ${only}`,
  ).join(' union all ');
};

const differences = (zone: string) => ({
  text: 'select * from referral_fact_differences($1, 20)',
  values: [zone],
});
const kept = (code: string, rows: (at: ToldAt, out: Given) => string): FactView =>
  factsElsewhere({ code, version: 1, resource: 'Task', table: 'referral_fact' }, { rows, differences });

export const REFERRAL_VIEWS: readonly FactView[] = [
  kept('referral', (at, out) => referralsText('sender', 'referral', at, out)),
  kept('referral-received', (at, out) => referralsText('receiver', 'referral-received', at, out)),
  kept('referral-wait', waitsText),
];
