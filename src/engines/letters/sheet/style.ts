/** How a letter looks on paper, from the measures of the standard. */
import { measure } from '../layout.ts';
import { familyOf } from './fonts.ts';

const mm = (value: number): string => `${String(Number(value.toFixed(4)))}mm`;

const RIGHT = measure('pageWidth') - measure('left') - measure('blockWidth');
const BOTTOM = measure('pageHeight') - measure('top') - measure('blockHeight');
/** One line of 22, one character of 28. */
export const LINE = measure('blockHeight') / measure('lines');
export const PITCH = measure('blockWidth') / measure('characters');
const PT = 25.4 / 72;

/** The height that text has on a page of each form, in millimetres: the letter form begins higher on its first page. */
export const heightOfPage = (layout: 'general' | 'letter', page: number): number =>
  layout === 'letter' && page === 1
    ? measure('pageHeight') - measure('letterMarkTop') - BOTTOM
    : measure('blockHeight');

/** What a line box has above its characters, and below them. */
const HALF_LEADING = (LINE - measure('bodySize') * PT) / 2;

const RED = '#d7000f';
/** The rules of the letter form are centred on the page and wider than the text, so its pages are as wide and the text is drawn in. */
const SIDE = (measure('pageWidth') - measure('letterLineWidth')) / 2;
const IN_LEFT = measure('left') - SIDE;
const IN_RIGHT = RIGHT - SIDE;
/** Where the dash of a page number stands in its line. */
const NUMBER_LINE = 6;

const pageNumber = (layout: 'general' | 'letter', side: 'left' | 'right'): string => {
  const inwards = layout === 'general' ? 0 : side === 'left' ? IN_LEFT : IN_RIGHT;
  return `@bottom-${side} { content: "— " counter(page) " —"; vertical-align: top;
    padding: ${mm(measure('pageNumberUnder') - NUMBER_LINE / 2)} calc(1em + ${mm(inwards)}) 0;
    font: ${String(measure('smallSize'))}pt/${mm(NUMBER_LINE)} ${familyOf('page')}; }`;
};

/** The two lines of a double rule, and what is between them. */
export const DOUBLE_RULE = { thick: 0.9, gap: 0.3, thin: 0.3 } as const;
const { thick, gap, thin } = DOUBLE_RULE;
const ruleHeight = thick + gap + thin;

const pagesOf = {
  general: '',
  letter: `@page :first { margin-top: ${mm(measure('letterMarkTop'))}; @bottom-right { content: none; } @bottom-left { content: none; }
    @bottom-center { content: ""; width: ${mm(measure('letterLineWidth'))}; height: ${mm(gap)};
      margin: ${mm(BOTTOM - measure('letterLineFromBottom') - ruleHeight)} 0 ${mm(measure('letterLineFromBottom'))};
      border-top: ${mm(thin)} solid ${RED}; border-bottom: ${mm(thick)} solid ${RED}; } }
@media print {
  body { padding: 0 ${mm(IN_RIGHT)} 0 ${mm(IN_LEFT)}; }
  .at-bottom { padding: 0 ${mm(IN_RIGHT)} 0 ${mm(IN_LEFT)}; }
}`,
} as const;

/** The mark fills no more than the line, however long the name of the office is. */
export const markSize = (mark: string): number =>
  Math.min(measure('markSize'), Math.floor((measure('blockWidth') / PT / (Math.max(1, mark.length) * 1.07)) * 2) / 2);

