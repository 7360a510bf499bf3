/** The papers as text: whatever is typed into a field stays text, and every bar code can be read. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PaperFacts } from '../facts.ts';
import { PAPERS } from '../table.ts';
import { words } from '../words.ts';
import { PATTERNS, bars, valuesOf } from './code-128.ts';
import { drawPaper } from './draw.ts';
import { escaped, textOf } from '../../../../platform/pdf/html.ts';
import { moneyWords, yuan } from './money.ts';
import type { Drawing } from './pieces.ts';

const drawing = (language: 'zh' | 'en' = 'zh', name = '王秀兰'): Drawing => ({
  words: words[language],
  answer: (code) => code,
  state: (code) => code,
  zone: 'Asia/Shanghai',
  print: {
    copy: 2,
    at: new Date('2026-11-20T06:30:00Z'),
    by: { name, role: 'GP', organisation: 'township' },
    form: 'pdf',
  },
});

/** Facts in which every text a person may have typed is the given one. */
const factsWith = (text: string, mark: PaperFacts['mark'] = null): PaperFacts => ({
  number: text,
  urgency: text,
  state: 'accepted',
  mark,
  resident: { name: text, gender: text, age: 58 },
  details: {
    birthDate: null,
    address: text,
    phone: text,
    recordNumber: text,
    senderPhone: text,
    receiverPhone: text,
    departmentPhone: text,
  },
  allergies: [text],
  sender: text,
  receiver: { organisation: text, department: text },
  request: {
    impression: text,
    reason: text,
    history: text,
    treatment: text,
    findings: text,
    contact: text,
    visit: text,
  },
  sent: { by: text, organisation: text, at: '2026-11-20T06:30:00Z' },
  supplied: [text],
  accepted: {
    by: text,
    organisation: text,
    at: '2026-11-20T06:30:00Z',
    answers: { arrangement: text, contact: text, expectedAt: text },
  },
  arrived: { answers: { visitNumber: text } },
  returned: {
    by: text,
    organisation: text,
    at: '2026-11-20T06:30:00Z',
    answers: { diagnosis: text, results: text, treatment: text, advice: text, followUpDays: 3, contact: text },
  },
  tasks: [{ what: text, due: '2026-12-04', done: false }],
  medicines: [
    {
      name: { zh: text, en: text, form: text },
      how: text,
      days: '7',
      arranged: text,
      arrangedFor: '2026-12-04',
      note: text,
    },
  ],
  devices: [],
  consent: { decision: 'agreed', told: [text], signer: text, signerName: text, at: '2026-11-20T06:30:00Z', by: text },
  slotAt: null,
  ended: mark === null ? null : { at: '2026-11-21T06:30:00Z', reason: text, explanation: text },
  filing: {
    number: text,
    filedAt: '2026-11-20T06:30:00Z',
    by: { name: text, organisation: text },
    elsewhere: text,
    withdrawnAt: null,
  },
  meaning: [
    {
      scheme: { code: 'resident', zh: text, en: text },
      deductible: { filed: 70_050, unfiled: 90_050 },
      percent: { filed: 55, unfiled: 40 },
      verified: false,
    },
  ],
  guide: {
    bring: [text],
    bringVerified: false,
    address: text,
    page: { address: text, code: text, until: '2026-11-27T06:30:00Z' },
  },
});

