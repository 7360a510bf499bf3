/** How a letter looks on paper, from the measures of the standard. */
import { measure } from '../layout.ts';
import { familyOf } from './fonts.ts';

const mm = (value: number): string => `${String(Number(value.toFixed(4)))}mm`;

const RIGHT = measure('pageWidth') - measure('left') - measure('blockWidth');
const BOTTOM = measure('pageHeight') - measure('top') - measure('blockHeight');
/** One line of 22, one character of 28. */
export const LINE = measure('blockHeight') / measure('lines');
const PITCH = measure('blockWidth') / measure('characters');
const PT = 25.4 / 72;

/** The height that text has on a page of each form, in millimetres: the letter form begins higher on its first page. */
export const heightOfPage = (layout: 'general' | 'letter', page: number): number =>
  layout === 'letter' && page === 1
    ? measure('pageHeight') - measure('letterMarkTop') - BOTTOM
    : measure('blockHeight');

const pageNumber = (side: 'left' | 'right'): string => `@bottom-${side} {
    content: "— " counter(page) " —"; vertical-align: top; padding: ${mm(measure('pageNumberUnder'))} 1em 0; font: ${String(measure('smallSize'))}pt ${familyOf('page')}; }`;

const RED = '#d7000f';
const LETTER_TOP = measure('letterMarkTop');
/** The rules of the letter form are centred on the page and wider than the text: what goes beyond it is shadow, which asks for no room. */
const ruleLeft = measure('left') - (measure('pageWidth') - measure('letterLineWidth')) / 2;
const ruleRight = measure('letterLineWidth') - measure('blockWidth') - ruleLeft;
const bar = (height: number): string =>
  `height: ${mm(height)}; background: ${RED}; box-shadow: ${mm(-ruleLeft)} 0 0 ${RED}, ${mm(ruleRight)} 0 0 ${RED};`;

const pagesOf = {
  general: '',
  letter: `@page :first { margin-top: ${mm(LETTER_TOP)}; @bottom-right { content: none; } @bottom-left { content: none; }
    @bottom-center { content: ""; width: ${mm(measure('blockWidth'))}; height: 1.5mm; margin: ${mm(BOTTOM - measure('letterLineFromBottom') - 1.5)} 0 ${mm(measure('letterLineFromBottom'))};
      border-top: 0.3mm solid ${RED}; border-bottom: 0.9mm solid ${RED}; } }`,
} as const;

/** The mark fills no more than the line, however long the name of the office is. */
export const markSize = (mark: string): number =>
  Math.min(measure('markSize'), Math.floor((measure('blockWidth') / PT / (Math.max(1, mark.length) * 1.07)) * 2) / 2);

