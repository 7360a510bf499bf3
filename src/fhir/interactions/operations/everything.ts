/**
 * `Patient/1/$everything` (R4 Patient-operation-everything): the resident's whole record and what it refers to in the directory, in
 * pages. The stored texts are put together unparsed; references are found in them by their form.
 */
import { auditRow, auditStatement } from '../../../platform/audit.ts';
import type { Rows, Statement } from '../../../platform/postgres/database.ts';
import { notAllowed } from '../../access.ts';
import type { Answer, Asked, FhirContext, Operation, Subject } from '../../context.ts';
import { sealPlace } from '../../cursor.ts';
import { keepingOf, keptTypes } from '../../kept-types.ts';
import { isRefused, refused, suppressedText } from '../../outcome.ts';
import { saysWithheld, selectWithheld } from '../../store/withheld.ts';
import { bundlePieces, foundPieces, outcomePieces } from '../../search/bundle.ts';
import { rootOf } from '../../store/merged-residents.ts';
import { textArray } from '../../store/arrays.ts';
import { readEverything } from './everything-query.ts';
import type { Everything } from './everything-query.ts';

/** Types whose main date is a birthday: no care took place on it. */
const UNDATED = ['Patient', 'RelatedPerson'];

const instant = (milliseconds: number | null, otherwise: string): string =>
  milliseconds === null ? otherwise : new Date(milliseconds).toISOString();

/** The resident first, then by type and id: an order that does not move while records change. One more than the page. */
const selectRecords = (id: string, asked: Everything): Statement => ({
  name: 'fhir-everything',
  text: `select type, id, content from resource
          where patient = ${rootOf('$1')} and not deleted and type = any($2::text[]) and updated_at >= $3
            and (date is null or type = any($4::text[]) or (date >= $5 and date < $6))
            and (type <> 'Patient', type, id) > ($7::boolean, $8, $9)
          order by type <> 'Patient', type, id limit $10`,
  values: [
    id,
    asked.types,
    instant(asked.since, '-infinity'),
    UNDATED,
    instant(asked.start, '-infinity'),
    instant(asked.end, 'infinity'),
    asked.after !== undefined && asked.after.type !== 'Patient',
    asked.after?.type ?? '',
    asked.after?.id ?? '',
    asked.count + 1,
  ],
});

const selectResident = (id: string): Statement => ({
  name: 'fhir-everything-resident',
  text: `select deleted, coalesce(patient, id) as root from resource where type = 'Patient' and id = $1`,
  values: [id],
});

const selectDirectory = (references: readonly (readonly [string, string])[]): Statement => ({
  name: 'fhir-everything-directory',
  text: `select resource.type, resource.id, resource.content
           from unnest($1::text[], $2::text[]) as wanted (type, id)
           join resource on resource.type = wanted.type and resource.id = wanted.id
          where not deleted and patient is null`,
  values: [textArray(references.map(([type]) => type)), textArray(references.map(([, id]) => id))],
});

const REFERENCE = /"reference":"([A-Z][A-Za-z]+)\/([A-Za-z0-9\-.]{1,64})["/]/g;

/** What a page refers to in the directory, of the types asked for. */
const directoryIn = (rows: Rows, { types }: Everything): readonly (readonly [string, string])[] => {
  const wanted = new Set(types.filter((type) => keepingOf(type) === 'directory'));
  const found = new Map<string, readonly [string, string]>();
  for (const row of rows)
    for (const [, type = '', id = ''] of String(row['content']).matchAll(REFERENCE))
      if (wanted.has(type)) found.set(`${type}/${id}`, [type, id]);
  return [...found.values()];
};

const everythingOf = async (asked: Asked, id: string, context: FhirContext): Promise<Answer> => {
  const about = `Patient/${id}/$everything`;
  const readable = keptTypes().filter((type) => notAllowed(asked.caller, type, 'r') === undefined);
  const query = readEverything(asked, about, readable, context);
  if (isRefused(query)) return query;
  const { actor } = asked.caller;
  const at = context.clock.now();
  const { known, rows, directory, withheld } = await context.db.write(actor, at, async (tx) => {
    const [resident = [], found = [], kept = []] = await tx.flight([
      selectResident(id),
      selectRecords(id, query),
      selectWithheld([id]),
    ]);
    const page = found.slice(0, query.count);
    const references = directoryIn(page, query);
    const audit = auditStatement(
      auditRow(actor, at, {
        action: 'everything',
        target: `Patient/${id}`,
        residents: resident.map((row) => String(row['root'])),
        outcome: resident.length > 0 ? 'done' : 'refused',
      }),
    );
    const answers = await tx.finish([...(references.length > 0 ? [selectDirectory(references)] : []), audit]);
    return {
      known: resident[0],
      rows: found,
      directory: references.length > 0 ? (answers[0] ?? []) : [],
      withheld: saysWithheld(kept),
    };
  });
  if (!known) return refused(404, 'not-found', 'not-found', { type: 'Patient', id });
  if (known['deleted'] === true) return refused(410, 'deleted', 'gone', { type: 'Patient', id });
  const page = rows.slice(0, query.count);
  const last = page.at(-1);
  const self = `${asked.base}/${about}${query.asked === '' ? '' : `?${query.asked}`}`;
  const links = [`{"relation":"self","url":${JSON.stringify(self)}}`];
  if (rows.length > query.count && last) {
    const place = [String(last['type']), String(last['id'])];
    const sealed = sealPlace(context.seal, actor, `${about}?${query.asked}`, place);
    links.push(
      `{"relation":"next","url":${JSON.stringify(`${self}${query.asked === '' ? '?' : '&'}_page=${sealed}`)}}`,
    );
  }
  const entries = [
    ...page.map((row) => foundPieces(asked.base, row, 'match')),
    ...directory.map((row) => foundPieces(asked.base, row, 'include')),
    ...(withheld ? [outcomePieces(suppressedText(asked.language))] : []),
  ];
  return {
    status: 200,
    body: bundlePieces(`{"resourceType":"Bundle","type":"searchset","link":[${links.join(',')}]`, entries),
  };
};

export const everything: Operation = {
  name: 'everything',
  definition: 'http://hl7.org/fhir/OperationDefinition/Patient-everything',
  // not on the type: every resident's record at once is an export, with other limits and other reasons
  levels: ['instance'],
  types: ['Patient'],
  changes: false,
  rights: ['r'],
  documentation:
    'The whole record of one resident in pages (_count, _since, _type, start, end), with the directory records it refers to. Types the token may not read are left out.',
  perform: (asked: Asked, { id }: Subject, context: FhirContext) => everythingOf(asked, id ?? '', context),
};