/** Elements and attributes of a document, without texts and values: what a field must never change. */
const skeleton = (html: string): string =>
  (
    html
      .replace(/<style>[\s\S]*?<\/style>/, '')
      .replace(/<svg[\s\S]*?<\/svg>/g, '')
      .match(/<[^>]*>/g) ?? []
  )
    .map((tag) => tag.replace(/"[^"]*"/g, '""'))
    .join('');

const NASTY = [
  '<script>',
  '</td>',
  '"',
  "'",
  '&lt;',
  '-->',
  '</style>',
  '${',
  '`',
  '\0',
  '\u202e',
  '\ud800',
  '\\',
  '\n',
];
const anyText = fc
  .array(fc.oneof(fc.constantFrom(...NASTY), fc.string({ unit: 'binary', maxLength: 8 })), { maxLength: 6 })
  .map((parts) => `x${parts.join('')}`);

describe('a paper', () => {
  it('keeps whatever is typed into any field as text: no element and no attribute more or less', () => {
    for (const paper of PAPERS) {
      const mark = paper === 'slip' ? null : 'void';
      const plain = skeleton(drawPaper(paper, factsWith('x', mark), drawing('zh', 'x')));
      fc.assert(
        fc.property(anyText, (text) => {
          expect(skeleton(drawPaper(paper, factsWith(text, mark), drawing('zh', text)))).toBe(plain);
        }),
        { numRuns: 60 },
      );
    }
  });

  it('says every character that can be said', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const read = escaped(text)
          .replaceAll('&lt;', '<')
          .replaceAll('&gt;', '>')
          .replaceAll('&quot;', '"')
          .replaceAll('&#39;', "'")
          .replaceAll('&amp;', '&');
        expect(read).toBe(text);
      }),
    );
    expect(escaped('甲\0乙\u0085丙\ud800丁')).toBe('甲\ufffd乙\ufffd丙\ufffd丁');
    expect(escaped('甲\u202e乙')).toBe('甲乙');
    expect(escaped('𠮷田')).toBe('𠮷田');
  });

  it('reaches for nothing outside itself', () => {
    for (const paper of PAPERS) {
      const html = drawPaper(paper, factsWith('县'), drawing());
      expect(html).not.toMatch(/(src|href)=|url\(|@import|<script|<iframe/i);
    }
  });

  it('says in English what it says in Chinese, and that the Chinese one counts', () => {
    for (const paper of PAPERS) {
      const html = drawPaper(paper, factsWith('x', 'ended'), drawing('en', 'x'));
      expect(html).toContain(words.en.papers[paper]);
      expect(html).toContain('The Chinese form is the one that is filed');
      expect(html.replace(/<style>[\s\S]*?<\/style>/, '')).not.toMatch(/\p{Script=Han}/u);
    }
  });
});

describe('what the filing means, in a resident’s words', () => {
  const said = (filed: boolean) =>
    moneyWords(factsWith('居民医保').meaning, filed ? { withdrawnAt: null } : null, words.zh, false);

  it('names the deductible of the side that is so, and both percentages', () => {
    expect(said(true).sentences.join()).toContain('起付线为 700.50 元');
    expect(said(false).sentences.join()).toContain('全额付 900.50 元');
    expect(said(true).sentences.join()).toContain('备案的医保付约 55%，不备案的约 40%');
    expect(said(true).verified).toBe(false);
  });

  it('says that a scheme is unknown rather than nothing', () => {
    const scheme = { code: 'employee', zh: '职工医保', en: 'Employees' };
    const nothing = { filed: null, unfiled: null };
    const meaning = [{ scheme, deductible: nothing, percent: nothing, verified: true }];
    expect(moneyWords(meaning, null, words.zh, false).sentences).toEqual([
      '职工医保：本地没有提供数据，请向医保经办机构询问。',
    ]);
  });

  it('writes fen as yuan without losing one', () => {
    expect([0, 5, 90_000, 90_050, 123_456_789].map(yuan)).toEqual(['0', '0.05', '900', '900.50', '1234567.89']);
  });
});

describe('the bars of a number', () => {
  it('are those of Code 128: 107 patterns of 11 modules, no two alike, their bars even', () => {
    const widths = PATTERNS.map((pattern) => Array.from(pattern, Number));
    expect(new Set(PATTERNS).size).toBe(107);
    const sum = (list: readonly number[]): number => list.reduce((total, width) => total + width, 0);
    expect(widths.slice(0, 106).filter((list) => sum(list) !== 11)).toEqual([]);
    expect(widths.slice(0, 106).filter((list) => sum(list.filter((_, n) => n % 2 === 0)) % 2 !== 0)).toEqual([]);
    expect(sum(widths[106] ?? [])).toBe(13);
  });

  it('carry the number with its check value', () => {
    // 104 + 1×34 + 2×33 + 3×17 = 255; 255 mod 103 = 49
    expect(valuesOf('BA1')).toEqual([104, 34, 33, 17, 49, 106]);
    expect(valuesOf('甲')).toBeUndefined();
    expect(bars('甲', '甲')).toBeNull();
  });

  it('are drawn in order without overlap, with their quiet zones', () => {
    const drawnBars = bars('ZZ20261120-0001', 'ZZ20261120-0001');
    const html = drawnBars === null ? '' : textOf(drawnBars);
    const rects = [...html.matchAll(/x="(\d+)" y="0" width="(\d)"/g)].map(([, x, width]) => [Number(x), Number(width)]);
    expect(rects[0]?.[0]).toBe(10);
    for (const [index, [x = 0]] of rects.entries())
      if (index > 0) expect(x).toBeGreaterThan((rects[index - 1]?.[0] ?? 0) + (rects[index - 1]?.[1] ?? 0));
    const [lastX = 0, lastWidth = 0] = rects.at(-1) ?? [];
    expect(Number(/viewBox="0 0 (\d+) 30"/.exec(html)?.[1])).toBe(lastX + lastWidth + 10);
  });
});
