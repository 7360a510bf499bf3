/**
 * R4's composite parameters (§3.1.1.4.16): two values that must hold together. Where both stand once in a resource they are two
 * conditions; where the pair repeats (components, contexts, related documents) it is indexed as a pair.
 */
import { r4 } from '../definitions/table.ts';
import { compileExpression } from './expression.ts';
import type { CompiledExpression } from './expression.ts';
import { parameterState } from './token.ts';
import type { HashState } from './token.ts';

/** Pairs inside one repeating element. */
export type Pairs = {
  readonly base: CompiledExpression;
  readonly left: CompiledExpression;
  readonly right: readonly CompiledExpression[];
  readonly rightKind: 'token' | 'reference' | 'quantity';
  readonly state: HashState;
};

export type CompositeRow = {
  readonly code: string;
  /** Codes of the two parameters, for the reading of the values and the capability statement. */
  readonly parts: readonly [string, string];
  /** Both conditions on the resource itself. */
  readonly onResource: boolean;
  readonly pairs: Pairs | undefined;
};

const pairsOf = (
  type: string,
  code: string,
  base: string,
  left: string,
  right: readonly string[],
  rightKind: Pairs['rightKind'],
): Pairs | undefined => {
  const whole = compileExpression(r4, base);
  const root = whole?.types[0];
  if (!whole || root === undefined) return undefined;
  const first = compileExpression(r4, left, root);
  const second = right.map((expression) => compileExpression(r4, expression, root));
  if (!first || !second.every((each) => each !== undefined)) return undefined;
  return { base: whole, left: first, right: second, rightKind, state: parameterState(type, code) };
};

const OBSERVATION: readonly CompositeRow[] = (
  [
    ['concept', 'CodeableConcept', 'token'],
    ['quantity', 'Quantity', 'quantity'],
  ] as const
).flatMap(([name, value, kind]): CompositeRow[] => {
  const pairs = pairsOf(
    'Observation',
    `component-code-value-${name}`,
    'Observation.component',
    'code',
    [`value.as(${value})`],
    kind,
  );
  return [
    { code: `code-value-${name}`, parts: ['code', `value-${name}`], onResource: true, pairs: undefined },
    {
      code: `component-code-value-${name}`,
      parts: ['component-code', `component-value-${name}`],
      onResource: false,
      pairs,
    },
    { code: `combo-code-value-${name}`, parts: ['code', `value-${name}`], onResource: true, pairs },
  ];
});

/** Where one is given up, and why. */
export const NOT_OFFERED: Readonly<Record<string, string>> = {
  'Location?near': 'distance on the globe: needs a spatial index, and no region here has asked for it',
  'MolecularSequence?chromosome-variant-coordinate': 'three-part coordinates of a genome',
  'MolecularSequence?chromosome-window-coordinate': 'three-part coordinates of a genome',
  'MolecularSequence?referenceseqid-variant-coordinate': 'three-part coordinates of a genome',
  'MolecularSequence?referenceseqid-window-coordinate': 'three-part coordinates of a genome',
};

/** The composites of a type. */
export const compositesOf = (type: string): readonly CompositeRow[] => {
  if (type === 'Observation')
    return [
      ...OBSERVATION,
      { code: 'code-value-date', parts: ['code', 'value-date'], onResource: true, pairs: undefined },
      { code: 'code-value-string', parts: ['code', 'value-string'], onResource: true, pairs: undefined },
    ];
  if (type === 'DocumentReference')
    return [
      {
        code: 'relationship',
        parts: ['relatesto', 'relation'],
        onResource: false,
        pairs: pairsOf(type, 'relationship', `${type}.relatesTo`, 'code', ['target'], 'reference'),
      },
    ];
  if (!r4.search.get(type)?.has('context-type-value')) return [];
  const context = `${type}.useContext`;
  const valued = ['value.as(Quantity)', 'value.as(Range)'];
  return [
    {
      code: 'context-type-quantity',
      parts: ['context-type', 'context-quantity'],
      onResource: false,
      pairs: pairsOf(type, 'context-type-quantity', context, 'code', valued, 'quantity'),
    },
    {
      code: 'context-type-value',
      parts: ['context-type', 'context'],
      onResource: false,
      pairs: pairsOf(type, 'context-type-value', context, 'code', ['value.as(CodeableConcept)'], 'token'),
    },
  ];
};
