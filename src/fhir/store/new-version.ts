import { extract } from '../search/extract.ts';
import { writeJson } from '../json.ts';
import { objectsOf, textOf } from '../resource.ts';
import type { Resource } from '../resource.ts';
import { instantOf } from '../search/dates.ts';
import type { Tokens } from '../search/token.ts';
import { accessFacts, noAccessFacts } from './access-facts.ts';
import type { AccessFacts } from './access-facts.ts';
import { residentFacts } from './resident-facts.ts';
import type { ResidentFacts } from './resident-facts.ts';

/** An Encounter as a reason to read the resident's record (law 5): it ends by itself. */
export type Registration = {
  /** Milliseconds since 1970. */
  readonly from: number;
  /** Null while an inpatient stay lasts. */
  readonly until: number | null;
};

/** One resource about to become a row. */
export type NewVersion = {
  readonly type: string;
  readonly id: string;
  /** The version this replaces; null creates. */
  readonly replaces: number | null;
  readonly version: number;
  /** The resource as JSON text with `id`, `meta.versionId` and `meta.lastUpdated` in it; null for a deletion. */
  readonly content: string | null;
  readonly patient: string | null;
  /** The main date, milliseconds since 1970. */
  readonly date: number | null;
  readonly tokens: Tokens;
  /** As `Extracted` says. */
  readonly ranges: readonly number[];
  readonly texts: string | null;
  readonly resident: ResidentFacts | null;
  readonly registration: Registration | null;
  readonly access: AccessFacts;
  /** What the content was written from, for facts; absent for a deletion. */
  readonly resource?: Resource;
};

const DAY = 86_400_000;
/** v3-ActCode classes of stays that last until they are ended. */
const STAYS = new Set(['IMP', 'ACUTE', 'NONAC', 'SS', 'OBSENC', 'HH']);
const OVER = new Set(['finished', 'cancelled', 'entered-in-error']);

const registrationOf = (encounter: Resource, at: Date): Registration | null => {
  const period = objectsOf(encounter['period'])[0];
  const from = Math.min(instantOf(period?.['start']) ?? at.getTime(), at.getTime());
  const end = instantOf(period?.['end']);
  if (end !== null || OVER.has(textOf(encounter['status']) ?? ''))
    return { from, until: Math.max(end ?? at.getTime(), from) };
  const code = textOf(objectsOf(encounter['class'])[0]?.['code']) ?? '';
  return { from, until: STAYS.has(code) ? null : at.getTime() + DAY };
};

/**
 * Turns a resource into the version to be stored: sets `id`, `meta.versionId` and `meta.lastUpdated`, and takes out what it is
 * found by. The resource must have been validated.
 * @param replaces the current version number, or null to create
 */
export const newVersion = (resource: Resource, id: string, replaces: number | null, at: Date): NewVersion => {
  const version = (replaces ?? 0) + 1;
  const { resourceType, id: _id, meta, ...rest } = resource;
  const stamped: Resource = {
    resourceType,
    id,
    meta: { ...meta, versionId: String(version), lastUpdated: at.toISOString() },
    ...rest,
  };
  return {
    type: resourceType,
    id,
    replaces,
    version,
    content: writeJson(stamped),
    ...extract(stamped),
    resident: resourceType === 'Patient' ? residentFacts(stamped) : null,
    registration: resourceType === 'Encounter' ? registrationOf(stamped, at) : null,
    access: accessFacts(stamped, at),
    resource: stamped,
  };
};

/** The version that marks a resource as deleted. Its history stays. */
export const deletion = (type: string, id: string, replaces: number, patient: string | null): NewVersion => ({
  type,
  id,
  replaces,
  version: replaces + 1,
  content: null,
  patient,
  date: null,
  tokens: [],
  ranges: [],
  texts: null,
  resident: null,
  registration: null,
  access: noAccessFacts(type),
});
