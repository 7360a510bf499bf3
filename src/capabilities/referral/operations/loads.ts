/** What the rules and records of a referral look at: one named query each, sent in the first flight of a step. */
import type { Load, StepQuestion } from '../../../engines/pathways/capability.ts';
import { findKept, keptFrom } from '../../../consortium/stock/statements.ts';
import { rootOf } from '../../../fhir/store/merged-residents.ts';
import type { Rows, Statement } from '../../../platform/postgres/database.ts';
import { ENDS } from '../pathway/ends.ts';
import { codesOf } from '../rules/plan.ts';
import type { Destination, HeldPlace } from '../rules/facts.ts';
import type { EarlierFact } from '../rules/again.ts';
import type { ParentFact } from '../rules/onward.ts';
import { ANSWERERS } from '../rules/sides.ts';

/** The hold as the second flight needs it. */
export type LoadedHold = HeldPlace & { readonly kind: 'quota' | 'slot' | 'bed' };
export type LoadedDestination = Destination & {
  readonly nextSlot: string | null;
  /** The department has a quota: an emergency beyond it is counted there. */
  readonly keepsQuota: boolean;
};

export const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);

/**
 * What one look at the case tells: its hold, when it was opened and last returned, the consent, and the case it came from. One row,
 * also for a case that is not open yet.
 */
const findOwn = (subject: string, at: Date): Statement => ({
  name: 'referral-own',
  text: `select h.id as hold, h.department, h.kind, h.until_at > $2 as active, c.opened_at,
                (select content ->> 'status' from resource where type = 'Consent' and id = $1) as consent,
                (select s.at from case_step s where s.case_id = $1 and s.step = 'issue-return'
                  order by s.version desc limit 1) as returned_at,
                p.state as parent_state, p.ending as parent_ending,
                case when p.id is not null then seen_on_of_case(p.id) end as parent_seen_on
           from (select) as once
           left join (select id, department, kind, until_at from hold where subject = $1 and status = 'active'
                       order by until_at desc limit 1) as h on true
           left join cases c on c.id = $1 left join cases p on p.id = c.parent`,
  values: [subject, at],
});

/** Where nobody is turned away for want of an appointment, as long as the department gives none out. */
const isGeneralClinic = (kind: string, specialty: string): boolean =>
  ['township-hospital', 'community-centre'].includes(kind) && ['general', 'general-practice'].includes(specialty);

/** The department a step names, else the case's own: its free quota places (without holds run out) and its next free slot. */
const findDestination = (question: StepQuestion): Statement => ({
  name: 'referral-destination',
  text: `with asked as (
           select coalesce($2, (select department from case_party where case_id = $1 and party = 'receiver')) as id,
                  coalesce($3, (select content::jsonb #>> '{category,1,coding,0,code}'
                                  from resource where type = 'ServiceRequest' and id = $1)) as visit)
         select d.id, d.organisation, d.specialty, asked.visit, o.kind, q.department is not null as keeps_quota,
                exists (select 1 from clinic_slot s where s.department = d.id and s.starts_at > $4) as keeps_slots,
                exists (select 1 from practitioner_role r
                         where r.organisation = d.organisation and r.role = any($5) and (r.department is null or r.department = d.id)
                           and r.from_on <= $4::date and (r.until_on is null or r.until_on > $4::date)) as staffed,
                q.places - q.occupied - q.held + (select count(*) from hold h where h.department = d.id and h.kind = 'quota'
                                                    and h.status = 'active' and h.until_at <= $4) as free,
                (select s.id from clinic_slot s
                  where s.department = d.id and s.starts_at > $4 and s.withdrawn_at is null
                    and (select 1 from hold h where h.slot = s.id and h.kind = 'slot' and h.status in ('active', 'used')) is null
                  order by s.starts_at limit 1) as next_slot
           from asked join department d on d.id = asked.id join organisation o on o.id = d.organisation
           left join quota q on q.department = d.id
          where d.until_on is null or d.until_on > $4::date`,
  values: [
    question.caseId,
    text(question.answers['department']),
    text(question.answers['visit']),
    question.at,
    ANSWERERS,
  ],
});

const readDestination = (rows: Rows): LoadedDestination | undefined => {
  const row = rows[0];
  if (row === undefined) return undefined;
  const organisationKind = String(row['kind']);
  const walksIn = row['keeps_slots'] !== true && isGeneralClinic(organisationKind, String(row['specialty']));
  const kind = row['visit'] !== 'outpatient' ? 'quota' : walksIn ? 'walk-in' : 'slot';
  const nextSlot = text(row['next_slot']);
  return {
    department: String(row['id']),
    organisation: String(row['organisation']),
    organisationKind,
    kind,
    free: kind === 'slot' ? (nextSlot === null ? 0 : 1) : Number(row['free'] ?? 0),
    staffed: row['staffed'] === true,
    keepsQuota: row['keeps_quota'] === true,
    nextSlot,
  };
};

