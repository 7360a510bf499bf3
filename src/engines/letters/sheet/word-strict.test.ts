/**
 * The Word document against the schema of WordprocessingML (ECMA-376 Part 1, 5th edition, annex A, wml.xsd, transitional): Word and WPS call
 * a document damaged, or leave a property out, where an element stands out of order or a measure is no whole number; others read over it.
 */
import { inflateRawSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { LetterDocument } from '../document.ts';
import { letterDocx } from './docx.ts';

type Element = {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: Element[];
  text: string;
};

const ENTITY = /&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[0-9A-Fa-f]+);)/;

/** Reads a part; throws where it is not well formed. */
const parse = (xml: string): Element => {
  const root: Element = { name: '', attributes: {}, children: [], text: '' };
  const open = [root];
  const said = (text: string): void => {
    if (ENTITY.test(text) || text.includes('<')) throw new Error(`not well formed: ${text.slice(0, 40)}`);
  };
  for (const [, text = '', slash, name = '', inside = '', empty] of xml
    .replace(/^\uFEFF?<\?xml[^>]*\?>/, '')
    .matchAll(/([^<]*)<(\/?)([A-Za-z:0-9]+)((?:\s+[\w:]+="[^"]*")*)\s*(\/?)>/g)) {
    said(text);
    const at = open.at(-1) ?? root;
    at.text += text;
    if (slash === '/') {
      if (at.name !== name) throw new Error(`</${name}> closes <${at.name}>`);
      open.pop();
      continue;
    }
    const pairs = [...inside.matchAll(/([\w:]+)="([^"]*)"/g)].map(([, key = '', value = '']) => [key, value] as const);
    if (new Set(pairs.map(([key]) => key)).size < pairs.length) throw new Error(`<${name}> says an attribute twice`);
    for (const [, value] of pairs) said(value);
    const element: Element = { name, attributes: Object.fromEntries(pairs), children: [], text: '' };
    at.children.push(element);
    if (empty === '') open.push(element);
  }
  const [only] = root.children;
  if (only === undefined || root.children.length > 1 || open.length > 1) throw new Error('no one element holds all');
  return only;
};

const partsOf = (zip: Buffer): ReadonlyMap<string, string> => {
  const parts = new Map<string, string>();
  for (let at = zip.indexOf('PK\u0001\u0002', 0, 'latin1'); at >= 0; ) {
    const length = zip.readUInt16LE(at + 28);
    const name = zip.toString('utf8', at + 46, at + 46 + length);
    if (parts.has(name)) throw new Error(`${name} is there twice`);
    const local = zip.readUInt32LE(at + 42);
    const from = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    const bytes = zip.subarray(from, from + zip.readUInt32LE(at + 20));
    parts.set(name, (zip.readUInt16LE(at + 10) === 0 ? bytes : inflateRawSync(bytes)).toString('utf8'));
    at = zip.indexOf('PK\u0001\u0002', at + 4, 'latin1');
  }
  return parts;
};

const words = (text: string): readonly string[] => text.trim().split(/\s+/);
const EDGES = words('top left start bottom right end insideH insideV tl2br tr2bl');

/** The children of each element, in the order of the schema; what is not named may not stand there. */
const ORDER: Readonly<Record<string, readonly string[]>> = {
  // CT_PPr
  pPr: words(`pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs suppressAutoHyphens
    kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd snapToGrid spacing ind contextualSpacing
    mirrorIndents suppressOverlap jc textDirection textAlignment textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange`),
  // CT_RPr: the order of the first edition, to which Word itself writes
  rPr: words(`rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid vanish webHidden
    color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs em lang eastAsianLayout specVanish oMath
    rPrChange`),
  // CT_SectPr
  sectPr:
    words(`headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders lnNumType pgNumType cols
    formProt vAlign noEndnote titlePg textDirection bidi rtlGutter docGrid printerSettings sectPrChange`),
  tbl: words('tblPr tblGrid tr'),
  tr: words('tblPrEx trPr tc'),
  tc: words('tcPr p tbl'),
  tblPr:
    words(`tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc tblCellSpacing tblInd tblBorders shd
    tblLayout tblCellMar tblLook tblCaption tblDescription tblPrChange`),
  tcPr: words(`cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign hideMark headers cellIns cellDel
    cellMerge tcPrChange`),
  tblGrid: words('gridCol tblGridChange'),
  pBdr: words('top left bottom right between bar'),
  tblBorders: EDGES,
  tcBorders: EDGES,
  tcMar: EDGES,
  tblCellMar: EDGES,
  // CT_Settings, as far as it is used here
  settings:
    words(`writeProtection view zoom defaultTabStop evenAndOddHeaders characterSpacingControl noLineBreaksAfter noLineBreaksBefore
    footnotePr endnotePr compat rsids themeFontLang clrSchemeMapping decimalSymbol listSeparator`),
  font: words(
    'altName panose1 charset family notTrueType pitch sig embedRegular embedBold embedItalic embedBoldItalic',
  ),
  styles: words('docDefaults latentStyles style'),
  style:
    words(`name aliases basedOn next link autoRedefine hidden uiPriority semiHidden unhideWhenUsed qFormat locked personal
    personalCompose personalReply rsid pPr rPr tblPr trPr tcPr tblStylePr`),
  docDefaults: words('rPrDefault pPrDefault'),
  numbering: words('numPicBullet abstractNum num numIdMacAtCleanup'),
  abstractNum: words('nsid multiLevelType tmpl name styleLink numStyleLink lvl'),
  lvl: words('start numFmt lvlRestart pStyle isLgl suff lvlText lvlPicBulletId legacy lvlJc pPr rPr'),
};
/** Where anything may follow anything of these. */
const LOOSE: ReadonlySet<string> = new Set(['tc']);

const WHOLE = /^-?\d+$/;
/** Measures that are whole numbers: twentieths of a point, half points, eighths of a point, and counts. */
const MEASURES: Readonly<Record<string, readonly string[]>> = {
  spacing: words('before after line val'),
  ind: words('left right start end firstLine hanging'),
  sz: ['val'],
  szCs: ['val'],
  pgSz: words('w h'),
  pgMar: words('top right bottom left header footer gutter'),
  gridCol: ['w'],
  tblW: ['w'],
  tcW: ['w'],
  tab: ['pos'],
  gridSpan: ['val'],
  tblpPr: words('leftFromText rightFromText topFromText bottomFromText tblpX tblpY'),
  ...Object.fromEntries(EDGES.map((edge) => [edge, words('sz space w')])),
};
const VALUES: Readonly<Record<string, readonly [string, RegExp]>> = {
  jc: ['val', /^(start|center|end|both|left|right|distribute)$/],
  color: ['val', /^([0-9A-F]{6}|auto)$/i],
  spacing: ['lineRule', /^(auto|exact|atLeast)$/],
  tab: ['val', /^(clear|start|center|end|decimal|bar|num|left|right)$/],
  br: ['type', /^(page|column|textWrapping)$/],
  headerReference: ['type', /^(even|default|first)$/],
  footerReference: ['type', /^(even|default|first)$/],
  vAlign: ['val', /^(top|center|both|bottom)$/],
  tblLayout: ['type', /^(fixed|autofit)$/],
  tblW: ['type', /^(nil|pct|dxa|auto)$/],
  tcW: ['type', /^(nil|pct|dxa|auto)$/],
  tblOverlap: ['val', /^(never|overlap)$/],
  characterSpacingControl: ['val', /^(doNotCompress|compressPunctuation|compressPunctuationAndJapaneseKana)$/],
  // the start of a numbered level is a number
  ...Object.fromEntries(
    EDGES.filter((edge) => edge !== 'start').map((edge) => [
      edge,
      ['val', /^(nil|none|single|thick|double)$/] as const,
    ]),
  ),
};

const local = (name: string): string => name.replace(/^w:/, '');

/** What the schema does not allow, by part and place. */
const faultsOf = (part: string, root: Element): readonly string[] => {
  const faults: string[] = [];
  const visit = (element: Element, path: string): void => {
    const name = local(element.name);
    const place = `${part} ${path}/${name}`;
    const order = ORDER[name];
    if (order !== undefined && element.name.startsWith('w:')) {
      const places = element.children.map((child) => order.indexOf(local(child.name)));
      for (const [at, child] of element.children.entries())
        if (places[at] === -1) faults.push(`${place}: ${child.name} does not belong here`);
        else if (!LOOSE.has(name) && (places[at] ?? 0) < (places[at - 1] ?? 0))
          faults.push(`${place}: ${child.name} stands behind ${element.children[at - 1]?.name ?? ''}`);
      if (name.endsWith('Pr') && name !== 'sectPr' && new Set(places).size < places.length)
        faults.push(`${place}: an element is there twice`);
    }
    for (const measure of MEASURES[name] ?? []) {
      const value = element.attributes[`w:${measure}`];
      if (value !== undefined && !WHOLE.test(value)) faults.push(`${place}: ${measure} is ${value}`);
    }
    const [attribute, allowed] = VALUES[name] ?? [];
    const value = attribute === undefined ? undefined : element.attributes[`w:${attribute}`];
    if (value !== undefined && allowed?.test(value) === false) faults.push(`${place}: ${attribute ?? ''} is ${value}`);
    if (name === 'tc' && element.children.at(-1)?.name !== 'w:p') faults.push(`${place}: ends with no paragraph`);
    if (name === 'body' && element.children.at(-1)?.name !== 'w:sectPr') faults.push(`${place}: ends with no section`);
    if (name === 'rFonts')
      for (const script of ['ascii', 'hAnsi', 'eastAsia'])
        if (element.attributes[`w:${script}`] === undefined) faults.push(`${place}: no font for ${script}`);
    for (const child of element.children) visit(child, `${path}/${name}`);
  };
  visit(root, '');
  return faults;
};

const all = (element: Element, name: string): readonly Element[] => [
  ...(element.name === name ? [element] : []),
  ...element.children.flatMap((child) => all(child, name)),
];

const letter = (layout: LetterDocument['layout']): LetterDocument => ({
  layout,
  template: { code: 'reply-letter', version: 1 },
  mark: '云岭市卫生健康委员会',
  reply: { label: '类别', value: 'A类' },
  prefix: '云卫函',
  showsSigner: true,
  title: '关于市政协五届五次会议\n第118号提案<“办”&复>的答复函',
  addressee: '沈委员',
  paragraphs: [
    { level: 1, heading: '总体情况', text: '' },
    { level: 2, heading: '床位', text: '' },
    { level: 3, heading: '标准', text: '全市二级及以上医院设床位350张。' },
    { level: 4, heading: '其他', text: '余见附件。' },
    { level: 0, heading: '', text: '感谢您的支持。' },
  ],
  attachments: ['政协提案答复函征求意见表', '床位一览'],
  signature: '云岭市卫生健康委员会',
  contact: { style: 'lines', person: '何', phone: '0434-1234567', postcode: '136000' },
  disclosure: 'public',
  copies: [
    { to: '市政协提案委', count: 3 },
    { to: '市政府督查室', count: null },
  ],
  forms: [
    {
      label: '附件1',
      title: '政协提案答复函征求意见表',
      rows: [
        [
          { label: '提案者', value: '' },
          { label: '提案编号', value: '118' },
        ],
        [{ label: '意见', value: '满意\n基本满意' }],
      ],
      note: '本表一式三份。',
    },
  ],
  claims: {},
  promises: [],
});
const PAGE = {
  given: { number: '云卫函〔2026〕7号', signer: '邱怀远', day: '2026-11-20' },
  year: 2026,
  across: '征求意见稿',
  lookUp: { address: 'https://example.cn/f', code: 'K3T9' },
  issued: { by: '云岭市卫生健康委员会', day: '2026-11-20' },
} as const;

describe.each(['general', 'letter'] as const)('the Word document of the %s form', (layout) => {
  const made = letterDocx(letter(layout), PAGE).then((docx) => {
    const texts = partsOf(docx);
    return new Map([...texts].map(([name, xml]) => [name, parse(xml)] as const));
  });

  test('has every element in the order of the schema, and every measure as a whole number', async () => {
    const parts = await made;
    const faults = [...parts].flatMap(([name, root]) => (name.startsWith('word/') ? faultsOf(name, root) : []));
    expect(faults).toEqual([]);
  });

  test('says of every part what it is, and points to none that is not there', async () => {
    const parts = await made;
    const types = parts.get('[Content_Types].xml');
    if (types === undefined) throw new Error('the document says of no part what it is');
    const overridden = all(types, 'Override').map(({ attributes }) => attributes['PartName'] ?? '');
    const byEnding = new Set(all(types, 'Default').map(({ attributes }) => attributes['Extension']));
    expect(overridden.filter((name) => !parts.has(name.slice(1)))).toEqual([]);
    const meant = [...parts.keys()].filter((name) => name.startsWith('word/') && !name.endsWith('.rels'));
    expect(meant.filter((name) => !overridden.includes(`/${name}`))).toEqual([]);
    expect([...parts.keys()].filter((name) => !byEnding.has(name.split('.').at(-1)))).toEqual([]);
    for (const [name, root] of parts) {
      const related = parts.get(name.replace(/([^/]+)$/, '_rels/$1.rels'));
      const relations = related === undefined ? [] : all(related, 'Relationship');
      const folder = name.replace(/[^/]+$/, '');
      for (const { attributes } of relations)
        if (attributes['TargetMode'] !== 'External')
          expect([...parts.keys()], name).toContain(`${folder}${attributes['Target'] ?? ''}`);
      const ids = new Set(relations.map(({ attributes }) => attributes['Id']));
      const asked = [...all(root, 'w:headerReference'), ...all(root, 'w:footerReference')];
      expect(asked.filter(({ attributes }) => !ids.has(attributes['r:id']))).toEqual([]);
    }
  });

  test('declares every font that it writes in, Chinese ones as such', async () => {
    const parts = await made;
    const table = parts.get('word/fontTable.xml');
    const declared = new Map(
      all(table ?? { name: '', attributes: {}, children: [], text: '' }, 'w:font').map((font) => [
        font.attributes['w:name'] ?? '',
        font.children.find(({ name }) => name === 'w:charset')?.attributes['w:val'],
      ]),
    );
    const written = [...parts.values()].flatMap((root) => all(root, 'w:rFonts'));
    const names = new Set(written.map(({ attributes }) => attributes['w:eastAsia'] ?? ''));
    expect(names.size).toBeGreaterThan(2);
    // GB 2312 is character set 134
    for (const name of names) expect([name, declared.get(name)]).toEqual([name, '86']);
  });
});
