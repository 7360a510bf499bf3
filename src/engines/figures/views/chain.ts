/**
 * A chain of names and extensions that follow one another, as one jsonpath (decision 0221). Pure.
 */
import type { Path } from './path.ts';
import { ViewFault } from './path.ts';
import { choiceName } from './types.ts';

const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

/**
 * Names of elements and extensions of a fixed url that follow one another are one jsonpath; lax mode opens arrays and lets missing names
 * be nothing. `urls` are its variables, named by their place.
 */
export type Chain = {
  readonly of: Path;
  readonly steps: string;
  readonly urls: readonly string[];
  readonly named: boolean;
};

export const chainBack = (path: Path): Chain => {
  const name =
    path.kind === 'member'
      ? { of: path.of, called: path.name }
      : path.kind === 'of-type' && path.of.kind === 'member'
        ? { of: path.of.of, called: choiceName(path.of.name, path.type) }
        : undefined;
  if (name !== undefined) {
    if (!NAME.test(name.called)) throw new ViewFault(name.called, `no element is called ${name.called}`);
    const { of, steps, urls } = chainBack(name.of);
    return { of, steps: `${steps}."${name.called}"[*]`, urls, named: true };
  }
  if (path.kind === 'call' && path.name === 'extension' && path.argument?.kind === 'literal') {
    const { of, steps, urls } = chainBack(path.of);
    const url = `u${urls.length}`;
    return {
      of,
      steps: `${steps}.extension[*] ? (@.url == $${url})`,
      urls: [...urls, String(path.argument.value)],
      named: false,
    };
  }
  return { of: path, steps: '', urls: [], named: false };
};

/** Whether the place of a row is asked for anywhere in a path. */
export const asksPlace = (path: Path): boolean => {
  switch (path.kind) {
    case 'row-index':
      return true;
    case 'this':
    case 'literal':
    case 'constant':
      return false;
    case 'where':
      return asksPlace(path.of) || asksPlace(path.criteria);
    case 'index':
      return asksPlace(path.of) || asksPlace(path.at);
    case 'call':
      return asksPlace(path.of) || (path.argument !== undefined && asksPlace(path.argument));
    case 'operation':
      return asksPlace(path.left) || asksPlace(path.right);
    default:
      return asksPlace(path.of);
  }
};
