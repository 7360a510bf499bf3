import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BrokenPack } from './fault.ts';
import { readPack } from './read.ts';

const SIPING = join(import.meta.dirname, '../../../regions/siping');
let scratch: string;
beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'kanglian-insurance-'));
  await cp(SIPING, scratch, { recursive: true });
});
afterAll(() => rm(scratch, { recursive: true }));

type File = { schemes: Record<string, unknown>[]; rows: Record<string, unknown>[] };

/** What the pack with this change is refused with. */
const refusedWith = async (change: (file: File) => unknown): Promise<string> => {
  const file = JSON.parse(await readFile(join(SIPING, 'insurance.json'), 'utf8')) as File;
  change(file);
  await writeFile(join(scratch, 'insurance.json'), JSON.stringify(file));
  return readPack(scratch).then(
    () => 'accepted',
    (fault: unknown) => {
      if (fault instanceof BrokenPack) return fault.message;
      throw fault;
    },
  );
};

describe('the insurance data of a region pack', () => {
  it('are accepted as they stand, made up and unverified row by row', async () => {
    const file = JSON.parse(await readFile(join(SIPING, 'insurance.json'), 'utf8')) as File & { madeUp: boolean };
    expect(file.madeUp).toBe(true);
    expect(file.rows.filter(({ verified }) => verified !== false)).toEqual([]);
    expect(await refusedWith(() => undefined)).toBe('accepted');
  });

  it.each<[string, (file: File) => unknown, RegExp]>([
    ['money that is not whole fen', ({ rows }) => Object.assign(rows[0] ?? {}, { fen: 200.5 }), /\$\.rows\[0\]\.fen/],
    ['a deductible below nothing', ({ rows }) => Object.assign(rows[0] ?? {}, { fen: -1 }), /\$\.rows\[0\]\.fen/],
    ['more than everything', ({ rows }) => Object.assign(rows[4] ?? {}, { percent: 101 }), /\$\.rows\[4\]\.percent/],
    [
      'a row without a source',
      ({ rows }) => Object.assign(rows[1] ?? {}, { source: undefined }),
      /insurance\.json.*\$\.rows\[1\]\.source/,
    ],
    [
      'a scheme nobody named',
      ({ rows }) => Object.assign(rows[2] ?? {}, { scheme: 'soldiers' }),
      /insurance\.json.*\$\.rows\[2\]\.scheme.*没有险种“soldiers”.*no scheme "soldiers"/s,
    ],
    [
      'two figures for one fact at one time',
      ({ rows }) => rows.push({ ...rows[0], fen: 30000, validFrom: '2026-07-01' }),
      /insurance\.json.*\$\.rows\[8\].*第 1 行.*same time as row 1/s,
    ],
    [
      'an end before its beginning',
      ({ rows }) => Object.assign(rows[3] ?? {}, { validUntil: '2025-12-31' }),
      /\$\.rows\[3\]\.validUntil.*须晚于 validFrom/s,
    ],
    ['a scheme twice', ({ schemes }) => schemes.push({ ...schemes[0] }), /\$\.schemes\[2\]\.code.*重复/s],
  ])('are refused with %s, naming the place', async (_what, change, sentence) => {
    expect(await refusedWith(change)).toMatch(sentence);
  });

  it('may follow one another: the old figure until the day the new one begins', async () => {
    const follow = ({ rows }: File): void => {
      Object.assign(rows[0] ?? {}, { validUntil: '2027-01-01' });
      rows.push({ ...rows[0], fen: 30000, validFrom: '2027-01-01', validUntil: undefined });
    };
    expect(await refusedWith(follow)).toBe('accepted');
  });
});
