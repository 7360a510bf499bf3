/** What somebody is writing and has not sent: opaque to this layer, visible to its author in the role it was written in. */
import type { Actor, Statement } from '../../platform/postgres/database.ts';

export type DraftRow = {
  readonly id: string;
  readonly kind: string;
  readonly actor: string;
  readonly resident: string | null;
  readonly resident_name: string | null;
  /** JSON text. */
  readonly content: string;
  readonly version: number;
  readonly updated_at: Date;
};

const DRAFTS = `select d.id, d.kind, d.actor, d.resident, r.name as resident_name, d.version, d.updated_at`;
const FROM = `from draft d left join resident r on r.id = d.resident`;

export const findDraft = (id: string, actor: Actor): Statement => ({
  name: 'draft-by-id',
  text: `${DRAFTS}, d.content ${FROM} where d.id = $1 and d.actor = $2`,
  values: [id, actor.id],
});

const MOST = 200;
export const draftsOf = (actor: Actor): Statement => ({
  name: 'draft-list',
  text: `${DRAFTS} ${FROM} where d.actor = $1 order by d.updated_at desc, d.id limit ${String(MOST)}`,
  values: [actor.id],
});

export type DraftToSave = {
  readonly id: string;
  readonly kind: string;
  readonly resident: string | null;
  readonly content: string;
  /** The version last seen; 0 makes a new draft. */
  readonly version: number;
};
/**
 * Saves over the version last seen. Guard: `draft.stale` (somebody saved since, it is another's, or it is gone). Two inserts of
 * one id at once are decided by `draft_pkey`.
 */
export const saveDraft = (draft: DraftToSave, actor: Actor, at: Date): Statement =>
  draft.version === 0
    ? {
        name: 'draft-create',
        text: `insert into draft (id, kind, actor, organisation, resident, content, version, updated_at)
values ($1, $2, $3, $4, $5, $6, 1, $7)`,
        values: [draft.id, draft.kind, actor.id, actor.organisation, draft.resident, draft.content, at],
      }
    : {
        name: 'draft-save',
        text: `with saved as (
  update draft set kind = $2, resident = $5, content = $6, version = version + 1, updated_at = $7
   where id = $1 and actor = $3 and organisation = $4 and version = $8 returning id
)
select expect_rows((select count(*) from saved), 1, 'draft.stale')`,
        values: [draft.id, draft.kind, actor.id, actor.organisation, draft.resident, draft.content, at, draft.version],
      };

/** For the author, and for the step that turns the draft into a case. Guard: none; answers the id when there was one. */
export const removeDraft = (id: string, actor: Actor): Statement => ({
  name: 'draft-remove',
  text: `delete from draft where id = $1 and actor = $2 returning id`,
  values: [id, actor.id],
});
