/** One entry: as it is now, or as a version was, who wrote each version when, and from where it came. */
import { parseJson, writeJsonLines } from '../../../../fhir/json.ts';
import { isObject, textOf } from '../../../../fhir/resource.ts';
import { may } from '../../../../consortium/permission.ts';
import { auditRow } from '../../../../platform/audit.ts';
import type { Actor, Rows, Statement } from '../../../../platform/postgres/database.ts';
import type { Refusal } from '../../../../platform/refusal.ts';
import { refuse } from '../../../../platform/refusal.ts';
import { headOf } from '../records/changes.ts';
import { linesOf } from '../records/readable.ts';
import { directoryOf, keptOf, placesBy } from '../records/rows.ts';
import type { Kept } from '../records/rows.ts';
import type { EntryView, Line } from '../shapes.ts';
import type { RecordOptions } from './first-screen.ts';
import { organisations } from './statements.ts';

/** Versions listed at most; an entry rewritten more often says so by the number of its oldest. */
const MOST_VERSIONS = 50;

const AUTHOR = `p.name as person, pr.role, o.short_name as organisation_name`;
const JOINS = `left join practitioner_role pr on pr.id = v.author left join person p on p.id = pr.person
  left join organisation o on o.id = v.organisation`;

/** The present version and the superseded ones, newest first, without their content. */
const versionsOf = (patient: string, type: string, id: string): Statement => ({
  name: 'record-versions',
  text: `select v.version, v.updated_at, v.author, v.organisation, v.deleted, v.erased, v.current, ${AUTHOR} from (
   select version, updated_at, author, organisation, deleted, erased is not null as erased, true as current
     from resource where type = $2 and id = $3 and patient = $1
   union all
   (select version, updated_at, author, organisation, deleted, erased is not null, false
      from resource_history where type = $2 and id = $3 and patient = $1 order by version desc limit ${String(MOST_VERSIONS)})
 ) as v ${JOINS} order by v.version desc`,
  values: [patient, type, id],
});

/** The shown version and the one before it, with content. */
const contentsOf = (patient: string, type: string, id: string, version: number | null): Statement => ({
  name: 'record-version-contents',
  text: `with all_versions as (
   select type, id, version, updated_at, author, organisation, date, content from resource
    where type = $2 and id = $3 and patient = $1
   union all
   select type, id, version, updated_at, author, organisation, null, content from resource_history
    where type = $2 and id = $3 and patient = $1)
 select * from all_versions where version <= coalesce($4, (select max(version) from all_versions))
  order by version desc limit 2`,
  values: [patient, type, id, version],
});

const namesOf = (directory: ReturnType<typeof directoryOf>) => (reference: string) =>
  reference.startsWith('Organization/') ? directory.get(reference.slice('Organization/'.length))?.name : undefined;

const byOf = (author: string, person: unknown): EntryView['versions'][number]['by'] => {
  if (author.startsWith('client:')) return 'system-client';
  return typeof person === 'string' ? 'person' : 'program';
};

const orNull = (value: unknown): string | null => (typeof value === 'string' ? value : null);

const versionRows = (rows: Rows): EntryView['versions'] =>
  rows.map((row) => ({
    version: Number(row['version']),
    at: (row['updated_at'] as Date).toISOString(),
    author: {
      name: orNull(row['person']),
      role: orNull(row['role']),
      organisation: orNull(row['organisation_name']),
    },
    by: byOf(String(row['author']), row['person']),
    deleted: row['deleted'] === true,
    current: row['current'] === true,
  }));

const contentOf = (row: Rows[number] | undefined): Kept | undefined =>
  row === undefined || row['content'] === null ? undefined : keptOf([row])[0];

/**
 * Refusals: `record.no-relation` where nothing of it may be seen, or the version was never there. What was deleted stays
 * visible as deleted, with the versions before it.
 */
export const entryOf = async (
  options: RecordOptions,
  actor: Actor,
  asked: { readonly resident: string; readonly type: string; readonly id: string; readonly version: number | null },
): Promise<EntryView | Refusal> => {
  const { db, clock, readLog } = options;
  const at = clock.now();
  const { resident, type, id, version } = asked;
  const [versions = [], contents = [], places, held, cases = []] = await db.read(actor, at, [
    versionsOf(resident, type, id),
    contentsOf(resident, type, id, version),
    organisations(resident),
    {
      name: 'record-entry-visit',
      text: `select r.type, r.id, r.version, r.updated_at, r.author, r.organisation, r.date, r.content
  from resource e join resource r on r.type = 'Encounter' and r.patient = $1 and not r.deleted
   and r.id = substring(e.content -> 'encounter' ->> 'reference' from '^Encounter/(.+)$')
 where e.type = $2 and e.id = $3 and e.patient = $1`,
      values: [resident, type, id],
    },
    { name: 'record-entry-of-case', text: 'select entry_of_case($1) as of_case', values: [id] },
  ]);
  const [shown, earlier] = contents;
  const found = shown !== undefined && (version === null || Number(shown['version']) === version);
  await readLog.record(
    auditRow(actor, at, {
      action: version === null ? 'read-entry' : 'read-entry-version',
      target: `${type}/${id}`,
      residents: found ? [resident] : [],
      outcome: found ? 'done' : 'refused',
      reason: found ? null : 'record.no-relation',
    }),
  );
  if (!found) return refuse('record.no-relation');
  const directory = directoryOf(places);
  const placeOf = placesBy(directory, keptOf(held));
  const named = namesOf(directory);
  const kept = contentOf(shown);
  const before = contentOf(earlier);
  const lines = (of: Kept | undefined): Line[] => (of === undefined ? [] : linesOf(of.resource, named));
  const parsed = kept === undefined ? undefined : parseJson(String(shown['content']));
  const naming = kept ?? before;
  const meta = kept?.resource['meta'];
  return {
    type,
    id,
    name: naming === undefined ? '' : headOf(naming, { placeOf, isFresh: () => false }).name,
    versions: versionRows(versions),
    shown: Number(shown['version']),
    lines: lines(kept),
    before: earlier === undefined ? null : lines(before),
    json: parsed?.ok === true ? writeJsonLines(parsed.value) : null,
    place: naming === undefined ? null : placeOf(naming),
    erased: versions[0]?.['erased'] === true,
    mayErase:
      may(actor, 'handle-erasures') === true &&
      type !== 'Patient' &&
      versions[0]?.['organisation'] === actor.organisation &&
      versions[0]['deleted'] !== true &&
      cases[0]?.['of_case'] !== true,
    source: isObject(meta) ? (textOf(meta['source']) ?? null) : null,
  };
};
