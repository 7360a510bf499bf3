/** Which modifiers each kind of parameter takes (R4 §3.1.1.4.4), and which of R4's are not offered. */
import type { Family, Parameter } from './parameters.ts';

const MODIFIERS: Readonly<Record<Family, readonly string[]>> = {
  token: ['missing', 'not', 'text'],
  reference: ['missing', 'identifier', 'text'],
  string: ['missing', 'exact', 'contains'],
  uri: ['missing', 'above', 'below'],
  date: ['missing'],
  number: ['missing'],
  quantity: ['missing'],
};

/** Membership and hierarchy of codes need a terminology server, hierarchy of references a walk over the region. */
export const NOT_OFFERED_MODIFIERS: Readonly<Partial<Record<Family, readonly string[]>>> = {
  token: ['in', 'not-in', 'above', 'below'],
  reference: ['above', 'below'],
};

const hasIdentifiers = ({ sources }: Parameter): boolean =>
  sources.some(({ expression }) => expression.types.includes('Identifier'));

/** The modifiers a parameter takes; a reference also takes the names of its targets. */
export const modifiersOf = (parameter: Parameter): readonly string[] => [
  ...MODIFIERS[parameter.kind],
  ...(parameter.kind === 'token' && hasIdentifiers(parameter) ? ['of-type'] : []),
];

/** Whether a reference may point to this type. */
export const mayPointTo = ({ kind, targets, onlyType }: Parameter, type: string): boolean =>
  kind === 'reference' &&
  (onlyType === undefined || onlyType === type) &&
  (targets.includes('*') || targets.includes(type));
