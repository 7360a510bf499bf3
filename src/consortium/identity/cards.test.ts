import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { makeIdentityNumber, identityCheckCharacter } from '../../fhir/identity-number.ts';
import { isRefusal } from '../../platform/refusal.ts';
import { CARD_FORMS, CARD_KINDS, kindOf, systemOf } from './card-forms.ts';
import type { CardKind } from './card-forms.ts';
import { CARD_WORDS, checkCard } from './cards.ts';
import { namelessOf, newbornName, temporaryNumber, unnamedName } from './nameless.ts';

const refused = (kind: CardKind, typed: string, expected = {}, asPrinted = false): string => {
  const answer = checkCard(kind, typed, expected, asPrinted);
  return isRefusal(answer) ? answer.refused : answer.value;
};
const withCheck = (seventeen: string): string => seventeen + identityCheckCharacter(seventeen);
const PERMIT = withCheck('81000019850612001');
const FOREIGN = withCheck('91115619780503002');

describe('a card is kept as it is printed', () => {
  test.each<[CardKind, string, string]>([
    ['passport', ' e1234 5678 ', 'E12345678'],
    ['birth-certificate', 'v220304567', 'V220304567'],
    ['residence-permit', PERMIT.toLowerCase(), PERMIT],
    ['foreign-permanent-residence', 'USA110178050312', 'USA110178050312'],
    ['foreign-permanent-residence', FOREIGN, FOREIGN],
    ['health-card', 'a1b2c3d4', 'A1B2C3D4'],
    ['health-record-number', '22030410100100012', '22030410100100012'],
    ['local-number', ' 住院 0012 '.replace(' 0', '0'), '住院0012'],
  ])('%s %s', (kind, typed, kept) => {
    expect(refused(kind, typed)).toBe(kept);
  });

  test.each<[CardKind, string, string]>([
    ['passport', 'E123456789', 'card.passport'],
    ['passport', '护照一号', 'card.passport'],
    ['birth-certificate', '22A0304567', 'card.birth-certificate'],
    ['residence-permit', withCheck('22000019850612001'), 'card.residence-permit'],
    ['residence-permit', withCheck('81000019850231001'), 'card.residence-permit'],
    ['residence-permit', PERMIT.slice(0, 17) + (PERMIT.endsWith('1') ? '2' : '1'), 'card.check-digit'],
    ['foreign-permanent-residence', 'US1110178050312', 'card.foreign-permanent-residence'],
    ['foreign-permanent-residence', 'USA110178053112', 'USA110178053112'],
    ['health-record-number', '2203', 'card.health-record-number'],
    ['identity-number', '123', 'identity-number.length'],
    ['passport', '   ', 'card.empty'],
  ])('but not a %s %s: %s', (kind, typed, code) => {
    expect(refused(kind, typed)).toBe(code);
  });

  test('and what it says of birth and sex has to agree', () => {
    expect(refused('residence-permit', PERMIT, { birthDate: '1985-06-13' })).toBe('card.birth-date-differs');
    expect(refused('residence-permit', PERMIT, { birthDate: '1985-06-12', gender: 'female' })).toBe(
      'card.gender-differs',
    );
    expect(refused('residence-permit', PERMIT, { birthDate: '1985-06-12', gender: 'male' })).toBe(PERMIT);
    expect(refused('foreign-permanent-residence', 'USA110178050312', { birthDate: '1978-05-04' })).toBe(
      'card.birth-date-differs',
    );
  });

  test('a form nobody has verified gives way to the paper, the identity number does not', () => {
    expect(refused('passport', 'AB1234567890', {}, true)).toBe('AB1234567890');
    expect(refused('birth-certificate', '123', {}, true)).toBe('123');
    expect(refused('identity-number', '123', {}, true)).toBe('identity-number.length');
  });
});

test('every form says where it comes from, has its sentence, and no kind is taken for another by its system', () => {
  for (const kind of CARD_KINDS) {
    expect(CARD_FORMS[kind].source).not.toBe('');
    if (kind !== 'identity-number') expect(Object.keys(CARD_WORDS.zh)).toContain(`card.${kind}`);
    expect(kindOf(systemOf(kind, 'county-hospital'))).toBe(kind);
  }
  expect(systemOf('local-number', 'a')).not.toBe(systemOf('local-number', 'b'));
  expect(kindOf('urn:his')).toBeNull();
});

test('no number however odd is a fault, and what is accepted is accepted again as kept', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...CARD_KINDS),
      fc.string({ maxLength: 40 }),
      fc.boolean(),
      (kind, typed, asPrinted) => {
        const answer = checkCard(kind, typed, { birthDate: '1985-06-12', gender: 'male' }, asPrinted);
        if (!isRefusal(answer)) expect(checkCard(kind, answer.value, {}, asPrinted)).toEqual(answer);
      },
    ),
  );
  fc.assert(
    fc.property(fc.nat({ max: 999 }), (sequence) => {
      const number = makeIdentityNumber({ area: '810000', birthDate: '1985-06-12', sequence });
      if (isRefusal(number)) throw new Error(number.refused);
      expect(refused('residence-permit', number)).toBe(number);
    }),
  );
});

describe('somebody without a name', () => {
  test('is called after the mother or by a number, and known for nameless', () => {
    expect(newbornName('吴淑琴', 'female', null)).toBe('吴淑琴之女');
    expect(newbornName('吴淑琴', 'male', 2)).toBe('吴淑琴之子乙');
    expect(newbornName('吴淑琴', 'unknown', null)).toBe('吴淑琴之婴');
    for (const name of ['吴淑琴之女', '吴淑琴之子乙', '吴淑琴之婴', '王婴']) expect(namelessOf(name)).toBe('newborn');
    const number = temporaryNumber('2026-11-30', '0190f6a1-aaaa');
    expect(number).toMatch(/^W261130-[2-9A-HJKMNP-Z]{4}$/);
    expect(refused('temporary-number', number)).toBe(number);
    expect(namelessOf(unnamedName(number))).toBe('unnamed');
    expect(namelessOf('吴淑琴')).toBeNull();
  });

  test('has a number that another found on the same day does not have', () => {
    const numbers = Array.from({ length: 200 }, (_, n) => temporaryNumber('2026-11-30', `0190f6a1-${String(n)}`));
    expect(new Set(numbers).size).toBe(200);
  });
});
