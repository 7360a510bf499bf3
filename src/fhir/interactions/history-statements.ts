import type { Statement } from '../../platform/postgres/database.ts';
import type { HistoryQuery } from './history-query.ts';

/** Where a history stands: newest first, then type, id and version downwards. */
export type VersionKey = {
  /** Microseconds since 1970, as exact as the database keeps them. */
  readonly at: number;
  readonly type: string;
  readonly id: string;
  readonly version: number;
};

const instant = (milliseconds: number | undefined | null, otherwise: string): string =>
  milliseconds === undefined || milliseconds === null ? otherwise : new Date(milliseconds).toISOString();

const instantOfMicros = (micros: number): string => {
  const milliseconds = Math.floor(micros / 1000);
  const rest = String(micros - milliseconds * 1000).padStart(3, '0');
  return new Date(milliseconds).toISOString().replace('Z', `${rest}Z`);
};

/** `updated_at` as a number that JavaScript holds exactly. */
const MICROS = '(extract(epoch from updated_at) * 1000000)::bigint as micros';

const LATEST = 2 ** 31 - 1;

/** Two statements: the newest version's number, whatever is asked; then the versions asked for and one more. */
export const selectVersions = (
  type: string,
  id: string,
  { since, during, count }: HistoryQuery,
  before: number | undefined,
): readonly Statement[] => [
  {
    name: 'fhir-newest-version',
    text: 'select version from resource where type = $1 and id = $2',
    values: [type, id],
  },
  {
    name: 'fhir-select-versions',
    text: `select $1::text as type, $2::text as id, version, updated_at, ${MICROS}, patient, content
             from (select version, updated_at, 'infinity'::timestamptz as known_until, patient, content
                     from resource where type = $1 and id = $2
                   union all
                   select version, updated_at, known_until, patient, content
                     from resource_history where type = $1 and id = $2) as versions
            where version < $3 and updated_at >= $4 and updated_at < $5 and known_until > $6
            order by version desc limit $7`,
    values: [
      type,
      id,
      before ?? LATEST,
      instant(since, '-infinity'),
      instant(during?.until, 'infinity'),
      instant(during?.from, '-infinity'),
      count + 1,
    ],
  },
];

/**
 * The next so many versions of these types, back in time from a place. All keys come, those the asker may not see and those that
 * were not current when `_at` asks without content and not `shown`: they say how far was looked.
 */
export const selectVersionsOfTypes = (
  types: readonly string[],
  { since, during }: HistoryQuery,
  place: VersionKey | undefined,
  most: number,
): Statement => ({
  name: 'fhir-select-versions-of-types',
  text: `with looked as materialized (
           select of_type.name as type, k.id, k.version, k.updated_at
             from unnest($1::text[]) as of_type (name)
             cross join lateral versions_before(
               of_type.name,
               -- of types that come before the place's, everything stored at the same instant is still to come
               case when of_type.name < $3 then $2::timestamptz + interval '1 microsecond' else $2::timestamptz end,
               case when of_type.name = $3 then $4 else '' end,
               case when of_type.name = $3 then $5::int else 0 end,
               $6::timestamptz, $7::int) as k
            order by k.updated_at desc, of_type.name desc, k.id desc, k.version desc
            limit $7::int
         )
         select looked.type, looked.id, looked.version, looked.updated_at, ${MICROS}, v.patient, v.content,
                v.known_until is not null and v.known_until > $8::timestamptz as shown
           from looked
           left join lateral (
             select r.patient, r.content, 'infinity'::timestamptz as known_until
               from resource r where r.type = looked.type and r.id = looked.id and r.version = looked.version
             union all
             select h.patient, h.content, h.known_until
               from resource_history h where h.type = looked.type and h.id = looked.id and h.version = looked.version
           ) as v on true
          order by looked.updated_at desc, looked.type desc, looked.id desc, looked.version desc`,
  values: [
    types,
    place ? instantOfMicros(place.at) : instant(during?.until, 'infinity'),
    place?.type ?? '',
    place?.id ?? '',
    place?.version ?? 0,
    instant(since, '-infinity'),
    most,
    instant(during?.from, '-infinity'),
  ],
});
