/**
 * Why an organisation may read a resident's record: dated data, each ends by itself (law 5). Statements for the transaction
 * that makes the reason true; row-level security asks the same table.
 */
import { rootOf } from '../../fhir/store/merged-residents.ts';
import type { Rows, Statement } from '../../platform/postgres/database.ts';
import type { RelationKind, RelationView } from '../shapes.ts';

export type NewRelation = {
  readonly resident: string;
  readonly organisation: string;
  readonly kind: RelationKind;
  /** What made it: `Task/…`, `registration/2026-11-20`, `Patient/…`; one row for each source. */
  readonly source: string;
  readonly from: Date;
  /** Null: until it is ended. */
  readonly until: Date | null;
};

/** Adds a relation; made again it lasts until the later of both ends. */
export const relate = (relation: NewRelation): Statement => ({
  name: 'relation-add',
  text: `insert into relation (resident, organisation, kind, source, from_at, until_at) values (${rootOf('$1')}, $2, $3, $4, $5, $6)
on conflict (resident, organisation, kind, source) do update set
  until_at = case when excluded.until_at is null or relation.until_at is null then null
             else greatest(relation.until_at, excluded.until_at) end`,
  values: [relation.resident, relation.organisation, relation.kind, relation.source, relation.from, relation.until],
});

/** Ends one relation. */
export const endRelation = (
  relation: Pick<NewRelation, 'resident' | 'organisation' | 'kind' | 'source'>,
  until: Date,
): Statement => ({
  name: 'relation-end',
  text: `update relation set until_at = greatest($5, from_at)
 where resident = $1 and organisation = $2 and kind = $3 and source = $4 and (until_at is null or until_at > $5)`,
  values: [relation.resident, relation.organisation, relation.kind, relation.source, until],
});

/** Relations of an organisation to some residents at a moment, the longest lasting first. */
export const relationsTo = (residents: readonly string[], organisation: string, at: Date): Statement => ({
  name: 'relation-find',
  text: `select resident, kind, until_at from relation
 where resident = any($1::text[]) and organisation = $2 and kind <> 'review' and from_at <= $3 and (until_at is null or until_at > $3)
 order by resident, until_at desc nulls first, kind`,
  values: [residents, organisation, at],
});

/** Per resident, one view of each kind: the one that lasts longest. */
export const relationViews = (rows: Rows): ReadonlyMap<string, readonly RelationView[]> => {
  const views = new Map<string, RelationView[]>();
  for (const row of rows as readonly { resident: string; kind: RelationKind; until_at: Date | null }[]) {
    const known = views.get(row.resident) ?? [];
    if (!known.some((view) => view.kind === row.kind))
      known.push({ kind: row.kind, untilAt: row.until_at?.toISOString() ?? null });
    views.set(row.resident, known);
  }
  return views;
};
