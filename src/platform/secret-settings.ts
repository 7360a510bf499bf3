/**
 * Secrets come from the environment, or from a file it names, never from a command line, which everybody on the machine can
 * read. The mistakes say which setting, never its value.
 */
import { readFileSync, statSync } from 'node:fs';
import type { StartCode } from './start-words.ts';

type Env = Readonly<Record<string, string | undefined>>;
type Mistake = (code: StartCode, values: Readonly<Record<string, string>>) => void;

/** Whether others than its owner may read or change the file (law 13: mode 0600). Windows keeps no such modes. */
const isOpen = (file: string): boolean => process.platform !== 'win32' && (statSync(file).mode & 0o077) !== 0;

/** What lines of a secret hold: the first is the one in use, the others were before it and still open what they closed. */
export const linesOf = (text: string): readonly string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

/** `NAME`, or the lines of the file that `NAME_FILE` names; none where neither is given. An open file is a mistake. */
export const secretsOf = (env: Env, name: string, mistake: Mistake): readonly string[] => {
  const file = env[`${name}_FILE`] ?? '';
  if (file === '') return linesOf(env[name] ?? '');
  try {
    if (isOpen(file)) {
      mistake('start.secret-open', { file });
      return [];
    }
    const lines = linesOf(readFileSync(file, 'utf8'));
    if (lines.length === 0) mistake('start.secret-file', { name: `${name}_FILE` });
    return lines;
  } catch {
    mistake('start.secret-file', { name: `${name}_FILE` });
    return [];
  }
};

/** The one in use. */
export const secretOf = (env: Env, name: string, mistake: Mistake): string | undefined =>
  secretsOf(env, name, mistake)[0];

/** A database's address with its password in it. */
export const holdsPassword = (url: string): boolean => {
  try {
    return new URL(url).password !== '';
  } catch {
    return false;
  }
};
