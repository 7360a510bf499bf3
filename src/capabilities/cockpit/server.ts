/** The server door: figures, the facts they are counted from, and the registers kept by hand. */
import { refusals } from '../../platform/errors.ts';
import type { ErrorWords } from '../../platform/errors.ts';
import { words } from './words.ts';

export { cockpitFigures, REGISTERS } from './figures.ts';
export { CASES } from './facts.ts';
export { loadEntries } from './operations/pack.ts';
export { boardRoute } from './routes/board.ts';
export { figurePageRoutes } from './routes/figures.ts';
export { registerRoutes } from './routes/registers.ts';
export { sheetRoute } from './routes/sheet.ts';

export const COCKPIT_ERRORS: ErrorWords = refusals(
  422,
  Object.fromEntries(
    Object.entries(words.zh.refusals).map(([code, zh]) => [
      code,
      [zh, (words.en.refusals as Readonly<Record<string, string>>)[code] ?? zh],
    ]),
  ),
);
