/** What starts is what stands in the sources: put together anew after every change, and an error names their lines. */
import { execFile } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ROOT } from './tree.ts';

let tree: string;
const write = (file: string, text: string): void => {
  writeFileSync(join(tree, file), text);
};
beforeEach(() => {
  tree = mkdtempSync(join(tmpdir(), 'kanglian-built-'));
  for (const folder of ['src', 'src/platform', 'node_modules']) mkdirSync(join(tree, folder));
  for (const name of ['esbuild', 'tsx', 'zod'])
    symlinkSync(join(ROOT, 'node_modules', name), join(tree, 'node_modules', name));
  copyFileSync(join(ROOT, 'built-program.mjs'), join(tree, 'built-program.mjs'));
  write('package.json', '{ "type": "module" }');
  write('package-lock.json', '{}');
  write(
    'words.mjs',
    `import { programWords } from './built-program.mjs';
    console.log(JSON.stringify(await programWords('main')));`,
  );
  write('src/platform/table.txt', 'a table beside its source');
  write(
    'src/platform/table.ts',
    `import { readFileSync } from 'node:fs';
export const table = (): string => readFileSync(new URL('table.txt', import.meta.url), 'utf8');`,
  );
  write('src/letter.ts', `console.log('a letter');`);
  write(
    'src/main.ts',
    `import { z } from 'zod';
import { table } from './platform/table.ts';
console.log(z.string().parse(table()));`,
  );
});
afterEach(() => {
  rmSync(tree, { recursive: true, force: true });
});

const node = async (...words: readonly string[]): Promise<{ readonly out: string; readonly err: string }> =>
  promisify(execFile)(process.execPath, [...words], { cwd: tree }).then(
    ({ stdout, stderr }) => ({ out: stdout.trim(), err: stderr }),
    (fault: unknown) => ({ out: '', err: (fault as { readonly stderr: string }).stderr }),
  );
const words = async (): Promise<readonly string[]> => JSON.parse((await node('words.mjs')).out) as readonly string[];
const kept = (): readonly string[] => readdirSync(join(tree, 'node_modules', '.cache', 'kanglian-program'));

test('it is made once, reads what lies beside its sources, and is made anew when one of them has changed', async () => {
  const first = await words();
  expect(await node(...first)).toEqual({ out: 'a table beside its source', err: '' });
  expect(await words()).toEqual(first);
  expect(kept()).toHaveLength(1);

  write('src/main.ts', `console.log('changed');`);
  const second = await words();
  expect(second).not.toEqual(first);
  expect((await node(...second)).out).toBe('changed');
  // a server that began with the first starts its workers from it still
  expect((await node(...first)).out).toBe('a table beside its source');
});

test('several that start at once all get a whole one', async () => {
  const all = await Promise.all([words(), words(), words()]);
  expect(new Set(all.map(String)).size).toBe(1);
  expect(kept()).toHaveLength(1);
  expect((await node(...all[0])).out).toBe('a table beside its source');
});

test('what goes wrong names the line of its source', async () => {
  write('src/platform/table.ts', `export const table = (): string => {\n  throw new Error('no table');\n};`);
  expect((await node(...(await words()))).err).toContain('src/platform/table.ts:2');
});

test('where nothing can be written beside the packages, the sources are read one by one', async () => {
  write('node_modules/.cache', 'not a folder');
  const read = await words();
  expect(read).toContain('--import');
  expect((await node(...read)).out).toBe('a table beside its source');
});
