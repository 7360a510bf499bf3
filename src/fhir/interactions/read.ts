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

/** 410 for a version that is a deletion, 304 where the client has it, else the stored text. */
export const answerVersion = (asked: Asked, type: string, id: string, found: StoredVersion): Answer => {
  if (found.erased) return refused(410, 'deleted', 'erased', { type, id });
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
