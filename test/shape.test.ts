/** The tree's own test: what stands where, how long it may grow, and what no pathway may leave open. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { capabilityFolders, filesUnder, linesOf, ROOT, textOf } from './tree.ts';

const SOURCE = /\.(ts|tsx|mjs|cjs|css)$/;
const TEST = /\.test\.tsx?$/;
const FOLDERS = ['src', 'test', 'bench', 'regions', 'docs'];
const SOURCE_LINES = 300;
const TEST_LINES = 500;

/** Names that say nothing about what is inside, and so collect everything. */
const FORBIDDEN = /^(utils?|helpers?|common|shared|misc|libs?|services?|managers?|base)$|-(utils?|helpers?|misc)$/;

/** main.ts joins everything, letter.ts reads letters without it, and story.ts plays on it; what it is made of when it outgrows one file stands beside it. */
const COMPOSITION = /^src\/(main|letter|instance|compose(-[a-z-]+)?|story(-[a-z-]+)?)\.ts$/;
const LAYERS = ['platform', 'fhir', 'consortium', 'engines', 'capabilities', 'web'];

/** A capability is always the same few files. One that outgrows 300 lines becomes a folder of the same name beside it. */
const ALLOWED = [
  /^README\.md$/,
  /^(pathway|rules|shapes|forms|words|records|facts|figures|operations|resident|routes|index|server)\.ts$/,
  /^(pathway|forms|words|records|facts|figures|operations|resident|routes|shapes)\/[a-z0-9-]+\.ts$/,
  /^rules\/[a-z0-9-]+\.(json|ts)$/,
  // what the capability prints: tables, facts, routes, and one sheet a paper
  /^papers\/(sheets\/)?[a-z0-9-]+(\.test)?\.ts$/,
  /^screens\/[a-z0-9-]+(\.test)?\.(tsx|ts|css)$/,
  /^(rules\/|forms\/|records\/|operations\/|figures\/)?[a-z0-9-]+\.test\.ts$/,
];
const REQUIRED = ['README.md', 'index.ts', 'words.ts'];

const sources = FOLDERS.flatMap(filesUnder)
  .concat(filesUnder('.').filter((file) => !file.includes('/')))
  .filter((file) => SOURCE.test(file));

describe('the tree', () => {
  test('has the layers of the design under src, the composition root, and nothing else', () => {
    const strangers = filesUnder('src').filter(
      (file) => !LAYERS.some((layer) => file.startsWith(`src/${layer}/`)) && !COMPOSITION.test(file),
    );
    expect(strangers).toEqual([]);
  });

  test('has no file or folder whose name says nothing', () => {
    const named = FOLDERS.flatMap(filesUnder).filter((file) =>
      file.split('/').some((part) => FORBIDDEN.test(part.replace(/\..*$/, ''))),
    );
    expect(named).toEqual([]);
  });

  test('names its TypeScript files in kebab-case', () => {
    const odd = sources.filter(
      (file) => !/^[a-z0-9-]+(\.[a-z]+)?(\.test|\.config)?\.[a-z]+$/.test(path.basename(file)),
    );
    expect(odd.filter((file) => !file.startsWith('.'))).toEqual([]);
  });

  test(`has no source file over ${SOURCE_LINES} lines and no test over ${TEST_LINES}`, () => {
    const long = sources
      .map((file) => ({ file, lines: linesOf(file), limit: TEST.test(file) ? TEST_LINES : SOURCE_LINES }))
      .filter(({ lines, limit }) => lines > limit)
      .map(({ file, lines, limit }) => `${file}: ${lines} lines, at most ${limit}`);
    expect(long).toEqual([]);
  });

  test('has a test world and browser stories named after what they tell', () => {
    const stories = filesUnder('test/stories').filter((file) => TEST.test(file) || file.includes('.story.'));
    expect(stories.filter((file) => !/^test\/stories\/[a-z0-9-]+\.test\.ts$/.test(file))).toEqual([]);
  });
});

describe('a capability', () => {
  const capabilities = capabilityFolders();

  test('exists: the platform does something', () => {
    expect(capabilities.map(({ name }) => name)).not.toEqual([]);
  });

  test.each(capabilities)('$name holds only the files every capability holds', ({ files }) => {
    expect(files.filter((file) => !ALLOWED.some((name) => name.test(file)))).toEqual([]);
  });

  test.each(capabilities)('$name has its page, its words and its pure door', ({ files }) => {
    expect(REQUIRED.filter((file) => !files.includes(file))).toEqual([]);
  });

  test.each(capabilities)(
    '$name tells its story in a test of its own name when it has a pathway',
    ({ name, files }) => {
      const story = `${path.basename(name)}.test.ts`;
      expect(files.includes('pathway.ts') && !files.includes(story) ? [`${name}/${story} is missing`] : []).toEqual([]);
    },
  );
});

describe('the documents', () => {
  const documents = filesUnder('.').filter((file) => file.endsWith('.md'));
  const prose = (file: string): string =>
    textOf(file)
      .replace(/```[\s\S]*?```/g, '')
      .replace(/`[^`\n]*`/g, '');

  test('link only to files that exist', () => {
    const broken = documents.flatMap((file) =>
      [...prose(file).matchAll(/\]\(([^)\s]+)\)/g)]
        .map(([, target]) => target ?? '')
        .filter((target) => !/^([a-z]+:|#)/.test(target))
        .filter((target) => !existsSync(path.join(ROOT, path.dirname(file), target.replace(/#.*$/, ''))))
        .map((target) => `${file} → ${target}`),
    );
    expect(broken).toEqual([]);
  });
});
