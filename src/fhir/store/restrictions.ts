/** What residents keep from others, kept in step with their Consents in the transaction that stores them (law 5). */
import type { Actor, Statement } from '../../platform/postgres/database.ts';
import { instantArray, textArray } from './arrays.ts';
import { rootOf } from './merged-residents.ts';
import type { NewVersion } from './new-version.ts';

/** The `what` of a guard raised where one organisation would change what a resident told another. */
export const CONSENT_OF_ANOTHER = 'fhir-consent-of-another';

/** Only whoever wrote a restricting Consent changes it: nobody opens a record to themselves. */
const removeRestrictions = (consents: readonly string[], { organisation, purpose }: Actor): Statement => ({
  name: 'fhir-remove-restrictions',
  text: `with removed as (delete from restriction where consent = any($1::text[]) returning author)
         select expect_rows((select count(*) from removed where author <> $2 and $3 not in ('system', 'own')), 0, '${CONSENT_OF_ANOTHER}')`,
  values: [textArray(consents), organisation, purpose],
});

const insertRestrictions = (versions: readonly NewVersion[], { organisation }: Actor): Statement => {
  const rows = versions.flatMap(({ id, patient, access }) =>
    (access.restrictions ?? []).map((restriction) => ({ id, patient, ...restriction })),
  );
  return {
    name: 'fhir-insert-restrictions',
    text: `insert into restriction (resident, category, organisation, consent, author, from_at, until_at)
           select ${rootOf('row.resident')}, row.category, row.organisation, row.consent, $1, row.from_at, row.until_at
             from unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::timestamptz[], $7::timestamptz[])
               as row (resident, category, organisation, consent, from_at, until_at)
           on conflict do nothing`,
    values: [
      organisation,
      textArray(rows.map(({ patient }) => patient)),
      textArray(rows.map(({ category }) => category)),
      textArray(rows.map((row) => row.organisation)),
      textArray(rows.map(({ id }) => id)),
      instantArray(rows.map(({ from }) => from)),
      instantArray(rows.map(({ until }) => until)),
    ],
  };
};

export const restrictionStatements = (versions: readonly NewVersion[], by: Actor): readonly Statement[] => {
  const consents = versions.filter(({ access, patient }) => access.restrictions !== null && patient !== null);
  const replaced = consents.filter(({ replaces }) => replaces !== null);
  const restricting = consents.filter(({ access }) => (access.restrictions ?? []).length > 0);
  return [
    ...(replaced.length > 0
      ? [
          removeRestrictions(
            replaced.map(({ id }) => id),
            by,
          ),
        ]
      : []),
    ...(restricting.length > 0 ? [insertRestrictions(restricting, by)] : []),
  ];
};
