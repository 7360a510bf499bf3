/** Two residents that may be one, from being found to being decided. A pair is found once: what a person decided stands. */
import type { Actor, Statement } from '../../platform/postgres/database.ts';
import { MATCHING_RULES } from './matching-rules.ts';
import type { Score } from './scoring.ts';

export type Pair = { readonly one: string; readonly other: string };
export const pairOf = (left: string, right: string): Pair =>
  left < right ? { one: left, other: right } : { one: right, other: left };

/**
 * Keeps a new pair and the id its case will have. Answers that id, also where the pair was known already but its case could
 * not be opened before; no row where the case is there, or a person has decided.
 */
export const keepPair = (
  { one, other }: Pair,
  { score, reasons }: Pick<Score, 'score' | 'reasons'>,
  kept: { readonly caseId: string; readonly finder: string; readonly keeper: string; readonly at: Date },
): Statement => ({
  name: 'identity-keep-pair',
  text: `insert into resident_pair as known (one, other, case_id, score, reasons, rules_version, finder, keeper, found_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
         on conflict (one, other) do update set score = excluded.score, reasons = excluded.reasons,
            rules_version = excluded.rules_version
          where known.decision is null and not exists (select 1 from cases where cases.id = known.case_id)
         returning case_id`,
  values: [
    one,
    other,
    kept.caseId,
    score,
    JSON.stringify(reasons),
    MATCHING_RULES.version,
    kept.finder,
    kept.keeper,
    kept.at,
  ],
});

export const decidePair = (caseId: string, decision: 'same' | 'different', at: Date): Statement => ({
  name: 'identity-decide-pair',
  text: `update resident_pair set decision = $2, decided_at = $3 where case_id = $1`,
  values: [caseId, decision, at],
});

/** A merge that was undone leaves two persons: nobody is asked again of itself. */
export const partPair = ({ one, other }: Pair, at: Date): Statement => ({
  name: 'identity-part-pair',
  text: `update resident_pair set decision = 'different', decided_at = $3 where one = $1 and other = $2`,
  values: [one, other, at],
});

/**
 * Who compares: the house of the catchment of either (a village's township hospital for it), else whoever wrote the newer one
 * down if it decides such things, else the bureau. One row: `id`.
 */
export const findKeeper = ({ one, other }: Pair, finder: string): Statement => ({
  name: 'identity-find-keeper',
  text: `select coalesce(
           (select coalesce(case when o.kind = 'village-clinic' then o.part_of end, o.id) from resident r
              join organisation o on o.id = r.catchment
             where r.id in ($1, $2)
               and (o.kind in ('township-hospital', 'community-centre', 'hospital') or o.kind = 'village-clinic' and o.part_of is not null)
             order by r.id limit 1),
           (select id from organisation where id = $3 and kind in ('township-hospital', 'community-centre', 'hospital')),
           (select id from organisation where kind = 'bureau' order by id limit 1),
           $3) as id`,
  values: [one, other, finder],
});

/** Placed among those to be compared with the others, again. */
export const screenAgain = (residents: readonly string[], organisation: string, at: Date): Statement => ({
  name: 'identity-screen-again',
  text: `insert into resident_unscreened (resident, organisation, since)
         select id, $2, $3 from unnest($1::text[]) as id on conflict (resident) do update set tries = 0, since = excluded.since`,
  values: [residents, organisation, at],
});

/** Two persons, said so by whoever wrote the newer one down with the other before their eyes: nobody is asked again, and no case is opened. */
export const pairApart = (
  { one, other }: Pair,
  { score, reasons }: Pick<Score, 'score' | 'reasons'>,
  said: { readonly id: string; readonly by: Actor; readonly ground: string; readonly at: Date },
): Statement => ({
  name: 'identity-pair-apart',
  text: `insert into resident_pair (one, other, case_id, score, reasons, rules_version, finder, keeper, found_at,
                                    decision, decided_at, decided_by, decided_role, decided_organisation, ground)
         values ($1, $2, $3, $4, $5, $6, $7, $7, $8, 'different', $8, $9, $10, $7, $11)`,
  values: [
    one,
    other,
    said.id,
    score,
    JSON.stringify(reasons),
    MATCHING_RULES.version,
    said.by.organisation,
    said.at,
    said.by.id,
    said.by.role,
    said.ground,
  ],
});
