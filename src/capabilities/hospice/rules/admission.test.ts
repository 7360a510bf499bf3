/** Each city's rule set, condition by condition: what just fits is admitted, one step further is refused with its own sentence. */
import { describe, expect, test } from 'vitest';
import { admissible, DIAGNOSES, findRules, GIVEN_UP, LEVELS, PROGNOSES, RULE_SETS, rulesVersion } from './admission.ts';
import type { AdmissionRules, Assessed } from './admission.ts';

/** Somebody who only just fits. */
const fitting = (rules: AdmissionRules): Assessed => ({
  ...{ category: rules.diagnoses[0] ?? '', diagnosedBy: rules.diagnosedBy[0] ?? '' },
  ...{ kps: rules.kpsAtMost ?? 100, prognosis: rules.prognosisAtMost ?? PROGNOSES.at(-1) ?? '' },
  ...{ givenUp: rules.givenUp, voluntary: true, consentSigned: rules.consent },
});

describe.each(RULE_SETS.map((rules) => [rules.code, rules] as const))('the rules of %s', (code, rules) => {
  const no = (changes: Partial<Assessed>) => {
    const answer = admissible({ ...fitting(rules), ...changes }, rules);
    return answer === true ? true : answer.refused;
  };

  test('admit who only just fits, and nobody against their will or without the consent they ask for', () => {
    expect(no({})).toBe(true);
    expect(no({ voluntary: false })).toBe('hospice.not-voluntary');
    expect(no({ consentSigned: false })).toBe(rules.consent ? 'hospice.no-consent' : true);
  });

  test('know each diagnosis and each source of it', () => {
    for (const category of DIAGNOSES)
      expect(no({ category })).toBe(rules.diagnoses.includes(category) ? true : 'hospice.other-diagnosis');
    for (const diagnosedBy of LEVELS)
      expect(no({ diagnosedBy })).toBe(rules.diagnosedBy.includes(diagnosedBy) ? true : 'hospice.diagnosed-elsewhere');
  });

  test('go by KPS and expected survival up to their limit and no further, and by neither where they name none', () => {
    for (let kps = 0; kps <= 100; kps += 10)
      expect(no({ kps })).toBe(rules.kpsAtMost === null || kps <= rules.kpsAtMost ? true : 'hospice.kps-too-high');
    const most =
      rules.prognosisAtMost === null
        ? PROGNOSES.length
        : (PROGNOSES as readonly string[]).indexOf(rules.prognosisAtMost);
    PROGNOSES.forEach((prognosis, band) => {
      expect(no({ prognosis })).toBe(band <= most ? true : 'hospice.expected-longer');
    });
  });

  test('ask that each treatment they name is given up', () => {
    for (const missing of rules.givenUp)
      expect(no({ givenUp: rules.givenUp.filter((one) => one !== missing) })).toBe('hospice.treatment-goes-on');
    expect(no({ givenUp: GIVEN_UP })).toBe(true);
  });

  test('are found from their first day, and say where they are from', () => {
    expect(findRules(code, rules.validFrom)).toBe(rules);
    expect(findRules(code, '2000-01-01')).toBeUndefined();
    expect(rulesVersion(rules)).toBe(`${code}@${rules.validFrom}`);
    expect([rules.source.length > 0, typeof rules.verified]).toEqual([true, 'boolean']);
  });
});

test('a city without rules admits nobody, and a later version takes the place of the earlier on its day', () => {
  const [one] = RULE_SETS;
  if (one === undefined) throw new Error('there are no rule sets');
  expect(admissible(fitting(one), undefined)).toMatchObject({ refused: 'hospice.no-rules' });
  const later = { ...one, validFrom: '2027-01-01', kpsAtMost: 40 };
  expect(findRules(one.code, '2026-12-31', [one, later])).toBe(one);
  expect(findRules(one.code, '2027-01-01', [one, later])).toBe(later);
});
