/** What type a path has, as far as the R4 definitions tell: for boundaries, for conditions, and for the name of a choice element. */
import { capital, elementsOf, r4 } from '../../../fhir/definitions/table.ts';
import type { Path } from './path.ts';

/** A type's name (`HumanName`, `Patient.contact`, `boolean`), or undefined where it cannot be told. */
export type PathType = string | undefined;

const elementType = (type: PathType, name: string): PathType => {
  const row = type === undefined ? undefined : r4.types.get(type);
  const element = row && elementsOf(row).find((each) => each.name === name);
  return element?.types.length === 1 && !element.choice ? element.types[0] : undefined;
};

const BOOLEAN: ReadonlySet<string> = new Set(['=', '!=', '<', '<=', '>', '>=', 'and', 'or']);

/** The type of a path's items, given the type of what it starts from and of the view's constants. */
export const typeOf = (path: Path, start: PathType, constants: ReadonlyMap<string, string>): PathType => {
  const inner = (of: Path): PathType => typeOf(of, start, constants);
  switch (path.kind) {
    case 'this':
      return start;
    case 'literal':
      return typeof path.value === 'boolean' ? 'boolean' : typeof path.value === 'number' ? 'decimal' : 'string';
    case 'constant':
      return constants.get(path.name);
    case 'row-index':
      return 'integer';
    case 'member':
      return elementType(inner(path.of), path.name);
    case 'index':
    case 'where':
      return inner(path.of);
    case 'of-type':
      return path.type;
    case 'key-of-reference':
      return 'string';
    case 'operation':
      return BOOLEAN.has(path.operator) ? 'boolean' : 'decimal';
    case 'call':
      switch (path.name) {
        case 'exists':
        case 'empty':
        case 'not':
          return 'boolean';
        case 'join':
        case 'getResourceKey':
          return 'string';
        case 'extension':
          return 'Extension';
        default:
          return inner(path.of);
      }
  }
};

/** `value` and `Quantity` are `valueQuantity` in JSON. */
export const choiceName = (name: string, type: string): string => name + capital(type);
