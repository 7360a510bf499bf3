import { describe, expect, it } from 'vitest';
import { makeIdentityNumber } from '../../../consortium/identity-number.ts';
import { EMPTY, isFilled, newResidentBody, newResidentFaults, withNumber } from './new-resident-check.ts';
import type { NewResident } from './new-resident-check.ts';
import { words } from './words.ts';

const today = '2026-11-20';
const made = makeIdentityNumber({ area: '220322', birthDate: '1968-03-14', sequence: 362 });
const number = typeof made === 'string' ? made : '';
const wrong = number.slice(0, 17) + (number.endsWith('0') ? '1' : '0');
const whole: NewResident = { ...withNumber(EMPTY, number), name: '吴淑琴', reason: 'visit' };
const faults = (form: NewResident) => newResidentFaults(form, today, words.zh, 'zh');

describe('a new resident', () => {
  it('has birth date and sex from the identity number', () => {
    expect(whole).toMatchObject({ birthDate: '1968-03-14', gender: 'female' });
    expect(isFilled(whole)).toBe(true);
    expect(faults(whole)).toEqual({});
    expect(newResidentBody(whole, today)).toMatchObject({
      identityNumber: number,
      name: '吴淑琴',
      phone: null,
      reason: 'visit',
    });
  });

  it('with one digit wrong is told so at the number, and nothing is filled in from it', () => {
    const form = withNumber(EMPTY, wrong);
    expect(form).toMatchObject({ birthDate: '', gender: null });
    expect(faults(form).identityNumber).toContain('校验位不符');
  });

  it('whose typed birth date contradicts the number is not registered', () => {
    expect(faults({ ...whole, birthDate: '1968-03-15' }).identityNumber).toContain('出生日期不一致');
  });

  it('may come without a number, but not without name, sex, birth date and reason', () => {
    const newborn: NewResident = { ...EMPTY, withoutNumber: true };
    expect(Object.keys(faults(newborn)).sort()).toEqual(['birthDate', 'gender', 'name', 'reason']);
    const named: NewResident = { ...newborn, name: '吴小宝', gender: 'male', birthDate: '2026-11-19', reason: 'visit' };
    expect(faults(named)).toEqual({});
    expect(newResidentBody(named, today)?.identityNumber).toBeNull();
  });

  it('is not born tomorrow nor in the century before last', () => {
    const form: NewResident = {
      ...EMPTY,
      withoutNumber: true,
      name: '吴',
      gender: 'male',
      reason: 'visit',
      birthDate: '',
    };
    expect(faults({ ...form, birthDate: '2026-11-21' }).birthDate).toBe(words.zh.birthFuture);
    expect(faults({ ...form, birthDate: '1899-12-31' }).birthDate).toBe(words.zh.birthTooOld);
    expect(faults({ ...form, birthDate: '2026-02-30' }).birthDate).toBe(words.zh.need.birthDate);
  });

  it('has a telephone of digits only', () => {
    expect(faults({ ...whole, phone: '0434-6021' })).toEqual({});
    expect(faults({ ...whole, phone: '一三八' }).phone).toBe(words.zh.phoneWrong);
  });
});
