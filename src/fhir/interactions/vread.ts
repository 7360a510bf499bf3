import { auditRow, auditStatement } from '../../platform/audit.ts';
import type { Statement } from '../../platform/postgres/database.ts';
import { notAllowed } from '../access.ts';
import type { Answer, Asked, FhirContext } from '../context.ts';
import { refused } from '../outcome.ts';
import { answerVersion } from './read.ts';

const selectVersion = (type: string, id: string, version: number): Statement => ({
  name: 'fhir-select-version',
  text: `select version, updated_at, deleted, patient, content, erased is not null as erased from resource where type = $1 and id = $2 and version = $3
         union all
         select version, updated_at, deleted, patient, content, erased is not null as erased from resource_history
          where type = $1 and id = $2 and version = $3`,
  values: [type, id, version],
});

/** `GET [base]/Patient/1/_history/2` */
export const readVersion = async (
  asked: Asked,
  type: string,
  id: string,
  version: string,
  context: FhirContext,
): Promise<Answer> => {
  const forbidden = notAllowed(asked.caller, type, 'r');
  if (forbidden) return forbidden;
  const missing = refused(404, 'not-found', 'version-not-found', { type, id, version });
  if (!/^[1-9]\d{0,8}$/.test(version)) return missing;
  const { actor } = asked.caller;
  const at = context.clock.now();
  const row = await context.db.write(actor, at, async (tx) => {
    const [rows = []] = await tx.flight([selectVersion(type, id, Number(version))]);
    const patient = rows[0]?.['patient'];
    const residents = typeof patient === 'string' ? [patient] : [];
    const target = `${type}/${id}/_history/${version}`;
    const outcome = rows.length > 0 ? 'done' : 'refused';
    await tx.finish([auditStatement(auditRow(actor, at, { action: 'vread', target, residents, outcome }))]);
    return rows[0];
  });
  if (!row) return missing;
  return answerVersion(asked, type, id, {
    version: Number(row['version']),
    updatedAt: row['updated_at'] as Date,
    deleted: row['deleted'] === true,
    content: row['content'] as string | null,
    erased: row['erased'] === true,
  });
};
