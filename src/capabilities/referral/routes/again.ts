/** Asked of a closed referral whose resident is worse again: whether the team that returned them takes them back, and with what. */
import type { AuditRow } from '../../../platform/audit.ts';
import { auditRow } from '../../../platform/audit.ts';
import type { Route } from '../../../platform/http/route.ts';
import { route } from '../../../platform/http/route.ts';
import type { Rows, Statement } from '../../../platform/postgres/database.ts';
import { isRefusal, refuse } from '../../../platform/refusal.ts';
import type { Json } from '../../../engines/pathways/capability.ts';
import type { Engine } from '../../../engines/pathways/engine.ts';
import { answersFrom } from '../../../engines/forms/response.ts';
import { DownReferral, ReferralRequest, ReturnNote } from '../forms.ts';
import { findFollowed, readFollowed } from '../operations/loads.ts';
import { mayGoBack } from '../rules/again.ts';
import { BackAgain, CaseParams } from '../shapes.ts';

export type AgainRouteOptions = {
  readonly engine: Engine;
  readonly recordRead: (row: AuditRow) => Promise<void>;
};

const findTeam = (id: string, organisation: string): Statement => ({
  name: 'referral-team',
  text: `select c.resident, o.id as organisation, o.name as organisation_name, d.id as department, d.name as department_name
           from cases c join case_party r on r.case_id = c.id and r.party = 'receiver'
           join organisation o on o.id = r.organisation join department d on d.id = r.department
          where c.id = $1 and exists (select 1 from case_party mine where mine.case_id = c.id and mine.organisation = $2)`,
  values: [id, organisation],
});

/** The last form of each kind that tells the resident's story. */
const findStory = (id: string): Statement => ({
  name: 'referral-story',
  text: `select distinct on (s.step) s.step, r.content
           from case_step s join resource r on r.type = 'QuestionnaireResponse' and 'QuestionnaireResponse/' || r.id = s.answers
          where s.case_id = $1 and s.step in ('send', 'send-down', 'issue-return') order by s.step, s.version desc`,
  values: [id],
});

const WRITTEN = { send: ReferralRequest, 'send-down': DownReferral, 'issue-return': ReturnNote } as const;

const answersOf = (rows: Rows, step: keyof typeof WRITTEN): Json => {
  const row = rows.find((one) => one['step'] === step);
  return row === undefined ? {} : answersFrom(WRITTEN[step], JSON.parse(String(row['content'])) as Json);
};

/** What the new out form begins with: what the base wrote then, and what the hospital found and did since. */
const storyOf = (rows: Rows): Json => {
  const before = answersOf(rows, 'send');
  const home = { ...answersOf(rows, 'send-down'), ...answersOf(rows, 'issue-return') };
  const told = {
    visit: before['visit'] ?? 'inpatient',
    impression: home['diagnosis'] ?? before['impression'],
    history: before['history'],
    treatment: home['treatment'] ?? before['treatment'],
    findings: home['results'] ?? before['findings'],
  };
  const texts = Object.entries(told).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  return Object.fromEntries(
    texts.map(([code, text]) => {
      const question = ReferralRequest.questions[code as keyof typeof told];
      return [code, question.kind === 'text' ? text.slice(0, question.max) : text];
    }),
  );
};

export const againRoute = ({ engine, recordRead }: AgainRouteOptions): Route =>
  route({
    method: 'GET',
    path: '/api/referrals/:id/again',
    summary:
      'Whether the team that returned a resident takes them back after the referral was closed, and what is known',
    access: 'role',
    params: CaseParams,
    answer: BackAgain,
    handle: async ({ params, caller: { actor } }) => {
      const at = engine.clock.now();
      const [teams = [], followed = [], story = []] = await engine.db.read(actor, at, [
        findTeam(params.id, actor.organisation),
        findFollowed(params.id),
        findStory(params.id),
      ]);
      const [team] = teams;
      const earlier = readFollowed(followed, engine.limits);
      if (team === undefined || earlier === undefined) return { refusal: refuse('case-not-found') };
      const allowed = mayGoBack(earlier, actor.organisation, at);
      const promise = engine.limits('referral.fast-return', 'routine', at);
      const { resident } = earlier;
      await recordRead(
        auditRow(actor, at, {
          action: 'read-earlier-form',
          target: `Task/${params.id}`,
          residents: resident === null ? [] : [resident],
        }),
      );
      return {
        body: {
          why: isRefusal(allowed) ? allowed.refused : null,
          until: earlier.until?.toISOString() ?? null,
          verified: promise.verified,
          team: {
            organisation: { id: String(team['organisation']), name: String(team['organisation_name']) },
            department: { id: String(team['department']), name: String(team['department_name']) },
          },
          answers: isRefusal(allowed) ? {} : storyOf(story),
        },
      };
    },
  });
