/** Asked while a return form is written: what the centre at home has of the plan, and what an earlier form already says. */
import type { AuditRow } from '../../../platform/audit.ts';
import { auditRow } from '../../../platform/audit.ts';
import type { Route } from '../../../platform/http/route.ts';
import { route } from '../../../platform/http/route.ts';
import { refuse } from '../../../platform/refusal.ts';
import type { Actor, Statement } from '../../../platform/postgres/database.ts';
import { findKept, keptFrom } from '../../../consortium/stock/statements.ts';
import type { Json } from '../../../engines/pathways/capability.ts';
import type { Engine } from '../../../engines/pathways/engine.ts';
import { answersFrom } from '../../../engines/forms/response.ts';
import { DownReferral, ReferralRequest, ReturnNote } from '../forms.ts';
import { codesOf, planFindings } from '../rules/plan.ts';
import { CaseParams, EarlierAnswers, EarlierQuery, PlanBody, PlanFindings } from '../shapes.ts';

export type PlanRoutesOptions = {
  readonly engine: Engine;
  readonly recordRead: (row: AuditRow) => Promise<void>;
};

/** The centre that is to keep the plan; no row for a reader whose organisation is no party of the case. */
const findCentre = (id: string, actor: Actor): Statement => ({
  name: 'referral-plan-centre',
  text: `select o.id, o.name, c.resident from cases c join case_party p on p.case_id = c.id and p.party = 'sender'
           join organisation o on o.id = p.organisation
          where c.id = $1 and exists (select 1 from case_party mine where mine.case_id = c.id and mine.organisation = $2)`,
  values: [id, actor.organisation],
});

const centreOfDepartment = (department: string): Statement => ({
  name: 'referral-plan-house',
  text: `select o.id, o.name, null as resident from department d join organisation o on o.id = d.organisation where d.id = $1`,
  values: [department],
});

type Asked = { readonly centre: Statement; readonly kept: Parameters<typeof findKept>[0]; readonly missing: string };

const answerCheck = async (engine: PlanRoutesOptions['engine'], actor: Actor, asked: Asked, body: PlanBody) => {
  const [centres = [], kept = []] = await engine.db.read(actor, engine.clock.now(), [
    asked.centre,
    findKept(asked.kept, codesOf(body)),
  ]);
  const [centre] = centres;
  if (centre === undefined) return { refusal: refuse(asked.missing) };
  return {
    body: {
      centre: { id: String(centre['id']), name: String(centre['name']) },
      items: planFindings(body, keptFrom(kept)).map((finding) => ({ ...finding })),
    },
  };
};

const planCheckRoute = ({ engine }: PlanRoutesOptions): Route =>
  route({
    method: 'POST',
    path: '/api/referrals/:id/plan-check',
    summary: 'What the centre at home is known to have of a plan, before it is sent; nothing is kept',
    access: 'role',
    params: CaseParams,
    body: PlanBody,
    answer: PlanFindings,
    handle: ({ params, body, caller: { actor } }) => {
      const asked = { centre: findCentre(params.id, actor), kept: { senderOf: params.id }, missing: 'case-not-found' };
      return answerCheck(engine, actor, asked, body);
    },
  });

/** For a resident about to be sent down: no case stands yet. */
const downCheckRoute = ({ engine }: PlanRoutesOptions): Route =>
  route({
    method: 'POST',
    path: '/api/referrals/plan-check',
    summary: 'What a centre is known to have of a plan that would be sent down to it; nothing is kept',
    access: 'role',
    body: PlanBody,
    answer: PlanFindings,
    handle: ({ body, caller: { actor } }) => {
      const house = body.department ?? '';
      const asked = { centre: centreOfDepartment(house), kept: { houseOf: house }, missing: 'unknown-department' };
      return answerCheck(engine, actor, asked, body);
    },
  });

/** The last form of one kind in a case or, for a return form, in the case it was referred onward by. */
const findEarlier = (id: string, steps: readonly string[]): Statement => ({
  name: 'referral-earlier',
  text: `select c.id, c.number, s.step, s.at, o.name as organisation, r.content
           from cases c join case_step s on s.case_id = c.id and s.step = any($2) join organisation o on o.id = s.organisation
           join resource r on r.type = 'QuestionnaireResponse' and 'QuestionnaireResponse/' || r.id = s.answers
          where c.id = $1 or ('issue-return' = any($2) and c.parent = $1)
          order by (c.id = $1) desc, s.at desc limit 1`,
  values: [id, steps],
});

/** Which form fills which, so that nobody types twice (law 11). */
const SOURCE = {
  'issue-return': { steps: ['issue-return', 'send-down'], form: ReturnNote },
  'refer-onward': { steps: ['send'], form: ReferralRequest },
  'send-back': { steps: ['send'], form: ReferralRequest },
} as const;

/** What holds for that time only: a place, a consent, a decision to send a plan in spite of what was missing. */
const OF_ITS_TIME: readonly string[] = [
  'department',
  'hold',
  'told',
  'consent',
  'signer',
  'signerName',
  'contact',
  'overrideReason',
  'inpatientNumber',
];

const stillAhead = (answers: Json, today: string): Json => {
  const tasks = (answers['tasks'] ?? []) as readonly { readonly due?: string }[];
  const ahead = tasks.filter(({ due }) => due !== undefined && due >= today);
  const { tasks: _tasks, ...rest } = answers;
  return ahead.length === 0 ? rest : { ...rest, tasks: ahead };
};

const earlierRoute = ({ engine, recordRead }: PlanRoutesOptions): Route =>
  route({
    method: 'GET',
    path: '/api/referrals/:id/earlier',
    summary: 'What an earlier form of the case already says of the form a step asks',
    access: 'role',
    params: CaseParams,
    query: EarlierQuery,
    answer: EarlierAnswers,
    handle: async ({ params, query, caller: { actor } }) => {
      const at = engine.clock.now();
      const { steps, form } = SOURCE[query.step];
      const [centres = [], rows = []] = await engine.db.read(actor, at, [
        findCentre(params.id, actor),
        findEarlier(params.id, steps),
      ]);
      const resident = centres[0]?.['resident'];
      if (centres[0] === undefined) return { refusal: refuse('case-not-found') };
      await recordRead(
        auditRow(actor, at, {
          action: 'read-earlier-form',
          target: `Task/${params.id}`,
          residents: typeof resident === 'string' ? [resident] : [],
        }),
      );
      const [row] = rows;
      if (row === undefined) return { body: { from: null, answers: {} } };
      const written = row['step'] === 'send-down' ? DownReferral : form;
      const answers = answersFrom(written, JSON.parse(String(row['content'])) as Json);
      // the same people sending the same plan again know their own number and telephone
      const dropped = String(row['id']) === params.id && query.step === 'issue-return' ? [] : OF_ITS_TIME;
      return {
        body: {
          from: {
            number: String(row['number']),
            organisation: String(row['organisation']),
            at: (row['at'] as Date).toISOString(),
          },
          answers: stillAhead(
            Object.fromEntries(
              Object.entries(answers).filter(
                ([code]) => Object.hasOwn(form.questions, code) && !dropped.includes(code),
              ),
            ),
            engine.today(at),
          ),
        },
      };
    },
  });

export const planRoutes = (options: PlanRoutesOptions): readonly Route[] => [
  planCheckRoute(options),
  downCheckRoute(options),
  earlierRoute(options),
];
