/** From what the entries of a transaction ask and what is stored to what is to be written. */
import type { Asked } from '../context.ts';
import { notAllowed } from '../access.ts';
import { notChosen } from '../chosen-id.ts';
import { notKept } from '../body.ts';
import { isRefused, refused } from '../outcome.ts';
import type { Refused } from '../outcome.ts';
import type { Resource } from '../resource.ts';
import type { Current } from '../store/currents.ts';
import { deletion, newVersion } from '../store/new-version.ts';
import type { NewVersion } from '../store/new-version.ts';
import type { Link } from '../validate/walk.ts';
import { unmatched } from './change.ts';
import type { Match } from './condition.ts';
import { patched } from './patch.ts';
import { entryPath, refusalAt } from './transaction-entries.ts';
import type { Change } from './transaction-entries.ts';
import type { Place } from './transaction-links.ts';

/** What becomes of one change. */
export type Planned = {
  readonly change: Change;
  readonly place: Place;
  /** What is stored now. */
  readonly current: Current | undefined;
  /** `found`: a create whose condition fits a record; `nothing`: a deletion of what is not there. */
  readonly outcome: 'write' | 'found' | 'nothing';
  /** The record to be written, its links not pointed yet; null for a deletion. */
  readonly resource: Resource | null;
  /** Links of a patched record; those of the others were found when the bundle was checked. */
  readonly links: readonly Link[] | undefined;
};

const at = ({ index }: Change, member: string): string => entryPath(index, member);

/** The record an entry is about, now that its condition is answered. */
export const subjectOf = (
  change: Change,
  matches: readonly Match[] | undefined,
): { readonly id: string; readonly match: Match | undefined } | Refused => {
  const [match, ...more] = matches ?? [];
  if (more.length > 0)
    return refused(
      412,
      'duplicate',
      'many-match',
      undefined,
      at(change, change.method === 'POST' ? 'request.ifNoneExist' : 'request.url'),
    );
  const given = change.method === 'PUT' ? change.resource?.id : undefined;
  if (match && change.method === 'PUT' && given !== undefined && given !== match.id)
    return refused(400, 'invalid', 'id-not-found-one', undefined, at(change, 'resource.id'));
  return { id: match?.id ?? change.id, match };
};

const creating = (change: Change, id: string, asked: Asked): Refused | undefined => {
  if (change.method !== 'PUT') return undefined;
  const forbidden = notAllowed(asked.caller, change.type, 'c');
  if (forbidden) return refusalAt(forbidden, change.index, 'request');
  const chosen = change.condition === undefined || change.resource?.id !== undefined;
  return chosen ? notChosen(id, at(change, 'request.url')) : undefined;
};

const unseen = ({ type, index }: Change, id: string, current: Current | undefined): Refused =>
  current
    ? refused(410, 'deleted', 'gone', { type, id }, entryPath(index, 'request.url'))
    : refused(404, 'not-found', id === '' ? 'none-match' : 'not-found', { type, id }, entryPath(index, 'request.url'));

/** @param current what is stored under the entry's id now, locked */
export const planned = (
  change: Change,
  id: string,
  match: Match | undefined,
  current: Current | undefined,
  asked: Asked,
): Planned | Refused => {
  const { type, method } = change;
  const plan = (version: number, outcome: Planned['outcome'], resource: Resource | null, links?: readonly Link[]) => ({
    change,
    place: { type, id, version },
    current,
    outcome,
    resource,
    links,
  });
  if (method === 'POST') return match ? plan(match.version, 'found', null) : plan(1, 'write', change.resource);
  if (change.ifMatch !== undefined) {
    const stale = unmatched(change.ifMatch, current, { type, id });
    if (stale) return refusalAt(stale, change.index, stale.status === 404 ? 'request.url' : 'request.ifMatch');
  }
  const next = (current?.version ?? 0) + 1;
  if (method === 'PUT') {
    if (current && change.onlyNew)
      return refused(412, 'conflict', 'there-already', { current: current.version }, at(change, 'request.ifNoneMatch'));
    return (current ? undefined : creating(change, id, asked)) ?? plan(next, 'write', change.resource);
  }
  if (method === 'DELETE') {
    if (!current && change.condition === undefined) return unseen(change, id, current);
    return plan(current ? next : 0, current && !current.deleted ? 'write' : 'nothing', null);
  }
  if (!current || current.content === null) return unseen(change, id, current);
  const made = patched(current.content, change.patch ?? [], { type, id });
  return isRefused(made) ? refusalAt(made, change.index, 'resource') : plan(next, 'write', made.resource, made.links);
};

/** The version a plan writes, once its links are pointed; null where it writes none. */
export const versionOf = (
  { change, place, current, outcome, resource }: Planned,
  now: Date,
): NewVersion | null | Refused => {
  if (outcome !== 'write') return null;
  const { type, id } = place;
  if (resource === null) return deletion(type, id, current?.version ?? 0, current?.patient ?? null);
  const version = newVersion(resource, id, current?.version ?? null, now);
  return notKept(type, version.patient, at(change, 'resource')) ?? version;
};
