/** What crosses the wire about medicines and devices, and who keeps them. Pure. */
import { z } from 'zod';

export const ITEM_KINDS = ['medicine', 'device'] as const;
/** What a place's own people say: 有, 暂缺, 不配备. Nothing said at all is not a state: it is not known. */
export const STOCK_STATES = ['kept', 'short', 'not-kept'] as const;
export type StockState = (typeof STOCK_STATES)[number];

const Code = z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/);
export const CatalogueItem = z.object({
  code: Code,
  kind: z.enum(ITEM_KINDS),
  name: z.string(),
  nameEn: z.string(),
  /** Strength and form of a medicine; null where the name says all. */
  form: z.string().nullable(),
  madeUp: z.boolean(),
});
export type CatalogueItem = z.infer<typeof CatalogueItem>;

/** One thing at one place: null state where nobody ever said (不清楚). */
export const StockItem = CatalogueItem.extend({
  state: z.enum(STOCK_STATES).nullable(),
  updatedAt: z.string().nullable(),
  /** Who said so; the region pack's own statements have no person. */
  updatedBy: z.string().nullable(),
});
export type StockItem = z.infer<typeof StockItem>;

export const StockList = z.object({
  organisation: z.object({ id: z.string(), name: z.string() }),
  items: z.array(StockItem),
  serverTime: z.string(),
});
export type StockList = z.infer<typeof StockList>;

export const StockParams = z.object({ item: Code });
export const StockBody = z.object({ state: z.enum(STOCK_STATES) });
export type StockBody = z.infer<typeof StockBody>;
