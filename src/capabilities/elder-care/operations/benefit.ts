/** What a benefit writes: the grant that excludes others, the payment with its split, and its reversal to the fen. */
import type { CaseState, Load, Moves, StepQuestion, TakenStep, Written } from '../../../engines/pathways/capability.ts';
import type { Rows, Statement } from '../../../platform/postgres/database.ts';
import { findProgramme, isInsurance, monthsOf, splitCosts, subsidyOf } from '../rules/benefits.ts';
import type { Split } from '../rules/benefits.ts';
import type { GrantFact, LevelFact } from '../rules/granting.ts';
import type { ResidentFact } from '../rules.ts';
import { fenOf } from '../rules/living.ts';
import { coverBegins, coverEnds } from './days.ts';
import { ZONE } from './living.ts';
import { findResident } from './stays.ts';

const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);

/** The newest level in force of each scale, whose day has not passed. */
const findLevels = (resident: string | null, at: Date): Statement => ({
  name: 'benefit-levels',
  text: `select distinct on (r.scale) r.scale, r.level from assessment_result r join cases c on c.id = r.case_id
          where r.resident = $1 and c.state = 'in-force' and (r.valid_until is null or r.valid_until > ($2::timestamptz)::date)
          order by r.scale, r.concluded_at desc`,
  values: [resident, at],
});

const findBedOf = (resident: string | null): Statement => ({
  name: 'benefit-bed',
  text: `select h.bed from stay s join hold h on h.subject = s.case_id and h.kind = 'bed' and h.status = 'used'
          where s.resident = $1 and s.until_at is null`,
  values: [resident],
});

/**
 * The grant of the case, and on how many of its days the person was in a house: the day of coming counts, the day of leaving (for
 * good or for hospital) does not, and the day of coming back does.
 */
const findGrant = (caseId: string, zone: string): Statement => ({
  name: 'benefit-grant',
  text: `select g.programme, g.from_on::text, g.until_on::text, g.level,
                (select count(*) from generate_series(g.from_on, g.until_on - 1, interval '1 day') as d (day)
                  where exists (select 1 from stay s where s.resident = g.resident
                      and (s.from_at at time zone $2)::date <= d.day and (s.until_at is null or (s.until_at at time zone $2)::date > d.day)
                      and not exists (select 1 from stay_absence a where a.stay = s.case_id
                        and (a.from_at at time zone $2)::date <= d.day
                        and (a.until_at is null or (a.until_at at time zone $2)::date > d.day))))::int as days
           from benefit_grant g where g.case_id = $1`,
  values: [caseId, zone],
});
type LoadedGrant = GrantFact & { readonly level: string };
const grantFrom = ([row]: Rows): LoadedGrant | undefined =>
  row === undefined
    ? undefined
    : {
        programme: text(row['programme']),
        from: text(row['from_on']),
        until: text(row['until_on']),
        level: String(row['level']),
        daysPresent: Number(row['days']),
      };

const findLast = (caseId: string, actor: string): Statement => ({
  name: 'benefit-acted-last',
  text: `select (select actor from case_step where case_id = $1 order by version desc limit 1) = $2 as last`,
  values: [caseId, actor],
});

export const loads = ({ caseId, answers, actor, at }: StepQuestion): readonly Load[] => {
  const resident = text(answers['resident']);
  return [
    {
      name: 'resident',
      statement: findResident(resident),
      read: ([row]): ResidentFact => ({ known: row?.['known'] === true, deceased: row?.['deceased'] === true }),
    },
    {
      name: 'bureau',
      statement: {
        name: 'assessment-organisation',
        text: `select kind from organisation where id = $1`,
        values: [text(answers['bureau'])],
      },
      read: ([row]) => text(row?.['kind']),
    },
    {
      name: 'levels',
      statement: findLevels(resident, at),
      read: (rows) => rows.map((row): LevelFact => ({ scale: String(row['scale']), level: String(row['level']) })),
    },
    { name: 'bed', statement: findBedOf(resident), read: ([row]) => text(row?.['bed']) },
    { name: 'grant', statement: findGrant(caseId, ZONE), read: grantFrom },
    { name: 'actedLast', statement: findLast(caseId, actor.id), read: ([row]) => row?.['last'] === true },
  ];
};

