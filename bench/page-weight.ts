/** What a browser fetches of the built pages, compressed: the shell at once, and everything that can follow. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';

/** Bytes after gzip (level 9, as the server hands them out). */
export type PageWeight = {
  readonly entry: string;
  /** The page, its scripts and styles, and what these import. */
  readonly shell: number;
  /** With everything that is loaded later. */
  readonly all: number;
  readonly files: readonly { readonly name: string; readonly bytes: number }[];
};

/** `import … from "./x.js"` and `import "./x.js"`: fetched before the first line runs. */
const AT_ONCE = /(?:from|import)\s*["']\.\/([\w.-]+\.(?:js|css))["']/g;
/** Any mention of a built file: what is imported on demand is named in the same way. */
const EVER = /["'](?:\.\/|\/?assets\/)([\w.-]+\.(?:js|css))["']/g;

const named = (text: string, pattern: RegExp): readonly string[] =>
  [...text.matchAll(pattern)].flatMap(([, name]) => (name === undefined ? [] : [name]));

/** Throws when the pages are not built (`npm run build`). */
export const pageWeight = (dist: string, entry: string): PageWeight => {
  const page = path.join(dist, entry, 'index.html');
  if (!existsSync(page)) throw new Error('the pages are not built: npm run build');
  const html = readFileSync(page);
  const bytes = new Map<string, number>();
  const follow = (names: readonly string[], pattern: RegExp, into: Set<string>): Set<string> => {
    for (const name of names) {
      const file = path.join(dist, 'assets', name);
      if (into.has(name) || !existsSync(file)) continue;
      into.add(name);
      const content = readFileSync(file);
      if (!bytes.has(name)) bytes.set(name, gzipSync(content, { level: 9 }).length);
      follow(named(content.toString('utf8'), pattern), pattern, into);
    }
    return into;
  };
  const begun = named(html.toString('utf8'), EVER);
  const sum = (names: ReadonlySet<string>): number =>
    [...names].reduce((total, name) => total + (bytes.get(name) ?? 0), gzipSync(html, { level: 9 }).length);
  const shell = follow(begun, AT_ONCE, new Set());
  const all = follow(begun, EVER, new Set());
  return {
    entry,
    shell: sum(shell),
    all: sum(all),
    files: [...all]
      .map((name) => ({ name, bytes: bytes.get(name) ?? 0 }))
      .sort((one, other) => other.bytes - one.bytes),
  };
};
