/** Required bindings: a code stands in the value set its element is bound to (R4 §4.1.5). */
import type { ValueSet } from '../definitions/rules.ts';
import { isObject, listOf } from '../resource.ts';
import { note } from './walk.ts';
import type { Check } from './walk.ts';

/** So many codes are named in the sentence; of a longer list only its name. */
const MOST_NAMED = 12;

const valuesOf = (set: ValueSet): { readonly set: string; readonly codes: string } => ({
  set: set.key,
  codes: set.codes.size <= MOST_NAMED ? [...set.codes].join(', ') : '',
});

const isIn = (coding: unknown, set: ValueSet): boolean =>
  isObject(coding) && set.codings.has(`${String(coding['system'])}|${String(coding['code'])}`);

const TEXTS = new Set(['code', 'string', 'uri', 'markdown']);

/** What is checked of an element of this type that is bound to a value set; undefined where the type carries no code. */
export const codedCheck = (type: string, set: ValueSet): Check | undefined => {
  const values = valuesOf(set);
  if (TEXTS.has(type))
    return (value, walk) => {
      if (typeof value === 'string' && !set.codes.has(value)) note(walk, 'code-not-in-set', values);
    };
  if (type === 'Coding' || type === 'Quantity')
    return (value, walk) => {
      if (isObject(value) && !isIn(value, set)) note(walk, 'coding-not-in-set', values);
    };
  if (type === 'CodeableConcept')
    return (value, walk) => {
      if (isObject(value) && !listOf(value['coding']).some((coding) => isIn(coding, set)))
        note(walk, 'coding-not-in-set', values);
    };
  return undefined;
};
