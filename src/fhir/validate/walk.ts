/** What a validation carries along: where it is, what it found, and the links it passed. */
import type { Issue, IssueCode } from '../outcome.ts';
import type { FhirWord } from '../words.ts';
import type { Found } from './fhirpath/compiled.ts';

/** A place that holds a link to another resource, so that a transaction can point it to the id given here. */
export type Link = {
  readonly holder: Record<string, unknown> | unknown[];
  readonly key: string | number;
  /** `reference` stands in a Reference; `uri` in an element of type uri, url, oid or uuid; `narrative` is XHTML. */
  readonly kind: 'reference' | 'uri' | 'narrative';
  readonly path: readonly (string | number)[];
};

export type Walk = {
  readonly path: (string | number)[];
  readonly issues: Issue[];
  readonly links: Link[];
  /** Whether what is only advised is noted too. */
  readonly advising: boolean;
  /** The resource this place is in; a contained one is a resource of its own. */
  resource: unknown;
  /** The resource that contains it, or itself. */
  root: unknown;
  /** The value an invariant is asked of. */
  context: unknown;
  readonly found: Map<object, Found>;
  /** Types of the resources in `root.contained` by their id, once one is asked for. */
  contained: ReadonlyMap<string, string> | undefined;
  /** Resource types by fullUrl, inside a Bundle. */
  entries: ReadonlyMap<string, string> | undefined;
  /** Something was nested too deeply: what looks at whole resources no longer does. */
  tooDeep: boolean;
};

export type Check = (value: unknown, walk: Walk) => void;

const MOST_ISSUES = 50;

export const newWalk = (root: string, advising = false): Walk => ({
  path: [root],
  issues: [],
  links: [],
  advising,
  resource: undefined,
  root: undefined,
  context: undefined,
  found: new Map(),
  contained: undefined,
  entries: undefined,
  tooDeep: false,
});

/** `Bundle.entry[3].resource.status` */
export const expressionOf = (path: readonly (string | number)[]): string =>
  path.map((step, at) => (typeof step === 'number' ? `[${step}]` : at === 0 ? step : `.${step}`)).join('');

const CODES: Readonly<Partial<Record<FhirWord, IssueCode>>> = {
  'missing-element': 'required',
  'missing-type': 'required',
  'bad-primitive': 'value',
  'no-such-day': 'value',
  'wrong-json-type': 'value',
  'unknown-type': 'not-supported',
  'code-not-in-set': 'code-invalid',
  'coding-not-in-set': 'code-invalid',
  'wrong-target': 'value',
  'target-type-differs': 'value',
  invariant: 'invariant',
  'too-deep': 'too-costly',
};

/** Notes an issue at the present place, or at a member of it. */
export const note = (
  walk: Walk,
  word: FhirWord,
  values?: Issue['values'],
  member?: string,
  severity?: Issue['severity'],
): void => {
  if (walk.issues.length > MOST_ISSUES) return;
  const full = walk.issues.length === MOST_ISSUES;
  walk.issues.push({
    code: full ? 'too-long' : (CODES[word] ?? 'structure'),
    word: full ? 'too-many-issues' : word,
    ...(values && !full && { values }),
    ...(severity !== undefined && !full && { severity }),
    expression: expressionOf(member === undefined ? walk.path : [...walk.path, member]),
  });
};
