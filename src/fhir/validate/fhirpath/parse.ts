/**
 * Reads FHIRPath as the invariants of R4 use it: paths, functions, literals and operators with their precedence (FHIRPath N1
 * §6.8). Quantities, dates and indexers in brackets do not occur there and are not read.
 */
export type Expression =
  | { readonly kind: 'literal'; readonly value: string | number | boolean }
  | { readonly kind: 'none' }
  | { readonly kind: 'this' }
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'step'; readonly of: Expression | undefined; readonly name: string }
  | {
      readonly kind: 'call';
      readonly of: Expression | undefined;
      readonly name: string;
      readonly given: readonly Expression[];
    }
  | { readonly kind: 'binary'; readonly by: string; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'type'; readonly by: 'is' | 'as'; readonly of: Expression; readonly type: string };

const TOKEN =
  /\s*(?:('(?:[^'\\]|\\.)*')|(\d+(?:\.\d+)?)|(%?[A-Za-z_$][A-Za-z0-9_]*|`[^`]+`)|(<=|>=|!=|!~|[-+*/&|=<>~.,()[\]{}]))/y;

type Token = { readonly is: 'text' | 'number' | 'name' | 'sign' | 'quoted'; readonly text: string };

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', f: '\f' };

const unescaped = (text: string): string =>
  text.replace(/\\(u[0-9a-fA-F]{4}|.)/g, (_whole, code: string) =>
    code.length > 1 ? String.fromCharCode(Number.parseInt(code.slice(1), 16)) : (ESCAPES[code] ?? code),
  );

const tokensOf = (source: string): readonly Token[] => {
  const tokens: Token[] = [];
  const text = source.trimEnd();
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const at = TOKEN.lastIndex;
    const match = TOKEN.exec(text);
    if (match === null) throw new Error(`FHIRPath cannot be read at ${at}: ${source}`);
    const [, quoted, number, name, sign] = match;
    if (quoted !== undefined) tokens.push({ is: 'text', text: unescaped(quoted.slice(1, -1)) });
    else if (number !== undefined) tokens.push({ is: 'number', text: number });
    else if (name?.startsWith('`') === true) tokens.push({ is: 'quoted', text: name.slice(1, -1) });
    else if (name !== undefined) tokens.push({ is: 'name', text: name });
    else tokens.push({ is: 'sign', text: sign ?? '' });
  }
  return tokens;
};

/** From the loosest to the tightest; those of one line bind alike and from the left. */
const LEVELS: readonly (readonly string[])[] = [
  ['implies'],
  ['or', 'xor'],
  ['and'],
  ['in', 'contains'],
  ['=', '!=', '~', '!~'],
  ['<', '>', '<=', '>='],
  ['|'],
  ['is', 'as'],
  ['+', '-', '&'],
];

/** Throws where an expression leaves what is read here. */
export const parseExpression = (source: string): Expression => {
  const tokens = tokensOf(source);
  let at = 0;
  const peek = (): Token | undefined => tokens[at];
  const isNext = (text: string): boolean => peek()?.text === text && peek()?.is !== 'text';
  const take = (text: string): void => {
    if (!isNext(text)) throw new Error(`FHIRPath: "${text}" expected in ${source}`);
    at++;
  };

  const given = (): readonly Expression[] => {
    const all: Expression[] = [];
    take('(');
    while (!isNext(')')) {
      all.push(level(0));
      if (!isNext(')')) take(',');
    }
    take(')');
    return all;
  };

  const named = (of: Expression | undefined, token: Token): Expression => {
    if (token.is !== 'quoted' && isNext('(')) return { kind: 'call', of, name: token.text, given: given() };
    return { kind: 'step', of, name: token.text };
  };

  const term = (): Expression => {
    const token = tokens[at++];
    if (token === undefined) throw new Error(`FHIRPath ends too early: ${source}`);
    if (token.is === 'text') return { kind: 'literal', value: token.text };
    if (token.is === 'number') return { kind: 'literal', value: Number(token.text) };
    if (token.text === '(' && token.is === 'sign') {
      const inner = level(0);
      take(')');
      return inner;
    }
    if (token.text === '{') {
      take('}');
      return { kind: 'none' };
    }
    if (token.is !== 'name' && token.is !== 'quoted')
      throw new Error(`FHIRPath: unexpected "${token.text}" in ${source}`);
    if (token.text === '$this') return { kind: 'this' };
    if (token.text === 'true' || token.text === 'false') return { kind: 'literal', value: token.text === 'true' };
    if (token.text.startsWith('%')) return { kind: 'variable', name: token.text.slice(1) };
    return named(undefined, token);
  };

  const path = (): Expression => {
    let expression = term();
    while (isNext('.')) {
      at++;
      const token = tokens[at++];
      if (token?.is !== 'name' && token?.is !== 'quoted') throw new Error(`FHIRPath: a name expected in ${source}`);
      expression = named(expression, token);
    }
    return expression;
  };

  const level = (tightness: number): Expression => {
    const operators = LEVELS[tightness];
    if (operators === undefined) return path();
    let left = level(tightness + 1);
    for (;;) {
      const token = peek();
      if (token === undefined || token.is === 'text' || !operators.includes(token.text)) return left;
      at++;
      if (token.text === 'is' || token.text === 'as') {
        const type = tokens[at++];
        if (type?.is !== 'name') throw new Error(`FHIRPath: a type expected in ${source}`);
        left = { kind: 'type', by: token.text, of: left, type: type.text };
      } else left = { kind: 'binary', by: token.text, left, right: level(tightness + 1) };
    }
  };

  const whole = level(0);
  if (at < tokens.length) throw new Error(`FHIRPath: "${peek()?.text ?? ''}" is left over in ${source}`);
  return whole;
};
