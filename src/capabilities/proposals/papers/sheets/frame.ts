/** The sheet both forms are drawn on: A4, one page, black on white, in the type an office prints with. */
import { html, styleElement, textOf } from '../../../../platform/pdf/html.ts';
import type { Html } from '../../../../platform/pdf/html.ts';

const FONTS =
  "'Noto Sans SC Latin', 'Noto Sans SC', 'Noto Sans CJK SC', 'Source Han Sans SC', 'PingFang SC', sans-serif";
export const STYLE = `
@page { size: A4; margin: 20mm 20mm 16mm; }
* { box-sizing: border-box; }
html { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
body { margin: 0; color: #000; background: #fff; font-family: ${FONTS}; font-size: 12pt; line-height: 1.45; }
h1 { margin: 2mm 0 5mm; font-size: 20pt; line-height: 1.3; text-align: center; }
p { margin: 0; }
table { width: 100%; border-collapse: collapse; table-layout: fixed; }
th, td { padding: 2mm; border: 0.3mm solid #000; vertical-align: middle; font-weight: 400; text-align: center; overflow-wrap: anywhere; }
td.text { text-align: left; white-space: pre-wrap; }
td.tall { height: 21mm; vertical-align: top; }
td.taller { height: 40mm; vertical-align: top; }
.date { text-align: right; }
.tick { display: inline-block; width: 4mm; height: 4mm; margin: 0 0.6mm -0.6mm; border: 0.3mm solid #000; font-size: 11pt; line-height: 3.6mm; }
.ways span { white-space: nowrap; margin-right: 3mm; }
.note { margin-top: 3mm; font-size: 10pt; text-align: left; }
.attachment { font-size: 12pt; }
.foot { margin-top: 4mm; font-size: 8pt; color: #333; }
@media screen { body { max-width: 210mm; margin: 0 auto; padding: 8mm 16mm; } }
`;

export const tick = (on: boolean): Html => html`<span class="tick">${on ? '√' : ''}</span>`;

/** `2025年3月14日`, or a line left for the pen. */
export const dateLine = (day: string | null): Html => {
  const [year, month, date] = (day ?? '').split('-').map(Number);
  return day === null || day === ''
    ? html`<p class="date">&emsp;&emsp;年&emsp;月&emsp;日</p>`
    : html`<p class="date">${String(year)}年${String(month)}月${String(date)}日</p>`;
};

export const sheet = (title: string, body: Html, foot: string): string =>
  textOf(
    html`<!doctype html>
      <html lang="zh-CN">
        <head>
          <meta charset="utf-8" />
          <title>${title}</title>
          ${styleElement(STYLE)}
        </head>
        <body>
          ${body}
          <p class="foot">${foot}</p>
        </body>
      </html>`,
  );
