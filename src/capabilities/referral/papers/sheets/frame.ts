/** The sheet every paper is drawn on: head on every page, foot with who printed it when, page numbers, and a mark where it is void. */
import type { PaperFacts } from '../facts.ts';
import type { Paper } from '../table.ts';
import { bars } from './code-128.ts';
import { html, styleElement } from '../../../../platform/pdf/html.ts';
import type { Html } from '../../../../platform/pdf/html.ts';
import { momentWords } from './pieces.ts';
import type { Drawing } from './pieces.ts';
import { styleOf } from './style.ts';

/** The reason of a closed referral, in a box above everything else. */
const closing = (facts: PaperFacts, drawing: Drawing): Html | null => {
  const { words, answer, state } = drawing;
  if (facts.mark === null) return facts.state === 'finished' ? html`<p class="small">${words.finished}</p>` : null;
  const reason = facts.ended?.reason ?? null;
  const said = [state(facts.state), reason === null ? '' : answer(reason), facts.ended?.explanation ?? ''];
  const why = [...new Set(said.filter((text) => text !== ''))].join(words.join);
  return html`<p class="closed">
    ${words.mark[facts.mark]}
    <br /><span class="why">${words.ended(momentWords(facts.ended?.at ?? '', drawing), why)}</span>
  </p>`;
};

const foot = (drawing: Drawing): Html => {
  const { words, print } = drawing;
  const who = words.who(print.by.name, print.by.role, print.by.organisation);
  const at = momentWords(print.at.toISOString(), drawing);
  return html`<div class="foot">
    ${words.printed(at, who, print.copy)}${words.rendering === '' ? null : html`<br />${words.rendering}`}
  </div>`;
};

/** A whole HTML document. Everything a person typed has gone through `html`, which escapes it. */
export const sheet = (paper: Paper, facts: PaperFacts, drawing: Drawing, body: Html): Html => {
  const { words, print } = drawing;
  const title = words.papers[paper];
  return html`<!doctype html>
    <html lang="${words.rendering === '' ? 'zh-CN' : 'en'}">
      <head>
        <meta charset="utf-8" />
        <title>${title} ${facts.number}</title>
        ${styleElement(styleOf(words))}
      </head>
      <body class="${paper}">
        ${print.form === 'page' && html`<p class="on-screen">${words.onScreen}</p>`}
        ${facts.mark !== null && html`<div class="mark">${words.mark[facts.mark]}</div>`}
        <table class="frame">
          <thead>
            <tr>
              <td>
                <div class="running">
                  <div class="names"><span>${title}</span><span>${words.fields.name} ${facts.resident.name}</span></div>
                  <div class="number">${bars(facts.number, facts.number)}${words.number} ${facts.number}</div>
                </div>
              </td>
            </tr>
          </thead>
          <tfoot>
            <tr>
              <td class="foot-room"></td>
            </tr>
          </tfoot>
          <tbody>
            <tr>
              <td>${closing(facts, drawing)} ${body}</td>
            </tr>
          </tbody>
        </table>
        ${foot(drawing)}
      </body>
    </html>`;
};
