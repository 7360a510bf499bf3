/** What an institution is registered and designated as: no two of a line at once, nothing that ends before it begins, and what is warned of. */
import { describe, expect, test } from 'vitest';
import type { LineFact } from './institution.ts';
import { alertsOf, canEnd, hasBothLines, jointAgrees, lineAgrees, mayKeepJoint, mayKeepLine } from './institution.ts';

const line = (over: Partial<LineFact> & Pick<LineFact, 'line' | 'kind'>): LineFact => ({
  ...{ id: 'x', from: '2025-01-01', until: '2028-01-01' },
  ...over,
});
const LICENCE = line({ line: 'medical', kind: 'practice-licence' });
const FILED = line({ line: 'elderly', kind: 'elder-care-filing', until: null });
const refused = (answer: ReturnType<typeof lineAgrees>): string => (answer === true ? 'agrees' : answer.refused);

describe('a registration', () => {
  test('is of a kind its line knows', () => {
    expect(refused(lineAgrees({ ...LICENCE, kind: 'elder-care-filing' }, []))).toBe('institution.unknown-kind');
    expect(refused(lineAgrees({ ...LICENCE, kind: 'practice-filing' }, []))).toBe('agrees');
  });
  test('does not end before it begins, nor on the day it begins', () => {
    expect(refused(lineAgrees({ ...LICENCE, until: '2024-12-31' }, []))).toBe('institution.ends-before-it-begins');
    expect(refused(lineAgrees({ ...LICENCE, until: LICENCE.from }, []))).toBe('institution.ends-before-it-begins');
  });
  test('is the only one of its line in its time; the next may begin on the day it ends', () => {
    const next = (from: string) => refused(lineAgrees({ ...LICENCE, from, until: null }, [LICENCE, FILED]));
    expect(next('2027-12-31')).toBe('institution.overlaps');
    expect(next('2028-01-01')).toBe('agrees');
    expect(refused(lineAgrees({ ...FILED, from: '2030-01-01' }, [FILED]))).toBe('institution.overlaps');
  });
  test('is ended within its time and not twice', () => {
    expect(canEnd(LICENCE, '2026-06-01')).toBe(true);
    expect(refused(canEnd(LICENCE, '2025-01-01'))).toBe('institution.ends-before-it-begins');
    expect(refused(canEnd(LICENCE, '2028-01-01'))).toBe('institution.over-already');
    expect(canEnd(FILED, '2040-01-01')).toBe(true);
  });
  test('is kept by the office that gives it', () => {
    expect(mayKeepLine('commission-officer', 'medical')).toBe(true);
    expect(refused(mayKeepLine('civil-affairs-officer', 'medical'))).toBe('institution.kept-by-another');
    expect(mayKeepLine('civil-affairs-officer', 'elderly')).toBe(true);
    expect(refused(mayKeepLine('bed-manager', 'elderly'))).toBe('institution.kept-by-another');
    expect(mayKeepJoint('commission-officer')).toBe(true);
    expect(refused(mayKeepJoint('insurance-officer'))).toBe('institution.kept-by-another');
  });
});

describe('a designation', () => {
  const designated = line({ line: 'medical-insurance', kind: 'medical-designated', from: '2026-01-01' });
  test('rests on a registration that stands on its first day', () => {
    expect(refused(lineAgrees(designated, []))).toBe('institution.designated-unregistered');
    expect(refused(lineAgrees(designated, [FILED]))).toBe('institution.designated-unregistered');
    expect(refused(lineAgrees(designated, [LICENCE]))).toBe('agrees');
    expect(refused(lineAgrees({ ...designated, from: '2028-01-01', until: null }, [LICENCE]))).toBe(
      'institution.designated-unregistered',
    );
  });
  test('of care insurance may rest on either line', () => {
    const care = { ...designated, line: 'care-insurance', kind: 'care-designated' } as const;
    expect(refused(lineAgrees(care, [FILED]))).toBe('agrees');
  });
});

describe('one management', () => {
  const pair = { hospital: 'township', home: 'home', from: '2025-01-01', until: null };
  const both = { hospital: true, home: true };
  test('is of a medical institution and a home, which is managed by one at a time', () => {
    expect(jointAgrees(pair, both, [])).toBe(true);
    expect(refused(jointAgrees(pair, { hospital: false, home: true }, []))).toBe('institution.no-hospital');
    expect(refused(jointAgrees(pair, { hospital: true, home: false }, []))).toBe('institution.no-home');
    expect(refused(jointAgrees({ ...pair, hospital: 'other' }, both, [{ ...pair, id: 'j' }]))).toBe(
      'institution.managed-already',
    );
    expect(jointAgrees({ ...pair, home: 'home-two' }, both, [{ ...pair, id: 'j' }])).toBe(true);
  });
});

describe('what is warned of', () => {
  const told = (lines: readonly LineFact[], today: string, endedBecause: string | null = null): readonly string[] =>
    alertsOf(
      lines.map((one) => ({ ...one, endedBecause })),
      today,
    ).map(({ what, within }) => `${what} ${within ?? ''}`.trim());
  test('is an end within 60, 30 and 7 days, and one that has passed', () => {
    expect(told([LICENCE], '2027-11-01')).toEqual([]);
    expect(told([LICENCE], '2027-11-02')).toEqual(['expires 60']);
    expect(told([LICENCE], '2027-12-02')).toEqual(['expires 30']);
    expect(told([LICENCE], '2027-12-25')).toEqual(['expires 7']);
    expect(told([LICENCE], '2028-01-01')).toEqual(['expired']);
  });
  test('is no end that is followed by another of its line, nor one made on purpose', () => {
    expect(told([LICENCE, { ...LICENCE, id: 'y', from: '2028-01-01', until: null }], '2027-12-25')).toEqual([]);
    expect(told([LICENCE], '2027-12-25', 'cancelled')).toEqual([]);
  });
  test('is a designation whose registration no longer stands', () => {
    const designated = line({ line: 'medical-insurance', kind: 'medical-designated', until: null });
    expect(told([LICENCE, designated], '2026-01-01')).toEqual([]);
    expect(told([LICENCE, designated], '2028-03-01')).toEqual(['expired', 'unregistered']);
  });
});

test('both lines are had on a day on which both stand', () => {
  expect(hasBothLines([LICENCE, FILED], '2026-01-01')).toBe(true);
  expect(hasBothLines([LICENCE, FILED], '2028-01-01')).toBe(false);
  expect(hasBothLines([FILED], '2026-01-01')).toBe(false);
});