export const letterStyle = (layout: 'general' | 'letter'): string => `
@page { size: A4; margin: ${mm(measure('top'))} ${mm(layout === 'letter' ? SIDE : RIGHT)} ${mm(BOTTOM)} ${mm(layout === 'letter' ? SIDE : measure('left'))}; }
@page :right { ${pageNumber(layout, 'right')} }
@page :left { ${pageNumber(layout, 'left')} }
* { box-sizing: border-box; }
html { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
body { margin: 0; color: #000; background: #fff; font: ${String(measure('bodySize'))}pt ${familyOf('body')};
  line-height: ${mm(LINE)}; letter-spacing: ${mm(PITCH - measure('bodySize') * PT)}; line-break: strict; text-autospace: no-autospace; }
p, h1 { margin: 0; }
.kept { white-space: nowrap; }
.class { text-align: right; font-family: ${familyOf('first')}; min-height: ${mm(LINE)}; }
.mark { color: ${RED}; font: 900 ${String(measure('markSize'))}pt/1 ${familyOf('title')}; text-align: center; letter-spacing: 0.06em;
  white-space: nowrap; }
/* in the flow, not positioned: what is positioned is written into the PDF after the body, and read so */
.general .head .class { height: ${mm(measure('markTop'))}; min-height: 0; }
.general .numbers { display: flex; justify-content: center; padding: ${mm(2 * LINE)} 1em 0; }
.general .numbers.with-signer { justify-content: space-between; }
.general .rule { height: 0; border-top: 0.6mm solid ${RED}; margin-top: ${mm(measure('lineUnderNumber') - HALF_LEADING)}; }
.signer { font-family: ${familyOf('second')}; }
.letter .rule { margin: ${mm(measure('letterLineUnderMark'))} ${mm(-IN_RIGHT)} 0 ${mm(-IN_LEFT)}; height: ${mm(ruleHeight)};
  border-top: ${mm(thick)} solid ${RED}; border-bottom: ${mm(thin)} solid ${RED}; }
.letter .numbers { display: flex; justify-content: space-between; min-height: ${mm(LINE)};
  padding-top: ${mm(measure('letterNumberUnderLine') * measure('bodySize') * PT - HALF_LEADING)}; box-sizing: content-box; }
.title { margin: ${mm(2 * LINE)} 0 ${mm(LINE)}; text-align: center; font: 700 ${String(measure('titleSize'))}pt/${mm(LINE)} ${familyOf('title')};
  letter-spacing: 0; text-wrap: balance; white-space: pre-line; break-after: avoid; }
.letter .title { margin-top: ${mm(2 * LINE)}; }
.body > p, .body .last { text-indent: 2em; text-align: justify; overflow-wrap: anywhere; orphans: 2; widows: 2; }
.body > p.addressee { text-indent: 0; text-align: left; }
.level-1 { font-family: ${familyOf('first')}; }
.level-2 { font-family: ${familyOf('second')}; }
.attachments { margin-top: ${mm(LINE)}; }
.attachments p { padding-left: 5em; text-indent: -3em; }
/* a name that needs a second line goes on under its own first character */
.attachments p.one-of { padding-left: 6em; text-indent: -4em; }
.one-of .number { display: inline-block; width: 1em; text-indent: 0; letter-spacing: 0; white-space: nowrap; }
/* one line of the last paragraph: with it go two lines of text */
.body .last { widows: 3; }
.body .whole { break-inside: avoid; }
.closing { display: inline-block; width: 100%; vertical-align: top; text-indent: 0; text-align: left; }
/* for counting: laid out, and nothing put on paper */
.unseen, .unseen * { visibility: hidden; }
/* as wide as the date: the name is centred above it and reaches beyond it on both sides (7.3.5.1) */
.signed { display: flex; flex-direction: column; align-items: center; width: max-content; margin-top: ${mm(2 * LINE)}; margin-left: auto; }
.signed .office { margin: 0 -20em; white-space: nowrap; }
.note { padding-left: 2em; }
.lines { margin-top: ${mm(LINE)}; padding-left: 2em; break-inside: avoid; }
.imprint { font-size: ${String(measure('smallSize'))}pt; line-height: ${mm(LINE * 0.9)}; letter-spacing: 0; break-inside: avoid; }
/* a border is as thick as whole dots of a screen, a drawing as it is told */
.line { display: block; width: 100%; height: ${mm(measure('imprintInnerLine'))}; overflow: visible; }
.line rect { width: 100%; height: ${mm(measure('imprintInnerLine'))}; }
.line.outer, .line.outer rect { height: ${mm(measure('imprintOuterLine'))}; }
.imprint .copies { padding: 0 1em 0 4em; text-indent: -3em; }
.imprint .issued { display: flex; justify-content: space-between; padding: 0 1em; }
.room { visibility: hidden; padding-top: ${mm(LINE)}; break-inside: avoid; }
.at-bottom { position: absolute; left: 0; right: 0; display: flex; flex-direction: column; justify-content: flex-end; }
.flow { padding-top: ${mm(LINE)}; }
.disclosure { padding-left: 1em; }
.form-page { break-before: page; }
.attachment { font-family: ${familyOf('first')}; }
.form-page h2 { margin: ${mm(LINE)} 0; text-align: center; font: 700 ${String(measure('titleSize'))}pt/${mm(LINE)} ${familyOf('title')}; letter-spacing: 0; }
/* what is drawn beyond the page's text is cut off, half a border too */
.form-page table { width: calc(100% - 0.4mm); border-collapse: collapse; table-layout: fixed; font-size: 14pt; line-height: 8.5mm; letter-spacing: 0; }
.form-page td { border: 0.3mm solid #000; padding: 2mm 2.5mm; vertical-align: middle; overflow-wrap: anywhere; white-space: pre-wrap; }
.form-page td.label { text-align: center; width: 36mm; }
.form-page .hint { margin-top: 3mm; font-size: 12pt; line-height: 7mm; letter-spacing: 0; }
.unsigned { position: fixed; inset: 0; overflow: hidden; display: flex; align-items: center; justify-content: center; }
.unsigned span { font: 700 60pt/1 ${familyOf('first')}; letter-spacing: 0.2em; color: rgba(120, 120, 120, 0.16); transform: rotate(-24deg); }
.code { margin-top: 1mm; font: 10.5pt/6mm ${familyOf('page')}; letter-spacing: 0; padding: 0 1em; }
${pagesOf[layout]}
@media screen {
  html { background: #eceef1; }
  body { width: ${mm(measure('pageWidth'))}; min-height: ${mm(measure('pageHeight'))}; margin: 6mm auto; background: #fff; box-shadow: 0 1px 6px rgba(0, 0, 0, 0.25);
    padding: ${mm(measure('top'))} ${mm(RIGHT)} ${mm(BOTTOM)} ${mm(measure('left'))}; position: relative; }
  body.letter { padding-top: ${mm(measure('letterMarkTop'))}; }
  .form-page { margin-top: 20mm; padding-top: 10mm; border-top: 0.3mm dashed #999; }
}
`;
