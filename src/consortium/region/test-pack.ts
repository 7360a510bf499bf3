/** Packs changed in one file, for tests of what a pack is refused for. */
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BrokenPack } from './fault.ts';
import { readPack } from './read.ts';

/** What is wrong, in English, with a copy of the pack in `folder` once one of its files is changed so. */
export const faultsOnceChanged = async <File>(
  folder: string,
  name: string,
  change: (file: File) => void,
): Promise<readonly string[]> => {
  const copy = await mkdtemp(join(tmpdir(), 'kanglian-pack-'));
  try {
    await cp(folder, copy, { recursive: true });
    const file = JSON.parse(await readFile(join(copy, name), 'utf8')) as File;
    change(file);
    await writeFile(join(copy, name), JSON.stringify(file));
    await readPack(copy);
    return [];
  } catch (error) {
    if (error instanceof BrokenPack) return error.faults.map(({ reason }) => reason.en);
    throw error;
  } finally {
    await rm(copy, { recursive: true, force: true });
  }
};
