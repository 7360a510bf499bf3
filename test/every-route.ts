/** Asks every route of a running server, as its own description lists them, with the same texts in every place a text can stand. */
type Schema = {
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly minItems?: number;
  readonly minimum?: number;
  readonly format?: string;
};
type Parameter = { readonly name: string; readonly in: string; readonly schema?: Schema };
type Described = {
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content?: Readonly<Record<string, { readonly schema?: Schema }>> };
};
type Description = { readonly paths: Readonly<Record<string, Readonly<Record<string, Described>>>> };

export type Asked = {
  readonly method: string;
  /** As it is described: `/api/cases/{id}`. */
  readonly route: string;
  readonly path: string;
  readonly body?: string;
};

/** Something of the shape that is asked for, with `say` wherever a text may stand. */
const filled = (schema: Schema, say: (name: string) => string, name: string): unknown => {
  if (schema.const !== undefined) return schema.const;
  if (schema.enum !== undefined) return schema.enum[0];
  const [choice] = schema.anyOf ?? schema.oneOf ?? schema.allOf ?? [];
  if (choice !== undefined) return filled(choice, say, name);
  const type = typeof schema.type === 'string' ? schema.type : schema.type?.find((one) => one !== 'null');
  switch (type) {
    case 'object':
      return Object.fromEntries(
        Object.entries(schema.properties ?? {}).map(([key, inner]) => [key, filled(inner, say, key)]),
      );
    case 'array':
      return schema.items === undefined ? [] : [filled(schema.items, say, name)];
    case 'number':
    case 'integer':
      return Math.max(1, schema.minimum ?? 1);
    case 'boolean':
      return true;
    default:
      return schema.format === 'date'
        ? '1968-03-14'
        : schema.format === 'date-time'
          ? '2026-11-20T06:30:00Z'
          : say(name);
  }
};

/** Every method and address of `/api/docs/json`, parameters and bodies filled; `say` is told the name of what is asked for. */
export const everyRoute = (description: unknown, say: (name: string) => string): readonly Asked[] =>
  Object.entries((description as Description).paths).flatMap(([route, methods]) =>
    Object.entries(methods).map(([method, { parameters = [], requestBody }]) => {
      const path = route.replaceAll(/\{([^}]+)\}/g, (_, name: string) => encodeURIComponent(say(name)));
      const query = new URLSearchParams(
        parameters
          .filter((parameter) => parameter.in === 'query')
          .map(({ name, schema = {} }): [string, string] => [name, String(filled(schema, say, name))]),
      ).toString();
      const schema = requestBody?.content?.['application/json']?.schema;
      return {
        method: method.toUpperCase(),
        route,
        path: query === '' ? path : `${path}?${query}`,
        ...(schema !== undefined && { body: JSON.stringify(filled(schema, say, '')) }),
      };
    }),
  );
