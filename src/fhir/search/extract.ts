/** What a resource is found by: its resident, its main date, its tokens, ranges and texts, taken out in one pass. */
import { isObject, relativeReference, textOf } from '../resource.ts';
import type { Resource } from '../resource.ts';
import { spellName } from '../store/name-spelling.ts';
import type { Pairs } from './composites.ts';
import { addHalves, HIGHEST, LOWEST } from './ordered.ts';
import { parametersOf } from './parameters.ts';
import type { Source, TypeParameters } from './parameters.ts';
import { addToken, halfOf, parameterState } from './token.ts';
import type { HashState, Tokens } from './token.ts';
import {
  dateRange,
  foldName,
  numberRange,
  quantityRange,
  referenceTexts,
  stringParts,
  tidyName,
  tokenTexts,
  typedTexts,
} from './values.ts';
import type { Range, UnitRange } from './values.ts';

/** What the index of a resource is made by. A change of what stands here needs a higher number, and so a new index. */
export const INDEX_VERSION = 2;

export type Extracted = {
  /** Id of the Patient the record is about; a Patient's own id. */
  readonly patient: string | null;
  /** Milliseconds since 1970. */
  readonly date: number | null;
  readonly tokens: Tokens;
  /**
   * Halves of 64-bit integers, four to a range: the source's key beside its unit as it is written, the unit's system beside its
   * code, the lowest and the highest value.
   */
  readonly ranges: readonly number[];
  /** Lines `code=folded` or `code=folded⇥as written`, each between line ends; null for none. */
  readonly texts: string | null;
};

/** Texts are found by their beginning up to this many characters; what is longer is compared with the text itself. */
export const TEXT_PREFIX = 12;

/** States and keys that stand beside a source's own. */
export const identifierState = (type: string, code: string): HashState => parameterState(type, `${code}:identifier`);
export const typedState = (type: string, code: string): HashState => parameterState(type, `${code}:of-type`);
/** Names as they are typed: 张伟 as zhangwei and zw. */
export const SPELLED = 'phonetic';
export const spelledState = (type: string): HashState => parameterState(type, SPELLED);
const UNIT = parameterState('', 'unit');
/** A unit as it stands beside a range; nothing for none. */
export const unitHalf = (text: string): number => (text === '' ? 0 : halfOf(UNIT, text));

type Draft = {
  readonly type: string;
  readonly tokens: number[];
  readonly ranges: number[];
  readonly lines: string[];
  readonly patient: string | null;
};

const addPrefixes = (draft: Draft, state: HashState, folded: string): void => {
  const units = Array.from(folded);
  for (let length = 1; length <= Math.min(units.length, TEXT_PREFIX); length++)
    addToken(draft.tokens, state, units.slice(0, length).join(''));
};

const addText = (draft: Draft, state: HashState, code: string, text: string): void => {
  const folded = foldName(text);
  if (folded === '') return;
  addPrefixes(draft, state, folded);
  const tidy = tidyName(text);
  const line = `${code}=${folded}${tidy === folded ? '' : `\t${tidy}`}`;
  if (!draft.lines.includes(line)) draft.lines.push(line);
};

const HAN = /\p{Script=Han}/u;

const addSpelling = (draft: Draft, text: string, family: string | undefined): void => {
  if (!HAN.test(text)) return;
  const { pinyin, initials } = spellName(text, family);
  const state = spelledState(draft.type);
  addText(draft, state, SPELLED, pinyin);
  addText(draft, state, SPELLED, initials);
};

const addRange = (draft: Draft, key: number, range: Range | UnitRange): void => {
  const unit = 'unit' in range ? range : undefined;
  draft.ranges.push(key, unitHalf(unit?.unit ?? ''), unitHalf(unit?.system ?? ''), unitHalf(unit?.code ?? ''));
  addHalves(draft.ranges, range.low);
  addHalves(draft.ranges, range.high);
};

const addReference = (draft: Draft, source: Source, value: unknown, isPatientPath: boolean): void => {
  for (const text of referenceTexts(value)) {
    // the resident stands in a column of its own
    if (!isPatientPath || text !== `Patient/${draft.patient ?? ''}`) addToken(draft.tokens, source.state, text);
  }
  const identifier = isObject(value) ? value['identifier'] : undefined;
  if (identifier !== undefined)
    for (const text of tokenTexts(identifier, 'Identifier'))
      addToken(draft.tokens, identifierState(draft.type, source.code), text);
};

