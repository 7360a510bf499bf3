/**
 * The FHIRPath subset of SQL on FHIR views (SQL on FHIR v2, "Required FHIRPath expressions" and the shareable profile), parsed to a
 * tree that is both evaluated over parsed JSON and compiled to SQL over stored JSON. What is outside the subset is refused.
 */

export type Path =
  | { readonly kind: 'this' }
  | { readonly kind: 'literal'; readonly value: string | number | boolean }
  | { readonly kind: 'constant'; readonly name: string }
  | { readonly kind: 'row-index' }
  | { readonly kind: 'member'; readonly of: Path; readonly name: string }
  | { readonly kind: 'index'; readonly of: Path; readonly at: Path }
  | { readonly kind: 'of-type'; readonly of: Path; readonly type: string }
  | { readonly kind: 'where'; readonly of: Path; readonly criteria: Path }
  | { readonly kind: 'call'; readonly of: Path; readonly name: Call; readonly argument: Path | undefined }
  | { readonly kind: 'key-of-reference'; readonly of: Path; readonly type: string | undefined }
  | { readonly kind: 'operation'; readonly operator: Operator; readonly left: Path; readonly right: Path };

export type Call =
  | 'first'
  | 'exists'
  | 'empty'
  | 'not'
  | 'join'
  | 'extension'
  | 'lowBoundary'
  | 'highBoundary'
  | 'getResourceKey';
export type Operator = '=' | '!=' | '<' | '<=' | '>' | '>=' | '+' | '-' | '*' | '/' | 'and' | 'or';

const CALLS: ReadonlySet<string> = new Set<Call>([
  'first',
  'exists',
  'empty',
  'not',
  'join',
  'extension',
  'lowBoundary',
  'highBoundary',
  'getResourceKey',
]);

/** A view or a path that is not understood: what is wrong, and where. */
export class ViewFault extends Error {
  declare protected readonly own: true;
  readonly place: string;
  constructor(place: string, message: string) {
    super(message);
    this.name = 'ViewFault';
    this.place = place;
  }
}

type Token = { readonly kind: 'name' | 'string' | 'number' | 'sign' | 'constant' | 'end'; readonly text: string };

const TOKEN =
  /\s*(?:([A-Za-z_][A-Za-z0-9_]*)|'((?:[^'\\]|\\.)*)'|(\d+(?:\.\d+)?)|%([A-Za-z_][A-Za-z0-9_]*)|(\$this)|(!=|<=|>=|[()[\].,=<>+\-*/]))/y;

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', f: '\f' };
const unescape = (text: string): string =>
  text.replace(/\\(u[0-9a-fA-F]{4}|.)/g, (_, code: string) =>
    code.length > 1 ? String.fromCharCode(parseInt(code.slice(1), 16)) : (ESCAPES[code] ?? code),
  );

const tokensOf = (text: string, place: string): readonly Token[] => {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.trimEnd().length) {
    TOKEN.lastIndex = at;
    const found = TOKEN.exec(text);
    if (!found) throw new ViewFault(place, `unexpected “${text.slice(at, at + 10)}” in the path “${text}”`);
    const [whole, name, quoted, number, constant, self, sign] = found;
    if (name !== undefined) tokens.push({ kind: 'name', text: name });
    else if (quoted !== undefined) tokens.push({ kind: 'string', text: unescape(quoted) });
    else if (number !== undefined) tokens.push({ kind: 'number', text: number });
    else if (constant !== undefined) tokens.push({ kind: 'constant', text: constant });
    else tokens.push({ kind: 'sign', text: self ?? sign ?? '' });
    at += whole.length;
  }
  return [...tokens, { kind: 'end', text: '' }];
};

/** From the loosest binding. FHIRPath §6.8: equality binds looser than comparison, and binds tighter than or. */
const LEVELS: readonly (readonly Operator[])[] = [
  ['or'],
  ['and'],
  ['=', '!='],
  ['<', '<=', '>', '>='],
  ['+', '-'],
  ['*', '/'],
];
const THIS: Path = { kind: 'this' };
/** Deeper than any path a person writes. */
const MOST_DEPTH = 50;

