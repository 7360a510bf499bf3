/** What the letters of four region packs state, and what their registers make of it. */
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { REGISTERS } from '../src/capabilities/cockpit/server.ts';
import { FIGURE_SETS } from '../src/capabilities/index.ts';
import { readRegister } from '../src/engines/figures/pack.ts';
import { registeredIn } from '../src/engines/figures/registered.ts';
import { joinFigures } from '../src/engines/figures/set.ts';
import { bearOut, readLetters, whyUnbound } from '../src/engines/letters/stated.ts';
import type { BorneOut } from '../src/engines/letters/stated.ts';
import { ROOT } from './tree.ts';

const { catalogue: FIGURES } = joinFigures(FIGURE_SETS);
const REGIONS = ['hanzhong', 'jianghan', 'nanyang', 'siping'] as const;
const folder = (region: string): string => join(ROOT, 'regions', region);
const packs = await Promise.all(
  REGIONS.map(async (region) => ({
    region,
    letters: (await readLetters(folder(region))).letters,
    entries: await readRegister(folder(region)),
  })),
);
const statements = packs.flatMap(({ letters }) => letters.flatMap((letter) => letter.statements));

/** As of the end of its letter's year. */
const bearOutAll = ({ letters, entries }: (typeof packs)[number]): ReadonlyMap<string, BorneOut> => {
  const registered = registeredIn(FIGURES, entries, 'register');
  return new Map(
    letters.flatMap(({ date, number, statements: own }) => {
      const day = date ?? `${/〔(\d{4})〕/.exec(number ?? '')?.[1] ?? ''}-12-31`;
      return own.map((each) => [
        each.id,
        bearOut(each, undefined, () => registered(each.figure, each.id, day)),
      ]) satisfies (readonly [string, BorneOut])[];
    }),
  );
};

describe('every figure stated in the five letters', () => {
  test('is defined, all of a hundred and fifty statements that name one', () => {
    expect(statements).toHaveLength(150);
    const undefinedOnes = statements.flatMap(({ figure }) =>
      figure === undefined || FIGURES.find(figure) !== undefined ? [] : [figure],
    );
    expect(undefinedOnes).toEqual([]);
  });

  test.each(packs)(
    'of $region is entered with the sentence it was read from, in a register that exists',
    ({ letters, entries }) => {
      const sentences = new Map(
        letters.flatMap((letter) => letter.statements.map((each) => [each.sentence, each] as const)),
      );
      for (const entry of entries) {
        expect(REGISTERS.has(entry.register), entry.register).toBe(true);
        expect(sentences.has(entry.sentence), entry.id).toBe(true);
      }
    },
  );
});

describe('what a letter states is', () => {
  const told = new Map(packs.flatMap((pack) => [...bearOutAll(pack)]));
  const outcome = (id: string) => told.get(id)?.outcome;

  test('supported where a register entry says the same, in words or in numbers', () => {
    for (const id of ['H25-10', 'H25-11', 'H24-24', 'N24-17', 'J24-03', 'S25-26', 'H24-33', 'H25-16'])
      expect([id, outcome(id)]).toEqual([id, 'supported']);
  });

  test('a total supported by its parts: 34 and 17 are 51, 35 and 6 are 41', () => {
    expect(told.get('S25-24')).toMatchObject({ outcome: 'supported', counted: '51' });
    expect(told.get('J24-19')).toMatchObject({ outcome: 'supported', counted: '41' });
  });

  test('unbound where it is a percentage without its base, or says all of something that is not counted', () => {
    for (const id of ['S25-35', 'H24-27', 'H24-29', 'H25-08', 'N24-15', 'S25-34', 'S25-07', 'J24-14'])
      expect([id, outcome(id)]).toEqual([id, 'unbound']);
  });

  test('unbound for a reason that says what would have to be recorded', () => {
    const why = new Map(
      [...told].flatMap(([id, { outcome: found, statement }]) =>
        found === 'unbound' ? [[id, whyUnbound(statement)] as const] : [],
      ),
    );
    for (const [id, reason] of [
      ['H25-08', 'of-all'],
      ['N24-08', 'of-all'],
      ['S25-35', 'no-base'],
      ['H24-27', 'no-base'],
      ['H24-06', 'no-figure'],
    ] as const)
      expect([id, why.get(id)]).toEqual([id, reason]);
  });

  test('different where a register says otherwise', () => {
    const [statement] = statements.filter(({ id }) => id === 'J24-14');
    if (statement === undefined) throw new Error('no J24-14');
    const plain = { ...statement, comparator: 'exactly' as const };
    expect(bearOut(plain, undefined, () => '12')).toMatchObject({ outcome: 'differs', counted: '12', by: 'register' });
  });

  test('of last year not overwritten by this year: each letter is asked as of its own day', () => {
    expect([told.get('H24-03')?.counted, told.get('H25-03')?.counted]).toEqual(['103', '347']);
  });
});
