import { auditRow, auditStatement } from '../../platform/audit.ts';
import { notAllowed } from '../access.ts';
import { notKept, readBody } from '../body.ts';
import type { Answer, Asked, FhirContext } from '../context.ts';
import { isRefused, refused } from '../outcome.ts';
import { guardStatements, refusalOfStore } from '../store/guards.ts';
import { newVersion } from '../store/new-version.ts';
import type { NewVersion } from '../store/new-version.ts';
import { storeStatements } from '../store/statements.ts';
import { versionHeaders, versionPath } from '../version-headers.ts';

/** `POST [base]/Patient`: 201 with the stored text. One flight. */
export const create = async (asked: Asked, type: string, context: FhirContext): Promise<Answer> => {
  const forbidden = notAllowed(asked.caller, type, 'c');
  if (forbidden) return forbidden;
  if (asked.headers['if-none-exist'] !== undefined) return refused(400, 'not-supported', 'conditional-create');
  const body = readBody(asked, context.config);
  if (isRefused(body)) return body;
  const { resource } = body;
  if (resource.resourceType !== type)
    return refused(400, 'invalid', 'type-not-in-url', { body: resource.resourceType, url: type }, 'resourceType');
  const at = context.clock.now();
  const version = newVersion(resource, context.ids(), null, at);
  return notKept(type, version.patient, type) ?? storeCreated(asked, version, at, context);
};

/** Stores one new resource and answers 201; also used where an update creates. */
export const storeCreated = async (
  asked: Asked,
  version: NewVersion,
  at: Date,
  context: FhirContext,
): Promise<Answer> => {
  const { actor } = asked.caller;
  const target = `${version.type}/${version.id}`;
  const residents = version.patient === null ? [] : [version.patient];
  try {
    await context.db.write(actor, at, (tx) =>
      tx.finish([
        ...storeStatements([version], actor, at),
        ...guardStatements([version]),
        auditStatement(auditRow(actor, at, { action: 'create', target, residents })),
      ]),
    );
  } catch (fault) {
    const refusal = refusalOfStore(fault);
    if (refusal) return refusal;
    throw fault;
  }
  return {
    status: 201,
    headers: {
      ...versionHeaders(1, at),
      location: `${asked.base}/${versionPath(version.type, version.id, 1)}`,
    },
    body: version.content ?? '',
  };
};
