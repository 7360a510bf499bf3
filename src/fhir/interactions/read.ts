import { auditRow, auditStatement } from '../../platform/audit.ts';
import type { Statement } from '../../platform/postgres/database.ts';
import { notAllowed } from '../access.ts';
import type { Answer, Asked, FhirContext } from '../context.ts';
import { refused } from '../outcome.ts';
import type { StoredVersion } from '../store/grouped-reads.ts';
import { etagOf, versionHeaders } from '../version-headers.ts';

/** Conditional read (R4 §3.1.0.4.1): the client has this version already. A date has whole seconds, and gives way to a tag. */
const isKnown = ({ headers }: Asked, { version, updatedAt }: StoredVersion): boolean => {
  const tags = headers['if-none-match'];
  if (tags !== undefined) return tags.split(',').some((tag) => tag.trim() === etagOf(version));
  const since = Date.parse(headers['if-modified-since'] ?? '');
  return !Number.isNaN(since) && Math.floor(updatedAt.getTime() / 1000) * 1000 <= since;
};

const answerVersion = (asked: Asked, type: string, id: string, found: StoredVersion): Answer => {
  if (found.deleted || found.content === null) return refused(410, 'deleted', 'gone', { type, id });
  const headers = versionHeaders(found.version, found.updatedAt);
  if (isKnown(asked, found)) return { status: 304, headers };
  return { status: 200, headers, body: found.content };
};

/** `GET [base]/Patient/1`: the stored text, unparsed. */
export const read = async (asked: Asked, type: string, id: string, context: FhirContext): Promise<Answer> => {
  const forbidden = notAllowed(asked.caller, type, 'r');
  if (forbidden) return forbidden;
  const found = await context.reads.find(asked.caller.actor, type, id);
  return found ? answerVersion(asked, type, id, found) : refused(404, 'not-found', 'not-found', { type, id });
};

const selectVersion = (type: string, id: string, version: number): Statement => ({
  name: 'fhir-select-version',
  text: `select version, updated_at, deleted, patient, content from resource where type = $1 and id = $2 and version = $3
         union all
         select version, updated_at, deleted, patient, content from resource_history
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
  });
};