/** The days promised in the latest return form, counted from when it was issued. */
const findPromise = (caseId: string): Statement => ({
  name: 'referral-promise',
  text: `select s.at, (select (item -> 'answer' -> 0 ->> 'valueInteger')::integer
                         from jsonb_array_elements(r.content::jsonb -> 'item') as item
                        where item ->> 'linkId' = 'followUpDays') as days
           from case_step s join resource r on 'QuestionnaireResponse/' || r.id = s.answers and r.type = 'QuestionnaireResponse'
          where s.case_id = $1 and s.step in ('issue-return', 'send-down') order by s.version desc limit 1`,
  values: [caseId],
});

const readPromise = (rows: Rows): Date | undefined => {
  const row = rows[0];
  const days = Number(row?.['days'] ?? Number.NaN);
  return row?.['at'] instanceof Date && Number.isInteger(days)
    ? new Date(row['at'].getTime() + days * 86_400_000)
    : undefined;
};

/** The referral another one follows, and when its hospital last returned the resident. */
export const findFollowed = (id: string): Statement => ({
  name: 'referral-followed',
  text: `select c.resident, c.ending, c.closed_at is not null as closed, s.organisation as sender, r.department,
                (select max(at) from case_step where case_id = c.id and step in ('issue-return', 'send-down')) as returned_at
           from cases c join case_party s on s.case_id = c.id and s.party = 'sender'
           join case_party r on r.case_id = c.id and r.party = 'receiver'
          where c.id = $1 and c.pathway = 'referral'`,
  values: [id],
});

export const readFollowed = (rows: Rows, limits: StepQuestion['limits']): EarlierFact | undefined => {
  const row = rows[0];
  const at = row?.['returned_at'];
  return row === undefined
    ? undefined
    : {
        resident: text(row['resident']),
        sender: String(row['sender']),
        department: text(row['department']),
        ending: text(row['ending']),
        closed: row['closed'] === true,
        until: at instanceof Date ? limits('referral.fast-return', 'routine', at).dueAt : null,
      };
};

/** Who is to keep the plan: the sender of the case, or of a case that is not open yet the house sent down to. */
const centreOf = ({ step, caseId, answers }: StepQuestion): Parameters<typeof findKept>[0] =>
  step === 'send-down' ? { houseOf: text(answers['department']) ?? '' } : { senderOf: caseId };

const ownLoads = ({ caseId, at, limits }: StepQuestion): readonly Load[] => {
  const statement = findOwn(caseId, at);
  return [
    {
      name: 'hold',
      statement,
      read: ([row = {}]): LoadedHold | undefined => {
        const id = text(row['hold']);
        return id === null
          ? undefined
          : {
              id,
              department: String(row['department']),
              kind: row['kind'] as LoadedHold['kind'],
              active: row['active'] === true,
            };
      },
    },
    {
      name: 'consent',
      statement,
      read: ([row]) => {
        const status = row?.['consent'];
        return { decision: status === 'active' ? 'agreed' : status === 'rejected' ? 'refused' : 'owed' };
      },
    },
    { name: 'openedAt', statement, read: ([row]) => row?.['opened_at'] ?? undefined },
    {
      name: 'parent',
      statement,
      read: ([row = {}]): ParentFact | undefined => {
        const state = text(row['parent_state']);
        return state === null
          ? undefined
          : { state, ending: text(row['parent_ending']), seenOn: text(row['parent_seen_on']) };
      },
    },
    {
      name: 'fastReturnUntil',
      statement,
      read: ([row]) => {
        const returned = row?.['returned_at'];
        return returned instanceof Date ? limits('referral.fast-return', 'routine', returned).dueAt : undefined;
      },
    },
  ];
};

/** Steps that neither choose a department nor take a place of it; a case's page (no step) asks for all of them. */
const STAYS: ReadonlySet<string> = new Set([
  'ask',
  'refuse',
  'supply',
  'report-no-show',
  'issue-return',
  'refer-onward',
  'take-back',
  'question-return',
  'record-visit',
  'close-on-visit',
  'close',
  ...Object.keys(ENDS),
]);

export const loads = (question: StepQuestion): readonly Load[] => [
  ...ownLoads(question),
  ...(STAYS.has(question.step)
    ? []
    : [{ name: 'destination', statement: findDestination(question), read: readDestination }]),
  ...(question.step === 'issue-return' || question.step === 'send-down'
    ? [{ name: 'kept', statement: findKept(centreOf(question), codesOf(question.answers)), read: keptFrom }]
    : []),
  ...(question.step === 'take-back'
    ? [{ name: 'promise', statement: findPromise(question.caseId), read: readPromise }]
    : []),
  ...(question.step === 'send' && text(question.answers['after']) !== null
    ? [
        {
          name: 'earlier',
          statement: findFollowed(text(question.answers['after']) ?? ''),
          read: (rows: Rows) => readFollowed(rows, question.limits),
        },
      ]
    : []),
  ...(question.step === 'send' || question.step === 'send-down'
    ? [
        {
          name: 'resident',
          statement: {
            name: 'referral-resident',
            text: `select 1 from resident where id = ${rootOf('$1')}`,
            values: [text(question.answers['resident']) ?? ''],
          },
          read: (rows: Rows) => rows.length > 0,
        },
        {
          name: 'ownKind',
          statement: {
            name: 'referral-own-kind',
            text: `select kind from organisation where id = $1`,
            values: [question.actor.organisation],
          },
          read: (rows: Rows) => text(rows[0]?.['kind']) ?? undefined,
        },
      ]
    : []),
];
