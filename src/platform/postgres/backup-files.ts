import { createHash } from 'node:crypto';
import type { Dirent } from 'node:fs';
import { mkdir, open, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { codeOf } from './faults.ts';

export type KeptFile = { readonly path: string; readonly bytes: number; readonly sha256: string };

const CHUNK = 256 * 1024;
const ABREAST = 16;

/** Copies a file and gives its digest; undefined when it is gone (a dropped table's file, while the server runs). */
export const copyFile = async (from: string, to: string): Promise<Omit<KeptFile, 'path'> | undefined> => {
  const source = await open(from, 'r').catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  });
  if (source === undefined) return undefined;
  try {
    await mkdir(dirname(to), { recursive: true, mode: 0o700 });
    const target = await open(to, 'wx', 0o600);
    try {
      const hash = createHash('sha256');
      const buffer = Buffer.alloc(CHUNK);
      let bytes = 0;
      for (;;) {
        const { bytesRead } = await source.read(buffer, 0, CHUNK, null);
        if (bytesRead === 0) break;
        const part = buffer.subarray(0, bytesRead);
        hash.update(part);
        await target.write(part);
        bytes += bytesRead;
      }
      await target.sync();
      return { bytes, sha256: hash.digest('hex') };
    } finally {
      await target.close();
    }
  } finally {
    await source.close();
  }
};

/** Does the work for every item, several at a time: forcing a file to disk is mostly waiting. Answers in the items' order. */
export const severalAtATime = async <Item, Answer>(
  items: readonly Item[],
  work: (item: Item) => Promise<Answer>,
): Promise<readonly Answer[]> => {
  const answers: Answer[] = [];
  for (let from = 0; from < items.length; from += ABREAST)
    answers.push(...(await Promise.all(items.slice(from, from + ABREAST).map(work))));
  return answers;
};

/** The digest of a file, or undefined when there is none. */
export const digestOf = async (file: string): Promise<string | undefined> => {
  const source = await open(file, 'r').catch(() => undefined);
  if (source === undefined) return undefined;
  try {
    const hash = createHash('sha256');
    for await (const part of source.createReadStream({ autoClose: false })) hash.update(part as Buffer);
    return hash.digest('hex');
  } finally {
    await source.close();
  }
};

export type Tree = { readonly files: readonly string[]; readonly folders: readonly string[] };

/** Everything below a folder, as paths relative to it; `skips` leaves out a path and what is below it. */
export const treeOf = async (root: string, skips: (path: string) => boolean, below = ''): Promise<Tree> => {
  const files: string[] = [];
  const folders: string[] = [];
  const entries: Dirent[] = await readdir(join(root, below), { withFileTypes: true }).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return [];
    throw error;
  });
  for (const entry of entries) {
    const path = below === '' ? entry.name : `${below}/${entry.name}`;
    if (skips(path)) continue;
    if (!entry.isDirectory()) {
      files.push(path);
      continue;
    }
    folders.push(path);
    const inside = await treeOf(root, skips, path);
    files.push(...inside.files);
    folders.push(...inside.folders);
  }
  return { files, folders };
};
