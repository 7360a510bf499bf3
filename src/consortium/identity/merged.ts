/** Where an id leads that was absorbed: whoever kept it (in an address, a bookmark, another system) is answered by the record that goes on. */
import type { RouteAnswer } from '../../platform/http/route.ts';
import type { Actor, Database, Statement } from '../../platform/postgres/database.ts';
import type { Refusal } from '../../platform/refusal.ts';
import { isRefusal } from '../../platform/refusal.ts';

const findSurvivor = (id: string): Statement => ({
  name: 'identity-survivor',
  text: `select survivor from resident_merged where absorbed = $1`,
  values: [id],
});

/** Undefined for an id that was never absorbed. */
export const survivorOf = async (db: Database, actor: Actor, at: Date, id: string): Promise<string | undefined> => {
  const [rows = []] = await db.read(actor, at, [findSurvivor(id)]);
  const survivor = rows[0]?.['survivor'];
  return typeof survivor === 'string' ? survivor : undefined;
};

/** What such an id is refused with before anybody asks where it leads. */
const GONE = new Set(['record.no-relation', 'resident.unknown']);

/** Does the work for an id, and where that is nobody's any more, for whom it became. An id that stands costs nothing more. */
export const forWhomNow = async <Answer extends object>(
  { db, at }: { readonly db: Database; readonly at: Date },
  actor: Actor,
  id: string,
  work: (id: string) => Promise<Answer | Refusal>,
): Promise<Answer | Refusal> => {
  const answer = await work(id);
  if (!isRefusal(answer) || !GONE.has(answer.refused)) return answer;
  const survivor = await survivorOf(db, actor, at, id);
  return survivor === undefined ? answer : work(survivor);
};

/** The same for work that answers as a route does. */
export const answeredForWhomNow = async (
  { db, at }: { readonly db: Database; readonly at: Date },
  actor: Actor,
  id: string,
  work: (id: string) => Promise<RouteAnswer>,
): Promise<RouteAnswer> => {
  const answer = await work(id);
  if (!('refusal' in answer) || !GONE.has(answer.refusal.refused)) return answer;
  const survivor = await survivorOf(db, actor, at, id);
  return survivor === undefined ? answer : work(survivor);
};
