/** A letter as one HTML document, for the PDF, for the preview, and for a reader's own printer. Everything typed is escaped. */
import type { LetterDocument } from '../document.ts';
import { piecesOf } from '../document.ts';
import { measure, signatureIndents } from '../layout.ts';
import { numbersOf } from '../levels.ts';
import { contactText, copiesText, dayText, printedIn } from '../plain.ts';
import type { Given } from '../plain.ts';
import { html, styleElement, textOf } from '../../../platform/pdf/html.ts';
import type { Html } from '../../../platform/pdf/html.ts';
import { glued } from './glue.ts';
import { heightOfPage, letterStyle, markSize } from './style.ts';

export type PageOptions = {
  readonly given: Given;
  /** Year of the number, shown empty until it is given. */
  readonly year: number;
  /** The page at whose foot the imprint stands; null: it follows the text, to be counted first. */
  readonly imprintOn: number | null;
  /** Without the forms sent along and without ink, to count the pages of the letter itself: half of what drawing it takes. */
  readonly bare?: boolean;
  /** 征求意见稿 or 未签发, across the page; null when signed. */
  readonly across: string | null;
  /** Printed on a letter whose figures may be looked up: where, and with which code. */
  readonly lookUp: { readonly address: string; readonly code: string } | null;
  /** 印发: who and when, in the imprint of the general form. */
  readonly issued: { readonly by: string; readonly day: string } | null;
};

const gluedHtml = (text: string): readonly Html[] =>
  glued(text).map(({ text: each, kept }) => (kept ? html`<span class="kept">${each}</span>` : html`${each}`));

/** A claim and the words around it; its number stays with its unit. */
const textHtml = (text: string, claims: LetterDocument['claims']): readonly Html[] =>
  piecesOf(text).flatMap((piece) =>
    'text' in piece ? gluedHtml(piece.text) : [html`<span class="kept">${printedIn(claims, piece.claim)}</span>`],
  );

const headHtml = (letter: LetterDocument, { given, year }: PageOptions): Html => {
  const { reply, mark, layout } = letter;
  const classed = html`<p class="class">${reply === null ? '' : `${reply.label}：${reply.value}`}</p>`;
  const marked = html`<p class="mark" style="font-size: ${markSize(mark)}pt">${mark}</p>`;
  const number = html`<span>${given.number ?? `${letter.prefix}〔${String(year)}〕\u3000\u3000号`}</span>`;
  if (layout === 'letter')
    return html`<div class="head">
      ${marked}
      <div class="rule"></div>
      <div class="numbers">
        <span class="class">${reply === null ? '' : `${reply.label}：${reply.value}`}</span>${number}
      </div>
    </div>`;
  return html`<div class="head">
    ${classed} ${marked}
    <div class="numbers${letter.showsSigner ? ' with-signer' : ''}">
      ${number}${letter.showsSigner &&
      html`<span>签发人：<span class="signer">${given.signer ?? '\u3000\u3000\u3000'}</span></span>`}
    </div>
    <div class="rule"></div>
  </div>`;
};

/** The longest last paragraph that goes to the next page as a whole. */
const LONGEST_LAST = 6 * measure('characters');

/**
 * The paragraphs. `closing` is the last line of the last of them, as a box as wide as the text: so the paragraph's last lines go with it to
 * the next page (`widows`), and no page holds a signature and nothing of the text.
 */
const bodyHtml = (letter: LetterDocument, closing: Html): Html => {
  const { claims, paragraphs } = letter;
  const numbers = numbersOf(paragraphs);
  const last = paragraphs.length - 1;
  return html`<div class="body">
    ${letter.addressee !== '' && html`<p class="addressee">${letter.addressee}：</p>`}
    ${paragraphs.map(({ level, heading, text }, at) => {
      const numbered =
        level > 0 && html`<span class="level-${String(level)}">${numbers[at] ?? ''}${textHtml(heading, claims)}</span>`;
      return at < last
        ? html`<p>${numbered}${textHtml(text, claims)}</p>`
        : html`<div class="last${heading.length + text.length > LONGEST_LAST ? '' : ' whole'}">
            ${numbered}${textHtml(text, claims)}<br />${closing}
          </div>`;
    })}
    ${last < 0 && closing}
  </div>`;
};

const attachmentsHtml = ({ attachments }: LetterDocument): Html =>
  html`<div class="attachments">
    ${attachments.map(
      (name, at) =>
        html`<p class="${attachments.length > 1 ? 'one-of' : ''}">
          ${at === 0 ? '附件：' : '\u3000\u3000\u3000'}${attachments.length > 1 &&
          html`<span class="number">${String(at + 1)}.</span>`}${name}
        </p>`,
    )}
  </div>`;

