/** `/api/stock`: the catalogue of medicines and devices, and what the own organisation says it keeps. */
import { auditRow, auditStatement } from '../../platform/audit.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Route } from '../../platform/http/route.ts';
import { route } from '../../platform/http/route.ts';
import type { Ids } from '../../platform/ids.ts';
import type { Database } from '../../platform/postgres/database.ts';
import { may } from '../permission.ts';
import { refusalOf } from '../refusals.ts';
import { StockBody, StockItem, StockList, StockParams } from './shapes.ts';
import { findStock, stateStock, stockFrom } from './statements.ts';

export type StockOptions = { readonly db: Database; readonly clock: Clock; readonly ids: Ids };

export const stockRoutes = ({ db, clock, ids }: StockOptions): readonly Route[] => [
  route({
    method: 'GET',
    path: '/api/stock',
    summary: 'Every medicine and device of the region, and whether the own organisation keeps it',
    access: 'role',
    answer: StockList,
    handle: async ({ caller: { actor } }) => {
      const allowed = may(actor, 'see-stock');
      if (allowed !== true) return { refusal: allowed };
      const at = clock.now();
      const [rows = [], named = []] = await db.read(actor, at, [
        findStock(actor.organisation),
        {
          name: 'stock-organisation',
          text: 'select name from organisation where id = $1',
          values: [actor.organisation],
        },
      ]);
      const name = named[0]?.['name'];
      const organisation = { id: actor.organisation, name: typeof name === 'string' ? name : actor.organisation };
      return { body: { organisation, items: stockFrom(rows), serverTime: at.toISOString() } };
    },
  }),
  route({
    method: 'PUT',
    path: '/api/stock/:item',
    summary: 'Say whether the own organisation keeps a medicine or device',
    access: 'role',
    params: StockParams,
    body: StockBody,
    answer: StockItem,
    handle: async ({ params, body, caller: { actor } }) => {
      const allowed = may(actor, 'keep-stock');
      if (allowed !== true) return { refusal: allowed };
      const at = clock.now();
      const said = {
        id: ids(),
        organisation: actor.organisation,
        item: params.item,
        state: body.state,
        at,
        author: actor.id,
      };
      const audit = auditRow(actor, at, {
        action: 'state-stock',
        target: `catalogue/${params.item}`,
        reason: body.state,
      });
      try {
        await db.write(actor, at, (tx) => tx.finish([...stateStock(said), auditStatement(audit)]));
      } catch (fault) {
        return { refusal: refusalOf(fault) };
      }
      const [rows = []] = await db.read(actor, at, [findStock(actor.organisation)]);
      const item = stockFrom(rows).find(({ code }) => code === params.item);
      if (item === undefined) throw new Error('what was just stated cannot be read');
      return { body: item };
    },
  }),
];
