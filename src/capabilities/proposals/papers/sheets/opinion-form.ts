/** 答复函征求意见表, as Hanzhong's annex 3: the unit fills the first five, the proposer judges the handling, not the reply's class. */
import { html } from '../../../../platform/pdf/html.ts';
import type { Html } from '../../../../platform/pdf/html.ts';
import { said } from '../facts.ts';
import type { PaperFacts } from '../facts.ts';
import { OPINION, WHAT } from '../words.ts';

/** A judgement counts here once the proposer gave it; what was said of the draft is written below. */
export const opinionForm = (facts: PaperFacts, organisation: string): Html => {
  const { proposal, opinionAsked, draftOpinion, opinion } = facts;
  const heard = opinion ?? draftOpinion;
  const [year, month, date] = said(heard, 'heardOn').split('-').map(Number);
  const copies = (proposal.rule?.copyTo ?? []).map(({ name }) => name).reverse();
  const title = proposal.body === 'npc' ? OPINION.titleOfDeputies : OPINION.title(WHAT[proposal.body]);
  return html`<p class="attachment">${OPINION.attachment}</p>
    <h1>${title}</h1>
    <table>
      <tr>
        <th>${OPINION.number}</th>
        <td>${proposal.number === null ? '' : `${String(proposal.number)}号`}</td>
        <th>${OPINION.unit}</th>
        <td>${organisation}</td>
      </tr>
      <tr>
        <th>${OPINION.contact}</th>
        <td>${said(opinionAsked, 'contactPerson')}</td>
        <th>${OPINION.phone}</th>
        <td>${said(opinionAsked, 'contactPhone')}</td>
      </tr>
      <tr>
        <th>${OPINION.matter}</th>
        <td colspan="3" class="text">${proposal.title}</td>
      </tr>
      <tr>
        <th>${OPINION.judgement}</th>
        ${Object.entries(OPINION.verdicts).map(
          ([code, word]) => html`<td>${proposal.verdict === code ? '√ ' : ''}${word}</td>`,
        )}
      </tr>
      <tr>
        <td colspan="4" class="text taller">${OPINION.remarks}<br />${said(heard, 'remark')}</td>
      </tr>
      <tr>
        <th>${OPINION.signature}</th>
        <td></td>
        <th>${OPINION.time}</th>
        <td>
          ${year === undefined || Number.isNaN(year) || year === 0
            ? ''
            : `${String(year)}.${String(month)}.${String(date)}.`}
        </td>
      </tr>
    </table>
    <p class="note">${OPINION.note(copies.length === 0 ? '市政府督查室、市政协提案委' : copies.join('、'))}</p>`;
};
