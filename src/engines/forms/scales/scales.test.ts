import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkAnswers } from '../answers.ts';
import { SCALES } from './catalogue.ts';
import { bandFaults, cutOffsOn, type CutOffs } from './cut-offs.ts';
import { scaleForm, type Answers, type Scale, type ScaleItem } from './define.ts';
import { DISABILITY_RANGES } from './disability.ts';
import { MORSE_25_51 } from './nursing.ts';
import { score } from './score.ts';
import { worded, wordingFaults, type Wording } from './wording.ts';

const DAY = '2026-11-30';
const valuesOf = (item: ScaleItem): readonly unknown[] =>
  item.kind === 'choice'
    ? Object.keys(item.options)
    : item.kind === 'whole'
      ? Array.from({ length: item.max - item.min + 1 }, (_, at) => item.min + at)
      : [];
/** Some complete answers that spare nothing. */
const complete = (scale: Scale): Answers =>
  Object.fromEntries(
    Object.entries(scale.items)
      .filter(([, item]) => item.optional !== true)
      .map(([code, item]) => [code, valuesOf(item)[0]]),
  );
const RANGES: Readonly<Record<string, Readonly<Record<string, { min: number; max: number; step: number }>>>> = {
  'esas-r': { item: { min: 0, max: 10, step: 1 } },
  'ltci-disability': DISABILITY_RANGES,
  'constitution-33': { biased: { min: 4, max: 20, step: 1 } },
};

describe.each(SCALES.map((scale) => [scale.code, scale] as const))('%s', (_code, scale) => {
  test('withholds its score when any one item is missing, and names that item', () => {
    const answers = complete(scale);
    expect(score(scale, answers, DAY).ok).toBe(true);
    for (const item of Object.keys(answers)) {
      for (const blank of [undefined, null, '']) {
        expect(score(scale, { ...answers, [item]: blank }, DAY)).toEqual({ ok: false, missing: [item], wrong: [] });
      }
    }
  });

  test('is never scored with nothing answered', () => {
    expect(score(scale, {}, DAY)).toEqual({ ok: false, missing: Object.keys(complete(scale)), wrong: [] });
  });

  test('refuses an answer that an item does not have, and an item it does not have', () => {
    const answers = complete(scale);
    for (const item of Object.keys(answers)) {
      for (const nonsense of ['nonsense', 1.5, -1, 1000, true, 'toString']) {
        expect(score(scale, { ...answers, [item]: nonsense }, DAY)).toEqual({ ok: false, missing: [], wrong: [item] });
      }
    }
    expect(score(scale, { ...answers, stranger: 0 }, DAY)).toEqual({ ok: false, missing: [], wrong: ['stranger'] });
  });

  test('has bands without holes, without overlaps and within its range', () => {
    for (const cutOffs of scale.cutOffs) {
      for (const [of, bands] of Object.entries(cutOffs.bands)) {
        const range = of === 'total' ? scale.range : RANGES[scale.code]?.[of];
        if (range === null || range === undefined) throw new Error(`${scale.code}: no range for ${of}`);
        expect(bandFaults(of, bands, range)).toEqual([]);
      }
    }
  });

  test('has a score inside its range, a word for its band and its notes, whatever is answered', () => {
    const answers = fc.record(
      Object.fromEntries(
        Object.entries(scale.items)
          .filter(([, item]) => item.kind !== 'list')
          .map(([code, item]) => [code, fc.constantFrom(...valuesOf(item))]),
      ),
    );
    fc.assert(
      fc.property(answers, (given) => {
        const stepped = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
        const scored = score(scale, stepped, DAY);
        if (!scored.ok) throw new Error(`${scale.code}: not scored ${JSON.stringify(scored)}`);
        const { total, band, bands, notes } = scored.score;
        if (total !== null && scale.range !== null) {
          expect(total).toBeGreaterThanOrEqual(scale.range.min);
          expect(total).toBeLessThanOrEqual(scale.range.max);
        }
        const words = Object.keys(scale.bandLabels);
        for (const code of [band, ...Object.values(bands)]) if (code !== null) expect(words).toContain(code);
        for (const { code } of notes) expect(Object.keys(scale.notes)).toContain(code);
      }),
      { numRuns: 60 },
    );
  });

  test('is a form whose answers pass the check of forms, and whose labels are there in both languages', () => {
    const form = scaleForm(scale);
    expect(checkAnswers(form, complete(scale), DAY)).toEqual({ ok: true, answers: complete(scale) });
    for (const item of Object.values(scale.items)) {
      const labels = [item.label, ...(item.kind === 'choice' ? Object.values(item.options).map((o) => o.label) : [])];
      for (const { zh, en } of labels) {
        expect(zh.trim()).not.toBe('');
        expect(en.trim()).not.toBe('');
        // our own short words: an instrument's sentence would be longer
        expect(zh.length).toBeLessThanOrEqual(40);
      }
    }
  });
});

