/** What update, patch and delete of one record have in common: the version they start from, and how the new one is stored. */
import type { Answer, Asked, FhirContext } from '../context.ts';
import { refused } from '../outcome.ts';
import type { Refused } from '../outcome.ts';
import { findCurrent } from '../store/currents.ts';
import type { Current, Named } from '../store/currents.ts';
import { isStale, refusalOfStore } from '../store/guards.ts';
import type { NewVersion } from '../store/new-version.ts';
import { matchOf, versionHeaders } from '../version-headers.ts';

const findNow = (asked: Asked, named: Named, context: FhirContext): Promise<Current | undefined> =>
  findCurrent(context.db, asked.caller.actor, context.clock.now(), named);

/** 412 names the current version; an unseen record is 404. */
export const staleRefusal = (current: Pick<Current, 'version' | 'erased'> | undefined, { type, id }: Named): Refused =>
  current?.erased === true
    ? refused(410, 'deleted', 'erased', { type, id })
    : current
      ? refused(412, 'conflict', 'stale', { current: current.version })
      : refused(404, 'not-found', 'not-found', { type, id });

/** Whether the current version is the one If-Match asks for; the refusal where it is not. */
export const unmatched = (
  header: string | undefined,
  current: Pick<Current, 'version' | 'erased'> | undefined,
  named: Named,
): Refused | undefined => {
  if (header === undefined) return undefined;
  const match = matchOf(header);
  if (match === 'malformed') return refused(400, 'invalid', 'bad-if-match');
  return current && (match === 'any' || match === current.version) ? undefined : staleRefusal(current, named);
};

/** The version an update replaces: what If-Match says, unlooked at, else what is there now; undefined where nothing is. */
export const replacedBy = async (
  asked: Asked,
  named: Named,
  context: FhirContext,
): Promise<number | undefined | Refused> => {
  const header = asked.headers['if-match'];
  const match = header === undefined ? undefined : matchOf(header);
  if (typeof match === 'number') return match;
  if (match === 'malformed') return refused(400, 'invalid', 'bad-if-match');
  const current = await findNow(asked, named, context);
  if (current?.erased === true) return staleRefusal(current, named);
  return unmatched(header, current, named) ?? current?.version;
};

/** Stores a version that replaces another; 412 where If-Match no longer holds, 409 where somebody else was faster. */
export const storeReplaced = async (
  asked: Asked,
  named: Named,
  make: (at: Date) => NewVersion,
  context: FhirContext,
): Promise<Answer> => {
  const action = asked.method === 'DELETE' ? 'delete' : 'update';
  try {
    const { version, at } = await context.writes.store(asked.caller.actor, action, make);
    const headers = versionHeaders(version.version, at);
    return version.content === null ? { status: 204, headers } : { status: 200, headers, body: version.content };
  } catch (fault) {
    if (isStale(fault) && asked.headers['if-match'] !== undefined)
      return staleRefusal(await findNow(asked, named, context), named);
    if (isStale(fault)) {
      const current = await findNow(asked, named, context);
      if (current?.erased === true) return staleRefusal(current, named);
    }
    const refusal = refusalOfStore(fault);
    if (refusal) return refusal;
    throw fault;
  }
};
