/** What a contract writes: its terms, each visit, and each call with its answer. */
import type { CaseState, Load, Moves, StepQuestion, TakenStep, Written } from '../../../engines/pathways/capability.ts';
import type { Statement } from '../../../platform/postgres/database.ts';
import { contractRecord, visitRecord } from '../records.ts';
import type { ContractFact } from '../rules/contract.ts';

const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);
const findContract = (caseId: string): Statement => ({
  name: 'contract-of-case',
  text: `select c.from_on::text, c.until_on::text,
                (select called_at from care_call k where k.contract = c.case_id and k.answered_at is null) as open_call
           from care_contract c where c.case_id = $1`,
  values: [caseId],
});

export const loads = ({ caseId, answers, actor, today }: StepQuestion): readonly Load[] => [
  {
    name: 'home',
    statement: {
      name: 'contract-organisation',
      text: 'select kind from organisation where id = $1',
      values: [text(answers['home'])],
    },
    read: ([row]) => text(row?.['kind']),
  },
  {
    name: 'ownKind',
    statement: {
      name: 'contract-organisation',
      text: 'select kind from organisation where id = $1',
      values: [actor.organisation],
    },
    read: ([row]) => text(row?.['kind']),
  },
  {
    name: 'record',
    statement: {
      name: 'contract-record',
      text: `select version from resource where type = 'Contract' and id = $1 || '-c' and not deleted`,
      values: [caseId],
    },
    read: ([row]) => (row === undefined ? null : Number(row['version'])),
  },
  {
    name: 'contract',
    statement: findContract(caseId),
    read: ([row]): ContractFact | undefined =>
      row === undefined
        ? undefined
        : {
            from: String(row['from_on']),
            until: String(row['until_on']),
            today,
            openCallAt: row['open_call'] instanceof Date ? row['open_call'] : null,
          },
  },
];

export const moves = (
  { actor, answers, step }: StepQuestion,
  loaded: Readonly<Record<string, unknown>>,
  before: CaseState | null,
): Moves => {
  // a call does not wait for the next visit
  if (before !== null)
    return step === 'call-for-help' ? { urgency: 'urgent' } : step === 'answer-call' ? { urgency: 'routine' } : {};
  const home = text(answers['home']);
  const kind = text(loaded['home']);
  const ownKind = text(loaded['ownKind']);
  return {
    parties: {
      sender: { organisation: actor.organisation, department: null, ...(ownKind === null ? {} : { kind: ownKind }) },
      ...(home === null || kind === null ? {} : { receiver: { organisation: home, department: null, kind } }),
    },
    headline: '医养签约合作',
  };
};

/** Guard: `contract.one-already`, where the two have a contract of that time. */
const sign = (caseId: string): Statement => ({
  name: 'contract-sign',
  text: `with other as (
  select count(*) as n from care_contract mine join care_contract c on c.medical = mine.medical and c.home = mine.home
     and c.status = 'in-force' and daterange(c.from_on, c.until_on) && daterange(mine.from_on, mine.until_on)
   where mine.case_id = $1 and c.case_id <> $1
), checked as (
  select expect_rows(n, 0, 'contract.one-already') from other
)
update care_contract set status = 'in-force' from checked where case_id = $1`,
  values: [caseId],
});
const end = (caseId: string): Statement => ({
  name: 'contract-end',
  text: `update care_contract set status = 'ended' where case_id = $1`,
  values: [caseId],
});

const statementsOf = (taken: TakenStep): readonly Statement[] => {
  const { answers, caseId, actor } = taken;
  switch (taken.step) {
    case 'offer-contract':
      return [
        {
          name: 'contract-offer',
          text: `insert into care_contract (case_id, medical, home, from_on, until_on, visits_per_month, response_minutes, services, status)
                 values ($1, $2, $3, $4, $5, $6, $7, $8, 'offered')`,
          values: [
            caseId,
            actor.organisation,
            taken.after.parties['receiver']?.organisation,
            answers['fromOn'],
            answers['untilOn'],
            answers['visitsPerMonth'],
            answers['responseMinutes'],
            answers['services'],
          ],
        },
      ];
    case 'sign-contract':
      return [sign(caseId)];
    case 'decline-contract':
    case 'end-contract':
      return [end(caseId)];
    case 'record-visit':
      return [
        {
          name: 'contract-visit',
          text: `with made as (
  insert into care_visit (id, contract, visited_at, seen, by) values ($1, $2, $3, $4, $5) on conflict do nothing returning id
)
select expect_rows((select count(*) from made), 1, 'contract.visit-twice')`,
          values: [taken.newId(), caseId, answers['visitedAt'], answers['seen'], actor.id],
        },
      ];
    case 'call-for-help':
      return [
        {
          name: 'contract-call',
          text: `insert into care_call (id, contract, called_at, by) values ($1, $2, $3, $4)`,
          values: [taken.newId(), caseId, answers['calledAt'], actor.id],
        },
      ];
    case 'answer-call':
      return [
        {
          name: 'contract-call-answered',
          text: `update care_call set answered_at = $2 where contract = $1 and answered_at is null`,
          values: [caseId, answers['answeredAt']],
        },
      ];
    case 'renew-contract':
      return [
        {
          name: 'contract-renew',
          text: `update care_contract set until_on = $2 where case_id = $1`,
          values: [caseId, answers['untilOn']],
        },
      ];
    default:
      return [];
  }
};
const resourcesOf = (taken: TakenStep): Written['resources'] => {
  const fact = taken.loaded['contract'] as ContractFact | undefined;
  const stored = taken.loaded['record'] as number | null;
  if (taken.step === 'record-visit') return [{ resource: visitRecord(taken), replaces: null }];
  if (fact === undefined || !['sign-contract', 'renew-contract', 'end-contract'].includes(taken.step)) return [];
  const over = taken.step === 'end-contract';
  const until = taken.step === 'renew-contract' ? String(taken.answers['untilOn']) : fact.until;
  return [
    {
      resource: contractRecord(taken, {
        from: fact.from,
        until: over && taken.today < until ? taken.today : until,
        over,
      }),
      replaces: stored,
    },
  ];
};

export const write = (taken: TakenStep): Written => ({
  resources: resourcesOf(taken),
  statements: statementsOf(taken),
});
