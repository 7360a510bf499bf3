/** The compartments of R4 (§2.1.3): which records of a type belong to a patient, an encounter, a practitioner … */
import { readFileSync } from 'node:fs';
import { anyOf, NOTHING } from './condition.ts';
import type { Condition } from './condition.ts';
import { parametersOf } from './parameters.ts';
import { refersTo } from './value-conditions.ts';

type Compartments = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

const compartments = JSON.parse(
  readFileSync(new URL('../definitions/compartments.json', import.meta.url), 'utf8'),
) as Compartments;

/** Types that have a compartment. */
export const COMPARTMENTS: readonly string[] = Object.keys(compartments).sort();

/** Records of `type` in the compartment of `owner/id`; undefined where R4 puts none there. */
export const inCompartment = (owner: string, id: string, type: string): Condition | undefined => {
  const codes = compartments[owner]?.[type];
  if (!codes) return undefined;
  const parameters = parametersOf(type);
  const conditions = codes.map((code): Condition => {
    if (type === owner && code === '{def}') return { kind: 'ids', ids: [id] };
    const parameter = parameters.byCode.get(code);
    return parameter ? refersTo(parameters, parameter, [`${owner}/${id}`]) : NOTHING;
  });
  return anyOf(conditions);
};
