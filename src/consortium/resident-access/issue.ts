/** Giving out a code: once when a referral is sent, again on acceptance, and whenever the doctor asks. */
import { auditRow, auditStatement } from '../../platform/audit.ts';
import type { Ids } from '../../platform/ids.ts';
import type { Actor, Statement } from '../../platform/postgres/database.ts';
import type { Refusal } from '../../platform/refusal.ts';
import { refuse } from '../../platform/refusal.ts';
import type { EnterOptions } from './enter.ts';
import type { ResidentCode } from './shapes.ts';
import type { CodeRow } from './store.ts';
import { RESIDENT_ACCESS, findOpenCode, issueCode, voidCodes } from './store.ts';

export type IssueOptions = EnterOptions & { readonly ids: Ids };

/** What makes sure that a case has a code that opens; for a transaction of the program's own. */
export const ensureCode = (
  { codes, times, ids }: Pick<IssueOptions, 'codes' | 'times' | 'ids'>,
  of: { readonly caseId: string; readonly resident: string; readonly by: string },
  at: Date,
  renew = false,
): readonly Statement[] => {
  const id = ids();
  const digest = codes.digestOf(codes.codeOf(id)) ?? '';
  return [
    voidCodes(of.caseId, at, renew),
    issueCode({ id, caseId: of.caseId, resident: of.resident, digest, at, by: of.by, until: times.code(at).until }),
  ];
};

/** Only the parties of the case: the case's own row of them, not the fence over records. */
const findForParty = (caseId: string, organisation: string): Statement => ({
  name: 'resident-code-case',
  text: `select c.resident, c.closed_at from cases c
          where c.id = $1 and exists (select 1 from case_party p where p.case_id = c.id and p.organisation = $2)`,
  values: [caseId, organisation],
});

/** Refusals: `case-not-found`, `resident.code-case-closed`. On record under the name of whoever asked. */
export const issueFor = async (
  options: IssueOptions,
  actor: Actor,
  caseId: string,
  renew: boolean,
): Promise<ResidentCode | Refusal> => {
  const { db, clock, codes, times } = options;
  const at = clock.now();
  const [found = []] = await db.read(actor, at, [findForParty(caseId, actor.organisation)]);
  const resident = found[0]?.['resident'];
  if (typeof resident !== 'string') return refuse('case-not-found');
  if (found[0]?.['closed_at'] instanceof Date) return refuse('resident.code-case-closed');
  const answers = await db.write(RESIDENT_ACCESS, at, (tx) =>
    tx.finish([
      ...ensureCode(options, { caseId, resident, by: actor.id }, at, renew),
      auditStatement(
        auditRow(actor, at, {
          action: renew ? 'renew-resident-code' : 'show-resident-code',
          target: `Task/${caseId}`,
          residents: [resident],
        }),
      ),
      findOpenCode(caseId, at),
    ]),
  );
  const row = answers.at(-1)?.[0] as CodeRow | undefined;
  if (row === undefined) throw new Error('a code was issued and is not there');
  return {
    code: codes.codeOf(row.id),
    expiresAt: row.expires_at.toISOString(),
    issuedAt: row.issued_at.toISOString(),
    verified: times.code(row.issued_at).verified,
  };
};
