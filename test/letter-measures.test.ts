/** A ruler held to the paper of a letter: GB/T 9704-2012 in millimetres, as they stand in the PDF and in what Word is told. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LetterDocument } from '../src/engines/letters/document.ts';
import { printLetter } from '../src/engines/letters/print.ts';
import type { Printed } from '../src/engines/letters/print.ts';
import { startBrowser } from '../src/platform/pdf/browser.ts';
import { pdfPrinter } from '../src/platform/pdf/printer.ts';
import type { Printer } from '../src/platform/pdf/printer.ts';
import { isRefusal } from '../src/platform/refusal.ts';
import { drawnIn } from './pdf-text.ts';
import type { Bar, DrawnPage, Glyph } from './pdf-text.ts';

const SENTENCE = '全市已有25家医疗机构通过安宁疗护服务标准验收，设置标准化床位300张，市县两级建立会诊机制。';
const CHINESE = '各县区按照方案落实服务能力提升任务';
const letterOf = (layout: LetterDocument['layout'], more: Partial<LetterDocument> = {}): LetterDocument => ({
  layout,
  template: { code: 'measures', version: 1 },
  mark: layout === 'general' ? '云岭市卫生健康委员会文件' : '云岭市卫生健康委员会',
  reply: { label: '类别', value: 'A类' },
  prefix: '云卫函',
  showsSigner: layout === 'general',
  title: '关于对市政协五届五次会议第118号\n提案的答复函',
  addressee: '沈委员',
  paragraphs: [CHINESE.repeat(80), SENTENCE.repeat(20)].map((text) => ({ level: 0, heading: '', text })),
  attachments: ['安宁疗护机构名单', '服务情况统计表及各县区、各医疗机构完成情况和有关说明的汇总材料一览'],
  signature: '云岭市卫生健康委员会',
  contact: { style: 'note', person: '何', phone: '0434-1234567', postcode: '' },
  disclosure: 'public',
  copies: [{ to: '市政协提案委', count: 3 }],
  forms: [],
  claims: {},
  promises: [],
  ...more,
});
const PAGE = {
  given: { number: '云卫函〔2026〕7号', signer: '邱', day: '2026-11-20' },
  year: 2026,
  across: null,
  lookUp: null,
  issued: { by: '云岭市卫生健康委员会办公室', day: '2026-11-20' },
};

/** Millimetres; a dot of a screen, to which a browser moves lines, is a quarter of one. */
const near = (value: number | undefined, expected: number, by = 0.3): void => {
  expect(Math.abs((value ?? Number.NaN) - expected), `${String(value)} mm, not ${String(expected)}`).toBeLessThan(by);
};
const EM = 25.4 / 72;
/** The square of a character, from its base line. */
const topOf = ({ base, size }: Glyph): number => base - 0.88 * size * EM;
const bottomOf = ({ base, size }: Glyph): number => base + 0.12 * size * EM;

const NO_PAGE: DrawnPage = { bars: [], glyphs: [] };
const linesOf = ({ glyphs }: DrawnPage): readonly { readonly text: string; readonly glyphs: readonly Glyph[] }[] => {
  const lines = new Map<string, Glyph[]>();
  for (const glyph of glyphs) {
    const key = glyph.base.toFixed(1);
    lines.set(key, [...(lines.get(key) ?? []), glyph]);
  }
  return [...lines.values()]
    .map((line) => [...line].sort((one, two) => one.left - two.left))
    .map((line) => ({ text: line.map(({ text }) => text).join(''), glyphs: line }));
};
const lineWith = (page: DrawnPage | undefined, words: string) => {
  const found = page === undefined ? undefined : linesOf(page).find(({ text }) => text.includes(words));
  const [first] = found?.glyphs ?? [];
  const last = found?.glyphs.at(-1);
  if (found === undefined || first === undefined || last === undefined) throw new Error(`no line with ${words}`);
  return { ...found, first, last };
};
const redOf = (page: DrawnPage | undefined): readonly Bar[] =>
  (page?.bars ?? []).filter(({ red }) => red).sort((one, two) => one.top - two.top);
const bodyOf = (page: DrawnPage | undefined): readonly Glyph[] =>
  (page?.glyphs ?? []).filter(({ size }) => Math.abs(size - 16) < 0.1);

