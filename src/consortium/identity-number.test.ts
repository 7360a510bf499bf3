import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isRefusal } from '../platform/refusal.ts';
import { IDENTITY_NUMBER_WORDS, checkIdentityNumber, makeIdentityNumber } from './identity-number.ts';

const codeOf = (answer: unknown): string => (isRefusal(answer) ? answer.refused : 'accepted');

const day = fc
  .integer({ min: Date.UTC(1900, 0, 1) / 86_400_000, max: Date.UTC(2026, 11, 31) / 86_400_000 })
  .map((days) => new Date(days * 86_400_000).toISOString().slice(0, 10));
const parts = fc.record({
  area: fc.constantFrom('110101', '220302', '220399', '659001'),
  birthDate: day,
  sequence: fc.integer({ min: 0, max: 999 }),
});

describe('身份证号码', () => {
  it('computes the check digit of the example printed in the standard, X included', () => {
    // GB 11643-1999 prints 11010519491231002X and 440524188001010014 as its examples
    expect(makeIdentityNumber({ area: '110105', birthDate: '1949-12-31', sequence: 2 })).toBe('11010519491231002X');
    expect(makeIdentityNumber({ area: '440524', birthDate: '1880-01-01', sequence: 1 })).toBe('440524188001010014');
  });

  it('reads back birth date and sex of every number it makes', () => {
    fc.assert(
      fc.property(parts, (given) => {
        const made = makeIdentityNumber(given);
        if (isRefusal(made)) throw new Error(made.refused);
        expect(checkIdentityNumber(` ${made.toLowerCase()} `)).toEqual({
          number: made,
          area: given.area,
          birthDate: given.birthDate,
          gender: given.sequence % 2 === 1 ? 'male' : 'female',
        });
      }),
    );
  });

  it('notices every single wrong digit and every swap of neighbours', () => {
    fc.assert(
      fc.property(parts, fc.integer({ min: 0, max: 16 }), fc.integer({ min: 1, max: 9 }), (given, place, shift) => {
        const made = makeIdentityNumber(given);
        if (isRefusal(made)) throw new Error(made.refused);
        const wrong = (Number(made.charAt(place)) + shift) % 10;
        expect(codeOf(checkIdentityNumber(made.slice(0, place) + String(wrong) + made.slice(place + 1)))).not.toBe(
          'accepted',
        );
        if (place < 16 && made.charAt(place) !== made.charAt(place + 1)) {
          const swapped = made.slice(0, place) + made.charAt(place + 1) + made.charAt(place) + made.slice(place + 2);
          expect(codeOf(checkIdentityNumber(swapped))).not.toBe('accepted');
        }
      }),
    );
  });

  it.each([
    ['22030219500101', 'identity-number.length', {}],
    ['2203O2195001010012', 'identity-number.characters', {}],
    ['000302195001010012', 'identity-number.area', {}],
    ['220302195002300013', 'identity-number.birth-date', {}],
    ['110105194912310021', 'identity-number.check-digit', {}],
    ['11010519491231002X', 'identity-number.gender-differs', { gender: 'male' }],
    ['11010519491231002X', 'identity-number.birth-date-differs', { birthDate: '1949-12-13' }],
    ['11010519491231002X', 'identity-number.future', { today: '1949-12-30' }],
    ['11010519491231002X', 'accepted', { today: '1949-12-31', birthDate: '1949-12-31', gender: 'female' }],
  ])('answers %s with %s', (typed, code, expected) => {
    expect(codeOf(checkIdentityNumber(typed, expected))).toBe(code);
  });

  it.each([
    [{ area: '99', birthDate: '1950-01-01', sequence: 1 }, 'identity-number.area'],
    [{ area: '220302', birthDate: '2025-02-29', sequence: 1 }, 'identity-number.birth-date'],
    [{ area: '220302', birthDate: '1950-01-01', sequence: 1000 }, 'identity-number.sequence'],
  ])('does not make a number of %j', (given, code) => {
    expect(codeOf(makeIdentityNumber(given))).toBe(code);
  });

  it('words every refusal in both languages and puts no digits of the number into it', () => {
    const refused = checkIdentityNumber('110105194912310021');
    expect(JSON.stringify(refused)).not.toContain('1949');
    expect(Object.keys(IDENTITY_NUMBER_WORDS.en)).toEqual(Object.keys(IDENTITY_NUMBER_WORDS.zh));
  });
});
