/** A letter as data: how claims are written, what bears them, how levels are numbered, which numbers are bound, what changed. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bears, printClaim, statedOf, valueIn } from './claims.ts';
import { checkLetter } from './checks.ts';
import { compareLines, compareWords } from './compare.ts';
import type { Claim, LetterDocument, Observed } from './document.ts';
import { LetterDocument as Shape, claimsIn, piecesOf } from './document.ts';
import { numbersOf } from './levels.ts';
import { plainText } from './plain.ts';
import { glued } from './sheet/glue.ts';
import { letterDocx } from './sheet/docx.ts';
import { letterPage } from './sheet/page.ts';
import { fillTemplate, parseTemplates } from './templates.ts';
import { inflateRawSync } from 'node:zlib';

const observed = (value: number | null, more: Partial<Observed> = {}): Observed => ({
  value,
  numerator: null,
  denominator: null,
  unit: '家',
  name: '通过验收的机构',
  definition: '通过省级验收的医疗机构',
  definitionVersion: '1',
  asOf: '2026-11-20',
  evidence: 'records',
  digest: 'a',
  ...more,
});
const claim = (more: Partial<Claim> = {}): Claim => ({
  figure: 'hospice.accepted',
  scope: '',
  scopeName: '全市',
  period: null,
  asOf: '2026-11-20',
  comparator: 'exactly',
  value: 25,
  decimals: 0,
  unit: '家',
  word: '',
  drafted: observed(25),
  ...more,
});
const letter = (texts: readonly string[], claims: Readonly<Record<string, Claim>> = {}): LetterDocument => ({
  layout: 'letter',
  template: { code: 'reply-letter', version: 1 },
  mark: '云岭市卫生健康委员会',
  reply: { label: '类别', value: 'A类' },
  prefix: '云卫函',
  showsSigner: false,
  title: '对市政协五届五次会议第118号提案的答复函',
  addressee: '沈委员',
  paragraphs: texts.map((text) => ({ level: 0, heading: '', text })),
  attachments: [],
  signature: '云岭市卫生健康委员会',
  contact: { style: 'note', person: '何', phone: '0434-1234567', postcode: '' },
  disclosure: 'public',
  copies: [
    { to: '市政协提案委', count: 3 },
    { to: '市政府督查室', count: null },
  ],
  forms: [],
  claims: { ...claims },
  promises: [],
});
const NOTHING = { number: null, signer: null, day: null };
const check = (document: LetterDocument, observations: Readonly<Record<string, Observed | null>> = {}) =>
  checkLetter(document, { given: NOTHING, observations });
const kinds = (document: LetterDocument, observations: Readonly<Record<string, Observed | null>> = {}) =>
  check(document, observations).map(({ kind }) => kind);

describe('a claim', () => {
  test('keeps its comparator and its unit on the page', () => {
    expect(printClaim(claim())).toBe('25家');
    expect(printClaim(claim({ comparator: 'over', value: 350, unit: '台（套）' }))).toBe('350余台（套）');
    expect(printClaim(claim({ comparator: 'at-least', value: 68, unit: '%' }))).toBe('68%以上');
    expect(printClaim(claim({ comparator: 'about', value: 300, unit: '张' }))).toBe('约300张');
    expect(printClaim(claim({ comparator: 'exactly', value: 45.1, decimals: 1, unit: '亿元' }))).toBe('45.1亿元');
    expect(printClaim(claim({ comparator: 'all', value: null, word: '均' }))).toBe('均');
  });

  test('of money in 亿元 is borne by yuan, and 人次 are never 人', () => {
    const money = claim({ value: 45.1, decimals: 1, unit: '亿元' });
    expect(bears(money, observed(4_510_000_000, { unit: '元' }))).toBe(true);
    expect(bears(money, observed(4_570_000_000, { unit: '元' }))).toBe(false);
    expect(valueIn(claim({ unit: '人' }), observed(257, { unit: '人次' }))).toBeNull();
    expect(valueIn(claim({ unit: '名' }), observed(257, { unit: '人' }))).toBe(257);
  });

  test('of all is borne by a numerator that is the whole denominator, and by no share that rounds to it', () => {
    const all = claim({ comparator: 'all', value: null });
    expect(bears(all, observed(100, { numerator: 88, denominator: 88 }))).toBe(true);
    expect(bears(all, observed(99.9, { numerator: 999, denominator: 1000 }))).toBe(false);
    expect(bears(all, observed(null, { numerator: 0, denominator: 0 }))).toBe(false);
  });

  test('put in from a figure states what that figure bears, for any value, comparator and rounding', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1, max: 1e7, noNaN: true }),
        fc.constantFrom('exactly' as const, 'at-least' as const, 'over' as const, 'about' as const),
        fc.integer({ min: 0, max: 2 }),
        (value, comparator, decimals) => {
          const said = observed(Number(value.toFixed(4)));
          const stated = statedOf({ comparator, decimals, unit: '家' }, said);
          return bears(claim({ comparator, decimals, value: stated }), said);
        },
      ),
    );
  });
});

describe('the body', () => {
  test('counts its levels anew under each higher one', () => {
    const levels = [1, 2, 2, 3, 4, 4, 3, 1, 2, 0, 2] as const;
    expect(numbersOf(levels.map((level) => ({ level })))).toEqual([
      '一、',
      '（一）',
      '（二）',
      '1.',
      '（1）',
      '（2）',
      '2.',
      '二、',
      '（一）',
      '',
      '（二）',
    ]);
    expect(numbersOf(Array.from({ length: 21 }, () => ({ level: 1 as const }))).slice(9)).toEqual([
      '十、',
      '十一、',
      '十二、',
      '十三、',
      '十四、',
      '十五、',
      '十六、',
      '十七、',
      '十八、',
      '十九、',
      '二十、',
      '二十一、',
    ]);
  });

  test('a number is never parted from its unit at the end of a line', () => {
    const kept = (text: string) =>
      glued(text)
        .filter((stretch) => stretch.kept)
        .map((stretch) => stretch.text);
    expect(kept('配备设备350余台（套），覆盖率达68%以上，投资45.1亿元，服务1486人次。')).toEqual([
      '350余台',
      '68%以上',
      '45.1亿元',
      '1486人次',
    ]);
    expect(kept('汉卫函〔2025〕127号，对第347号建议，2025年7月30日')).toEqual([
      '〔2025〕127号',
      '第347号',
      '2025年',
      '7月',
      '30日',
    ]);
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }),
        (text) =>
          glued(text)
            .map((each) => each.text)
            .join('') === text,
      ),
    );
  });

  test('an unknown claim, and only that, is told where it stands', () => {
    const document = letter(['截至目前，全市[[c1]]机构通过验收，[[c9]]机构在建。'], { c1: claim() });
    expect(claimsIn(document)).toEqual(['c1', 'c9']);
    expect(check(document, { c1: observed(25) }).filter(({ kind }) => kind === 'unknown-claim')).toMatchObject([
      { claim: 'c9', paragraph: 0, mend: true },
    ]);
    expect(piecesOf('[[c1]][[]] [[cx]]')).toEqual([{ claim: 'c1' }, { text: '[[]] [[cx]]' }]);
  });
});

describe('what is found before signing', () => {
  const bound = letter(['截至2026年11月20日，全市[[c1]]医疗机构通过省级验收。'], { c1: claim() });

  test('a number that is a claim is bound, the same number typed beside it is not', () => {
    expect(kinds(bound, { c1: observed(25) })).toEqual([]);
    const typed = letter(['截至2026年11月20日，全市[[c1]]医疗机构通过省级验收。', '全市建成25家医疗机构示范病区。'], {
      c1: claim(),
    });
    const found = check(typed, { c1: observed(25) }).filter(({ kind }) => kind === 'unbound');
    expect(found).toHaveLength(1);
    expect(found[0]?.quotes.join('')).toContain('示范病区');
    expect(found[0]?.paragraph).toBe(1);
  });

  test('a figure that changed since it was drafted offers both values; one whose records changed alone says so', () => {
    const [changed] = check(bound, { c1: observed(26) });
    expect(changed).toMatchObject({
      kind: 'figure-changed',
      reason: 'figure-changed',
      with: { from: '25家', to: '26家' },
      mend: false,
    });
    expect(kinds(bound, { c1: observed(26) })).toContain('does-not-bear');
    expect(check(bound, { c1: observed(25, { digest: 'b' }) })).toMatchObject([
      { kind: 'figure-changed', reason: 'records-changed' },
    ]);
    expect(check(bound, { c1: observed(25, { definitionVersion: '2' }) })).toMatchObject([
      { reason: 'definition-changed' },
    ]);
  });

  test('a figure that is gone, or counts something else, can only be mended; one without data is missing and not zero', () => {
    expect(check(bound, { c1: null })).toMatchObject([{ kind: 'figure-removed', mend: true }]);
    expect(check(bound, { c1: observed(25, { unit: '人次' }) })).toMatchObject([{ kind: 'unit-differs', mend: true }]);
    expect(check(bound, { c1: observed(null, { evidence: 'none' }) })).toMatchObject([
      { kind: 'figure-missing', mend: false },
    ]);
  });

  test('a finding keeps its key while it says the same, and gets another when the words change', () => {
    const one = check(letter(['全市建成25家示范病区。']))[0];
    expect(check(letter(['前面加一段。', '全市建成25家示范病区。']))[0]?.key).toBe(one?.key);
    expect(check(letter(['全市建成26家示范病区。']))[0]?.key).not.toBe(one?.key);
  });

  test('a token of the template that nobody filled is found', () => {
    expect(check({ ...letter(['收悉。']), title: '对{{session}}第118号提案的答复函' })).toMatchObject([
      { kind: 'unfilled', with: { token: 'session' }, mend: true },
    ]);
  });
});

describe('a template', () => {
  const template = { code: 'a', version: 1, name: '函', validFrom: '2024-01-01', source: '样式', verified: false };
  const of = (more: Partial<LetterDocument>) => {
    const { template: _of, claims: _none, promises: _no, ...rest } = { ...letter(['{{title}}收悉。']), ...more };
    return JSON.stringify([{ ...template, letter: rest }]);
  };
  test('is filled, and leaves what is not known to be seen', () => {
    const [read] = parseTemplates(of({ title: '对{{session}}第{{number}}号提案的答复函' }));
    if (read === undefined) throw new Error('no template');
    const made = fillTemplate(read, { number: '118', title: '《关于……的提案》' });
    expect(made.title).toBe('对{{session}}第118号提案的答复函');
    expect(made.paragraphs[0]?.text).toBe('《关于……的提案》收悉。');
    expect(Shape.parse(made).claims).toEqual({});
  });
  test('with a token nobody knows is refused with its place and what there is', () => {
    expect(() => parseTemplates(of({ title: '对{{届次}}的答复' }))).toThrow(/a\.title[\s\S]*届次[\s\S]*session/);
    expect(() => parseTemplates('{')).toThrow('letter-templates.json');
    expect(() => parseTemplates(of({ mark: '' }))).toThrow('mark');
  });
});

describe('two versions', () => {
  test('are told apart line by line and word by word, numbers whole', () => {
    expect(compareWords('全市25家机构', '全市125家机构')).toEqual([
      { kind: 'same', text: '全市' },
      { kind: 'removed', text: '25' },
      { kind: 'added', text: '125' },
      { kind: 'same', text: '家机构' },
    ]);
    expect(compareLines(['甲', '全市25家机构通过验收。'], ['甲', '全市26家机构通过验收。', '乙'])).toMatchObject([
      { kind: 'same' },
      { kind: 'changed' },
      { kind: 'added', text: '乙' },
    ]);
  });
  test('give back either version whole, whatever they are', () => {
    const lines = fc.array(fc.string({ unit: fc.constantFrom('甲', '乙', '丙', '1', '2'), maxLength: 6 }), {
      maxLength: 12,
    });
    fc.assert(
      fc.property(lines, lines, (from, to) => {
        const changes = compareLines(from, to);
        const side = (dropped: 'added' | 'removed') =>
          changes.flatMap((change) =>
            change.kind === 'changed'
              ? [
                  change.stretches
                    .filter(({ kind }) => kind !== dropped)
                    .map(({ text }) => text)
                    .join(''),
                ]
              : change.kind === dropped
                ? []
                : [change.text],
          );
        expect([...side('added')].sort()).toEqual([...from].sort());
        expect([...side('removed')].sort()).toEqual([...to].sort());
      }),
    );
  });
});

/** One entry of a zip file, by its name. */
const entryOf = (zip: Buffer, name: string): string => {
  for (
    let at = zip.indexOf('PK\u0001\u0002', 0, 'latin1');
    at >= 0;
    at = zip.indexOf('PK\u0001\u0002', at + 4, 'latin1')
  ) {
    const length = zip.readUInt16LE(at + 28);
    if (zip.toString('utf8', at + 46, at + 46 + length) !== name) continue;
    const local = zip.readUInt32LE(at + 42);
    const from = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    const bytes = zip.subarray(from, from + zip.readUInt32LE(at + 20));
    return (zip.readUInt16LE(at + 10) === 0 ? bytes : inflateRawSync(bytes)).toString('utf8');
  }
  throw new Error(`no ${name}`);
};

