import { z } from 'zod';
import type { Language } from '../words.ts';

export type FieldError = { readonly where: string; readonly what: string };
export type Validated = { readonly value: unknown } | { readonly errors: readonly FieldError[] };

const LOCALES = { zh: z.locales.zhCN().localeError, en: z.locales.en().localeError };

/** Checks one part of a request; the errors name the place (`body.answers.bed`) and are worded in the reader's language. */
export const validate = (
  part: string,
  schema: z.ZodType | undefined,
  value: unknown,
  language: Language,
): Validated => {
  if (schema === undefined) return { value: undefined };
  const parsed = schema.safeParse(value, { error: LOCALES[language] });
  if (parsed.success) return { value: parsed.data };
  return {
    errors: parsed.error.issues.map((issue) => ({
      where: [part, ...issue.path.map(String)].join('.'),
      what: issue.message,
    })),
  };
};