describe.skipIf(process.env['SKIP_BROWSER'] === '1')('on paper', () => {
  let printer: Printer;
  let general: readonly DrawnPage[];
  let letter: readonly DrawnPage[];
  const drawn = async (document: LetterDocument): Promise<Printed & { readonly seen: readonly DrawnPage[] }> => {
    const made = await printLetter(printer, document, PAGE);
    if (isRefusal(made)) throw new Error(made.refused);
    return { ...made, seen: drawnIn(made.pdf) };
  };
  beforeAll(async () => {
    printer = pdfPrinter({
      startMs: 240_000,
      pageMs: 120_000,
      start: () => startBrowser({ named: process.env['CHROMIUM_PATH'], mayLeaveSandbox: true }),
    });
    general = (await drawn(letterOf('general'))).seen;
    letter = (await drawn(letterOf('letter'))).seen;
  }, 400_000);
  afterAll(() => printer.close());

  test('the text stands 37 mm from above and 28 mm from the left, 156 mm wide, 22 lines of 28 characters, in either form', () => {
    for (const page of [general[1], letter[1]]) {
      const body = bodyOf(page);
      const bases = [...new Set(body.map(({ base }) => base.toFixed(1)))].map(Number).sort((one, two) => one - two);
      expect(bases).toHaveLength(22);
      near(((bases[21] ?? 0) - (bases[0] ?? 0)) / 21, 225 / 22, 0.05);
      // the first line is in the middle of its share of the height
      near((bases[0] ?? 0) - 0.38 * 16 * EM, 37 + 225 / 44, 0.5);
      near(Math.min(...body.map(({ left }) => left)), 28);
      near(Math.max(...body.map(({ left }) => left)) + 156 / 28, 28 + 156);
      const full = linesOf({ bars: [], glyphs: body }).filter(
        ({ glyphs }) => (glyphs[0]?.left ?? 0) < 29 && glyphs.every(({ text }) => text > '\u2e80'),
      );
      expect(Math.max(...full.map(({ glyphs }) => glyphs.length))).toBe(28);
    }
  });

  test('the letter form has two red double rules, 170 mm wide in the middle of the page: thick over thin 4 mm under the mark, thin over thick 20 mm from below', () => {
    const [thick, thin, upper, lower, ...more] = redOf(letter[0]);
    expect(more).toEqual([]);
    for (const bar of [thick, thin, upper, lower]) {
      near(bar?.left, 20);
      near(bar?.right, 190);
    }
    const height = (bar: Bar | undefined): number => (bar?.bottom ?? 0) - (bar?.top ?? 0);
    expect(height(thick)).toBeGreaterThan(2 * height(thin));
    expect(height(lower)).toBeGreaterThan(2 * height(upper));
    const mark = lineWith(letter[0], '云岭市卫生健康委员会');
    near(topOf(mark.first), 30, 0.8);
    near((thick?.top ?? 0) - bottomOf(mark.first), 4, 0.8);
    near(297 - (lower?.bottom ?? 0), 20, 0.4);
    // the rules are of the first page alone
    for (const page of letter.slice(1)) expect(redOf(page)).toEqual([]);
  });

  test('the number of the letter form ends at the right edge of the text, seven eighths of a character under the rule', () => {
    const number = lineWith(letter[0], '云卫函〔2026〕7号');
    near(number.last.left + 156 / 28, 28 + 156);
    near(topOf(number.last) - (redOf(letter[0])[1]?.bottom ?? 0), (7 / 8) * 16 * EM, 0.4);
    expect(number.text.startsWith('类别：A类')).toBe(true);
  });

  test('the general form has its mark 35 mm under the edge of the text, and one rule as wide as the text 4 mm under the number', () => {
    const [rule, ...more] = redOf(general[0]);
    expect(more).toEqual([]);
    near(rule?.left, 28);
    near(rule?.right, 28 + 156);
    near(topOf(lineWith(general[0], '云岭市卫生健康委员会文件').first), 37 + 35, 0.8);
    const number = lineWith(general[0], '云卫函〔2026〕7号');
    near((rule?.top ?? 0) - bottomOf(number.first), 4, 0.4);
    // 签发人 on the same line, one character in from either side
    near(number.first.left, 28 + 16 * EM);
    near(number.last.left + 156 / 28, 28 + 156 - 16 * EM);
    expect(number.text).toContain('签发人：邱');
  });

  test('the title is of 22 points, centred, two lines under what stands above it', () => {
    for (const [page, above] of [
      [general[0], redOf(general[0])[0]?.bottom],
      [letter[0], bottomOf(lineWith(letter[0], '云卫函').first)],
    ] as const) {
      const title = lineWith(page, '提案的答复函');
      near(title.first.size, 22, 0.2);
      near((title.first.left + title.last.left + 22 * EM) / 2, 28 + 156 / 2, 0.6);
      const first = lineWith(page, '关于对市政协');
      expect(topOf(first.first) - (above ?? 0)).toBeGreaterThan(2 * (225 / 22) - 0.5);
      expect(topOf(first.first) - (above ?? 0)).toBeLessThan(3 * (225 / 22));
    }
  });

  test('page numbers are of 14 points, their dashes 7 mm under the text and one character in: odd ones right, even ones left', () => {
    const numberOf = (page: DrawnPage | undefined, at: number) => lineWith(page, `— ${String(at)} —`);
    for (const [pages, first] of [
      [general, 1],
      [letter, 2],
    ] as const)
      for (let at = first; at <= pages.length; at++) {
        const { first: dash, last } = numberOf(pages[at - 1], at);
        near(dash.size, 14, 0.2);
        near(dash.base - 0.33 * 14 * EM - (37 + 225), 7, 1);
        if (at % 2 === 0) near(dash.left, 28 + 14 * EM);
        else expect(28 + 156 - last.left).toBeGreaterThan(1.5 * 14 * EM);
        expect(last.left + 14 * EM).toBeLessThan(28 + 156);
      }
    expect(letter[0]?.glyphs.some(({ text }) => text === '—')).toBe(false);
  });

  test('the imprint ends with the text of the last page: lines of 0.35, 0.25 and 0.35 mm in the general form, none in the letter form', () => {
    const lines = (general.at(-1)?.bars ?? []).filter(({ bottom, top }) => bottom - top < 2);
    const thickness = lines.map(({ top, bottom }) => Number((bottom - top).toFixed(2)));
    expect(thickness).toEqual([0.35, 0.25, 0.35]);
    for (const { left, right } of lines) {
      near(left, 28);
      near(right, 28 + 156, 0.4);
    }
    near(lines.at(-1)?.bottom, 37 + 225, 1);
    near(lineWith(general.at(-1), '抄送：').first.left, 28 + 14 * EM);
    near(lineWith(general.at(-1), '印发').last.left, 28 + 156 - 2 * 14 * EM, 0.4);
    const last = letter.at(-1);
    expect((last?.bars ?? []).filter(({ bottom, top }) => bottom - top < 2)).toEqual([]);
    near(bottomOf(lineWith(last, '抄送：').first), 37 + 225, 3);
    expect(letter.flatMap(linesOf).some(({ text }) => text.includes('印发'))).toBe(false);
  });

  test('the date stands four characters from the right, the note two from the left, and a long name of what is sent along goes on under itself', () => {
    for (const pages of [general, letter]) {
      const last = pages.at(-1);
      const date = linesOf(last ?? NO_PAGE).find(({ text }) => text === '2026年11月20日');
      near((date?.glyphs.at(-1)?.left ?? 0) + 16 * EM, 28 + 156 - 4 * 16 * EM, 0.6);
      near(lineWith(last, '（联系人').first.left, 28 + 2 * 16 * EM);
      near(lineWith(last, '（此件主动公开）').first.left, 28 + 2 * 16 * EM);
      const second = lineWith(last, '服务情况统计表');
      const named = second.glyphs[second.text.indexOf('服')];
      const under = linesOf({ bars: [], glyphs: bodyOf(last) }).find(
        ({ glyphs }) => (glyphs[0]?.base ?? 0) - second.first.base > 5,
      );
      near(under?.glyphs[0]?.left, named?.left ?? 0);
    }
  });

  test('no page holds the name of the office and nothing of the text, be the last paragraph short or long', async () => {
    for (const length of [1, 3, 5, 8])
      for (const paragraphs of [1, 2, 3]) {
        const { seen, pages } = await drawn(
          letterOf('letter', {
            attachments: [],
            paragraphs: Array.from({ length: paragraphs }, () => ({
              level: 0,
              heading: '',
              text: SENTENCE.repeat(length),
            })),
          }),
        );
        expect(seen).toHaveLength(pages);
        const last = seen.at(-1);
        const said = linesOf(last ?? NO_PAGE);
        const office = said.findIndex(({ text }) => text === '云岭市卫生健康委员会');
        expect(said.some(({ text }) => text.includes('抄送'))).toBe(true);
        expect(
          said.some(({ text }) => /医疗机构|标准化床位|会诊机制|安宁疗护|市县两级/.test(text)),
          `${String(paragraphs)} paragraphs of ${String(length)} sentences`,
        ).toBe(true);
        expect(office).toBeGreaterThanOrEqual(0);
      }
  });
});
