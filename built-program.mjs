/**
 * The program as plain JavaScript: its sources put together into one file for each way to start it, by the same esbuild that tsx
 * asks for them one by one. A file is made when it is first asked for and made anew when a source has changed; packages stay
 * where npm put them. An error still names the line of the source (source maps).
 *
 * Reading eleven hundred files through tsx costs 1.7 s of processor at every start of every worker, reading one file 0.5.
 */
import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const ROOT = dirname(fileURLToPath(import.meta.url));
const CACHE = join(ROOT, 'node_modules', '.cache', 'kanglian-program');
/** Those of earlier sources that are kept: a server that began with one starts its workers from it. */
const KEPT = 5;
const SOURCE = /\.(ts|json)$/;
const NOT_SOURCE = /(\.test\.ts|[\\/]fhir[\\/]definitions[\\/].*\.json)$/;

const sources = () =>
  readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((file) => SOURCE.test(file) && !NOT_SOURCE.test(file))
    .sort();

/** Changes with every letter the program is made of, with the packages, and with the folder, whose files it reads. */
const digest = () => {
  const hash = createHash('sha256').update(ROOT);
  for (const file of ['built-program.mjs', 'package-lock.json', ...sources().map((each) => join('src', each))])
    hash.update(`\n${file}\n`).update(readFileSync(join(ROOT, file)));
  return hash.digest('hex').slice(0, 20);
};

/** A source finds its migrations and tables beside itself, wherever it was put together. */
const besideItself = {
  name: 'beside-itself',
  setup: ({ onLoad }) => {
    onLoad({ filter: /[\\/]src[\\/].*\.ts$/ }, async ({ path }) => {
      const text = await readFile(path, 'utf8');
      const own = JSON.stringify(pathToFileURL(path).href);
      return { contents: text.replaceAll('import.meta.url', own), loader: 'ts' };
    });
  },
};

const build = async (folder) => {
  const { build: bundle } = await import('esbuild');
  await bundle({
    absWorkingDir: ROOT,
    entryPoints: ['src/main.ts', 'src/letter.ts'],
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    packages: 'external',
    format: 'esm',
    platform: 'node',
    target: 'node20',
    keepNames: true,
    sourcemap: true,
    sourcesContent: false,
    logLevel: 'error',
    plugins: [besideItself],
  });
};

const forgetOld = () => {
  const byAge = readdirSync(CACHE)
    .map((name) => ({ folder: join(CACHE, name), made: statSync(join(CACHE, name)).mtimeMs }))
    .sort((one, other) => other.made - one.made);
  for (const { folder } of byAge.slice(KEPT)) rmSync(folder, { recursive: true, force: true });
};

/** The folder of what these sources make; two that make it at once both get a whole one. */
const built = async () => {
  const folder = join(CACHE, digest());
  if (existsSync(folder)) return folder;
  mkdirSync(CACHE, { recursive: true });
  const made = mkdtempSync(join(CACHE, 'making-'));
  try {
    await build(made);
    // who installs and who starts it need not be one account
    chmodSync(made, 0o755);
    renameSync(made, folder);
  } catch (fault) {
    rmSync(made, { recursive: true, force: true });
    if (!existsSync(folder)) throw fault;
  }
  forgetOld();
  return folder;
};

/**
 * What Node is told to start `main` or `letter`: flags and the file. Where nothing may be written beside the packages, tsx reads
 * the sources instead.
 *
 * @param {'main' | 'letter'} name
 * @returns {Promise<string[]>}
 */
export const programWords = async (name) => {
  try {
    return ['--enable-source-maps', join(await built(), `${name}.mjs`)];
  } catch {
    const tsx = pathToFileURL(join(ROOT, 'node_modules', 'tsx', 'dist', 'esm', 'index.mjs')).href;
    return ['--import', tsx, join(ROOT, 'src', `${name}.ts`)];
  }
};
