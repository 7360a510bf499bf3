/** What a template leaves to be filled in, `{{addressee}}`, and what fills it. Pure. */

/** Every name a template may ask for. */
export const TOKENS = [
  'issuer',
  'addressee',
  'session',
  'number',
  'kind',
  'title',
  'received',
  'person',
  'phone',
] as const;
export type Token = (typeof TOKENS)[number];
export type Filling = { readonly [Name in Token]?: string };

const PLACE = /\{\{\s*([^{}]*?)\s*\}\}/g;

/** The names a text asks for, as written. */
export const tokensIn = (text: string): readonly string[] => [...text.matchAll(PLACE)].map(([, name]) => name ?? '');

export const isToken = (name: string): name is Token => (TOKENS as readonly string[]).includes(name);

/** Fills what is known; what is not stays as it stands, to be seen and filled by hand. */
export const filled = (text: string, filling: Filling): string =>
  text.replace(PLACE, (place, name: string) => (isToken(name) ? (filling[name] ?? place) : place));
