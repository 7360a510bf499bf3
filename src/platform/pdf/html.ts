/** HTML as a value: text put into a template is escaped, only what a template made is not. */

/** The key is private to this file: nothing from outside can pass itself off as HTML. */
const markup = Symbol('markup');
export type Html = { readonly [markup]: string };

// C0 controls but tab and newline, DEL and C1, half surrogates: not characters of an HTML document
// eslint-disable-next-line no-control-regex
const UNPRINTABLE = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]|\p{Surrogate}|[\ufffe\uffff]/gu;
// text that turns the direction of what follows could make a paper say something else than it does
const TURNING = /[\u202a-\u202e\u2066-\u2069]/gu;
const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text as it may stand in an element or a quoted attribute; what cannot be printed becomes U+FFFD. */
export const escaped = (text: string): string =>
  text
    .replace(/\r\n?/g, '\n')
    .replace(UNPRINTABLE, '\ufffd')
    .replace(TURNING, '')
    .replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);

type Value = string | number | Html | null | undefined | false | readonly Value[];

const isHtml = (value: object): value is Html => markup in value;

const told = (value: Value): string => {
  if (value === null || value === undefined || value === false) return '';
  if (typeof value === 'string') return escaped(value);
  if (typeof value === 'number') return String(value);
  return isHtml(value) ? value[markup] : value.map(told).join('');
};

/** html`<p>${text}</p>`: lists are joined, null, undefined and false say nothing. */
export const html = (pieces: TemplateStringsArray, ...values: readonly Value[]): Html => ({
  [markup]: pieces.map((piece, index) => piece + told(values[index])).join(''),
});

/** Our own style sheet: raw text to a browser, which decodes nothing in it. Never with anything a person typed. */
export const styleElement = (css: string): Html => {
  if (css.includes('</')) throw new Error('a style sheet cannot hold the end of its element');
  return { [markup]: `<style>${css}</style>` };
};

/** The document as it is sent. */
export const textOf = (made: Html): string => made[markup];
