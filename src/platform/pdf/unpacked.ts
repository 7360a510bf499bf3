/** Things unpacked once and kept under node_modules/.cache: made whole in a folder beside it, then renamed into place. */
import { lstat, mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir, userInfo } from 'node:os';
import path from 'node:path';

/** Two folders above playwright-core: the node_modules in use, linked or not. */
const modules = path.dirname(path.dirname(createRequire(import.meta.url).resolve('playwright-core/package.json')));

/** The folder of an installed package. */
export const packageFolder = (name: string): string => path.join(modules, name);

const whoAmI = (): string => {
  try {
    return userInfo().username;
  } catch {
    // an account without an entry of its own, as containers have
    return String(process.getuid?.() ?? 'somebody');
  }
};

/** Where everybody may write, somebody else may have been first: only a folder of our own, closed to others, is believed. */
const isOurs = async (folder: string): Promise<boolean> => {
  const uid = process.getuid?.();
  const found = await lstat(folder).catch(() => undefined);
  if (found === undefined || !found.isDirectory()) return false;
  return uid === undefined || (found.uid === uid && (found.mode & 0o022) === 0);
};

const isThere = (folder: string): Promise<boolean> =>
  lstat(folder).then(
    () => true,
    () => false,
  );

type Place = { readonly folder: string; readonly mode: number; readonly believed: () => Promise<boolean> };
const places = (): readonly Place[] => {
  const own = path.join(tmpdir(), `kanglian-cache-${whoAmI()}`);
  return [
    { folder: path.join(modules, '.cache'), mode: 0o755, believed: () => Promise.resolve(true) },
    { folder: own, mode: 0o700, believed: () => isOurs(own) },
  ];
};

const isWritable = async ({ folder, mode, believed }: Place): Promise<boolean> => {
  try {
    await mkdir(folder, { recursive: true, mode });
    await rm(await mkdtemp(path.join(folder, 'try-')), { recursive: true });
    return await believed();
  } catch {
    // an installation that belongs to somebody else: take the next place
    return false;
  }
};

const firstWhere = async (check: (place: Place) => Promise<boolean>): Promise<string | undefined> => {
  for (const place of places()) if (await check(place)) return place.folder;
  return undefined;
};

/**
 * The folder `name`, filled by `fill` if no earlier run has; two runs at once both get a whole one.
 * @throws when neither node_modules/.cache nor the folder for temporary files can be written to.
 */
export const cachedFolder = async (name: string, fill: (folder: string) => Promise<void>): Promise<string> => {
  const kept = await firstWhere(async (place) => (await isThere(path.join(place.folder, name))) && place.believed());
  if (kept !== undefined) return path.join(kept, name);
  const cache = await firstWhere(isWritable);
  if (cache === undefined) throw new Error('no folder to unpack into: neither node_modules/.cache nor a temporary one');
  const made = await mkdtemp(path.join(cache, 'making-'));
  const folder = path.join(cache, name);
  try {
    await fill(made);
    await rename(made, folder);
  } catch (error) {
    await rm(made, { recursive: true, force: true });
    if (!(await isThere(folder))) throw error;
  }
  return folder;
};
