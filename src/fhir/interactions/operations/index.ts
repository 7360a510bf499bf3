/** The operations the interface itself brings; the next one is added here. */
import type { Operations } from '../../context.ts';
import { everything } from './everything.ts';
import { validateOperation } from './validate.ts';

export const OWN_OPERATIONS: Operations = [everything, validateOperation];
