/** Finds a Chromium: the one named, the system's, or the one that came with npm. */
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { cachedFolder, packageFolder } from './cache.ts';

export type Chromium = {
  readonly executable: string;
  /** Where it was found, for the first line of the report. */
  readonly found: string;
  readonly env: Readonly<Record<string, string>>;
};

const SYSTEM = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const SYSTEM_FOLDERS = ['/usr/bin', '/usr/local/bin', '/snap/bin'];
const ON_A_MAC = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';

/** Unpacks a ustar archive: folders, files and links, which is all these archives hold. */
const untar = (archive: Buffer, folder: string): void => {
  const text = (from: number, length: number): string =>
    archive.toString('utf8', from, from + length).replace(/\0.*$/s, '');
  for (let at = 0; at + 512 <= archive.length && archive[at] !== 0; ) {
    const name = text(at, 100);
    const size = Number.parseInt(text(at + 124, 12).trim(), 8) || 0;
    const kind = text(at + 156, 1);
    const target = path.join(folder, path.normalize(`/${name}`));
    mkdirSync(kind === '5' ? target : path.dirname(target), { recursive: true });
    if (kind === '0' || kind === '') writeFileSync(target, archive.subarray(at + 512, at + 512 + size));
    if (kind === '2') symlinkSync(text(at + 157, 100), target);
    at += 512 + Math.ceil(size / 512) * 512;
  }
};

/** Undefined where it starts; otherwise what it said. */
const whyNot = (executable: string, env: Readonly<Record<string, string>>): string | undefined => {
  const run = spawnSync(executable, ['--version'], {
    env: { ...process.env, ...env },
    encoding: 'utf8',
    timeout: 60_000,
  });
  return run.status === 0 ? undefined : (run.stderr || (run.error?.message ?? `exit ${String(run.status)}`)).trim();
};

const fromNpm = (): Chromium | string => {
  const folder = packageFolder('@sparticuz/chromium');
  if (process.platform !== 'linux' || !existsSync(path.join(folder, 'bin', 'chromium.br')))
    return 'no @sparticuz/chromium for this system under node_modules';
  const { version } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as {
    readonly version: string;
  };
  const unpacked = cachedFolder(`chromium-${version}`, (made) => {
    const bytes = (name: string): Buffer => brotliDecompressSync(readFileSync(path.join(folder, 'bin', name)));
    writeFileSync(path.join(made, 'chromium'), bytes('chromium.br'));
    // the software graphics are looked for beside the program
    untar(bytes('swiftshader.tar.br'), made);
    untar(bytes('al2023.tar.br'), path.join(made, 'libraries'));
    chmodSync(path.join(made, 'chromium'), 0o755);
    chmodSync(made, 0o755);
  });
  const executable = path.join(unpacked, 'chromium');
  const own = whyNot(executable, {});
  if (own === undefined) return { executable, found: `@sparticuz/chromium ${version}`, env: {} };
  const brought = { LD_LIBRARY_PATH: path.join(unpacked, 'libraries', 'lib') };
  const withBrought = whyNot(executable, brought);
  if (withBrought === undefined)
    return { executable, found: `@sparticuz/chromium ${version} with the libraries it brings`, env: brought };
  return `@sparticuz/chromium ${version} does not start here: ${own}; with the libraries it brings: ${withBrought}`;
};

const FIX =
  'Set CHROMIUM_PATH to a Chromium or Chrome, or leave the browser out in so many words: SKIP_BROWSER=1 npm test';

/** The first that is there. Throws, naming the fix, when there is none: a story not told is not a story passed. */
export const findChromium = (): Chromium => {
  const named = process.env['CHROMIUM_PATH'];
  if (named !== undefined && named !== '') {
    if (!existsSync(named)) throw new Error(`CHROMIUM_PATH names ${named}, which is not there. ${FIX}`);
    return { executable: named, found: `CHROMIUM_PATH ${named}`, env: {} };
  }
  const system = [...SYSTEM_FOLDERS.flatMap((folder) => SYSTEM.map((name) => path.join(folder, name))), ON_A_MAC];
  const installed = system.find((file) => existsSync(file));
  if (installed !== undefined) return { executable: installed, found: installed, env: {} };
  const npm = fromNpm();
  if (typeof npm === 'string') throw new Error(`No browser: ${npm}. ${FIX}`);
  return npm;
};
