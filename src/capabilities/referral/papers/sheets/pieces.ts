/** What several papers are put together from: rows of facts, places to sign, moments in words. */
import { civilDay, civilTime, weekdayOf } from '../../../../platform/civil-time.ts';
import type { PaperFacts } from '../facts.ts';
import { asText } from '../facts.ts';
import type { PaperWords } from '../words.ts';
import { html } from '../../../../platform/pdf/html.ts';
import type { Html } from '../../../../platform/pdf/html.ts';

/** Which copy this is, and who asked for it when. */
export type Print = {
  readonly copy: number;
  readonly at: Date;
  readonly by: { readonly name: string; readonly role: string; readonly organisation: string };
  /** A PDF, or the page one prints in one's own browser. */
  readonly form: 'pdf' | 'page';
};

/** What a paper is drawn with beside its facts. */
export type Drawing = {
  readonly words: PaperWords;
  /** The words of the referral's own answers, states and questions. */
  readonly answer: (code: string) => string;
  readonly state: (code: string) => string;
  readonly print: Print;
  readonly zone: string;
};

export const dayWords = (day: string, words: PaperWords): string => {
  const [year = '', month = '', date = ''] = day.split('-');
  return words.day(year, String(Number(month)), String(Number(date)));
};
export const momentWords = (instant: string, { words, zone }: Drawing): string => {
  const at = new Date(instant);
  if (Number.isNaN(at.getTime())) return instant;
  return `${dayWords(civilDay(at, zone), words)} ${civilTime(at, zone)}`;
};
/** With the day of the week, as one tells a patient. */
export const visitWords = (instant: string, { words, zone }: Drawing): string => {
  const at = new Date(instant);
  if (Number.isNaN(at.getTime())) return instant;
  const day = civilDay(at, zone);
  const weekday = words.weekdays.split(' ')[weekdayOf(day) - 1] ?? '';
  const [, month = '', date = ''] = day.split('-');
  return words.moment(words.monthDay(String(Number(month)), String(Number(date))), weekday, civilTime(at, zone));
};

type Cell = {
  readonly label: string;
  readonly value: string | Html | null;
  /** How many of the eight columns the name and the value take. */
  readonly columns?: readonly [number, number];
};

const isHtml = (value: Cell['value']): value is Html => typeof value === 'object' && value !== null;
const filled = (value: Cell['value'], words: PaperWords): Html =>
  isHtml(value)
    ? value
    : value === null || value === ''
      ? html`<span class="none">${words.empty}</span>`
      : html`<span class="text">${value}</span>`;

/** Names and values on the form's eight columns (style.ts); a text of any length goes on over the page. */
export const factTable = (rows: readonly (readonly Cell[])[], { words }: Drawing): Html => {
  const cell = ({ label, value, columns: [name, held] = [1, 7] }: Cell): Html =>
    html`<th colspan="${name}">${label}</th>
      <td colspan="${held}">${filled(value, words)}</td>`;
  return html`<table class="facts">
    <colgroup>
      ${Array.from({ length: 8 }, (_, column) => html`<col class="column-${column + 1}" />`)}
    </colgroup>
    ${rows.map(
      (cells) =>
        html`<tr class="${cells.length > 1 ? 'short' : 'long'}">
          ${cells.map(cell)}
        </tr>`,
    )}
  </table>`;
};

export const identityRows = (
  facts: PaperFacts,
  { words }: Drawing,
  inpatient: string | null = null,
): readonly (readonly Cell[])[] => {
  const { resident, details } = facts;
  const { fields } = words;
  const age = resident.age === null ? null : words.years(resident.age);
  const gender = Object.entries(words.genders).find(([code]) => code === resident.gender)?.[1] ?? words.genders.unknown;
  const file =
    inpatient === null
      ? { label: fields.recordNumber, value: details.recordNumber }
      : { label: fields.inpatientNumber, value: inpatient };
  return [
    [
      { label: fields.name, value: resident.name, columns: [1, 1] },
      { label: fields.gender, value: gender, columns: [1, 1] },
      { label: fields.age, value: age, columns: [1, 1] },
      { ...file, columns: [1, 1] },
    ],
    [
      { label: fields.phone, value: details.phone, columns: [1, 1] },
      { label: fields.address, value: details.address, columns: [2, 4] },
    ],
  ];
};

/** A line to sign on by hand; beneath it what the system knows of it. */
export const sign = (label: string, kept: string | null = null): Html =>
  html`<div class="sign">
    <div class="line"><span>${label}</span><span class="blank"></span></div>
    ${kept !== null && html`<div class="small">${kept}</div>`}
  </div>`;

/** What is typed where others sign. */
export const typed = (label: string, value: string): Html =>
  html`<div class="sign">
    <div class="line"><span>${label}</span><span>${value}</span></div>
  </div>`;

export const signs = (...places: readonly Html[]): Html => html`<div class="signs">${places}</div>`;

/** What ends a form, signatures and the notes below them: on one page, never without a line of what is signed for. */
export const last = (...parts: readonly (Html | false)[]): Html => html`<div class="last">${parts}</div>`;

/** One answer of a form as text; empty when it was not answered. */
export const answered = (answers: Readonly<Record<string, unknown>>, question: string): string =>
  asText(answers[question]);

export const allergyWords = (facts: PaperFacts, { words, answer }: Drawing): string =>
  facts.allergies.length > 0
    ? facts.allergies.join(words.join)
    : answer(answered(facts.request, 'allergy') || 'never-asked');

/** Where the filing with the insurer stands, in one sentence. */
export const filingWords = ({ filing }: PaperFacts, drawing: Drawing): string => {
  const { words, zone } = drawing;
  if (filing === null) return words.filing.notYet;
  const on = (instant: string): string => dayWords(civilDay(new Date(instant), zone), words);
  if (filing.withdrawnAt !== null) return words.filing.withdrawn(on(filing.withdrawnAt));
  const number = filing.number === null ? words.filing.byItself : words.filing.numbered(filing.number);
  const filed = words.filing.filed(on(filing.filedAt), number);
  return filing.elsewhere === null ? filed : `${filed}${words.join}${words.filing.elsewhere(filing.elsewhere)}`;
};
