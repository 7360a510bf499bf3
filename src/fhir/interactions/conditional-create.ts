/** Create unless it is there (R4 §3.1.0.8.1). */
import { auditRow, auditStatement } from '../../platform/audit.ts';
import { notAllowed } from '../access.ts';
import { notKept } from '../body.ts';
import type { Answer, Asked, FhirContext } from '../context.ts';
import { isRefused, refused } from '../outcome.ts';
import type { Resource } from '../resource.ts';
import { patientOf } from '../search/extract.ts';
import { guardStatements, refusalOfStore } from '../store/guards.ts';
import { newVersion } from '../store/new-version.ts';
import { storeStatements } from '../store/statements.ts';
import { etagOf, versionHeaders, versionPath } from '../version-headers.ts';
import { askConditions, mayMissMatches, readCondition } from './condition.ts';
import type { Match } from './condition.ts';

const foundAnswer = (asked: Asked, type: string, [match, ...more]: readonly Match[]): Answer => {
  if (match === undefined || more.length > 0) return refused(412, 'duplicate', 'many-match');
  const location = `${asked.base}/${versionPath(type, match.id, match.version)}`;
  return { status: 200, headers: { etag: etagOf(match.version), location }, body: match.content };
};

/** `POST [base]/Patient` with `If-None-Exist: identifier=…`: 201, 200 with what is there, or 412 where several are. */
export const createUnlessThere = async (
  asked: Asked,
  resource: Resource,
  condition: string,
  context: FhirContext,
): Promise<Answer> => {
  const type = resource.resourceType;
  const forbidden = notAllowed(asked.caller, type, 's');
  if (forbidden) return forbidden;
  const read = readCondition(type, condition);
  if (isRefused(read)) return read;
  const incomplete = await mayMissMatches([read], asked.caller.actor, context);
  if (incomplete) return incomplete;
  const id = context.ids();
  const unkept = notKept(type, patientOf(resource, id), type);
  if (unkept) return unkept;
  const { actor } = asked.caller;
  const at = context.clock.now();
  const version = newVersion(resource, id, null, at);
  const residents = version.patient === null ? [] : [version.patient];
  try {
    const found = await context.db.write(actor, at, async (tx) => {
      const [matches = []] = (await askConditions(tx, { deciding: [read] }, actor, at)).matches;
      await tx.finish(
        matches.length > 0
          ? []
          : [
              ...storeStatements([version], actor, at, context.lasting),
              ...guardStatements([version]),
              auditStatement(auditRow(actor, at, { action: 'create', target: `${type}/${id}`, residents })),
            ],
      );
      return matches;
    });
    if (found.length > 0) return foundAnswer(asked, type, found);
    const location = `${asked.base}/${versionPath(type, id, 1)}`;
    return { status: 201, headers: { ...versionHeaders(1, at), location }, body: version.content ?? '' };
  } catch (fault) {
    const refusal = refusalOfStore(fault);
    if (refusal) return refusal;
    throw fault;
  }
};
