/** The printed summary: A4, black on white, legible when copied; everything a person typed goes through `html`, which escapes it. */
import { civilDay, civilTime } from '../../../../../platform/civil-time.ts';
import { html, styleElement, textOf } from '../../../../../platform/pdf/html.ts';
import type { Html } from '../../../../../platform/pdf/html.ts';
import type { AllergyView, EventRow, Medicine, Problem, Range, ValueRow } from '../../shapes.ts';
import type { DocumentWords } from '../../words/document.ts';
import { unitText } from '../../../../../consortium/residents/unit-text.ts';

export type SummarySheet = {
  readonly resident: {
    readonly name: string;
    readonly gender: string;
    readonly age: number | null;
    readonly birthDate: string | null;
    readonly cardMasked: string | null;
    readonly address: string | null;
    readonly synthetic: boolean;
  };
  readonly allergies: AllergyView;
  readonly problems: { readonly rows: readonly Problem[]; readonly more: number };
  readonly medicines: { readonly rows: readonly Medicine[]; readonly more: number };
  readonly values: { readonly rows: readonly ValueRow[]; readonly more: number };
  readonly visits: { readonly rows: readonly EventRow[]; readonly more: number };
};
export type Drawing = {
  readonly words: DocumentWords;
  readonly language: 'zh' | 'en';
  readonly zone: string;
  readonly at: Date;
  readonly who: string;
  readonly copy: number;
};

const FONTS =
  "'Noto Sans SC Latin', 'Noto Sans SC', 'Noto Sans CJK SC', 'Source Han Sans SC', 'PingFang SC', 'Microsoft YaHei', sans-serif";
/** A text as CSS takes it, also one that would end the style it stands in. */
const quoted = (text: string): string =>
  `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('<', '\\3c ')}"`;

/** @param foot stands in the margin of every page: an element in the flow would lie over the table of some page */
const styleOf = (words: DocumentWords, foot: readonly string[]): string => {
  const [before = '', between = '', after = ''] = words.page('\0', '\0').split('\0');
  const number = `${quoted(before)} counter(page) ${quoted(between)} counter(pages) ${quoted(after)}`;
  return `@page { size: A4; margin: 13mm 15mm 20mm; @bottom-right { content: ${number}; font-family: ${FONTS}; font-size: 8pt;
  color: #333; vertical-align: bottom; padding-bottom: 5mm; }
  @bottom-left { content: ${foot.map(quoted).join(' "\\A" ')}; white-space: pre; text-align: left; line-height: 1.4;
  font-family: ${FONTS}; font-size: 8pt; color: #333; vertical-align: bottom; padding-bottom: 5mm; } }
* { box-sizing: border-box; }
html { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
body { margin: 0; color: #000; background: #fff; font-family: ${FONTS}; font-size: 10pt; line-height: 1.45; }
h1 { margin: 0 0 1mm; font-size: 17pt; line-height: 1.3; text-align: center; }
h2 { margin: 4mm 0 1mm; font-size: 11.5pt; break-after: avoid; }
p, ul { margin: 0; }
ul { padding-left: 5mm; }
table { width: 100%; border-collapse: collapse; }
th, td { padding: 0.9mm 2mm; border: 0.25mm solid #555; text-align: left; vertical-align: top; overflow-wrap: anywhere; }
th { background: #f2f2f2; font-weight: 400; }
thead { display: table-header-group; }
tr { break-inside: avoid; }
.who { padding: 1.5mm 0 2mm; border-bottom: 0.4mm solid #000; }
.who b { font-size: 14pt; margin-right: 4mm; }
.who span { margin-right: 4mm; }
.allergies { margin-top: 3mm; padding: 2mm 3mm; border: 0.6mm solid #000; break-inside: avoid; }
.allergies h2 { margin: 0; }
.allergies.present { border-color: #b00000; }
.allergies.present h2, .allergies b { color: #b00000; }
.small { font-size: 8.5pt; color: #333; }
.number { text-align: right; font-weight: 700; white-space: nowrap; }
.demo { margin-bottom: 1mm; padding: 0.5mm; border: 0.25mm dashed #555; text-align: center; font-size: 9pt; }
`;
};

const rangeText = (range: Range | null): string => {
  if (range === null) return '';
  const { low, high, text, secondHigh, by } = range;
  if (by === 'rule' && high !== null) return `< ${String(high)}${secondHigh === null ? '' : `/${String(secondHigh)}`}`;
  if (low !== null && high !== null) return `${String(low)}–${String(high)}`;
  if (high !== null) return `≤ ${String(high)}`;
  return low !== null ? `≥ ${String(low)}` : (text ?? '');
};

