/** 对账单 on A4: head, rows of days, price and amount, subtotals, the total in figures and in words, places to sign. */
import { capitalAmount } from '../../../../platform/capital-amount.ts';
import { civilDay, civilTime } from '../../../../platform/civil-time.ts';
import { html, styleElement, textOf } from '../../../../platform/pdf/html.ts';
import type { Html } from '../../../../platform/pdf/html.ts';
import type { Language } from '../../../../platform/words.ts';
import { summed } from '../../shapes/statements.ts';
import type { StatementView } from '../../shapes/statements.ts';
import { statementWords } from '../words.ts';

const FONTS =
  "'Noto Sans SC Latin', 'Noto Sans SC', 'Noto Sans CJK SC', 'Source Han Sans SC', 'PingFang SC', sans-serif";
const RULES = `
* { box-sizing: border-box; }
html { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
body { margin: 0; color: #000; background: #fff; font-family: ${FONTS}; font-size: 10pt; line-height: 1.45; }
h1 { margin: 0 0 4mm; font-size: 17pt; line-height: 1.3; text-align: center; }
p { margin: 0; }
table { width: 100%; border-collapse: collapse; }
dl { display: grid; grid-template-columns: auto 1fr auto 1fr; gap: 1mm 4mm; margin: 0 0 3mm; }
dt { color: #333; }
dd { margin: 0; font-weight: 700; overflow-wrap: anywhere; }
.rows th, .rows td { padding: 1.2mm 2mm; border: 0.25mm solid #333; text-align: left; font-weight: 400; vertical-align: top; }
.rows thead { display: table-header-group; }
.rows thead th { background: #f2f2f2; }
.rows tr { break-inside: avoid; }
.rows .days { white-space: nowrap; }
.rows .n { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
.rows .sum td { font-weight: 700; border-top-width: 0.4mm; }
.rows .all td { font-weight: 700; font-size: 11pt; border-top: 0.6mm solid #000; }
.small { font-size: 8.5pt; color: #333; margin-top: 2mm; }
.signs { display: grid; grid-template-columns: repeat(4, 1fr); gap: 6mm; margin-top: 10mm; break-inside: avoid; }
.signs span { border-top: 0.25mm solid #000; padding-top: 1mm; font-size: 9pt; }
.unit { text-align: right; font-size: 9pt; }
`;
const quoted = (text: string): string => `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
const styleOf = (language: Language): string => {
  const [before = '', between = '', after = ''] = statementWords[language].page('\0', '\0').split('\0');
  const page = `${quoted(before)} counter(page) ${quoted(between)} counter(pages) ${quoted(after)}`;
  return `@page { size: A4; margin: 15mm 15mm 16mm; @bottom-right { content: ${page}; font-family: ${FONTS}; font-size: 8pt; color: #333; } }${RULES}`;
};

/** `1,234.05`, always with its fen: sums are compared digit by digit. */
export const yuanOf = (fen: number): string => {
  const digits = String(Math.abs(fen)).padStart(3, '0');
  const whole = digits.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, ',');
  return `${fen < 0 ? '−' : ''}${whole}.${digits.slice(-2)}`;
};
const orHidden = (value: number | null, said: (value: number) => string): string =>
  value === null ? '—' : said(value);

const itemOf = (name: string, said: string): string => (said === '' ? name : `${name}（${said}）`);

const rowsOf = (view: StatementView, language: Language): Html => {
  const words = statementWords[language];
  return html`${view.groups.map(
    (group) =>
      html`${group.rows.map(
        (row) =>
          html`<tr>
            <td>${itemOf(view.by === 'person' ? row.name : `${group.name} ${row.name}`, words.as[row.as])}</td>
            <td class="days">
              ${row.from === row.through ? row.from.slice(5) : words.periodOf(row.from.slice(5), row.through.slice(5))}
            </td>
            <td class="n">${row.days}</td>
            <td class="n">${yuanOf(row.unit)}</td>
            <td class="n">${yuanOf(row.fen)}</td>
          </tr>`,
      )}
      ${summed(group) &&
      html`<tr class="sum">
        <td colspan="2">${words.subtotal(group.name)}</td>
        <td class="n">${orHidden(group.days, String)}</td>
        <td></td>
        <td class="n">${orHidden(group.fen, yuanOf)}</td>
      </tr>`}`,
  )}`;
};

export type Sheeted = {
  readonly view: StatementView;
  readonly language: Language;
  readonly zone: string;
  /** Who prints, in words, and which copy it is. */
  readonly who: string;
  readonly copy: number;
};

/** A whole HTML document; everything a person typed goes through `html`, which escapes it. */
export const statementSheet = ({ view, language, zone, who, copy }: Sheeted): string => {
  const words = statementWords[language];
  const moment = (instant: string): string =>
    `${civilDay(new Date(instant), zone)} ${civilTime(new Date(instant), zone)}`;
  const [year = 0, month = 0] = view.month.split('-').map(Number);
  const last = new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10);
  const settledOn = view.settledAt === null ? '' : civilDay(new Date(view.settledAt), zone);
  const state = view.settled === 'never' ? words.states.never : words.states[view.settled](settledOn);
  const title = words.titles[view.by];
  return textOf(
    html`<!doctype html>
      <html lang="${language === 'zh' ? 'zh-CN' : 'en'}">
        <head>
          <meta charset="utf-8" />
          <title>${title} ${view.month}</title>
          ${styleElement(styleOf(language))}
        </head>
        <body>
          <h1>${title}</h1>
          <dl>
            <dt>${words.institution}</dt>
            <dd>${view.organisation.name}</dd>
            ${view.by !== 'institution' &&
            html`<dt>${words.about[view.by]}</dt>
              <dd>${view.name}</dd>`}
            <dt>${words.period}</dt>
            <dd>${words.periodOf(`${view.month}-01`, last)}</dd>
            <dt>${words.known}</dt>
            <dd>${moment(view.known)}</dd>
            <dt>${words.state}</dt>
            <dd>${state}</dd>
          </dl>
          <p class="unit">${words.unit}</p>
          <table class="rows">
            <thead>
              <tr>
                <th>${words.columns.item}</th>
                <th>${words.columns.period}</th>
                <th class="n">${words.columns.days}</th>
                <th class="n">${words.columns.price}</th>
                <th class="n">${words.columns.amount}</th>
              </tr>
            </thead>
            <tbody>
              ${view.groups.length === 0
                ? html`<tr>
                    <td colspan="5">${words.empty}</td>
                  </tr>`
                : rowsOf(view, language)}
              <tr class="all">
                <td colspan="2">${words.total}</td>
                <td class="n">${orHidden(view.days, String)}</td>
                <td></td>
                <td class="n">${orHidden(view.fen, yuanOf)}</td>
              </tr>
              <tr class="all">
                <td>${words.capital}</td>
                <td colspan="4">${orHidden(view.fen, capitalAmount)}</td>
              </tr>
            </tbody>
          </table>
          <p class="small">${words.preliminary}${!view.verified && words.unverified}</p>
          <div class="signs">${words.signatures[view.by].map((one) => html`<span>${one}</span>`)}</div>
          <p class="small">${words.printed(moment(view.serverTime), who, copy)}</p>
        </body>
      </html>`,
  );
};
