/** The region of the hospice letters: it can be started, comes out at what the letters state, and is refused where it would not. */
import { describe, expect, test } from 'vitest';
import { readPack } from './read.ts';
import { countStated } from './stated.ts';
import { faultsOnceChanged } from './test-pack.ts';

const HANZHONG = new URL('../../../regions/hanzhong', import.meta.url).pathname;

type Terms = { terms: { organisation: string; beds: number; until?: string; from: string; department: string }[] };
/** What is wrong with the pack once its acceptances are changed so. */
const faults = (change: (file: Terms) => void): Promise<readonly string[]> =>
  faultsOnceChanged(HANZHONG, 'acceptances.json', change);
const first = (file: Terms) => {
  const [term] = file.terms;
  if (term === undefined) throw new Error('no terms');
  return term;
};

describe('the pack of Hanzhong', () => {
  test('counts what its letters state from institutions, wards, beds and acceptances', async () => {
    const pack = await readPack(HANZHONG);
    const counted = (
      ['hospice-accepted-institutions', 'hospice-standard-beds', 'hospice-wards', 'hospice-ward-beds'] as const
    ).map((fact) => countStated(pack, fact));
    expect(counted).toEqual([25, 300, 14, 182]);
    expect([countStated(pack, 'elder-care-homes'), countStated(pack, 'elder-care-beds')]).toEqual([19, 7840]);
  });

  test('pins what was made up on nobody: houses the letters do not name are marked', async () => {
    const { organisations } = await readPack(HANZHONG);
    const named = organisations.filter(({ madeUp, kind }) => !madeUp && kind !== 'government-department');
    expect(named.map(({ name }) => name).sort()).toEqual(
      ['汉中市卫生健康委员会', '汉中市政协提案委', '汉中市政府督查室'].sort(),
    );
  });

  test('is refused where a term has more beds than its ward, an unknown house, one house twice, or ends before it begins', async () => {
    expect(await faults((file) => (first(file).beds = 14))).toContain('14 beds accepted, the ward has 13');
    expect(await faults((file) => (first(file).organisation = 'nowhere'))).toContain('no organisation "nowhere"');
    expect(await faults((file) => file.terms.push(first(file)))).toContain('"city-central-hospital" appears twice');
    expect(await faults((file) => (first(file).until = '2025-06-30'))).toContain('the last day is after the first');
    expect(await faults((file) => (first(file).beds = 12))).toEqual([
      'the source states hospice-standard-beds as 300, the pack comes out at 299',
    ]);
  });
});
