/** 家属查看: whom a resident lets look at their stay, and the code that lets them in. The consent is a step of the case; this only reads it. */
import { auditRow, auditStatement } from '../../platform/audit.ts';
import type { Route } from '../../platform/http/route.ts';
import { route } from '../../platform/http/route.ts';
import type { Statement } from '../../platform/postgres/database.ts';
import { isRefusal, refuse } from '../../platform/refusal.ts';
import { may } from '../permission.ts';
import { ByIdParams } from '../shapes.ts';
import type { IssueOptions } from './issue.ts';
import { ResidentCode } from './shapes.ts';
import { RESIDENT_ACCESS } from './store.ts';

export const findFamily = (caseId: string): Statement => ({
  name: 'family-of-case',
  text: `select f.id, f.who, f.relation, f.parts, f.consented_by, f.from_at, f.until_at, f.ended_at, f.end_reason
           from family_access f where f.case_id = $1 order by f.from_at desc`,
  values: [caseId],
});
export const letFamilyLook = (access: {
  readonly id: string;
  readonly caseId: string;
  readonly resident: string;
  readonly organisation: string;
  readonly who: string;
  readonly relation: string;
  readonly parts: readonly string[];
  readonly consentedBy: string;
  readonly from: Date;
  readonly until: string;
  readonly zone: string;
  readonly by: string;
}): Statement => ({
  name: 'family-let-look',
  text: `insert into family_access (id, case_id, resident, organisation, who, relation, parts, consented_by, from_at, until_at, by)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, ($10::date + 1)::timestamp at time zone $11, $12)`,
  values: [
    ...[access.id, access.caseId, access.resident, access.organisation, access.who, access.relation, access.parts],
    ...[access.consentedBy, access.from, access.until, access.zone, access.by],
  ],
});
/** Ends it for one of the case's family. Guard: `resident.family-ended`. Codes not used yet open nothing more either. */
export const endFamilyLook = (access: string, caseId: string, at: Date, reason: string): Statement => ({
  name: 'family-end-look',
  text: `with gone as (
  update family_access set ended_at = $3, end_reason = $4
   where id = $1 and case_id = $2 and ended_at is null and until_at > $3 returning id
)
select expect_rows((select count(*) from gone), 1, 'resident.family-ended')`,
  values: [access, caseId, at, reason],
});

const findOpen = (access: string, organisation: string, at: Date): Statement => ({
  name: 'family-open',
  text: `select resident, case_id from family_access
          where id = $1 and organisation = $2 and ended_at is null and until_at > $3`,
  values: [access, organisation, at],
});
const voidCodes = (access: string, at: Date): Statement => ({
  name: 'family-codes-void',
  text: `update resident_code set void_at = $2 where family = $1 and used_at is null and void_at is null`,
  values: [access, at],
});
const insertCode = (code: {
  readonly id: string;
  readonly access: string;
  readonly resident: string;
  readonly digest: string;
  readonly at: Date;
  readonly by: string;
  readonly until: Date;
}): Statement => ({
  name: 'family-code-insert',
  text: `insert into resident_code (id, case_id, resident, digest, issued_at, issued_by, expires_at, opens, family)
         values ($1, null, $2, $3, $4, $5, $6, 'family', $7)`,
  values: [code.id, code.resident, code.digest, code.at, code.by, code.until, code.access],
});

/** Giving a code to somebody who was let in; the one given before opens nothing more. */
export const familyRoutes = ({ db, clock, codes, times, ids }: IssueOptions): readonly Route[] => [
  route({
    method: 'POST',
    path: '/api/family-access/:id/code',
    summary: 'A one-time code for somebody the resident lets look at their stay',
    access: 'role',
    params: ByIdParams,
    answer: ResidentCode,
    handle: async ({ params, caller: { actor } }) => {
      const allowed = may(actor, 'give-family-code');
      if (isRefusal(allowed)) return { refusal: allowed };
      const at = clock.now();
      const [found = []] = await db.read(actor, at, [findOpen(params.id, actor.organisation, at)]);
      const resident = found[0]?.['resident'];
      if (typeof resident !== 'string') return { refusal: refuse('resident.family-ended') };
      const id = ids();
      const code = codes.codeOf(id);
      const { until, verified } = times.code(at);
      await db.write(RESIDENT_ACCESS, at, (tx) =>
        tx.finish([
          voidCodes(params.id, at),
          insertCode({
            ...{ id, access: params.id, resident, digest: codes.digestOf(code) ?? '', at, by: actor.id, until },
          }),
          auditStatement(
            auditRow(actor, at, {
              action: 'give-family-code',
              target: `family/${params.id}`,
              residents: [resident],
            }),
          ),
        ]),
      );
      return {
        status: 201,
        body: { code, expiresAt: until.toISOString(), issuedAt: at.toISOString(), verified },
      };
    },
  }),
];
