/** Finds a Chromium: the one named, the system's, or the one that came with npm. Nothing here stops the event loop. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { brotliDecompress } from 'node:zlib';
import { cachedFolder, packageFolder } from './unpacked.ts';

export type Chromium = {
  readonly executable: string;
  /** Where it was found, for a report. */
  readonly found: string;
  readonly env: Readonly<Record<string, string>>;
};

const SYSTEM = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const SYSTEM_FOLDERS = ['/usr/bin', '/usr/local/bin', '/snap/bin'];
const ON_A_MAC = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';

const unpacked = promisify(brotliDecompress);

/** Unpacks a ustar archive: folders, files and links, which is all these archives hold. */
const untar = async (archive: Buffer, folder: string): Promise<void> => {
  const text = (from: number, length: number): string =>
    archive.toString('utf8', from, from + length).replace(/\0.*$/s, '');
  for (let at = 0; at + 512 <= archive.length && archive[at] !== 0; ) {
    const name = text(at, 100);
    const size = Number.parseInt(text(at + 124, 12).trim(), 8) || 0;
    const kind = text(at + 156, 1);
    const target = path.join(folder, path.normalize(`/${name}`));
    await mkdir(kind === '5' ? target : path.dirname(target), { recursive: true });
    if (kind === '0' || kind === '') await writeFile(target, archive.subarray(at + 512, at + 512 + size));
    if (kind === '2') await symlink(text(at + 157, 100), target);
    at += 512 + Math.ceil(size / 512) * 512;
  }
};

/** Undefined where it starts; otherwise what it said. */
const whyNot = (executable: string, env: Readonly<Record<string, string>>): Promise<string | undefined> =>
  new Promise((resolve) => {
    const options = { env: { ...process.env, ...env }, timeout: 60_000 };
    execFile(executable, ['--version'], options, (fault, _said, complaint) => {
      resolve(fault === null ? undefined : (complaint || fault.message).trim());
    });
  });

const fromNpm = async (): Promise<Chromium | string> => {
  const folder = packageFolder('@sparticuz/chromium');
  if (process.platform !== 'linux' || !existsSync(path.join(folder, 'bin', 'chromium.br')))
    return 'no @sparticuz/chromium for this system under node_modules';
  const { version } = JSON.parse(await readFile(path.join(folder, 'package.json'), 'utf8')) as {
    readonly version: string;
  };
  const kept = await cachedFolder(`chromium-${version}`, async (made) => {
    const bytes = async (name: string): Promise<Buffer> => unpacked(await readFile(path.join(folder, 'bin', name)));
    await writeFile(path.join(made, 'chromium'), await bytes('chromium.br'));
    // the software graphics are looked for beside the program
    await untar(await bytes('swiftshader.tar.br'), made);
    await untar(await bytes('al2023.tar.br'), path.join(made, 'libraries'));
    await chmod(path.join(made, 'chromium'), 0o755);
    await chmod(made, 0o755);
  });
  const executable = path.join(kept, 'chromium');
  const own = await whyNot(executable, {});
  if (own === undefined) return { executable, found: `@sparticuz/chromium ${version}`, env: {} };
  const brought = { LD_LIBRARY_PATH: path.join(kept, 'libraries', 'lib') };
  const withBrought = await whyNot(executable, brought);
  if (withBrought === undefined)
    return { executable, found: `@sparticuz/chromium ${version} with the libraries it brings`, env: brought };
  return `@sparticuz/chromium ${version} does not start here: ${own}; with the libraries it brings: ${withBrought}`;
};

/**
 * The first that is there: `named` ($CHROMIUM_PATH), the system's, the one from npm.
 * @throws naming each place that was looked at, when there is none.
 */
export const findChromium = async (named: string | undefined): Promise<Chromium> => {
  if (named !== undefined && named !== '') {
    if (!existsSync(named)) throw new Error(`CHROMIUM_PATH names ${named}, which is not there`);
    return { executable: named, found: `CHROMIUM_PATH ${named}`, env: {} };
  }
  const system = [...SYSTEM_FOLDERS.flatMap((folder) => SYSTEM.map((name) => path.join(folder, name))), ON_A_MAC];
  const installed = system.find((file) => existsSync(file));
  if (installed !== undefined) return { executable: installed, found: installed, env: {} };
  const npm = await fromNpm();
  if (typeof npm === 'string') throw new Error(`No browser: ${npm}`);
  return npm;
};