const addValue = (draft: Draft, parameters: TypeParameters, source: Source, value: unknown, type: string): void => {
  switch (source.family) {
    case 'token':
      for (const text of tokenTexts(value, type)) addToken(draft.tokens, source.state, text);
      if (type === 'Identifier')
        for (const text of typedTexts(value)) addToken(draft.tokens, typedState(draft.type, source.code), text);
      return;
    case 'reference':
      addReference(draft, source, value, parameters.patient?.base === source.expression.base);
      return;
    case 'uri':
      if (typeof value === 'string') addToken(draft.tokens, source.state, value);
      return;
    case 'string':
      for (const part of stringParts(value, type)) addText(draft, source.state, source.code, part);
      if (source.code === 'name' && parameters.byCode.has(SPELLED)) {
        const family = isObject(value) ? textOf(value['family']) : undefined;
        for (const part of isObject(value) ? wholeNames(value) : stringParts(value, type))
          addSpelling(draft, part, family);
      }
      return;
    case 'number': {
      const range = numberRange(value, type);
      if (range) addRange(draft, source.key, range);
      return;
    }
    case 'quantity': {
      const range = quantityRange(value, type);
      if (range) addRange(draft, source.key, range);
      return;
    }
    case 'date': {
      const range = dateRange(value, type);
      if (range) addRange(draft, source.key, range);
    }
  }
};

const wholeNames = (name: Readonly<Record<string, unknown>>): readonly string[] => {
  const text = textOf(name['text']);
  const parts = [name['family'], name['given']].flat().filter((part) => typeof part === 'string');
  return [...new Set([...(text === undefined ? [] : [text]), ...(parts.length > 0 ? [parts.join('')] : [])])];
};

/** A pair of values of one element, indexed as one: `left$right` as a token, or the right's range under the left's key. */
const addPairs = (draft: Draft, pairs: Pairs, resource: Resource): void => {
  pairs.base.walk(resource, (element) => {
    pairs.left.walk(element, (left, leftType) => {
      for (const text of tokenTexts(left, leftType))
        for (const expression of pairs.right)
          expression.walk(element, (right, rightType) => {
            addPair(draft, pairs, text, right, rightType);
          });
    });
  });
};

const addPair = (draft: Draft, { state, rightKind }: Pairs, left: string, right: unknown, type: string): void => {
  if (rightKind === 'quantity') {
    const range = quantityRange(right, type);
    if (range) addRange(draft, halfOf(state, left), range);
    return;
  }
  for (const text of rightKind === 'token' ? tokenTexts(right, type) : referenceTexts(right))
    addToken(draft.tokens, state, `${left}$${text}`);
};

/** Id of the Patient a resource is about, once it is stored under `id`; null if it names none. */
export const patientOf = (resource: Resource, id: string): string | null => {
  if (resource.resourceType === 'Patient') return id;
  let found: string | null = null;
  parametersOf(resource.resourceType).patient?.expression.walk(resource, (value) => {
    const reference = isObject(value) ? value['reference'] : undefined;
    const relative = typeof reference === 'string' ? relativeReference(reference) : undefined;
    if (relative?.type === 'Patient') found ??= relative.id;
  });
  return found;
};

/**
 * The main date: a moment that stands alone is in its column only; anything longer, or one of several, is a range beside it.
 * Gives back milliseconds since 1970.
 */
const addMainDate = (draft: Draft, sources: readonly Source[], resource: Resource): number | null => {
  const found: { readonly key: number; readonly range: Range }[] = [];
  for (const source of sources)
    source.expression.walk(resource, (value, type) => {
      const range = dateRange(value, type);
      if (range) found.push({ key: source.key, range });
    });
  const [first, ...others] = found;
  if (!first) return null;
  if (others.length > 0 || first.range.low !== first.range.high)
    for (const { key, range } of found) addRange(draft, key, range);
  const { low, high } = first.range;
  if (low !== LOWEST) return Number(low);
  return high === HIGHEST ? null : Number(high);
};

/** Takes out everything a resource is found by. */
export const extract = (resource: Resource): Extracted => {
  const parameters = parametersOf(resource.resourceType);
  const patient = patientOf(resource, resource.id ?? '');
  const draft: Draft = { type: resource.resourceType, tokens: [], ranges: [], lines: [], patient };
  for (const source of parameters.sources)
    source.expression.walk(resource, (value, type) => {
      addValue(draft, parameters, source, value, type);
    });
  for (const pairs of parameters.pairs) addPairs(draft, pairs, resource);
  const date = addMainDate(draft, parameters.date?.sources ?? [], resource);
  const texts = draft.lines.length === 0 ? null : `\n${draft.lines.join('\n')}\n`;
  return { patient, date, tokens: draft.tokens, ranges: draft.ranges, texts };
};
