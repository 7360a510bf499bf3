/** The official R4 examples: they pass or are listed with a reason, and come out of reading and writing as they went in. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseJson, writeJson } from '../json.ts';
import { REFUSED_EXAMPLES } from './official-examples.ts';
import { validate } from './validate.ts';

const FOLDER = process.env['KANGLIAN_R4_EXAMPLES'] ?? '';
const isThere = FOLDER !== '' && existsSync(FOLDER);
if (!isThere)
  process.stderr.write(
    'KANGLIAN_R4_EXAMPLES names no folder of hl7.fhir.r4.examples: the official examples have not been checked\n',
  );

const files = isThere
  ? readdirSync(FOLDER)
      .filter((file) => file.endsWith('.json') && file !== 'package.json' && !file.startsWith('.'))
      .sort()
  : [];

/** What separates tokens, outside strings, is no part of what was sent. */
const packed = (text: string): string => text.replace(/("(?:[^"\\]|\\.)*")|\s+/g, '$1');
const tokensOf = (text: string): string => (text.match(/"(?:[^"\\]|\\.)*"|[^\s"]+/g) ?? []).join('');
/** A string may be escaped in several ways and be the same. */
const sameStrings = (text: string): string =>
  tokensOf(text).replace(/"(?:[^"\\]|\\.)*"/g, (string) => JSON.stringify(JSON.parse(string)));

test.skipIf(!isThere)('the official examples pass, but for those listed', { timeout: 600_000 }, () => {
  const refused = new Set<string>();
  for (const file of files) {
    const text = readFileSync(join(FOLDER, file), 'utf8').replace(/^\uFEFF/, '');
    const parsed = parseJson(text);
    if (!parsed.ok) throw new Error(`${file} is no JSON`);
    if (validate(parsed.value).issues.length > 0) refused.add(file);
    const written = writeJson(parsed.value);
    if (written !== packed(text) && written !== sameStrings(text))
      throw new Error(`${file} is written otherwise than it was read`);
  }
  expect(files.length).toBeGreaterThan(5000);
  expect([...refused].sort()).toEqual(Object.keys(REFUSED_EXAMPLES).sort());
});
