/**
 * Where a page ended, sealed for the way through the client (platform/seal.ts): nobody can read it, make one up, or use it for
 * another question or as another client. Who asks and what is asked are bound in.
 */
import type { Actor } from '../platform/postgres/database.ts';
import type { Seal } from '../platform/seal.ts';

export type Place = readonly (string | number | null)[];

/** A place is a few words; what is longer was never sealed here. */
const LONGEST = 4000;

const boundTo = ({ id, role, organisation }: Actor, about: string): string =>
  [id, role, organisation, about].join('\n');

/** @param about the question, without its page: the same text opens it */
export const sealPlace = (seal: Seal, actor: Actor, about: string, place: Place): string =>
  seal.seal(JSON.stringify(place), boundTo(actor, about));

/** Undefined for what was not sealed for this client and question. */
export const openPlace = (seal: Seal, actor: Actor, about: string, sealed: string): Place | undefined => {
  const text = sealed.length > LONGEST ? undefined : seal.open(sealed, boundTo(actor, about));
  return text === undefined ? undefined : (JSON.parse(text) as Place);
};
