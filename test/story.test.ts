/** `npm run story`, told on an instance of its own with a real embedded database, and cut short where it is not as told. */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readConfig } from '../src/platform/config.ts';
import type { Config } from '../src/platform/config.ts';
import { playStory, startOwn, tellStory } from '../src/story.ts';
import type { Own } from '../src/story.ts';
import type { Sentence } from '../src/story-words.ts';
import { ROOT } from './tree.ts';

const SYNTHEA = join(ROOT, '..', 'shared', 'samples', 'synthea', 'Dannie_Schmitt.json.gz');

const configOf = (...argv: readonly string[]): Config => {
  const read = readConfig(argv, {});
  if ('mistakes' in read) throw new Error(read.mistakes.map(({ code }) => code).join());
  return read.config;
};

let own: Own;
beforeAll(async () => {
  own = await startOwn(configOf('--story'));
});
afterAll(async () => {
  await own.stop();
});

const told = async (foreign?: string): Promise<readonly Sentence[]> => {
  const said: Sentence[] = [];
  const say = (sentence: Sentence): void => void said.push(sentence);
  const { address, token } = own;
  await playStory({ address, say, ...(foreign === undefined ? {} : { foreign: { file: foreign, token } }) });
  return said;
};
const everything = (said: readonly Sentence[], language: 'zh' | 'en'): string =>
  said.map((sentence) => sentence[language]).join('\n');

describe('the story of a referral', () => {
  test('goes from the village to the county and home, an emergency is not refused, and the figure of the commission moves by three', async () => {
    const said = await told();
    const zh = everything(said, 'zh');
    const numbers = [...new Set(zh.match(/ZZ\d{8}-\d{4}/g))];
    expect(numbers).toHaveLength(2);
    // village, township, county, township, village: the second leg continues the number of the first
    const [first = ''] = numbers;
    expect(zh).toMatch(/（[^）]*乡村医生）在本辖区名单中找到/);
    expect(zh).toContain('逐级转诊先到');
    expect(zh).toContain(`县医院在 ${first}-1 写的方案已带入 ${first} 的回转单`);
    expect(zh).toContain(`“凭村医随访办结”：${first}-1 已是“已办结”`);
    expect(zh).toContain('急诊转诊不得拒绝');
    expect(everything(said, 'en')).toContain('An emergency cannot be refused');
    for (const state of ['待接收', '待到院', '待开回转单', '待接回', '待随访', '待办结', '已办结'])
      expect(zh.split(`“${state}”`).length - 1).toBeGreaterThanOrEqual(2);
    expect(zh).toContain('闭环率由 0/0 变为 3/3');
    expect(said.every(({ zh: one, en }) => /[\u4e00-\u9fff]/.test(one) && /[A-Za-z]{3}/.test(en))).toBe(true);
  });

  test('can be told again on the same instance: nothing of it stays held or open', async () => {
    const zh = everything(await told(), 'zh');
    expect(zh).toContain('可接收 7 人，预占一个');
    expect(zh).toContain('闭环率由 3/3 变为 6/6');
  });

  test('has a patient of another system in it, found by its foreign record number', async (context) => {
    if (!existsSync(SYNTHEA)) context.skip(`not run: ${SYNTHEA} is not here`);
    const zh = everything(await told(SYNTHEA), 'zh');
    expect(zh).toContain('另一家系统送来 Dannie_Schmitt.json.gz：104 份记录，整包存入。');
    expect(zh).toContain('凭外来病历号 22d6efc6-2dc7-4f36-9d27-84fc6609c469 找到');
    expect(zh).toContain('登记之前调不出档案');
    expect(zh).toContain('闭环率由 6/6 变为 10/10');
  });
});

describe('the command', () => {
  const folder = mkdtempSync(join(tmpdir(), 'kanglian-story-file-'));
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  const tell = async (command: Partial<Parameters<typeof tellStory>[1]>) => {
    const lines: string[] = [];
    const whole = { address: own.address, foreign: undefined, language: undefined, ...command };
    const code = await tellStory(configOf('--story', '--data-dir', folder), whole, (line) => void lines.push(line));
    return { code, lines };
  };

  test('ends with 1 and a sentence when nobody answers at the address', async () => {
    const { code, lines } = await tell({ address: 'http://127.0.0.1:9' });
    expect(code).toBe(1);
    expect(lines.at(-2)).toContain('连接不上 http://127.0.0.1:9');
    expect(lines.at(-1)).toContain('cannot be reached');
  });

  test('ends with 1 when no token can be made here for an instance of another data folder', async () => {
    const file = join(folder, 'bundle.json');
    const patient = { resourceType: 'Patient', identifier: [{ value: '1' }] };
    writeFileSync(
      file,
      JSON.stringify({ resourceType: 'Bundle', type: 'transaction', entry: [{ resource: patient }] }),
    );
    const { code, lines } = await tell({ foreign: file, language: 'en' });
    expect(code).toBe(1);
    expect(lines.at(-1)).toContain('run this on its data folder');
    expect(lines.join('')).not.toMatch(/闭环率/);
  });

  test('says which file is no transaction bundle, and what is wrong with it', async () => {
    const file = join(folder, 'bundle.json');
    writeFileSync(file, '{"resourceType":"Patient"}');
    await expect(told(file)).rejects.toThrow(/读不了 .*bundle\.json（/);
  });

  test('refuses an address that is none', () => {
    const read = readConfig(['--story', '--address', 'somewhere'], {});
    expect('mistakes' in read && read.mistakes).toEqual([{ code: 'start.address', values: { value: 'somewhere' } }]);
  });
});
