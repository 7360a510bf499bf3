/**
 * The archive of PostgreSQL's log (WAL): every finished segment is copied out of the cluster, so that a backup can be rolled on
 * to any later moment (manual §25.3). One folder holds the logs of several databases one after another: each has a part of its
 * own, begun when archiving is switched on or a database was restored, so that two histories never meet under one name.
 */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { readdir, rm, rmdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { startFault } from '../start-words.ts';
import { mayReach, mayWrite, ownFolder } from './engine.ts';
import type { Account } from './engine.ts';
import { codeOf } from './faults.ts';

/** What an operator says of the archive: a folder, `off`, or nothing, which leaves it as it was. */
export type ArchiveWish = string | undefined;

/** The setting that ends archiving. */
export const ARCHIVE_OFF = 'off';

const NOTE = 'archive.json';
const Note = z.strictObject({ folder: z.string().min(1), part: z.string().regex(/^[0-9TZ]{9,20}-[0-9a-f]{8}$/) });

const noteOf = (home: string): z.infer<typeof Note> | undefined => {
  const file = join(home, NOTE);
  return existsSync(file) ? Note.parse(JSON.parse(readFileSync(file, 'utf8'))) : undefined;
};

const newPart = (at: Date): string =>
  `${at.toISOString().replace(/[-:]|\.\d+/g, '')}-${randomBytes(4).toString('hex')}`;

/** The folder of this database's part, as the last start left it. */
export const archiveOf = (home: string): string | undefined => {
  const note = noteOf(home);
  return note === undefined ? undefined : join(note.folder, note.part);
};

/**
 * Settles where the server about to be started archives, and remembers it: a backup or a token asked for while the server is
 * down starts it too, and must not leave a gap.
 * @throws StartFault when the database's user cannot write there.
 */
export const settleArchive = (
  home: string,
  account: Account | undefined,
  wish: ArchiveWish,
  at: Date,
): string | undefined => {
  if (wish === ARCHIVE_OFF) {
    rmSync(join(home, NOTE), { force: true });
    return undefined;
  }
  const before = noteOf(home);
  const folder = wish ?? before?.folder;
  if (folder === undefined) return undefined;
  const note = { folder, part: before?.part ?? newPart(at) };
  const part = join(folder, note.part);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o755 });
    ownFolder(account, part);
  } catch (cause) {
    throw startFault('archive.closed', { folder, reason: codeOf(cause) ?? '' }, cause);
  }
  if (!mayWrite(account, part)) throw startFault('archive.closed', { folder, reason: 'EACCES' });
  writeFileSync(join(home, NOTE), JSON.stringify(note), { mode: 0o600, flush: true });
  return part;
};

const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;
/** In the server's commands a percent sign begins a placeholder. */
const inCommand = (path: string): string => quoted(path).replaceAll('%', '%%');

/**
 * Copies a segment under a name that is not a segment's, forced to disk, then gives it its name: a half copy is never taken for
 * a whole one. What is there already is never written over; the same content again (the server asks twice after a crash) is
 * well. Compressed, since a segment closed by the minute is mostly zeros.
 */
export const archiveCommand = (part: string): string => {
  const target = `${inCommand(part)}/"%f".gz`;
  return [
    'umask 077;',
    `if [ -e ${target} ]; then gzip -dc ${target} | cmp -s - "%p";`,
    `else gzip -1 -c < "%p" | dd of=${target}.half bs=65536 conv=fsync 2>/dev/null`,
    `&& gzip -t < ${target}.half && mv ${target}.half ${target} && sync ${inCommand(part)}; fi`,
  ].join(' ');
};

/** Answers 1 for a segment that is not there, which ends the replay. */
export const restoreCommand = (part: string): string => {
  const source = `${inCommand(part)}/"%f".gz`;
  return `[ -e ${source} ] && gzip -dc ${source} > "%p"`;
};

/** What is committed reaches the archive within a minute also when little happens. */
const CLOSED_AFTER = '60s';

export const archiveSettings = (part: string | undefined): Readonly<Record<string, string>> =>
  part === undefined
    ? {}
    : { archive_mode: 'on', archive_timeout: CLOSED_AFTER, archive_command: archiveCommand(part) };

/**
 * The part a backup can be rolled on with.
 * @throws StartFault when the backup knows none, it is not in this folder, or the database's user cannot read it.
 */
export const partForBackup = (account: Account | undefined, folder: string, part: string | undefined): string => {
  if (part === undefined) throw startFault('restore.no-log', {});
  const path = join(folder, basename(part));
  if (!existsSync(path)) throw startFault('restore.no-archive', { folder, part });
  if (!mayReach(account, path)) throw startFault('archive.closed', { folder: path, reason: 'EACCES' });
  return path;
};

const SEGMENT_COPY = /^[0-9A-F]{24}(\.[0-9A-F]{8}\.backup)?\.gz(\.half)?$/;

/** Removes copies older than `before` from all parts of the folder this part stands in. Answers how many. */
export const forgetArchived = async (part: string, before: Date): Promise<number> => {
  const folder = join(part, '..');
  let removed = 0;
  for (const name of await readdir(folder)) {
    const one = join(folder, name);
    if (!Note.shape.part.safeParse(name).success) continue;
    for (const file of await readdir(one)) {
      if (!SEGMENT_COPY.test(file) || (await stat(join(one, file))).mtime >= before) continue;
      await rm(join(one, file));
      removed += 1;
    }
    // an older database's part goes when its last segment has gone
    if (one !== part) await rmdir(one).catch(() => undefined);
  }
  return removed;
};
