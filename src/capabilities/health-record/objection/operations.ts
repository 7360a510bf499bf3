/** What an objection is about, who answers it, and the row that keeps both. */
import { reviewerQuery, readReviewer } from '../../../consortium/access/reviewers.ts';
import type { Reviewer } from '../../../consortium/access/reviewers.ts';
import type { Load, Moves, StepQuestion, TakenStep, Written } from '../../../engines/pathways/capability.ts';
import type { Rows, Statement } from '../../../platform/postgres/database.ts';
import type { ObjectedFact } from './rules.ts';

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const textOrNull = (value: unknown): string | null => (typeof value === 'string' ? value : null);

type Asked = {
  readonly resident: string;
  readonly about: string;
  readonly look: string | null;
  readonly entry: readonly [type: string | null, id: string | null];
};
const askedIn = ({ answers }: StepQuestion): Asked => {
  const about = text(answers['about']);
  const [type, id] = about === 'entry' ? text(answers['entry']).split('/') : [];
  const look = about === 'look' && /^\d{1,18}$/.test(text(answers['look'])) ? text(answers['look']) : null;
  return { resident: text(answers['resident']), about, look, entry: [type ?? null, id ?? null] };
};

/** $1 resident, $2 about, $3 look, $4 and $5 the entry, $6 now. What is no doing of anybody's goes to the house in charge. */
const OBJECTED = `
  select a.actor, r.person, a.organisation, null::integer as version
    from audit a left join practitioner_role r on r.id = a.actor
   where $2 = 'look' and a.id = $3::bigint and a.residents @> array[$1::text] and a.role not in ('system', 'resident')
  union all
  select e.author, r.person, e.organisation, e.version
    from resource e left join practitioner_role r on r.id = e.author
   where $2 = 'entry' and e.type = $4 and e.id = $5 and e.patient = $1 and not e.deleted
  union all
  select null, null, coalesce(p.catchment, ''), null from resident p where $2 = 'other' and p.id = $1`;

const valuesOf = ({ resident, about, look, entry }: Asked) => [resident, about, look, entry[0], entry[1]] as const;

const findObjected = (asked: Asked): Statement => ({
  name: 'objection-objected',
  text: `select o.*, exists (
           select 1 from objection k
            where k.resident = $1 and k.withdrawn_at is null and (k.look = $3::bigint or k.entry_type = $4 and k.entry_id = $5)) as already
           from (${OBJECTED}) as o`,
  values: valuesOf(asked),
});

const readObjected = (rows: Rows): ObjectedFact | undefined => {
  const [row] = rows;
  return row === undefined
    ? undefined
    : {
        actor: textOrNull(row['actor']),
        person: textOrNull(row['person']),
        organisation: text(row['organisation']),
        version: typeof row['version'] === 'number' ? row['version'] : null,
        objectedAlready: row['already'] === true,
      };
};

const findHandler = (asked: Asked, at: Date): Statement => ({
  name: 'objection-handler',
  text: `with objected as (${OBJECTED})
         select chosen.* from objected
          cross join lateral (${reviewerQuery('objected.organisation', '$6', 'objected.person')}) as chosen`,
  values: [...valuesOf(asked), at],
});

const findOwnDoing = (caseId: string, person: string | null): Statement => ({
  name: 'objection-own-doing',
  text: 'select 1 from objection where id = $1 and person = $2',
  values: [caseId, person],
});

export const loads = (question: StepQuestion): readonly Load[] => {
  const asked = askedIn(question);
  return question.step === 'object'
    ? [
        { name: 'objected', statement: findObjected(asked), read: readObjected },
        { name: 'handler', statement: findHandler(asked, question.at), read: readReviewer },
      ]
    : [
        {
          name: 'ownDoing',
          statement: findOwnDoing(question.caseId, question.actor.person),
          read: (rows) => rows.length > 0,
        },
      ];
};

export const moves = (question: StepQuestion, loaded: Readonly<Record<string, unknown>>, before: unknown): Moves => {
  if (before !== null) return {};
  const handler = loaded['handler'] as Reviewer | undefined;
  return {
    ...(handler === undefined ? {} : { parties: { handler: handler.party } }),
    resident: text(question.answers['resident']),
    headline: text(question.answers['wrong']),
  };
};

/** Guard: `objection.made-already`, where two phones said the same at once. */
const keepObjection = (caseId: string, asked: Asked, objected: ObjectedFact, at: Date): Statement => ({
  name: 'objection-keep',
  text: `with kept as (
           insert into objection (id, resident, about, look, entry_type, entry_id, entry_version, actor, person, organisation, made_at)
           values ($1, $2, $3, $4::bigint, $5, $6, $7, $8, $9, $10, $11) on conflict do nothing returning 1)
         select expect_rows((select count(*) from kept), 1, 'objection.made-already')`,
  values: [caseId, ...valuesOf(asked), objected.version, objected.actor, objected.person, objected.organisation, at],
});

const takeBack = (caseId: string, at: Date): Statement => ({
  name: 'objection-take-back',
  text: 'update objection set withdrawn_at = $2 where id = $1',
  values: [caseId, at],
});

export const write = (taken: TakenStep): Written => {
  const { step, caseId, at, loaded } = taken;
  if (step === 'withdraw') return { resources: [], statements: [takeBack(caseId, at)] };
  const objected = loaded['objected'] as ObjectedFact | undefined;
  return {
    resources: [],
    statements: objected === undefined ? [] : [keepObjection(caseId, askedIn(taken), objected, at)],
  };
};
