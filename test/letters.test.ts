/** The letters of five commissions, read by the lint: what is wrong in them is found, and nothing is said of what is right. */
import { execFile } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { programWords } from '../built-program.mjs';
import type { FindingKind } from '../src/engines/letters/lint/finding.ts';
import { lint, readLetter } from '../src/engines/letters/lint/lint.ts';
import { readSource } from '../src/engines/letters/source-text.ts';
import { readLetters } from '../src/engines/letters/stated.ts';
import { ROOT } from './tree.ts';

const SEEDS = join(ROOT, '../shared/seeds');
const there = existsSync(SEEDS);
if (!there) process.stderr.write(`no letters under ${SEEDS}: the tests that read them have not run\n`);

const seed = (start: string): string => {
  const file = readdirSync(SEEDS).find((name) => name.startsWith(start));
  return readFileSync(join(SEEDS, file ?? ''), 'utf8');
};

type Expected = readonly [kind: FindingKind, words: string, why: string];

/** Wrong in each letter, by hand: a kind and words of a quote. */
const EXPECTED: Readonly<Record<string, readonly Expected[]>> = {
  '000': [
    [
      'hidden-denominator',
      '基层医疗机构全覆盖',
      'full coverage beside 25 accepted institutions, of how many is not said',
    ],
    [
      'cohort-cannot-carry',
      '25家医疗机构',
      '25 cannot be all of the 28 hospitals and 234 institutions that last year implies',
    ],
    ['unit-or-period-changed', '25家医疗机构', 'institutions this year, wards last year'],
    ['against-last-year', '25家医疗机构', '25 against 14 is no growth of one thing'],
    ['unit-or-period-changed', '标准化床位300张', 'standard beds this year, open beds last year'],
    ['against-last-year', '标准化床位300张', '300 against 182 is no growth of one thing'],
    ['against-last-year', '服务人次257', 'last year counted visits, this year does not'],
    ['wrong-term', '第347号建议', 'a 提案 is called 建议 in the heading'],
  ],
  '001': [
    ['hidden-denominator', '85.71%', '24 at 85.71% is of 28, which is not printed'],
    ['hidden-denominator', '93.6%', '219 at 93.6% is of 234, which is not printed'],
    ['unit-or-period-changed', '已完工项目333个', 'institutions are planned and projects finished'],
    ['wrong-term', '二级及以上综合医院', 'two populations of hospitals in one letter'],
  ],
  '002': [],
  '003': [['same-noun-two-counts', '13家社区卫生服务中心', 'twelve centres of the district, and thirteen']],
  '004': [
    ['hidden-denominator', '68%以上', 'of whom is not said'],
    ['hidden-denominator', '紧密型县域医共体7个', 'full coverage of how many counties is not said'],
    ['cohort-cannot-carry', '724个村卫生室', '322 graduates are not one for each of 724 clinics'],
    ['time-order', '派驻医务人员全覆盖', 'a task of 2025 that another sentence has done already'],
    ['time-order', '2025年7月30日', 'more than three months after 14 March'],
    ['wrong-term', '县域医疗集团', 'neither 县域医共体 nor 城市医疗集团'],
    ['wrong-term', '紧密型县域医共体县(市)全覆盖', '紧密型 in the heading and not in the sentence'],
    ['wrong-term', '人民和众', 'another title on the form'],
  ],
};

const PREVIOUS: Readonly<Record<string, string>> = { '000': '001' };

const findingsOf = (start: string) => {
  const previous = PREVIOUS[start];
  return lint(seed(start), previous === undefined ? {} : { previous: seed(previous) }).filter(
    ({ kind }) => kind !== 'unbound',
  );
};

