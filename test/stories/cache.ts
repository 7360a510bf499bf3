/** Things unpacked once and kept under node_modules/.cache: made whole in a folder beside it, then renamed into place. */
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir, userInfo } from 'node:os';
import path from 'node:path';

/** Two folders above playwright-core: the node_modules in use, linked or not. */
const modules = path.dirname(path.dirname(createRequire(import.meta.url).resolve('playwright-core/package.json')));

/** The folder of an installed package. */
export const packageFolder = (name: string): string => path.join(modules, name);

const places = [path.join(modules, '.cache'), path.join(tmpdir(), `kanglian-cache-${userInfo().username}`)];

const writable = (): string => {
  for (const place of places) {
    try {
      mkdirSync(place, { recursive: true, mode: 0o755 });
      rmSync(mkdtempSync(path.join(place, 'try-')), { recursive: true });
      return place;
    } catch {
      // an installation that belongs to somebody else: take the next place
    }
  }
  throw new Error(`cannot write to ${places.join(' nor ')}`);
};

/** The folder `name`, filled by `fill` if no earlier run has; two runs at once both get a whole one. */
export const cachedFolder = (name: string, fill: (folder: string) => void): string => {
  const there = places.map((place) => path.join(place, name)).find((folder) => existsSync(folder));
  if (there !== undefined) return there;
  const cache = writable();
  const made = mkdtempSync(path.join(cache, 'making-'));
  const folder = path.join(cache, name);
  fill(made);
  try {
    renameSync(made, folder);
  } catch (error) {
    rmSync(made, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  }
  return folder;
};