export const letterStyle = (layout: 'general' | 'letter'): string => `
@page { size: A4; margin: ${mm(measure('top'))} ${mm(RIGHT)} ${mm(BOTTOM)} ${mm(measure('left'))}; }
@page :right { ${pageNumber('right')} }
@page :left { ${pageNumber('left')} }
${pagesOf[layout]}
* { box-sizing: border-box; }
html { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
body { margin: 0; color: #000; background: #fff; font: ${String(measure('bodySize'))}pt ${familyOf('body')};
  line-height: ${mm(LINE)}; letter-spacing: ${mm(PITCH - measure('bodySize') * PT)}; line-break: strict; text-autospace: no-autospace; }
p, h1 { margin: 0; }
.kept { white-space: nowrap; }
.class { text-align: right; font-family: ${familyOf('first')}; min-height: ${mm(LINE)}; }
.mark { color: ${RED}; font: 900 ${String(measure('markSize'))}pt/1.15 ${familyOf('title')}; text-align: center; letter-spacing: 0.06em;
  white-space: nowrap; }
/* in the flow, not positioned: what is positioned is written into the PDF after the body, and read so */
.general .head .class { height: ${mm(measure('markTop'))}; min-height: 0; }
.general .numbers { display: flex; justify-content: center; padding: ${mm(2 * LINE)} 1em 0; }
.general .numbers.with-signer { justify-content: space-between; }
.general .rule { height: 0; border-top: 0.6mm solid ${RED}; margin-top: ${mm(measure('lineUnderNumber') - 2)}; }
.signer { font-family: ${familyOf('second')}; }
.letter .rule { margin-top: ${mm(measure('letterLineUnderMark'))}; }
.letter .rule .thick { ${bar(0.9)} }
.letter .rule .thin { margin-top: 0.3mm; ${bar(0.3)} }
.letter .mark { line-height: 1; padding-top: 0; }
.letter .numbers { display: flex; justify-content: space-between; min-height: ${mm(LINE)}; }
.title { margin: ${mm(2 * LINE)} 0 ${mm(LINE)}; text-align: center; font: 700 ${String(measure('titleSize'))}pt/${mm(LINE * 1.2)} ${familyOf('title')};
  letter-spacing: 0; text-wrap: balance; white-space: pre-line; break-after: avoid; }
.letter .title { margin-top: ${mm(2 * LINE)}; }
.body p { text-indent: 2em; text-align: justify; overflow-wrap: anywhere; orphans: 2; widows: 2; }
.body p.addressee { text-indent: 0; text-align: left; }
.level-1 { font-family: ${familyOf('first')}; }
.level-2 { font-family: ${familyOf('second')}; }
.attachments { margin-top: ${mm(LINE)}; }
.attachments p { padding-left: 5em; text-indent: -3em; }
.closing { break-inside: avoid; }
/* as wide as the date: the name is centred above it and reaches beyond it on both sides (7.3.5.1) */
.signed { display: flex; flex-direction: column; align-items: center; width: max-content; margin-top: ${mm(2 * LINE)}; margin-left: auto; }
.signed .office { margin: 0 -20em; white-space: nowrap; }
.note { padding-left: 2em; }
.lines { margin-top: ${mm(LINE)}; padding-left: 2em; break-inside: avoid; }
.imprint { font-size: ${String(measure('smallSize'))}pt; line-height: ${mm(LINE * 0.9)}; letter-spacing: 0; break-inside: avoid; }
.general .imprint { border-top: ${mm(measure('imprintOuterLine'))} solid #000; border-bottom: ${mm(measure('imprintOuterLine'))} solid #000; }
.imprint .copies { padding: 0 1em 0 4em; text-indent: -3em; }
.imprint .issued { display: flex; justify-content: space-between; padding: 0 1em; border-top: ${mm(measure('imprintInnerLine'))} solid #000; }
.room { visibility: hidden; padding-top: ${mm(LINE)}; break-inside: avoid; }
.at-bottom { position: absolute; left: 0; right: 0; display: flex; flex-direction: column; justify-content: flex-end; }
.flow { padding-top: ${mm(LINE)}; }
.disclosure { padding-left: 1em; }
.form-page { break-before: page; }
.attachment { font-family: ${familyOf('first')}; }
.form-page h2 { margin: ${mm(LINE)} 0; text-align: center; font: 700 ${String(measure('titleSize'))}pt/${mm(LINE)} ${familyOf('title')}; letter-spacing: 0; }
.form-page table { width: 100%; border-collapse: collapse; table-layout: fixed; font-size: 14pt; line-height: 8.5mm; letter-spacing: 0; }
.form-page td { border: 0.3mm solid #000; padding: 2mm 2.5mm; vertical-align: middle; overflow-wrap: anywhere; white-space: pre-wrap; }
.form-page td.label { text-align: center; width: 36mm; }
.form-page .hint { margin-top: 3mm; font-size: 12pt; line-height: 7mm; letter-spacing: 0; }
.unsigned { position: fixed; inset: 0; overflow: hidden; display: flex; align-items: center; justify-content: center; }
.unsigned span { font: 700 60pt/1 ${familyOf('first')}; letter-spacing: 0.2em; color: rgba(120, 120, 120, 0.16); transform: rotate(-24deg); }
.code { margin-top: 1mm; font: 10.5pt/6mm ${familyOf('page')}; letter-spacing: 0; padding: 0 1em; }
@media screen {
  html { background: #eceef1; }
  body { width: ${mm(measure('pageWidth'))}; min-height: ${mm(measure('pageHeight'))}; margin: 6mm auto; background: #fff; box-shadow: 0 1px 6px rgba(0, 0, 0, 0.25);
    padding: ${mm(measure('top'))} ${mm(RIGHT)} ${mm(BOTTOM)} ${mm(measure('left'))}; position: relative; }
  body.letter { padding-top: ${mm(measure('letterMarkTop'))}; }
  .form-page { margin-top: 20mm; padding-top: 10mm; border-top: 0.3mm dashed #999; }
}
`;
