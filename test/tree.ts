/** What the tree's own test reads: files, capability folders, and what their doors export. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Pathway } from '../src/engines/pathways/define.ts';

export const ROOT = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

const NOT_OURS = new Set(['node_modules', 'dist', '.data', '.git', 'coverage']);

/** Every file under `folder` (relative to the root, with forward slashes), what is installed or built left out. */
export const filesUnder = (folder: string): readonly string[] => {
  const found: string[] = [];
  const walk = (relative: string): void => {
    const entries = readdirSync(path.join(ROOT, relative), { withFileTypes: true });
    for (const entry of entries) {
      if (NOT_OURS.has(entry.name)) continue;
      const below = relative === '.' ? entry.name : `${relative}/${entry.name}`;
      if (entry.isDirectory()) walk(below);
      else if (entry.isFile()) found.push(below);
    }
  };
  if (existsSync(path.join(ROOT, folder))) walk(folder);
  return found.sort();
};

export const textOf = (file: string): string => readFileSync(path.join(ROOT, file), 'utf8');

/** A final line break does not start another line. */
export const linesOf = (file: string): number => textOf(file).replace(/\n$/, '').split('\n').length;

export type CapabilityFolder = {
  /** As the folders say: `referral`, `outpatient/queue`, `health-record/record`. */
  readonly name: string;
  /** `src/capabilities/referral` */
  readonly folder: string;
  /** Relative to the folder. */
  readonly files: readonly string[];
};

/** The folders directly under src/capabilities; `outpatient` and `health-record` only group. */
export const capabilityFolders = (): readonly CapabilityFolder[] => {
  const byName = new Map<string, string[]>();
  for (const file of filesUnder('src/capabilities')) {
    const [, name, rest] = /^src\/capabilities\/((?:(?:outpatient|health-record)\/)?[^/]+)\/(.+)$/.exec(file) ?? [];
    if (name === undefined || rest === undefined) continue;
    byName.set(name, [...(byName.get(name) ?? []), rest]);
  }
  return [...byName].map(([name, files]) => ({ name, folder: `src/capabilities/${name}`, files }));
};

export type Exports = Readonly<Record<string, unknown>>;

/** What a module of the tree exports. */
export const exportsOf = async (file: string): Promise<Exports> =>
  (await import(/* @vite-ignore */ path.join(ROOT, file))) as Exports;

export const isTable = (value: unknown): value is Exports =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const isPathway = (value: unknown): value is Pathway =>
  isTable(value) && typeof value['name'] === 'string' && isTable(value['states']) && isTable(value['steps']);

/** Whether `sought` itself (not a copy) stands somewhere inside `value`. */
export const holds = (value: unknown, sought: unknown, depth = 5): boolean => {
  if (value === sought) return true;
  if (depth === 0 || typeof value !== 'object' || value === null) return false;
  return Object.values(value).some((member) => holds(member, sought, depth - 1));
};
