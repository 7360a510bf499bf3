/** Every refusal the program can give has a sentence in both languages, and every table of sentences is joined to the rest. */
import { describe, expect, test } from 'vitest';
import { CAPABILITIES } from '../src/capabilities/index.ts';
import { errorTable } from '../src/platform/errors.ts';
import type { ErrorWords } from '../src/platform/errors.ts';
import { exportsOf, filesUnder, textOf } from './tree.ts';

const sources = filesUnder('src').filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file));

/** Codes written out where they are refused; what a capability's rules refuse is asked of its words in pathways.test.ts. */
const refused = sources.flatMap((file) =>
  [...textOf(file).matchAll(/\brefuse\(\s*'([^']+)'/g)].map(([, code]) => ({ code: code ?? '', file })),
);

/** Files that export a table of refusals, other than the platform's own, which every table begins with. */
const tables = sources.flatMap((file) =>
  [...textOf(file).matchAll(/export const ([A-Z_]+_ERRORS): ErrorWords\b/g)].map(([, name]) => ({
    name: name ?? '',
    file,
  })),
);

describe('a refusal', () => {
  test('has a sentence in Chinese and in English, and a status', async () => {
    const joined = await Promise.all(tables.map(async ({ name, file }) => (await exportsOf(file))[name] as ErrorWords));
    const errors = errorTable(...joined, ...CAPABILITIES.map((capability) => capability.errors));
    expect(refused.length).toBeGreaterThan(30);
    const silent = refused.filter(
      ({ code }) =>
        !errors.has(code) ||
        !/\p{Script=Han}/u.test(errors.sentence({ refused: code }, 'zh')) ||
        !/[a-z]{3}/.test(errors.sentence({ refused: code }, 'en')) ||
        errors.statusOf(code) < 400,
    );
    expect(silent.map(({ code, file }) => `${file}: ${code}`)).toEqual([]);
  });

  test('is known to the running program: every table of refusals is joined where it is composed', () => {
    const composed = sources
      .filter((file) => /^src\/compose[^/]*\.ts$/.test(file))
      .map(textOf)
      .join('\n');
    expect(tables.map(({ name }) => name)).not.toEqual([]);
    const unjoined = tables.filter(({ name }) => (composed.match(new RegExp(`\\b${name}\\b`, 'g')) ?? []).length < 2);
    expect(unjoined).toEqual([]);
  });
});
