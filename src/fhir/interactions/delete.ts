import { notAllowed } from '../access.ts';
import type { Answer, Asked, FhirContext } from '../context.ts';
import { refused } from '../outcome.ts';
import { findCurrent } from '../store/currents.ts';
import { deletion } from '../store/new-version.ts';
import { etagOf } from '../version-headers.ts';
import { storeReplaced, unmatched } from './change.ts';

/**
 * `DELETE [base]/Observation/1`: a version that says so is added and all before it stays; what refers to the record still does, and
 * finds 410 there. Deleting twice is no error.
 */
export const remove = async (asked: Asked, type: string, id: string, context: FhirContext): Promise<Answer> => {
  const forbidden = notAllowed(asked.caller, type, 'd');
  if (forbidden) return forbidden;
  if (type === 'Patient') return refused(409, 'business-rule', 'patient-not-deleted');
  const current = await findCurrent(context.db, asked.caller.actor, context.clock.now(), { type, id });
  if (!current) return refused(404, 'not-found', 'not-found', { type, id });
  const { version, deleted, patient } = current;
  if (deleted) return { status: 204, headers: { etag: etagOf(version) } };
  return (
    unmatched(asked.headers['if-match'], current, { type, id }) ??
    storeReplaced(asked, { type, id }, () => deletion(type, id, version, patient), context)
  );
};
