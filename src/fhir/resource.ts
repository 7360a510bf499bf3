/** A parsed resource. Numbers may be kept as text (json.ts); everything else is plain JSON. */
export type Resource = { readonly resourceType: string; readonly id?: string; readonly meta?: Meta } & Readonly<
  Record<string, unknown>
>;

export type Meta = {
  readonly versionId?: string;
  readonly lastUpdated?: string;
  readonly tag?: readonly unknown[];
} & Readonly<Record<string, unknown>>;

export type JsonObject = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The values of an element: none, one or many. */
export const listOf = (value: unknown): readonly unknown[] =>
  value === undefined || value === null ? [] : Array.isArray(value) ? value : [value];

/** The objects among the values of an element. */
export const objectsOf = (value: unknown): readonly JsonObject[] => listOf(value).filter(isObject);

export const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** Any valid FHIR id: `[A-Za-z0-9\-.]{1,64}`. */
export const isId = (text: string): boolean => /^[A-Za-z0-9\-.]{1,64}$/.test(text);

const RELATIVE = /^([A-Z][A-Za-z]+)\/([A-Za-z0-9\-.]{1,64})(?:\/_history\/[A-Za-z0-9\-.]{1,64})?$/;

/** `Patient/1` from `Patient/1/_history/2`; undefined for an absolute, conditional or contained reference. */
export const relativeReference = (reference: string): { readonly type: string; readonly id: string } | undefined => {
  const match = RELATIVE.exec(reference);
  return match?.[1] !== undefined && match[2] !== undefined ? { type: match[1], id: match[2] } : undefined;
};
