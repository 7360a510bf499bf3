/** `/api/drafts`: what somebody is writing saves itself and survives a lost connection. */
import type { Route, RouteAnswer } from '../../platform/http/route.ts';
import { route } from '../../platform/http/route.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Actor, Database } from '../../platform/postgres/database.ts';
import { constraintOf, isGuardFailure } from '../../platform/postgres/faults.ts';
import { refuse } from '../../platform/refusal.ts';
import { may } from '../permission.ts';
import * as shapes from '../shapes.ts';
import type { DraftView } from '../shapes.ts';
import type { DraftRow } from './store.ts';
import { draftsOf, findDraft, removeDraft, saveDraft } from './store.ts';

export type DraftRoutesOptions = { readonly db: Database; readonly clock: Clock };

const MOST_BYTES = 64 * 1024;

const listed = (row: DraftRow): Omit<DraftView, 'content'> => ({
  id: row.id,
  kind: row.kind,
  resident: row.resident === null ? null : { id: row.resident, name: row.resident_name ?? '' },
  version: row.version,
  updatedAt: row.updated_at.toISOString(),
});

export const draftRoutes = ({ db, clock }: DraftRoutesOptions): readonly Route[] => {
  const find = async (actor: Actor, id: string): Promise<DraftRow | undefined> => {
    const [rows = []] = await db.read(actor, clock.now(), [findDraft(id, actor)]);
    return rows[0] as DraftRow | undefined;
  };

  /**
   * What stands in the way of saving: a newer version of one's own, or nothing one may see. A save that was stored and whose
   * answer was lost (the page was reloaded meanwhile) comes again over the same version with the same content: it is saved.
   */
  const notSaved = async (
    actor: Actor,
    id: string,
    asked: { version: number; content: string },
  ): Promise<RouteAnswer> => {
    const row = await find(actor, id);
    if (row === undefined) return { refusal: refuse('draft.unknown') };
    const at = row.updated_at.toISOString();
    if (row.version === asked.version + 1 && row.content === asked.content) {
      return { body: { id, version: row.version, updatedAt: at } };
    }
    return { refusal: refuse('draft.stale', { at }), extra: { version: row.version, updatedAt: at } };
  };

  return [
    route({
      method: 'PUT',
      path: '/api/drafts/:id',
      summary: 'Save a draft over the version last seen (0: new)',
      access: 'role',
      params: shapes.ByIdParams,
      body: shapes.DraftBody,
      answer: shapes.DraftSaved,
      handle: async ({ params, body, caller }) => {
        const { actor } = caller;
        const allowed = may(actor, 'keep-drafts');
        if (allowed !== true) return { refusal: allowed };
        const content = JSON.stringify(body.content);
        if (Buffer.byteLength(content) > MOST_BYTES) return { refusal: refuse('draft.too-large') };
        const at = clock.now();
        try {
          await db.write(actor, at, (tx) => tx.finish([saveDraft({ ...body, content, id: params.id }, actor, at)]));
        } catch (fault) {
          if (isGuardFailure(fault) || constraintOf(fault) === 'draft_pkey') {
            return notSaved(actor, params.id, { version: body.version, content });
          }
          throw fault;
        }
        return { body: { id: params.id, version: body.version + 1, updatedAt: at.toISOString() } };
      },
    }),
    route({
      method: 'GET',
      path: '/api/drafts',
      summary: 'One\u2019s own drafts, newest first',
      access: 'role',
      answer: shapes.DraftList,
      handle: async ({ caller }) => {
        const [rows = []] = await db.read(caller.actor, clock.now(), [draftsOf(caller.actor)]);
        return { body: { items: (rows as unknown as readonly DraftRow[]).map(listed) } };
      },
    }),
    route({
      method: 'GET',
      path: '/api/drafts/:id',
      summary: 'One\u2019s own draft',
      access: 'role',
      params: shapes.ByIdParams,
      answer: shapes.DraftView,
      handle: async ({ params, caller }) => {
        const row = await find(caller.actor, params.id);
        if (row === undefined) return { refusal: refuse('draft.unknown') };
        return { body: { ...listed(row), content: JSON.parse(row.content) as unknown } };
      },
    }),
    route({
      method: 'DELETE',
      path: '/api/drafts/:id',
      summary: 'Throw a draft away',
      access: 'role',
      params: shapes.ByIdParams,
      handle: async ({ params, caller }) => {
        const [rows = []] = await db.write(caller.actor, clock.now(), (tx) =>
          tx.finish([removeDraft(params.id, caller.actor)]),
        );
        return rows.length === 0 ? { refusal: refuse('draft.unknown') } : { status: 204 };
      },
    }),
  ];
};