export const moves = (
  { actor, answers }: StepQuestion,
  loaded: Readonly<Record<string, unknown>>,
  before: CaseState | null,
): Moves => {
  if (before !== null) return {};
  const bureau = text(answers['bureau']);
  const kind = text(loaded['bureau']);
  return {
    parties: {
      sender: { organisation: actor.organisation, department: null },
      ...(bureau === null || kind === null ? {} : { receiver: { organisation: bureau, department: null, kind } }),
    },
    ...(text(answers['resident']) === null ? {} : { resident: String(answers['resident']) }),
    headline: findProgramme(String(answers['programme']))?.name.zh ?? '',
  };
};

/** Guard: `benefit.drawn-already`, where the days or the bed's months are drawn from a programme that excludes this one. */
const askGrant = (taken: TakenStep): Statement => {
  const { answers, loaded } = taken;
  const programme = findProgramme(String(answers['programme']));
  const level = (loaded['levels'] as readonly LevelFact[]).find(({ scale }) => scale === programme?.scale)?.level;
  return {
    name: 'benefit-ask',
    text: `with made as (
  insert into benefit_grant (case_id, resident, organisation, programme, excludes, bed, from_on, until_on, level, status)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'asked') on conflict do nothing returning case_id
)
select expect_rows((select count(*) from made), 1, 'benefit.drawn-already')`,
    values: [
      taken.caseId,
      taken.after.resident,
      taken.actor.organisation,
      answers['programme'],
      programme?.excludes ?? '',
      programme?.excludes === 'bed-month' ? loaded['bed'] : null,
      answers['fromOn'],
      answers['untilOn'],
      level ?? '',
    ],
  };
};

const setStatus = (caseId: string, status: 'approved' | 'ended'): Statement => ({
  name: 'benefit-status',
  text: 'update benefit_grant set status = $2 where case_id = $1',
  values: [caseId, status],
});

/** What this payment is, by the programme's own rule. */
const sumOf = (taken: TakenStep): Split => {
  const grant = taken.loaded['grant'] as LoadedGrant | undefined;
  const programme = findProgramme(grant?.programme ?? '');
  if (grant === undefined || programme === undefined) throw new Error('a payment without its grant');
  if (!isInsurance(programme))
    return { fundFen: subsidyOf(programme, grant.level, monthsOf(grant.from ?? '', grant.until ?? '')), selfFen: 0 };
  const units = Number(taken.answers['units']);
  return splitCosts(
    programme,
    Array.from({ length: units }, () => fenOf(Number(taken.answers['cost'])) ?? 0),
  );
};

const pay = (taken: TakenStep): Statement => {
  const { fundFen, selfFen } = sumOf(taken);
  return {
    name: 'benefit-pay',
    text: `insert into benefit_payment (id, case_id, fund_fen, self_fen, paid_on, by, at) values ($1, $2, $3, $4, $5, $6, $7)`,
    values: [taken.newId(), taken.caseId, fundFen, selfFen, taken.answers['paidOn'], taken.actor.id, taken.at],
  };
};
/** Money that was paid wrongly is not changed: a row of its own takes it back to the fen. */
const takeBack = (taken: TakenStep): Statement => ({
  name: 'benefit-take-back',
  text: `insert into benefit_payment (id, case_id, fund_fen, self_fen, reverses, paid_on, by, at)
         select id || '-r', case_id, -fund_fen, -self_fen, id, $2, $3, $4 from benefit_payment
          where case_id = $1 and reverses is null`,
  values: [taken.caseId, taken.today, taken.actor.id, taken.at],
});

/** The days an insurance's grant covers; null for what is no insurance. */
const periodOf = (taken: TakenStep): { readonly from: string; readonly until: string } | null => {
  const grant = taken.loaded['grant'] as LoadedGrant | undefined;
  const programme = findProgramme(grant?.programme ?? '');
  if (typeof grant?.from !== 'string' || grant.until === null || programme === undefined || !isInsurance(programme))
    return null;
  return { from: grant.from, until: grant.until };
};

export const write = (taken: TakenStep): Written => {
  const statements = ((): readonly Statement[] => {
    switch (taken.step) {
      case 'ask-benefit':
        return [askGrant(taken)];
      case 'approve-benefit':
        return [setStatus(taken.caseId, 'approved'), ...coverBegins(taken, periodOf(taken))];
      case 'refuse-benefit':
      case 'withdraw-benefit':
        return [setStatus(taken.caseId, 'ended')];
      case 'pay-benefit':
        return [pay(taken)];
      case 'audit-benefit':
        return taken.answers['verdict'] === 'wrong'
          ? [takeBack(taken), setStatus(taken.caseId, 'ended'), ...coverEnds(taken, periodOf(taken))]
          : [];
      default:
        return [];
    }
  })();
  return { resources: [], statements };
};
