/** What the capability statement says about searching a type: read from the register, so that it says what the code does. */
import { keptTypes } from '../kept-types.ts';
import { includesOf } from './includes.ts';
import { mayPointTo, modifiersOf } from './modifiers.ts';
import { parametersOf } from './parameters.ts';
import type { Parameter } from './parameters.ts';

type SearchParam = { readonly name: string; readonly type: string; readonly documentation?: string };

/** R4 has no element for modifiers and chains (§2.1 CapabilityStatement): they are said in words. */
const documentationOf = (parameter: Parameter): string => {
  const modifiers = modifiersOf(parameter).map((modifier) => `:${modifier}`);
  const chained = parameter.kind === 'reference' && parameter.targets.length > 0;
  return `Modifiers: ${[...modifiers, ...(chained ? [':[type]'] : [])].join(' ')}${chained ? '; may be chained' : ''}`;
};

const searchParams = (type: string): readonly SearchParam[] => {
  const { byCode, composites } = parametersOf(type);
  return [
    { name: '_id', type: 'token' },
    { name: '_lastUpdated', type: 'date' },
    ...[...byCode.values()].map((parameter) => ({
      name: parameter.code,
      type: parameter.kind,
      documentation: documentationOf(parameter),
    })),
    ...[...composites.values()].map(({ code, parts }) => ({
      name: code,
      type: 'composite',
      documentation: parts.join('$'),
    })),
  ];
};

/** `Observation:patient` for each reference of a kept type that may point to this one. */
const reverseIncludes = (type: string, kept: readonly string[]): readonly string[] =>
  kept.flatMap((from) =>
    [...parametersOf(from).byCode.values()]
      .filter((parameter) => mayPointTo(parameter, type))
      .map(({ code }) => `${from}:${code}`),
  );

/** The members `searchInclude`, `searchRevInclude` and `searchParam` of `CapabilityStatement.rest.resource`. */
export const searchCapability = (type: string): object => ({
  searchInclude: includesOf(type),
  searchRevInclude: reverseIncludes(type, keptTypes()),
  searchParam: searchParams(type),
});
