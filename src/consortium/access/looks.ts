/** Who looked at a resident's record, out of the audit, newest first, with the reason that held at that moment. */
import type { Rows, Statement } from '../../platform/postgres/database.ts';
import { maskName } from '../residents/masks.ts';
import type { Look, ReasonKind } from './shapes.ts';

/**
 * One row for each look; `before` is the audit row after which the page begins. What the program does for itself (clocks, loading)
 * is no look, nor is what the resident did.
 */
export const findLooks = (resident: string, before: string | undefined, count: number): Statement => ({
  name: 'access-looks',
  text: `select a.id, a.at, a.actor, a.role, a.action, a.target, a.outcome, a.emergency, a.organisation,
                o.short_name as organisation_name, p.name as person_name,
                array(select distinct l.kind from relation l
                       where l.resident = $1 and l.organisation = a.organisation and l.kind <> 'review' and l.from_at <= a.at
                         and (l.until_at is null or l.until_at > a.at) order by l.kind) as why
           from (select * from audit
                  where residents @> array[$1::text] and ($2::bigint is null or id < $2)
                    and role not in ('system', 'resident') and outcome <> 'failed'
                  order by id desc limit $3) as a
           left join organisation o on o.id = a.organisation
           left join practitioner_role r on r.id = a.actor left join person p on p.id = r.person
          order by a.id desc`,
  values: [resident, before ?? null, count],
});

const KINDS: readonly (readonly [RegExp, Look['action']])[] = [
  [/^(read|vread|history|read-summary|read-record|read-access)$/, 'read'],
  [/^search/, 'search'],
  [/^(list|worklist)/, 'list'],
  [/^(create|update|patch|delete|transaction|register)/, 'write'],
  [/^(everything|export|summary-document)/, 'export'],
  [/^print/, 'print'],
  [/^identify/, 'identify'],
  [/^step\./, 'step'],
];

/** `Observation` of `Observation/1/_history/2` and of `Observation?patient`; null for the record itself and for cases. */
const typeOf = (target: string | null): string | null => {
  const type = /^([A-Z][A-Za-z]+)[/?]/.exec(target ?? '')?.[1];
  return type === undefined || type === 'Patient' ? null : type;
};

/** @param own whose people's names are shown whole; null: everybody's are masked */
export const lookViews = (rows: Rows, own: string | null): readonly Look[] =>
  rows.map((row) => {
    const organisation = typeof row['organisation_name'] === 'string' ? String(row['organisation']) : null;
    const name = typeof row['person_name'] === 'string' ? row['person_name'] : null;
    const emergency = typeof row['emergency'] === 'string' ? row['emergency'] : null;
    return {
      id: String(row['id']),
      at: (row['at'] as Date).toISOString(),
      who: {
        name: name === null ? null : organisation !== null && organisation === own ? name : maskName(name),
        role: String(row['role']),
        organisation: organisation === null ? null : { id: organisation, name: String(row['organisation_name']) },
      },
      action: KINDS.find(([pattern]) => pattern.test(String(row['action'])))?.[1] ?? 'other',
      what: typeOf(row['target'] as string | null),
      why: [...(row['why'] as readonly ReasonKind[]), ...(emergency === null ? [] : ['emergency' as const])],
      emergency,
      refused: row['outcome'] === 'refused',
    };
  });
