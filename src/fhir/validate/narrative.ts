/**
 * The XHTML of a narrative (R4 §2.4, txt-1 and txt-2): well-formed, only elements and attributes that format text, nothing that
 * runs or is fetched by itself, and something to be read. One pass over the text.
 */
import { note } from './walk.ts';
import type { Check, Walk } from './walk.ts';

/** HTML 4.0 chapters 7–11 (without section 4 of chapter 9) and 15, with `a` and `img`. */
const ELEMENTS = new Set(
  (
    'a abbr acronym address area b bdo big blockquote br caption center cite code col colgroup dd del dfn div dl dt em font h1 ' +
    'h2 h3 h4 h5 h6 hr i img ins kbd li map ol p pre q s samp small span strike strong sub sup table tbody td tfoot th thead tr ' +
    'tt u ul var'
  ).split(' '),
);
const ATTRIBUTES = new Set(
  (
    'abbr accesskey align alt axis bgcolor border cellpadding cellspacing char charoff charset cite class clear color colspan ' +
    'compact coords datetime dir face frame headers height href hreflang hspace id ismap lang longdesc name noshade nowrap rel rev ' +
    'rowspan rules scope shape size span src start style summary tabindex target title type usemap valign value vspace width ' +
    'xml:lang xml:space xmlns xmlns:xsi xsi:schemaLocation'
  ).split(' '),
);
const READABLE = /\S/;
const ADDRESSES = new Set(['href', 'src', 'cite', 'longdesc', 'usemap']);
/** What an address may begin with; one without a scheme stays within the record. */
const SCHEME = /^\s*([a-z][a-z0-9+.-]*):/i;
const SCHEMES = new Set(['http', 'https', 'mailto', 'ftp', 'tel', 'urn', 'cid']);
const IMAGE = /^\s*data:image\/(?:png|jpe?g|gif|bmp|webp);base64,/i;
/** Styles that run code or fetch something. */
const ACTIVE_STYLE = /expression\s*\(|url\s*\(|javascript:|@import|behaviou?r\s*:|-moz-binding|\\/i;
/** A picture that lies in the style itself. */
const OWN_PICTURE = /url\s*\(\s*["']?data:\s*image\/(?:png|jpe?g|gif|bmp|webp);base64,[A-Za-z0-9+/=\s]*["']?\s*\)/gi;

const ENTITIES: ReadonlyMap<string, string> = new Map([
  ['lt', '<'],
  ['gt', '>'],
  ['amp', '&'],
  ['quot', '"'],
  ['apos', "'"],
  ['nbsp', ' '],
]);
const ENTITY = /&(?:#(\d{1,7})|#x([0-9a-fA-F]{1,6})|([A-Za-z][A-Za-z0-9]{1,31}));|&/g;
const TAG = /<(\/?)([A-Za-z][\w:.-]*)((?:\s+[\w:.-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>/y;
const ATTRIBUTE = /([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;

type Wrong = { readonly word: 'narrative-malformed' | 'narrative-active' | 'narrative-empty' } | NotAllowed;
type NotAllowed = { readonly word: 'narrative-element' | 'narrative-attribute'; readonly name: string };

const MALFORMED: Wrong = { word: 'narrative-malformed' };
const ACTIVE: Wrong = { word: 'narrative-active' };

const letterOf = (code: number): string | undefined =>
  code === 0 || code > 0x10ffff ? undefined : String.fromCodePoint(code);

/** Text with its entities replaced; undefined where one is malformed. Named ones of HTML are let pass as a letter. */
const decoded = (text: string): string | undefined => {
  if (!text.includes('&')) return text;
  const wrong: string[] = [];
  const plain = text.replace(ENTITY, (whole, decimal?: string, hex?: string, name?: string) => {
    if (name !== undefined) return ENTITIES.get(name) ?? 'x';
    const letter = letterOf(decimal === undefined ? Number.parseInt(hex ?? '0', 16) : Number(decimal));
    if (letter === undefined) wrong.push(whole);
    return letter ?? '';
  });
  return wrong.length === 0 ? plain : undefined;
};

const wrongValue = (name: string, value: string): Wrong | undefined => {
  const plain = decoded(value);
  if (plain === undefined) return MALFORMED;
  if (name === 'style') return ACTIVE_STYLE.test(plain.replace(OWN_PICTURE, '')) ? ACTIVE : undefined;
  if (!ADDRESSES.has(name)) return undefined;
  // control characters and white space inside a scheme are passed over by browsers
  // eslint-disable-next-line no-control-regex -- exactly those a browser passes over
  const address = plain.replace(/[\u0000-\u0020]/g, '');
  const scheme = SCHEME.exec(address)?.[1]?.toLowerCase();
  if (scheme === undefined || SCHEMES.has(scheme)) return undefined;
  return name === 'src' && IMAGE.test(address) ? undefined : ACTIVE;
};

const wrongAttributes = (text: string): Wrong | undefined => {
  const seen = new Set<string>();
  for (const [, name = '', double, single] of text.matchAll(ATTRIBUTE)) {
    if (seen.has(name)) return MALFORMED;
    seen.add(name);
    if (/^on/i.test(name)) return ACTIVE;
    if (!ATTRIBUTES.has(name)) return { word: 'narrative-attribute', name: name.slice(0, 40) };
    const wrong = wrongValue(name, double ?? single ?? '');
    if (wrong) return wrong;
  }
  return undefined;
};

/** The cells of a table have the same attributes again and again: those that were found good are known. */
const known = new Set<string>();
const KNOWN = { most: 1000, longest: 120 } as const;
const wrongOnes = (text: string): Wrong | undefined => {
  if (known.has(text)) return undefined;
  const wrong = wrongAttributes(text);
  if (wrong === undefined && text.length <= KNOWN.longest) {
    if (known.size >= KNOWN.most) known.clear();
    known.add(text);
  }
  return wrong;
};

const ACTIVE_ELEMENTS =
  /^(?:script|iframe|object|embed|applet|form|input|button|link|base|meta|style|frame|svg|math)$/i;
const DEEPEST = 200;

/** Undefined where the text is a safe narrative. */
export const wrongNarrative = (text: string): Wrong | undefined => {
  const open: string[] = [];
  let at = text.search(/\S/);
  let readable = false;
  let closed = false;
  while (at >= 0 && at < text.length) {
    const next = text.indexOf('<', at);
    const between = next === at ? '' : decoded(text.slice(at, next < 0 ? text.length : next));
    if (between === undefined) return MALFORMED;
    if (between !== '' && READABLE.test(between)) {
      if (open.length === 0) return MALFORMED;
      readable = true;
    }
    if (next < 0) break;
    if (text.startsWith('<!--', next)) {
      const end = text.indexOf('-->', next + 4);
      if (end < 0) return MALFORMED;
      at = end + 3;
      continue;
    }
    TAG.lastIndex = next;
    const tag = TAG.exec(text);
    if (tag === null || closed) return MALFORMED;
    at = TAG.lastIndex;
    const [, ending = '', name = '', attributes = '', empty = ''] = tag;
    if (ending !== '') {
      if (open.pop() !== name || attributes !== '' || empty !== '') return MALFORMED;
      closed = open.length === 0;
      continue;
    }
    if (!ELEMENTS.has(name))
      return ACTIVE_ELEMENTS.test(name) ? ACTIVE : { word: 'narrative-element', name: name.slice(0, 40) };
    if (open.length === 0 && name !== 'div') return MALFORMED;
    const wrong = attributes === '' ? undefined : wrongOnes(attributes);
    if (wrong) return wrong;
    if (name === 'img') readable = true;
    if (empty === '') open.push(name);
    else closed = open.length === 0;
    if (open.length > DEEPEST) return MALFORMED;
  }
  if (open.length > 0 || !closed) return MALFORMED;
  return readable ? undefined : { word: 'narrative-empty' };
};

const sayWrong = (wrong: Wrong, walk: Walk): void => {
  note(walk, wrong.word, 'name' in wrong ? { name: wrong.name } : undefined);
};

/** txt-1 and txt-2. */
export const checkNarrative: Check = (value, walk) => {
  if (typeof value !== 'string') return;
  const wrong = wrongNarrative(value);
  if (wrong) sayWrong(wrong, walk);
};
