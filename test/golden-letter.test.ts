/** The reply of Hanzhong, 2025, made again from the pack's statements and drawn: field by field what the commission printed. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Claim, LetterDocument } from '../src/engines/letters/document.ts';
import { claimsIn } from '../src/engines/letters/document.ts';
import { lint } from '../src/engines/letters/lint/lint.ts';
import { boundIn, plainText } from '../src/engines/letters/plain.ts';
import { signatureIndents } from '../src/engines/letters/layout.ts';
import { printLetter } from '../src/engines/letters/print.ts';
import type { Printed } from '../src/engines/letters/print.ts';
import { letterDocx } from '../src/engines/letters/sheet/docx.ts';
import { readLetters } from '../src/engines/letters/stated.ts';
import type { LetterStatement } from '../src/engines/letters/stated.ts';
import { startBrowser } from '../src/platform/pdf/browser.ts';
import { pdfPrinter } from '../src/platform/pdf/printer.ts';
import type { Printer } from '../src/platform/pdf/printer.ts';
import { isRefusal } from '../src/platform/refusal.ts';
import { pagesOf } from './pdf-text.ts';
import { ROOT } from './tree.ts';

const SEEDS = join(ROOT, '../shared/seeds');
const there = existsSync(SEEDS);
if (!there) process.stderr.write(`no letters under ${SEEDS}: the golden letter has not been drawn\n`);
const noBrowser = process.env['SKIP_BROWSER'] === '1';

const squeezed = (text: string): string => text.replace(/\s+/g, '').replace(/[(]/g, '（').replace(/[)]/g, '）');
const lineAfter = (lines: readonly string[], start: string): string =>
  lines.find((line) => line.startsWith(start)) ?? '';

type Seed = {
  readonly reply: string;
  readonly mark: string;
  readonly signer: string;
  readonly number: string;
  readonly title: string;
  readonly addressee: string;
  readonly paragraphs: readonly string[];
  readonly contact: { readonly person: string; readonly phone: string };
  readonly copies: readonly string[];
  readonly form: readonly (readonly string[])[];
  readonly formTitle: string;
  readonly formNote: string;
};

/** The letter's fields as they stand in the scanned text; paragraphs that a page break parted are joined. */
const readSeed = (): Seed => {
  const file = readdirSync(SEEDS).find((name) => name.startsWith('000')) ?? '';
  const [letter = ''] = readFileSync(join(SEEDS, file), 'utf8').split(
    '附件 3\n\n政协提案答复函征求意见表\n\n提案编号\t347 号',
    1,
  );
  const whole = readFileSync(join(SEEDS, file), 'utf8');
  const lines = letter
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const from = lines.findIndex((line) => line.startsWith('贵单位提出'));
  const until = lines.findIndex((line) => /^[(（]联系人/.test(line));
  const paragraphs: string[] = [];
  for (const line of lines.slice(from, until)) {
    const words = line.replace(/\s+/g, '');
    const last = paragraphs.at(-1);
    if (last !== undefined && !/[。！：]$/.test(last)) paragraphs[paragraphs.length - 1] = last + words;
    else paragraphs.push(words);
  }
  const at = whole.indexOf('政协提案答复函征求意见表');
  const form = whole
    .slice(at, whole.indexOf('\n\n注：', at))
    .split('\n')
    .slice(1)
    .map((line) => line.split('\t').map((cell) => cell.trim()))
    .filter((cells) => cells.some((cell) => cell !== ''));
  return {
    reply: lineAfter(lines, '类别：').slice(3),
    mark: lineAfter(lines, '汉中市卫生健康委员会'),
    signer: lineAfter(lines, '签发人：').slice(4),
    number: lines.find((line) => /〔\d{4}〕\d+号$/.test(line)) ?? '',
    title: squeezed(lineAfter(lines, '关于对')),
    addressee: (lines[from - 1] ?? '').replace(/：$/, ''),
    paragraphs,
    contact: { person: /联系人：([^，]+)/.exec(letter)?.[1] ?? '', phone: /电话：(\d+)/.exec(letter)?.[1] ?? '' },
    copies: lineAfter(lines, '抄送：').slice(3).replace(/。$/, '').split('，'),
    form,
    formTitle: '政协提案答复函征求意见表',
    formNote: squeezed(/注：[^\n]+/.exec(whole.slice(at))?.[0] ?? ''),
  };
};

const claimOf = (statement: LetterStatement): Claim => ({
  figure: statement.figure ?? '',
  scope: '',
  scopeName: statement.scope ?? '全市',
  period: null,
  asOf: '2025-08-31',
  comparator: 'exactly',
  value: Number(statement.value),
  decimals: 0,
  unit: statement.unit ?? '',
  word: '',
  drafted: null,
});

/** The statements of the pack that count something become claims where their sentence stands. */
const bound = (paragraphs: readonly string[], statements: readonly LetterStatement[]) => {
  const claims: Record<string, Claim> = {};
  const texts = [...paragraphs];
  for (const statement of statements) {
    if (statement.kind !== 'count' || typeof statement.value !== 'number' || statement.figure === undefined) continue;
    const number = `${String(statement.value)}${statement.unit ?? ''}`;
    const at = texts.findIndex((text) => text.includes(statement.sentence) && statement.sentence.includes(number));
    const said = texts[at];
    if (said === undefined) continue;
    const id = `c${String(Object.keys(claims).length + 1)}`;
    claims[id] = claimOf(statement);
    texts[at] = said.replace(statement.sentence, statement.sentence.replace(number, `[[${id}]]`));
  }
  return { claims, texts };
};

const documentOf = (seed: Seed, statements: readonly LetterStatement[]): LetterDocument => {
  const { claims, texts } = bound(seed.paragraphs, statements);
  const [number = [], contact = [], title = [], verdict = [], opinion = [], sign = []] = seed.form;
  return {
    layout: 'general',
    template: { code: 'golden', version: 1 },
    mark: seed.mark,
    reply: { label: '类别', value: seed.reply },
    prefix: seed.number.slice(0, seed.number.indexOf('〔')),
    showsSigner: true,
    title: seed.title.replace('号', '号\n'),
    addressee: seed.addressee,
    paragraphs: texts.map((text) => ({ level: 0, heading: '', text })),
    attachments: [],
    signature: seed.mark.replace('文件', ''),
    contact: { style: 'note', ...seed.contact, postcode: '' },
    disclosure: 'not-public',
    copies: seed.copies.map((to) => ({ to, count: null })),
    forms: [
      {
        label: '附件3',
        title: seed.formTitle,
        rows: [
          [
            { label: number[0] ?? '', value: number[1] ?? '' },
            { label: number[2] ?? '', value: number[3] ?? '' },
          ],
          [
            { label: contact[0] ?? '', value: contact[1] ?? '' },
            { label: contact[2] ?? '', value: contact[3] ?? '' },
          ],
          [{ label: title[0] ?? '', value: title[1] ?? '' }],
          [{ label: verdict[0] ?? '', value: verdict.slice(1).join('　') }],
          [{ label: opinion[0] ?? '', value: '' }],
          [
            { label: sign[0] ?? '', value: '' },
            { label: '时间', value: '' },
          ],
        ],
        note: seed.formNote,
      },
    ],
    claims,
    promises: [],
  };
};

describe.skipIf(!there)('the reply of Hanzhong, 2025', () => {
  let seed: Seed;
  let letter: LetterDocument;
  const given = () => ({ number: seed.number, signer: seed.signer, day: '2025-09-02' });
  const page = () => ({ given: given(), year: 2025, across: null, lookUp: null, issued: null });

  beforeAll(async () => {
    seed = readSeed();
    const { letters } = await readLetters(join(ROOT, 'regions/hanzhong'));
    letter = documentOf(seed, letters.find(({ number }) => number === seed.number)?.statements ?? []);
  });

  test('is read from the scan with all its fields, and three of its numbers are the pack’s statements', () => {
    expect(seed).toMatchObject({
      reply: 'A类',
      mark: '汉中市卫生健康委员会文件',
      number: '汉卫函〔2025〕127号',
      addressee: '农工党汉中市委员会',
    });
    expect(seed.signer).not.toBe('');
    expect(seed.paragraphs).toHaveLength(9);
    expect(claimsIn(letter).map((id) => `${String(letter.claims[id]?.value)}${letter.claims[id]?.unit ?? ''}`)).toEqual(
      expect.arrayContaining(['25家', '300张']),
    );
  });

  test('says as text, word for word, what was printed', () => {
    const text = squeezed(plainText(letter, given()));
    for (const paragraph of seed.paragraphs) expect(text).toContain(squeezed(paragraph));
    for (const words of [
      `类别：${seed.reply}`,
      seed.mark,
      seed.number,
      seed.title,
      `${seed.addressee}：`,
      `抄送：${seed.copies.join('，')}。`,
    ])
      expect(text).toContain(squeezed(words));
  });

  test('is found wrong in the same places as the scan; numbers that are claims are not said to be without a source', () => {
    const of = (raw: string, isBound?: Parameters<typeof lint>[1]) =>
      lint(raw, isBound)
        .filter(({ kind }) => kind !== 'unbound')
        .map(({ kind, reason }) => `${kind} ${reason}`)
        .sort();
    const [scan = ''] = readFileSync(
      join(SEEDS, readdirSync(SEEDS).find((name) => name.startsWith('000')) ?? ''),
      'utf8',
    ).split('附件 3', 1);
    expect(of(plainText(letter, { ...given(), day: null }))).toEqual(of(scan));
    const unbound = lint(plainText(letter, given()), { isBound: boundIn(letter) }).filter(
      ({ kind }) => kind === 'unbound',
    );
    expect(unbound.flatMap(({ quotes }) => quotes).join()).not.toMatch(/25家|300张/);
  });

  test('the date stands four characters from the right and the office is centred above it; a long name moves both', () => {
    const { name, date } = signatureIndents(letter.signature, '2025年9月2日');
    expect([name, date]).toEqual([2, 4]);
    const long = signatureIndents('某某市人民政府办公室某某市卫生健康委员会', '2025年9月2日');
    expect(long.name).toBe(0);
    expect(long.date).toBeGreaterThan(4);
  });

  test('the Word document holds every paragraph', async () => {
    const docx = await letterDocx(letter, page());
    expect(docx.subarray(0, 2).toString()).toBe('PK');
    expect(docx.length).toBeGreaterThan(5000);
  });

  describe.skipIf(noBrowser)('drawn', () => {
    let printer: Printer;
    let printed: Printed;
    let pages: readonly string[];
    beforeAll(async () => {
      printer = pdfPrinter({
        startMs: 240_000,
        pageMs: 120_000,
        start: () => startBrowser({ named: process.env['CHROMIUM_PATH'], mayLeaveSandbox: true }),
      });
      const made = await printLetter(printer, letter, page());
      if (isRefusal(made)) throw new Error(made.refused);
      printed = made;
      pages = pagesOf(made.pdf).map(squeezed);
    }, 400_000);
    afterAll(() => printer.close());

    test('holds every field of the scan, in its order: head, title, addressee, body, contact, copies, and the form behind', () => {
      const all = pages.join('').replace(/—\d+—/g, '');
      const fields = [
        seed.mark,
        seed.number,
        `签发人：${seed.signer}`,
        seed.title,
        `${seed.addressee}：`,
        ...seed.paragraphs,
        `（联系人：${seed.contact.person}，电话：${seed.contact.phone}）`,
        `抄送：${seed.copies.join('，')}。`,
        seed.formTitle,
      ];
      const places = fields.map((field) => all.indexOf(squeezed(field)));
      expect(fields.filter((_, at) => (places[at] ?? -1) < 0)).toEqual([]);
      expect([...places].sort((a, b) => a - b)).toEqual(places);
      expect(pages[0]).toContain(`类别：${seed.reply}`);
      for (const cells of seed.form.slice(0, 3))
        for (const cell of cells.filter((each) => each !== '')) expect(pages.at(-1)).toContain(squeezed(cell));
    });

    test('numbers its pages, and the copies stand on the last page of the letter itself', () => {
      expect(pages).toHaveLength(printed.pages + 1);
      pages.forEach((text, at) => expect(text).toContain(`—${String(at + 1)}—`));
      expect(pages[printed.pages - 1]).toContain('抄送：');
      expect(printed.fonts.length).toBeGreaterThan(0);
    });

    test('no page holds signature, note or copies without some of the text', () => {
      const last = pages[printed.pages - 1] ?? '';
      for (const words of [seed.paragraphs.at(-1) ?? '', '2025年9月2日', seed.contact.phone, '抄送：'])
        expect(last).toContain(squeezed(words));
    });
  });
});
