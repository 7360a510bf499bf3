/** What the rules of a proposal look at, in one statement: its row, the body's offices, the rule of the day, and what was chosen. */
import type { Load, StepQuestion } from '../../../engines/pathways/capability.ts';
import type { Rows, Statement } from '../../../platform/postgres/database.ts';
import { answerDueOf } from '../rules/facts.ts';
import type { ProposalFact, ProposalLoads, RuleFact } from '../rules/facts.ts';

const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);
const entries = (value: unknown): readonly Readonly<Record<string, unknown>>[] =>
  Array.isArray(value) ? (value as readonly Readonly<Record<string, unknown>>[]) : [];

/** The organisations a step names. */
export const namedIn = ({ answers }: Pick<StepQuestion, 'answers'>): readonly string[] => [
  ...new Set(
    [
      answers['lead'],
      answers['suggested'],
      answers['organisation'],
      ...entries(answers['coHandlers']).map(({ organisation }) => organisation),
      ...entries(answers['promises']).map(({ organisation }) => organisation),
    ].filter((id): id is string => typeof id === 'string'),
  ),
];

/** Organisations somebody at which can take a proposal in hand. */
const findLoads = (question: StepQuestion): Statement => {
  const { caseId, answers, today } = question;
  return {
    name: 'proposal-loads',
    text: `with own as (select * from proposal where id = $1),
                of as (select coalesce((select body from own), $2) as body, coalesce((select year from own), $3::integer) as year)
           select row_to_json(own)::text as proposal, own.handed_over_on::text as handed_over_on, own.answer_due::text as answer_due,
                  own.first_due::text as first_due, own.sent_on::text as sent_on, own.first_sent_on::text as first_sent_on,
                  (select count(*) from proposal_signer s where s.proposal = own.id) as signers,
                  (select r.rule::text from proposal_rule r
                    where r.body = of.body and r.from_on <= coalesce(own.rule_from, $4::date)
                      and (r.until_on is null or r.until_on > coalesce(own.rule_from, $4::date))) as rule,
                  (select row_to_json(b)::text from proposal_body b where b.body = of.body) as offices,
                  exists (select 1 from proposal o where o.body = of.body and o.year = of.year and o.number = $5::integer
                             and o.id <> $1) as number_taken,
                  (select json_build_object('id', o.id, 'body', o.body, 'year', o.year, 'closed', c.closed_at is not null)::text
                     from proposal o join cases c on c.id = o.id where o.id = $6) as other,
                  array(select n from unnest($7::text[]) as n
                         where not exists (select 1 from practitioner_role r where r.organisation = n and r.role = 'proposal-officer')
                       )::text[] as unknown
             from of left join own on true`,
    values: [
      caseId,
      text(answers['body']),
      typeof answers['year'] === 'number' ? answers['year'] : null,
      today,
      typeof answers['number'] === 'number' ? answers['number'] : null,
      text(answers['into']) ?? text(answers['follows']),
      namedIn(question),
    ],
  };
};

const jsonOf = (value: unknown): Readonly<Record<string, unknown>> | null =>
  typeof value === 'string' ? (JSON.parse(value) as Readonly<Record<string, unknown>>) : null;

const proposalFrom = (row: Rows[number]): ProposalFact | null => {
  const own = jsonOf(row['proposal']);
  if (own === null) return null;
  return {
    id: String(own['id']),
    body: String(own['body']),
    year: Number(own['year']),
    number: typeof own['number'] === 'number' ? own['number'] : null,
    signers: Number(row['signers']),
    lead: text(own['lead']),
    handedOverOn: text(row['handed_over_on']),
    answerDue: text(row['answer_due']),
    firstDue: text(row['first_due']),
    sentOn: text(row['sent_on']),
    firstSentOn: text(row['first_sent_on']),
    replyClass: text(own['reply_class']) as ProposalFact['replyClass'],
    draftClass: text(own['draft_class']),
    publication: text(own['publication']),
    round: Number(own['round']),
  };
};

const loadsFrom =
  (today: string) =>
  (rows: Rows): ProposalLoads => {
    const row = rows[0] ?? {};
    const offices = jsonOf(row['offices']);
    const other = jsonOf(row['other']);
    return {
      today,
      proposal: proposalFrom(row),
      rule: jsonOf(row['rule']) as RuleFact | null,
      offices:
        offices === null
          ? null
          : {
              organisation: String(offices['organisation']),
              office: String(offices['office']),
              supervisor: String(offices['supervisor']),
            },
      numberTaken: row['number_taken'] === true,
      other:
        other === null
          ? null
          : {
              id: String(other['id']),
              body: String(other['body']),
              year: Number(other['year']),
              closed: other['closed'] === true,
            },
      unknownOrganisations: (row['unknown'] as readonly string[] | null | undefined) ?? [],
    };
  };

export const loads = (question: StepQuestion): readonly Load[] => [
  { name: 'proposals', statement: findLoads(question), read: loadsFrom(question.today) },
];

export const loadedIn = (loaded: Readonly<Record<string, unknown>>): ProposalLoads =>
  loaded['proposals'] as ProposalLoads;

/** The day the answer is due once a proposal is handed over: as the rule says, or sooner where the office asked for it. */
export const answerDueAtHandOver = (question: StepQuestion, loaded: ProposalLoads): string | null => {
  if (loaded.rule === null) return null;
  const due = answerDueOf(loaded.rule, question.today);
  const by = text(question.answers['answerBy']);
  return by !== null && by < due ? by : due;
};