const contactHtml = ({ contact }: LetterDocument): Html | null => {
  if (contact === null) return null;
  if (contact.style === 'note') return html`<p class="note">${contactText(contact)}</p>`;
  return html`<div class="lines">
    <p>${'承\u2002办\u2002人'}：${contact.person}</p>
    <p>联系电话：${contact.phone}</p>
    ${contact.postcode !== '' && html`<p>邮政编码：${contact.postcode}</p>`}
  </div>`;
};

const DISCLOSED = { public: '主动公开', 'on-request': '依申请公开', 'not-public': '不予公开' } as const;

/** 版记: whom copies go to, and in the general form who printed it when. The letter form has neither lines nor printer. */
const imprintHtml = (letter: LetterDocument, { issued, lookUp }: PageOptions): Html => {
  const copies = copiesText(letter.copies);
  const general = letter.layout === 'general';
  const printed = general && issued !== null;
  const outer = general && html`<svg class="line outer"><rect /></svg>`;
  return html`<div>
    ${lookUp !== null &&
    html`<p class="code">文中数据的口径、日期与分子分母可在 ${lookUp.address} 查阅，查阅码 ${lookUp.code}</p>`}
    ${(copies !== '' || printed) &&
    html`<div class="imprint">
      ${outer} ${copies !== '' && html`<p class="copies">${gluedHtml(copies)}</p>`}
      ${printed && copies !== '' && html`<svg class="line"><rect /></svg>`}
      ${printed && html`<p class="issued"><span>${issued.by}</span><span>${dayText(issued.day)}印发</span></p>`}
      ${outer}
    </div>`}
  </div>`;
};

const formHtml = (letter: LetterDocument): readonly Html[] =>
  letter.forms.map(
    ({ label, title, rows, note }) =>
      html`<section class="form-page">
        <p class="attachment">${label}</p>
        <h2>${title}</h2>
        <table>
          ${rows.map((cells) => {
            const span = String(Math.max(1, Math.floor(4 / cells.length) - 1));
            return html`<tr>
              ${cells.map(
                ({ label: said, value }) =>
                  html`<td class="label">${said}</td>
                    <td colspan="${span}">${value}</td>`,
              )}
            </tr>`;
          })}
        </table>
        ${note !== '' && html`<p class="hint">${note}</p>`}
      </section>`,
  );

/** The imprint at the foot of its page, where that is known. */
const placed = (letter: LetterDocument, options: PageOptions, imprint: Html): Html => {
  if (options.imprintOn === null) return html``;
  const above = Array.from({ length: options.imprintOn - 1 }, (_, at) => heightOfPage(letter.layout, at + 1)).reduce(
    (sum, height) => sum + height,
    0,
  );
  const height = heightOfPage(letter.layout, options.imprintOn);
  return html`<div class="at-bottom" style="top: ${above}mm; height: ${height}mm">${imprint}</div>`;
};

/** What is sent along, name, date, note and the room of the imprint: one piece, so that none of them stands on a page alone. */
const closingHtml = (letter: LetterDocument, options: PageOptions): Html => {
  const { day } = options.given;
  const date = day === null ? '\u3000\u3000年\u3000月\u3000日' : dayText(day);
  return html`<div class="closing">
    ${letter.attachments.length > 0 && attachmentsHtml(letter)}
    <div class="signed" style="margin-right: ${signatureIndents(letter.signature, date).date}em">
      <p class="office">${letter.signature}</p>
      <p>${date}</p>
    </div>
    ${contactHtml(letter)} ${letter.disclosure === 'public' && html`<p class="note">（此件主动公开）</p>`}
    <div class="${options.imprintOn === null ? 'flow' : 'room'}">${imprintHtml(letter, options)}</div>
  </div>`;
};

/** The whole document. */
export const letterPage = (letter: LetterDocument, options: PageOptions): string => {
  const made = html`<!doctype html>
    <html lang="zh-CN">
      <head>
        <meta charset="utf-8" />
        <title>${letter.title.replace(/\s+/g, '')}</title>
        ${styleElement(letterStyle(letter.layout))}
      </head>
      <body class="${letter.layout}${options.bare === true ? ' unseen' : ''}">
        ${options.across !== null && html`<div class="unsigned"><span>${options.across}</span></div>`}
        ${headHtml(letter, options)}
        <h1 class="title">${textHtml(letter.title, letter.claims)}</h1>
        ${bodyHtml(letter, closingHtml(letter, options))} ${placed(letter, options, imprintHtml(letter, options))}
        ${options.bare !== true && formHtml(letter)}
      </body>
    </html>`;
  return textOf(made);
};

export { DISCLOSED };
