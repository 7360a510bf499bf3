/**
 * Whoever writes records keeps the facts made of them in the same transaction (law 4). Which facts those are is known above this
 * layer; eleven places write records, and each that had to pass the keeper on could forget it, silently. So it is said once, when
 * the program is put together, and the store itself asks it for every write (decision 0121).
 */
import type { Statement } from '../../platform/postgres/database.ts';
import type { NewVersion } from './new-version.ts';

export type FactKeeper = (versions: readonly NewVersion[], at: Date) => readonly Statement[];

let keeper: FactKeeper = () => [];

/** Says who keeps facts from now on in this process. */
export const keepFactsBy = (next: FactKeeper): void => {
  keeper = next;
};

export const factStatements: FactKeeper = (versions, at) => keeper(versions, at);
