/** How a query is written: names with modifiers and chains, values with commas, bars and backslashes (R4 §3.1.1.4). */

/** Splits at a character no backslash escapes; the backslashes stay. */
const splitAt = (text: string, mark: string): readonly string[] => {
  const parts: string[] = [];
  let part = '';
  for (let at = 0; at < text.length; at++) {
    const unit = text[at] ?? '';
    if (unit === '\\') {
      part += unit + (text[at + 1] ?? '');
      at++;
    } else if (unit === mark) {
      parts.push(part);
      part = '';
    } else part += unit;
  }
  parts.push(part);
  return parts;
};

/** Takes the backslashes away before what they may escape; others stay as they are. */
export const unescaped = (text: string): string => text.replace(/\\([\\,|$])/g, '$1');

/** The alternatives of a value, still escaped. */
export const alternatives = (value: string): readonly string[] => splitAt(value, ',');
/** The parts of a token, still escaped. */
export const barParts = (value: string): readonly string[] => splitAt(value, '|');
/** The parts of a composite, still escaped. */
export const composed = (value: string): readonly string[] => splitAt(value, '$');

export type Name = {
  readonly code: string;
  readonly modifier: string | undefined;
  /** What follows the first dot: the parameter of the record referred to. */
  readonly chained: string | undefined;
};

/** `subject:Patient.name:exact` is `subject`, `Patient`, `name:exact`. */
export const readName = (text: string): Name => {
  const dot = text.indexOf('.');
  const head = dot < 0 ? text : text.slice(0, dot);
  const colon = head.indexOf(':');
  return {
    code: colon < 0 ? head : head.slice(0, colon),
    modifier: colon < 0 ? undefined : head.slice(colon + 1),
    chained: dot < 0 ? undefined : text.slice(dot + 1),
  };
};

/** `_has:Observation:patient:code`: who refers here, by what, and what is asked of them. */
export const readHas = (
  text: string,
): { readonly type: string; readonly code: string; readonly rest: string } | undefined => {
  const [, type, code, ...rest] = text.split(':');
  if (type === undefined || code === undefined || rest.length === 0) return undefined;
  return { type, code, rest: rest.join(':') };
};

const PREFIXED = /^(eq|ne|gt|lt|ge|le|sa|eb|ap)?(.*)$/s;

/** `ge2026` is `ge` and `2026`. */
export const readPrefix = (value: string): { readonly prefix: string; readonly rest: string } => {
  const match = PREFIXED.exec(value);
  return { prefix: match?.[1] ?? 'eq', rest: match?.[2] ?? value };
};

/** Where a parameter stands, as an OperationOutcome names it (R4 OperationOutcome.issue.location: `http.` and its name). */
export const placeOf = (name: string): string => `http.${name.slice(0, 60)}`;
