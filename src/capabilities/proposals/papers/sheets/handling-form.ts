/** 提案办理单, line by line as Siping's: number and matter, the notes of offices and leaders, answer, satisfaction, class, rating. */
import { html } from '../../../../platform/pdf/html.ts';
import type { Html } from '../../../../platform/pdf/html.ts';
import { said } from '../facts.ts';
import type { PaperFacts } from '../facts.ts';
import { HANDLING, VERDICT_WORDS, WHAT } from '../words.ts';
import { dateLine, tick } from './frame.ts';

/** `≥90`, `60—89`, `<60`: from the region's bands, never from here. */
const bandWords = (bands: NonNullable<NonNullable<PaperFacts['proposal']['rule']>['bands']>, at: number): string => {
  const from = bands[at]?.from ?? 0;
  const above = bands[at - 1]?.from;
  if (above === undefined) return `≥${String(from)}`;
  return from === 0 ? `<${String(above)}` : `${String(from)}—${String(above - 1)}`;
};

const satisfactionCells = ({ proposal }: PaperFacts): Html => {
  const { rule, verdict, score } = proposal;
  const verdicts = Object.entries(VERDICT_WORDS);
  const bands = rule?.bands ?? null;
  return html`${verdicts.map(([code, word]) => {
    const at = bands?.findIndex((band) => band.verdict === code) ?? -1;
    return html`<td colspan="2">
      ${word}${bands !== null && at >= 0 && html` ${bandWords(bands, at)}（分）`}<br />${verdict === code
        ? html`√${score !== null && html` ${score}分`}`
        : html`&emsp;`}
    </td>`;
  })}`;
};

export const handlingForm = (facts: PaperFacts, day: (instant: string) => string): Html => {
  const { proposal, handedOver, signedIn, opinion, rated } = facts;
  const what = WHAT[proposal.body];
  const way = said(opinion, 'replyWay');
  const classes = proposal.rule?.classes ?? [];
  const notes = (text: string, on: string | null): Html =>
    html`<td colspan="6" class="text tall">${text}${dateLine(on)}</td>`;
  return html`<h1>${HANDLING.title(`${proposal.bodyName ?? ''}${proposal.session}`, what)}</h1>
    <table>
      <tr>
        <th>${HANDLING.number(what)}</th>
        <td>${proposal.number}</td>
        <th>${HANDLING.matter}</th>
        <td colspan="4" class="text">${proposal.title}</td>
      </tr>
      <tr>
        <th>${HANDLING.handOver}</th>
        ${notes(said(handedOver, 'handOverOpinion'), proposal.handedOverOn)}
      </tr>
      <tr>
        <th>${HANDLING.leaders}</th>
        ${notes(said(handedOver, 'leadersNote'), null)}
      </tr>
      <tr>
        <th>${HANDLING.principal}</th>
        <td colspan="6" class="text tall">${said(signedIn, 'principalNote')}</td>
      </tr>
      <tr>
        <th>${HANDLING.deputy}</th>
        <td colspan="2" class="text">${said(signedIn, 'deputyNote')}</td>
        <th>${HANDLING.responsible}</th>
        <td colspan="3" class="text">
          ${[proposal.section, proposal.responsible].filter((part) => part !== null).join(' ')}
        </td>
      </tr>
      <tr>
        <th>${HANDLING.review}</th>
        ${notes(said(rated, 'leadersReview'), rated === null ? null : day(rated.at))}
      </tr>
      <tr>
        <th>${HANDLING.answeredOn}</th>
        <td colspan="2">${dateLine(proposal.sentOn)}</td>
        <th>${HANDLING.answeredHow}</th>
        <td colspan="3" class="text ways">
          ${Object.entries(HANDLING.ways).map(([code, word]) => html`<span>${word}${tick(way === code)}</span> `)}
        </td>
      </tr>
      <tr>
        <th rowspan="2">${HANDLING.satisfaction}</th>
        ${satisfactionCells(facts)}
      </tr>
      <tr>
        <td colspan="6" class="text tall">
          ${HANDLING.opinion}${said(opinion, 'remark')}
          <p class="date">${HANDLING.signature}&emsp;&emsp;&emsp;&emsp;&emsp;&emsp;</p>
          ${dateLine(said(opinion, 'heardOn') || null)}
        </td>
      </tr>
      <tr>
        <th>${HANDLING.handled}</th>
        <th>${HANDLING.class}</th>
        <td colspan="5" class="ways">
          ${classes.map(
            ({ code }) => html`<span>${code}类（${proposal.replyClass === code ? '√' : html`&emsp;`}）</span> `,
          )}
        </td>
      </tr>
      <tr>
        <th>${HANDLING.rating}</th>
        <th>${HANDLING.grade}</th>
        <td colspan="5" class="ways">
          ${Object.entries(HANDLING.grades).map(
            ([code, word]) => html`<span>${word}${tick(proposal.rating === code)}</span> `,
          )}
        </td>
      </tr>
    </table>
    <p class="note">${HANDLING.note}</p>`;
};
