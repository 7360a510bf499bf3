/** The id of a case a route opens: the same request sent again must name the same case, or its key answers for another body. */
import { createHash } from 'node:crypto';
import type { Ids } from '../../platform/ids.ts';
import type { Actor } from '../../platform/postgres/database.ts';

export const openingId = (newId: Ids, actor: Actor, key: string | null): string =>
  key === null ? newId() : createHash('sha256').update(`${actor.id}\n${key}`).digest('hex').slice(0, 32);
