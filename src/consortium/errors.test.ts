import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { PATHWAY_ERRORS } from '../engines/pathways/errors.ts';
import { errorTable } from '../platform/errors.ts';
import { ACCESS_ERRORS } from './access/errors.ts';
import { DUTY_ERRORS } from './duty/errors.ts';
import { CONSORTIUM_ERRORS } from './errors.ts';
import { IDENTITY_ERRORS } from './identity/errors.ts';
import { IMPORT_ERRORS } from './imports/errors.ts';
import { RESIDENT_ACCESS_ERRORS } from './resident-access/errors.ts';

const folder = fileURLToPath(new URL('.', import.meta.url));
const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && !/^(region|synthetic)/.test(file))
  .map((file) => readFileSync(folder + file, 'utf8'))
  .join('\n');
const OWN = {
  ...CONSORTIUM_ERRORS,
  ...ACCESS_ERRORS,
  ...DUTY_ERRORS,
  ...IDENTITY_ERRORS,
  ...IMPORT_ERRORS,
  ...RESIDENT_ACCESS_ERRORS,
};
// a case that is not found is refused in the engine's words
const table = errorTable(OWN, PATHWAY_ERRORS);

describe('every refusal of this layer', () => {
  const codes = [
    ...new Set([
      ...[...sources.matchAll(/refuse\('([^']+)'/g)].map((match) => match[1] ?? ''),
      ...[...sources.matchAll(/expect_rows\([^;]*?, 1, '([^']+)'\)/g)].map((match) => match[1] ?? ''),
    ]),
  ];
  test.each(codes)('%s has its sentence and status', (code) => {
    expect(table.has(code)).toBe(true);
  });
  test('is found by this test', () => {
    expect(codes.length).toBeGreaterThan(40);
    expect(codes).toContain('hold.quota-full');
  });
});

test('a sentence names the role in the reader\u2019s language and fills in what it needs', () => {
  expect(table.sentence({ refused: 'role.may-not', values: { role: 'nurse' } }, 'zh')).toMatch(/^护士岗位/);
  expect(table.sentence({ refused: 'role.may-not', values: { role: 'nurse' } }, 'en')).toContain('nurse');
  expect(table.sentence({ refused: 'resident.exists', values: { name: '马*花' } }, 'zh')).toContain('（马*花）');
  expect(table.statusOf('hold.quota-full')).toBe(409);
  expect(table.statusOf('identity-number.check-digit')).toBe(400);
});

test('every sentence is written in Chinese with Chinese punctuation, and not the same in English', () => {
  for (const [code, entry] of Object.entries(OWN)) {
    const zh = table.sentence({ refused: code, values: { name: '', role: 'nurse', seconds: 1 } }, 'zh');
    const en = table.sentence({ refused: code, values: { name: '', role: 'nurse', seconds: 1 } }, 'en');
    expect(zh, code).toMatch(/\p{Script=Han}.*。$/u);
    expect(en, code).not.toMatch(/\p{Script=Han}/u);
    expect(entry.status, code).toBeGreaterThanOrEqual(400);
  }
});