describe('cut-offs by date', () => {
  const morse = SCALES.find(({ code }) => code === 'morse');
  const falls: Answers = {
    history: 'yes',
    diagnosis: 'no',
    aid: 'none',
    infusion: 'yes',
    gait: 'normal',
    mental: 'aware',
  };
  test('are the region’s where it has its own, and the record says which', () => {
    if (morse === undefined) throw new Error('no morse');
    const own = score(morse, falls, DAY);
    const other = score(morse, falls, DAY, [MORSE_25_51]);
    expect(own).toMatchObject({ score: { total: 45, band: 'high', cutOffs: { version: '25-45', verified: false } } });
    expect(other).toMatchObject({ score: { total: 45, band: 'moderate', cutOffs: { version: '25-51' } } });
  });
  test('change on their day and not before', () => {
    if (morse === undefined) throw new Error('no morse');
    const later: CutOffs = { ...MORSE_25_51, validFrom: '2027-01-01' };
    expect(score(morse, falls, '2026-12-31', [later])).toMatchObject({ score: { band: 'high' } });
    expect(score(morse, falls, '2027-01-01', [later])).toMatchObject({ score: { band: 'moderate' } });
  });
  test('that ended are no longer used, and a day without any gives no score', () => {
    if (morse === undefined) throw new Error('no morse');
    const ended: CutOffs = { ...MORSE_25_51, validUntil: '2020-01-01' };
    expect(cutOffsOn('morse', '2019-12-31', [], [ended])?.version).toBe('25-51');
    expect(cutOffsOn('morse', '2020-01-01', [], [ended])).toBeUndefined();
    expect(score(morse, falls, '1999-01-01')).toEqual({ ok: false, missing: [], wrong: [], day: '1999-01-01' });
  });
  test('with a hole, an overlap or a band beyond the range are found out', () => {
    const range = { min: 0, max: 10, step: 1 };
    expect(
      bandFaults(
        'total',
        [
          { code: 'a', from: 0, to: 3 },
          { code: 'b', from: 5, to: 10 },
        ],
        range,
      ),
    ).toEqual([{ of: 'total', fault: 'hole', at: 4 }]);
    expect(
      bandFaults(
        'total',
        [
          { code: 'a', from: 0, to: 5 },
          { code: 'b', from: 5, to: 10 },
        ],
        range,
      ),
    ).toEqual([{ of: 'total', fault: 'overlap', at: 5 }]);
    expect(bandFaults('total', [{ code: 'a', from: 0, to: 11 }], range)).toEqual([
      { of: 'total', fault: 'outside', at: 11 },
    ]);
  });
});

describe('imported wording', () => {
  const braden = SCALES.find(({ code }) => code === 'braden');
  const wording: Wording = {
    scale: 'braden',
    version: 1,
    language: 'zh',
    licence: '使用许可 2026-01',
    items: { sensory: { label: '甲', options: { p4: '乙' } } },
  };
  test('replaces labels of one language and leaves every point as it is', () => {
    if (braden === undefined) throw new Error('no braden');
    const other = worded(braden, wording);
    const sensory = other.items['sensory'];
    expect(sensory).toMatchObject({ label: { zh: '甲', en: 'Sensory perception' } });
    expect(sensory?.kind === 'choice' && sensory.options['p4']).toEqual({
      points: 4,
      label: { zh: '乙', en: 'not impaired' },
    });
    expect(score(other, complete(braden), DAY)).toEqual(score(braden, complete(braden), DAY));
  });
  test('that fits another scale, version, item or answer is refused', () => {
    if (braden === undefined) throw new Error('no braden');
    expect(wordingFaults(braden, { ...wording, scale: 'morse' })).toEqual([{ fault: 'other-scale', at: 'morse' }]);
    expect(wordingFaults(braden, { ...wording, version: 2 })).toEqual([{ fault: 'other-version', at: '2' }]);
    expect(wordingFaults(braden, { ...wording, items: { smell: {}, sensory: { options: { p5: '' } } } })).toEqual([
      { fault: 'unknown-item', at: 'smell' },
      { fault: 'unknown-option', at: 'sensory.p5' },
    ]);
    expect(() => worded(braden, { ...wording, version: 2 })).toThrow(/other-version/);
  });
});