describe('on paper', () => {
  const page = {
    given: { number: '云卫函〔2026〕7号', signer: '邱怀远', day: '2026-11-20' },
    year: 2026,
    imprintOn: null,
    across: null,
    lookUp: null,
    issued: { by: '云岭市卫生健康委员会', day: '2026-11-20' },
  };
  const document = letter(['设<b>床位</b>[[c1]]。'], { c1: claim({ comparator: 'over', value: 350, unit: '张' }) });

  test('the page escapes what was typed and holds number, class, addressee, date and copies', () => {
    const html = letterPage(document, page);
    expect(html).toContain('设&lt;b&gt;床位&lt;/b&gt;<span class="kept">350余张</span>');
    for (const words of ['云卫函', '〔2026〕7号', '类别：A类', '沈委员：', '2026年11月20日', '（此件主动公开）'])
      expect(html).toContain(words);
    expect(html.replace(/<[^>]+>/g, '')).toContain('抄送：市政协提案委（3份），市政府督查室。');
    // the letter form has neither 签发人 nor 印发
    expect(html).not.toContain('签发人');
    expect(html).not.toContain('印发');
    expect(letterPage({ ...document, layout: 'general', showsSigner: true }, page)).toContain(
      '签发人：<span class="signer">邱怀远</span>',
    );
  });

  test('the Word document says the same, names the fonts of an office and lets no line begin with a unit', async () => {
    const docx = await letterDocx(document, page);
    const xml = entryOf(docx, 'word/document.xml');
    const said = xml.replace(/<[^>]+>/g, '');
    for (const words of [
      '云岭市卫生健康委员会',
      '云卫函〔2026〕7号',
      '沈委员：',
      '350余张',
      '2026年11月20日',
      '抄送：市政协提案委（3份），市政府督查室。',
    ])
      expect(said).toContain(words);
    expect(xml).toContain('仿宋_GB2312');
    expect(xml).toContain('方正小标宋简体');
    expect(/noLineBreaksBefore w:lang="zh-CN" w:val="[^"]*张/.test(entryOf(docx, 'word/settings.xml'))).toBe(true);
    expect(plainText(document, page.given)).toContain('350余张');
  });

  test('the Word document has the measures of the standard in twentieths of a point', async () => {
    const partsOf = async (layout: LetterDocument['layout']) => {
      const docx = await letterDocx({ ...document, layout }, page);
      return { text: entryOf(docx, 'word/document.xml'), part: (name: string) => entryOf(docx, `word/${name}.xml`) };
    };
    const letterForm = await partsOf('letter');
    const margins = (xml: string) =>
      Object.fromEntries(
        [...(/<w:pgMar ([^>]*)>/.exec(xml)?.[1] ?? '').matchAll(/w:(\w+)="(\d+)"/g)].map(([, side = '', value]) => [
          side,
          Math.round((Number(value) / 1440) * 254) / 10,
        ]),
      );
    expect(margins(letterForm.text)).toMatchObject({
      top: 37,
      left: 28,
      right: 26,
      bottom: 35,
      header: 30,
      footer: 20,
    });
    // 22 lines fill the page and no more; the rules go 8 and 6 mm beyond the text, which is 170 mm
    const lines = [...letterForm.text.matchAll(/<w:spacing [^>]*w:line="(\d+)" w:lineRule="exact"/g)].map(([, value]) =>
      Number(value),
    );
    expect(lines.every((value) => value * 22 <= (225 / 25.4) * 1440)).toBe(true);
    const ruled = ['header1', 'header2', 'header3', 'footer1', 'footer2', 'footer3']
      .map((name) => letterForm.part(name))
      .filter((xml) => xml.includes('<w:pBdr>'));
    expect(ruled).toHaveLength(2);
    for (const xml of ruled) expect(xml).toMatch(/<w:ind w:left="-45[34]" w:right="-340"\/>/);
    const edges = ruled.map((xml) =>
      [...xml.matchAll(/<w:(top|bottom) [^>]*w:color="D7000F" w:sz="(\d+)"/g)].map(([, side, size]) => ({
        side,
        size: Number(size),
      })),
    );
    const upper = edges.find((each) => (each[0]?.size ?? 0) > (each[1]?.size ?? 0));
    const lower = edges.find((each) => (each[0]?.size ?? 0) < (each[1]?.size ?? 0));
    expect([upper?.map(({ side }) => side), lower?.map(({ side }) => side)]).toEqual([
      ['top', 'bottom'],
      ['top', 'bottom'],
    ]);
    // the imprint is tied to the foot of the page, with lines in the general form alone
    const general = await partsOf('general');
    for (const { text } of [general, letterForm]) expect(text).toMatch(/<w:tblpPr [^>]*w:tblpYSpec="bottom"/);
    expect(/<w:tcBorders><w:top w:val="single"[^>]*w:sz="8"/.test(general.text)).toBe(true);
    expect(/<w:tcBorders><w:top w:val="single"/.test(letterForm.text)).toBe(false);
    expect(letterForm.part('fontTable')).toContain(
      '<w:font w:name="仿宋_GB2312"><w:altName w:val="FangSong_GB2312,仿宋,',
    );
  });
});
