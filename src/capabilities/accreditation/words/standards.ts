/** Names of standards and their clauses, as answers of a form. */
import { STANDARDS } from '../rules/standards.ts';

const inLanguage = (language: 'zh' | 'en'): Readonly<Record<string, string>> =>
  Object.fromEntries(
    STANDARDS.flatMap(({ code, name, clauses }) => [
      [code, name[language]] as const,
      ...clauses.map((clause) => [clause.code, clause[language]] as const),
    ]),
  );
export const STANDARD_WORDS = { zh: inLanguage('zh'), en: inLanguage('en') } as const;
