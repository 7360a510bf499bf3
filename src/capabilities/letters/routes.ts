/** Letters over HTTP. Opening one and taking its steps are the engine's routes. */
import type { Route } from '../../platform/http/route.ts';
import { editingRoutes } from './routes/editing.ts';
import { listRoutes } from './routes/lists.ts';
import type { LetterRoutesOptions } from './routes/open.ts';
import { paperRoutes } from './routes/paper.ts';

export const letterRoutes = (options: LetterRoutesOptions): readonly Route[] => [
  ...listRoutes(options),
  ...editingRoutes(options),
  ...paperRoutes(options),
];