/** Parses one path. Throws `ViewFault` naming `place`. */
export const parsePath = (text: string, place: string): Path => {
  const tokens = tokensOf(text, place);
  let next = 0;
  let depth = 0;
  const peek = (): Token => tokens[next] ?? { kind: 'end', text: '' };
  const fail = (): never => {
    const { kind, text: found } = peek();
    throw new ViewFault(place, `unexpected ${kind === 'end' ? 'end' : `“${found}”`} in the path “${text}”`);
  };
  const isSign = (sign: string): boolean => peek().kind === 'sign' && peek().text === sign;
  const take = (sign: string): void => {
    if (!isSign(sign)) fail();
    next++;
  };

  const typeName = (): string => {
    if (peek().kind !== 'name') fail();
    let name = tokens[next++]?.text ?? '';
    // FHIR.Patient and System.String name the same types
    while (isSign('.')) {
      next++;
      name = tokens[next++]?.text ?? fail();
    }
    return name;
  };

  const callOn = (of: Path, name: string): Path => {
    take('(');
    const close = <Made extends Path>(made: Made): Made => {
      take(')');
      return made;
    };
    if (name === 'ofType') return close({ kind: 'of-type', of, type: typeName() });
    if (name === 'where') return close({ kind: 'where', of, criteria: expression(0) });
    if (name === 'getReferenceKey')
      return close({ kind: 'key-of-reference', of, type: isSign(')') ? undefined : typeName() });
    if (!CALLS.has(name)) throw new ViewFault(place, `the function ${name}() is not supported in the path “${text}”`);
    const argument = isSign(')') ? undefined : expression(0);
    if (name === 'exists' && argument !== undefined)
      return close({ kind: 'call', of: { kind: 'where', of, criteria: argument }, name, argument: undefined });
    if (name === 'extension' && argument === undefined) fail();
    return close({ kind: 'call', of, name: name as Call, argument });
  };

  const step = (of: Path): Path => {
    const { kind, text: name } = peek();
    if (kind !== 'name') return fail();
    next++;
    return isSign('(') ? callOn(of, name) : { kind: 'member', of, name };
  };

  const start = (): Path => {
    const { kind, text: found } = peek();
    if (kind === 'string') {
      next++;
      return { kind: 'literal', value: found };
    }
    if (kind === 'number') {
      next++;
      return { kind: 'literal', value: Number(found) };
    }
    if (kind === 'constant') {
      next++;
      return found === 'rowIndex' ? { kind: 'row-index' } : { kind: 'constant', name: found };
    }
    if (isSign('$this')) {
      next++;
      return THIS;
    }
    if (isSign('(')) {
      next++;
      const inner = expression(0);
      take(')');
      return inner;
    }
    if (kind === 'name' && (found === 'true' || found === 'false')) {
      next++;
      return { kind: 'literal', value: found === 'true' };
    }
    return step(THIS);
  };

  const term = (): Path => {
    let made = start();
    for (;;) {
      if (isSign('.')) {
        next++;
        made = step(made);
      } else if (isSign('[')) {
        next++;
        made = { kind: 'index', of: made, at: expression(0) };
        take(']');
      } else return made;
    }
  };

  const expression = (level: number): Path => {
    if (++depth > MOST_DEPTH * LEVELS.length)
      throw new ViewFault(place, `the path “${text.slice(0, 60)}…” is nested too deeply`);
    const operators = LEVELS[level];
    if (!operators) {
      const made = term();
      depth--;
      return made;
    }
    let left = expression(level + 1);
    for (;;) {
      const operator = operators.find(
        (each) => peek().text === each && (peek().kind === 'sign' || peek().kind === 'name'),
      );
      if (operator === undefined) break;
      next++;
      left = { kind: 'operation', operator, left, right: expression(level + 1) };
    }
    depth--;
    return left;
  };

  const made = expression(0);
  if (peek().kind !== 'end') fail();
  return made;
};