describe.runIf(there)('in the five letters', () => {
  for (const [start, expected] of Object.entries(EXPECTED)) {
    test.each(expected)(`${start}: %s at “%s”: %s`, (kind, words) => {
      const found = findingsOf(start).filter((finding) => finding.kind === kind);
      expect(found.flatMap(({ quotes }) => quotes).filter((quote) => quote.includes(words))).not.toEqual([]);
    });

    test(`${start}: nothing else is said, so precision and recall are 1 on what was found by hand`, () => {
      const strangers = findingsOf(start).filter(
        ({ kind, quotes }) =>
          !expected.some(([each, words]) => each === kind && quotes.some((quote) => quote.includes(words))),
      );
      expect(strangers.map(({ kind, quotes }) => [kind, quotes])).toEqual([]);
    });
  }

  test('the numbers found are those a person found: counts, money and shares of the list of statements', async () => {
    const mentions = Object.keys(EXPECTED).flatMap((start) =>
      readLetter(seed(start)).mentions.map(({ value }) => value),
    );
    const packs = await Promise.all(
      ['hanzhong', 'nanyang', 'jianghan', 'siping'].map((region) => readLetters(join(ROOT, 'regions', region))),
    );
    const stated = packs
      .flatMap(({ letters }) => letters.flatMap(({ statements }) => statements))
      .filter(({ kind, value }) => ['count', 'money', 'ratio'].includes(kind) && typeof value === 'number')
      .map(({ value, unit }) => Number(value) * (unit === '亿元' ? 1e8 : 1));
    const missed = stated.filter((value) => !mentions.some((each) => Math.abs(each - value) < 1e-6 * value));
    // 第三批 and 三位一体 are an ordinal and a word, 二 districts and 三 districts are named, not counted
    expect(missed.length / stated.length).toBeLessThan(0.1);
  });
});

describe('the command', () => {
  const run = async (...words: readonly string[]): Promise<{ readonly code: number; readonly said: string }> => {
    const program = [...(await programWords('letter')), ...words];
    try {
      const { stdout } = await promisify(execFile)(process.execPath, program, { cwd: ROOT });
      return { code: 0, said: stdout };
    } catch (error) {
      const { code, stderr } = error as { readonly code: number; readonly stderr: string };
      return { code, said: stderr };
    }
  };
  const fileWith = async (content: string | Uint8Array): Promise<string> => {
    const file = join(await mkdtemp(join(tmpdir(), 'letter-')), 'letter.txt');
    writeFileSync(file, content);
    return file;
  };

  test('prints findings as JSON with kind, quotes and why, and nothing else', async () => {
    const { code, said } = await run('lint', await fileWith('今年新建村卫生室35个，改建28个，共计65个。'), '--json');
    const findings = JSON.parse(said) as readonly Record<string, unknown>[];
    expect(code).toBe(0);
    expect(findings.map((finding) => Object.keys(finding))).toEqual(findings.map(() => ['kind', 'quotes', 'because']));
    expect(findings[0]).toMatchObject({ kind: 'parts-do-not-sum', because: expect.stringContaining('63') as string });
  });

  test('reads GB 18030 and RTF, and refuses a Word document and an empty file with a sentence', async () => {
    const gb = Uint8Array.from([0xb9, 0xb2, 0xd3, 0xd0, 0x31, 0x32, 0xbc, 0xd2]);
    expect(await readSource(await fileWith(gb))).toEqual({ text: '共有12家' });
    expect(
      await readSource(
        await fileWith('{\\rtf1\\ansi {\\fonttbl{\\f0 SimSun;}}\\f0 \\u20849?\\u26377?12\\u23478?\\par}'),
      ),
    ).toEqual({
      text: '共有12家\n',
    });
    expect(await run('lint', await fileWith('PK\u0003\u0004'))).toMatchObject({
      code: 2,
      said: expect.stringContaining('纯文本') as string,
    });
    expect(await run('lint', await fileWith(' \n'))).toMatchObject({
      code: 2,
      said: expect.stringContaining('没有文字') as string,
    });
    expect(await run('lint', '/nowhere/letter.txt')).toMatchObject({ code: 2 });
  });

  test('prints every statement of a region, borne out by its records, differing or unbound', async () => {
    const { said } = await run('claims', 'siping', '--json');
    const { letters } = JSON.parse(said) as {
      readonly letters: readonly { readonly statements: readonly Record<string, unknown>[] }[];
    };
    const statements = letters.flatMap((letter) => letter.statements);
    expect(statements).toHaveLength(43);
    expect(statements.find(({ id }) => id === 'S25-04')).toMatchObject({ outcome: 'supported', counted: 20 });
    // a register entry read from this very letter says where the number comes from, and is no proof of it
    expect(statements.find(({ id }) => id === 'S25-26')).toMatchObject({ outcome: 'supported', evidence: 'claimed' });
    expect(statements.find(({ id }) => id === 'S25-35')).toMatchObject({ outcome: 'unbound' });
  });

  test('says which region there is not', async () => {
    expect(await run('claims', 'atlantis')).toMatchObject({
      code: 2,
      said: expect.stringContaining('letters.json') as string,
    });
  });
});
