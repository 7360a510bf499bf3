/** The region of the letter on care and medicine together: it can be started, and what the letter says of all is so in its records. */
import { describe, expect, test } from 'vitest';
import { readPack } from './read.ts';
import { countShare, holdsOfAll } from './stated.ts';
import { faultsOnceChanged } from './test-pack.ts';

const NANYANG = new URL('../../../regions/nanyang', import.meta.url).pathname;

type Institutions = {
  lines: { organisation: string }[];
  joint: { home: string; handedOver: string[]; from: string }[];
};
/** What is wrong with the pack once its institutions are changed so. */
const faults = (change: (file: Institutions) => void): Promise<readonly string[]> =>
  faultsOnceChanged(NANYANG, 'institutions.json', change);

describe('the pack of Nanyang', () => {
  test('has every township home of Wolong under one management and handed over whole, and says so of no other district', async () => {
    const pack = await readPack(NANYANG);
    const share = (what: Parameters<typeof countShare>[1], district?: string) =>
      countShare(pack, what, '2024-12-31', district);
    expect(share('township-homes-integrated', '卧龙区')).toEqual({ counted: 5, of: 5 });
    expect(share('township-homes-handed-over', '卧龙区')).toEqual({ counted: 5, of: 5 });
    expect(holdsOfAll(share('township-homes-integrated'))).toBe(false);
    // two homes elsewhere came later, one of them with its money left behind
    const later = (what: Parameters<typeof countShare>[1]) => countShare(pack, what, '2026-01-01').counted;
    expect([later('township-homes-integrated'), later('township-homes-handed-over')]).toEqual([7, 6]);
  });

  test('is refused where one home of Wolong is not managed, or keeps its money', async () => {
    expect(await faults((file) => file.joint.shift())).toEqual([
      'the source states township-homes-integrated of all, the pack comes out at 4/5',
      'the source states township-homes-handed-over of all, the pack comes out at 4/5',
    ]);
    const keepsMoney = await faults((file) =>
      file.joint.splice(0, 1, { ...first(file), handedOver: ['people', 'things'] }),
    );
    expect(keepsMoney).toEqual(['the source states township-homes-handed-over of all, the pack comes out at 4/5']);
    const tooLate = await faults((file) => file.joint.splice(0, 1, { ...first(file), from: '2025-01-01' }));
    expect(tooLate).toHaveLength(2);
  });

  test('has no long-term-care insurance, which its letter only hopes for, and pins nothing made up on a house the letter names', async () => {
    const { files, organisations } = await readPack(NANYANG);
    expect(files.careDays.ltci).toEqual([]);
    expect(files.careDays.schemes.map(({ kind }) => kind)).not.toContain('ltci');
    const named = organisations.filter(({ madeUp, kind }) => !madeUp && kind !== 'government-department');
    expect(named.map(({ name }) => name).sort()).toEqual(
      ['南阳市卫生健康体育委员会', '南阳市政协提案委', '南阳市委市政府督查局'].sort(),
    );
  });

  test('bears nothing out of an empty set', () => {
    expect(holdsOfAll({ counted: 0, of: 0 })).toBe(false);
  });

  test('is refused where its first day has a home nobody knows, or more came back than went', async () => {
    type Care = { contracts: { home: string }[]; homes: { back: number; away: number }[] };
    const changed = (change: (file: Care) => void) => faultsOnceChanged(NANYANG, 'demonstration-care.json', change);
    const movedTo = (home: string) => changed(({ contracts }) => contracts.forEach((one) => (one.home = home)));
    expect(await movedTo('township-01')).toContain('"township-01" is another kind of house');
    expect(await movedTo('nowhere')).toContain('no organisation "nowhere"');
    expect(await changed(({ homes }) => homes.forEach((one) => (one.back = one.away + 1)))).toContain(
      'more came back than went, or went than live there',
    );
  });
});

const first = (file: Institutions) => {
  const [pair] = file.joint;
  if (pair === undefined) throw new Error('no home is managed');
  return pair;
};