const allergyBox = ({ allergies }: SummarySheet, { words }: Drawing): Html => {
  const { state, items, askedOn, kinds } = allergies;
  const said = state === 'none-known' ? words.noKnownAllergies : words.noAllergyInfo;
  const others = kinds.filter((each) => each.state !== 'present');
  return html`<section class="allergies ${state}">
    <h2>${words.sections.allergies}</h2>
    ${items.length === 0
      ? html`<p>${said} ${askedOn}</p>`
      : html`<ul>
          ${items.map(
            (item) => html`<li><b>${item.substance}</b> ${item.reaction} ${item.on} ${item.place?.name}</li>`,
          )}
        </ul>`}
    <p class="small">
      ${others.map((each) => html`${words.allergyKinds[each.kind]}: ${words.kindStates[each.state]} ${each.askedOn} `)}
    </p>
  </section>`;
};

const table = (heads: readonly string[], rows: readonly Html[]): Html =>
  html`<table>
    <thead>
      <tr>
        ${heads.map((head) => html`<th>${head}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${rows}
    </tbody>
  </table>`;

const section = (title: string, none: string, rows: number, more: number, body: Html, words: DocumentWords): Html =>
  html`<h2>${title}</h2>
    ${rows === 0 ? html`<p>${none}</p>` : body} ${more > 0 && html`<p class="small">${words.more(more)}</p>`}`;

/** A whole HTML document. */
export const drawSummary = (sheet: SummarySheet, drawing: Drawing): string => {
  const { words, zone, language } = drawing;
  const { resident, problems, medicines, values, visits } = sheet;
  const { columns } = words;
  const day = (at: string | null): string => (at === null ? '' : civilDay(new Date(at), zone));
  const printedAt = `${civilDay(drawing.at, zone)} ${civilTime(drawing.at, zone)}`;
  const unverified = values.rows.some(({ range }) => range?.by === 'rule' && !range.verified);
  const body = html`<!doctype html>
    <html lang="${language === 'zh' ? 'zh-CN' : 'en'}">
      <head>
        <meta charset="utf-8" />
        <title>${words.title}</title>
        ${styleElement(styleOf(words, [words.printed(printedAt, drawing.who, drawing.copy), words.confidential]))}
      </head>
      <body>
        ${resident.synthetic && html`<p class="demo">${words.demonstration}</p>`}
        <h1>${words.title}</h1>
        <div class="who">
          <b>${resident.name}</b><span>${resident.gender}</span>
          ${resident.age !== null && html`<span>${words.age(resident.age)}</span>`}
          ${resident.birthDate !== null && html`<span>${words.born(resident.birthDate)}</span>`}
          ${resident.cardMasked !== null && html`<span>${words.card} ${resident.cardMasked}</span>`}
          ${resident.address !== null && html`<span>${words.address} ${resident.address}</span>`}
        </div>
        ${allergyBox(sheet, drawing)}
        ${section(
          words.sections.problems,
          words.noProblemInfo,
          problems.rows.length,
          problems.more,
          table(
            [columns.name, columns.when, columns.where],
            problems.rows.map(
              ({ name, since, place }) =>
                html`<tr>
                  <td>${name}</td>
                  <td>${since === null ? '' : words.since(since)}</td>
                  <td>${place?.name}</td>
                </tr>`,
            ),
          ),
          words,
        )}
        ${section(
          words.sections.medications,
          words.noMedicationInfo,
          medicines.rows.length,
          medicines.more,
          table(
            [columns.name, columns.dosage, columns.when],
            medicines.rows.map(
              ({ name, dosage, since }) =>
                html`<tr>
                  <td>${name}</td>
                  <td>${dosage}</td>
                  <td>${since === null ? '' : words.since(since)}</td>
                </tr>`,
            ),
          ),
          words,
        )}
        ${values.rows.length > 0 &&
        section(
          words.sections.results,
          '',
          values.rows.length,
          values.more,
          table(
            [columns.name, columns.value, '', columns.range, columns.when, columns.where],
            values.rows.map(
              (row) =>
                html`<tr>
                  <td>${row.name[language]}</td>
                  <td class="number">${row.value} ${unitText(row.unit)}</td>
                  <td>${row.flag === null ? '' : words.flags[row.flag]}</td>
                  <td>${rangeText(row.range)} ${row.range?.verified === false && words.unverified}</td>
                  <td>${day(row.at)}</td>
                  <td>${row.place?.name}</td>
                </tr>`,
            ),
          ),
          words,
        )}
        ${unverified &&
        html`<p class="small">${values.rows.find(({ range }) => range?.verified === false)?.range?.source}</p>`}
        ${section(
          words.visits,
          words.noVisits,
          visits.rows.length,
          visits.more,
          table(
            [columns.when, '', columns.name, columns.where],
            visits.rows.map(
              ({ from, until, kind, what, place }) =>
                html`<tr>
                  <td>${day(from)}${until !== null && html` – ${day(until)}`}</td>
                  <td>${words.visitKinds[kind]}</td>
                  <td>${what}</td>
                  <td>${place}</td>
                </tr>`,
            ),
          ),
          words,
        )}
        <p class="small" style="margin-top: 3mm">${words.scope}</p>
      </body>
    </html>`;
  return textOf(body);
};
