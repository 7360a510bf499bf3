/** How the papers look: A4, black on white, legible when copied; the same rules for the PDF and for the page one prints oneself. */
import type { PaperWords } from '../words.ts';

/** A constant of our own as a CSS string. */
const quoted = (text: string): string => `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;

const pageNumber = (words: PaperWords): string => {
  const [before = '', between = '', after = ''] = words.page('\0', '\0').split('\0');
  return `${quoted(before)} counter(page) ${quoted(between)} counter(pages) ${quoted(after)}`;
};

const FONTS =
  "'Noto Sans SC Latin', 'Noto Sans SC', 'Noto Sans CJK SC', 'Source Han Sans SC', 'PingFang SC', 'Microsoft YaHei', sans-serif";

const rules = `
* { box-sizing: border-box; }
html { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
body { margin: 0; color: #000; background: #fff; font-family: ${FONTS}; font-size: 10.5pt; line-height: 1.45; }
h1 { margin: 1mm 0 2mm; font-size: 18pt; line-height: 1.3; font-weight: 700; text-align: center; letter-spacing: 0.04em; }
h2 { margin: 0 0 1.5mm; font-size: 12pt; line-height: 1.4; font-weight: 700; }
p { margin: 0; }
table { width: 100%; border-collapse: collapse; border-spacing: 0; }
.frame > thead > tr > td, .frame > tbody > tr > td, .frame > tfoot > tr > td { padding: 0; vertical-align: top; }
.running { display: flex; justify-content: space-between; align-items: flex-end; gap: 6mm; padding-bottom: 1.5mm;
  margin-bottom: 3mm; border-bottom: 0.3mm solid #000; font-size: 9pt; line-height: 1.4; }
.running .names { display: flex; flex-wrap: wrap; gap: 0 5mm; }
.number { text-align: center; white-space: nowrap; }
.bars { display: block; fill: #000; }
.foot { position: fixed; left: 0; right: 0; bottom: 0; font-size: 8pt; line-height: 1.4; color: #333; }
.foot-room { height: 9mm; }
.facts th, .facts td { padding: 1.1mm 2mm; border: 0.25mm solid #333; text-align: left; vertical-align: top; font-weight: 400; }
.facts { table-layout: fixed; width: calc(100% - 0.3mm); }
.facts th { background: #f2f2f2; }
.column-1 { width: 27mm; }
.column-7 { width: 27mm; }
.column-2 { width: 28mm; }
.column-3, .column-5 { width: 12mm; }
.column-4 { width: 19mm; }
.column-6 { width: 16mm; }
.facts td { overflow-wrap: anywhere; }
.text { white-space: pre-wrap; }
.facts .none { color: #666; }
.facts tr.short { break-inside: avoid; }
.letter { margin: 0 0 2.5mm; }
.greeting { margin: 0 0 1mm; font-weight: 700; }
.stub { padding-bottom: 2mm; }
.stub .said { margin-top: 1.5mm; }
.cut { margin: 1mm 0 2mm; border-top: 0.3mm dashed #000; text-align: center; font-size: 8pt; line-height: 1.4; color: #333; }
.signs { display: grid; grid-template-columns: 4fr 3fr; gap: 2mm 8mm; margin: 3mm 0 2mm; }
.last { break-inside: avoid; break-before: avoid; }
.stub .signs { margin-bottom: 0; grid-template-columns: 1fr 1fr; }
.sign .line { display: flex; align-items: flex-end; gap: 2mm; min-height: 9mm; }
.sign .line span:first-child { white-space: nowrap; }
.sign .blank { flex: 1; min-width: 20mm; border-bottom: 0.25mm solid #000; }
.sign .small { margin-top: 0.5mm; }
.small { font-size: 8.5pt; color: #333; }
.closed { margin: 0 0.3mm 3mm 0; padding: 1.5mm 3mm; border: 0.5mm solid #b00000; color: #b00000; font-weight: 700;
  overflow-wrap: anywhere; }
.closed .why { font-weight: 400; }
.mark { position: fixed; z-index: 9; top: 42%; left: -14mm; right: -14mm; text-align: center; transform: rotate(-26deg);
  color: rgba(176, 0, 0, 0.24); font-size: 38pt; font-weight: 700; line-height: 1.2; letter-spacing: 0.06em;
  white-space: nowrap; }
.mark:lang(en) { font-size: 34pt; letter-spacing: 0; }
.told-head { margin-top: 4mm; }
.told { margin: 1.5mm 0 3mm; padding: 0; list-style: none; }
.told li { display: grid; grid-template-columns: 6mm 1fr; margin-top: 1.2mm; break-inside: avoid; }
.tick { display: inline-block; width: 3.6mm; height: 3.6mm; margin: 0 1mm -0.4mm 0; border: 0.3mm solid #000;
  font-size: 11pt; line-height: 3.2mm; text-align: center; font-weight: 700; }
.told .tick { margin-top: 1mm; }
.decision { display: flex; flex-direction: column; gap: 1.5mm; margin: 2mm 0; break-inside: avoid; }
.decision > span { display: grid; grid-template-columns: 6mm 1fr; }
.decision .tick { margin-top: 1mm; }
.tasks { margin: 0; padding-left: 5mm; }
.slip { font-size: 14pt; line-height: 1.45; }
.slip h1 { margin: 0 0 2mm; font-size: 24pt; }
.slip h2 { margin: 0; font-size: 15pt; line-height: 1.35; }
.slip .intro { margin-bottom: 2.5mm; }
.slip .part { display: grid; grid-template-columns: 29mm 1fr; gap: 0 4mm; padding: 1.8mm 0; border-top: 0.5mm solid #000; break-inside: avoid; }
.slip .where { font-size: 20pt; line-height: 1.3; font-weight: 700; overflow-wrap: anywhere; }
.slip .when { font-size: 17pt; line-height: 1.35; font-weight: 700; }
.slip .code { font-size: 20pt; line-height: 1.3; font-weight: 700; letter-spacing: 0.06em; }
.slip ul { margin: 0; padding-left: 6mm; columns: 2; column-gap: 6mm; }
.slip li { break-inside: avoid; }
.slip .part .small { margin-top: 0.5mm; font-size: 11pt; line-height: 1.4; }
.slip p { overflow-wrap: anywhere; }
.slip:lang(en) { font-size: 12.5pt; line-height: 1.35; }
.on-screen { display: none; }
@media screen {
  body { max-width: 210mm; margin: 0 auto; padding: 6mm 16mm; }
  .foot { position: static; margin-top: 4mm; }
  .mark { position: absolute; }
  .on-screen { display: block; margin: 0 0 5mm; padding: 3mm; border: 0.3mm solid #0958d9; color: #0958d9; }
}
`;

export const styleOf = (words: PaperWords): string =>
  `@page { size: A4; margin: 13mm 16mm 15mm; @bottom-right { content: ${pageNumber(words)}; font-family: ${FONTS}; ` +
  `font-size: 8pt; color: #333; vertical-align: top; padding-top: 1mm; } }${rules}`;
