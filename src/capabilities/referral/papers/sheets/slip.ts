/** 转诊就诊指引: what the resident carries away. Large type, plain words: where, when, what to bring, whom to ring. */
import type { PaperFacts } from '../facts.ts';
import { html } from '../../../../platform/pdf/html.ts';
import type { Html } from '../../../../platform/pdf/html.ts';
import { moneyWords } from './money.ts';
import { answered, filingWords, visitWords } from './pieces.ts';
import type { Drawing } from './pieces.ts';

const when = (facts: PaperFacts, drawing: Drawing): Html => {
  const { words } = drawing;
  const { accepted, slotAt } = facts;
  if (accepted === null) return html`<p class="when">${words.slip.waiting}</p>`;
  const expected = answered(accepted.answers, 'expectedAt');
  const at =
    slotAt !== null
      ? words.slip.slot(visitWords(slotAt, drawing))
      : expected === ''
        ? words.slip.noTime
        : words.slip.expected(visitWords(expected, drawing));
  return html`<p class="when">${at}</p>
    <p>${words.slip.accepted} ${answered(accepted.answers, 'arrangement')}</p>`;
};

const ring = (facts: PaperFacts, { words }: Drawing): Html => {
  const { accepted, details, sent, receiver } = facts;
  const there = accepted === null ? '' : answered(accepted.answers, 'contact');
  const hospital = there || (details.departmentPhone ?? details.receiverPhone) || '';
  // an extension is of no use from outside: the institution's own number stands before it
  const here = [details.senderPhone ?? '', answered(facts.request, 'contact')].filter((text) => text !== '').join('　');
  return html`<p>${words.slip.here(sent.by ?? sent.organisation, here === '' ? words.empty : here)}</p>
    ${hospital !== '' && html`<p>${words.slip.there(receiver.department ?? receiver.organisation, hospital)}</p>`}
    <p class="small">${words.slip.change}</p>`;
};

const money = (facts: PaperFacts, drawing: Drawing): Html => {
  const { words } = drawing;
  const filed = facts.filing !== null && facts.filing.withdrawnAt === null;
  const { sentences, verified } = moneyWords(facts.meaning, facts.filing, words, words.rendering !== '');
  return html`<p>${filed ? words.money.filedYes : words.money.filedNo}</p>
    ${facts.filing !== null && html`<p class="small">${filingWords(facts, drawing)}</p>`}
    ${sentences.map((sentence) => html`<p class="small">${sentence}</p>`)}
    ${!verified && sentences.length > 0 && html`<p class="small">${words.money.unverified}</p>`}`;
};

/** The resident's own page: its address and the code that opens it once. */
const own = ({ guide: { page } }: PaperFacts, drawing: Drawing): Html | null => {
  const { words } = drawing;
  if (page === null) return null;
  return html`<section class="part">
    <h2>${words.slip.own}</h2>
    <div>
      <p>${words.slip.ownPage(page.address)}</p>
      <p class="code">${page.code}</p>
      <p class="small">${words.slip.codeUntil(visitWords(page.until, drawing))}</p>
    </div>
  </section>`;
};

export const slip = (facts: PaperFacts, drawing: Drawing): Html => {
  const { words } = drawing;
  const { receiver } = facts;
  const part = (title: string, body: Html): Html =>
    html`<section class="part">
      <h2>${title}</h2>
      <div>${body}</div>
    </section>`;
  return html`<h1>${words.papers.slip}</h1>
    <p>${words.slip.for(facts.resident.name)}</p>
    <p class="intro">${words.slip.intro(facts.sender)}</p>
    ${part(
      words.slip.where,
      html`<p class="where">${receiver.organisation} ${receiver.department ?? ''}</p>
        ${facts.guide.address !== null && html`<p>${facts.guide.address}</p>`}`,
    )}
    ${part(words.slip.when, when(facts, drawing))}
    ${part(
      words.slip.bring,
      html`<ul>
          ${[...facts.guide.bring, words.slip.slipToo].map((thing) => html`<li>${thing}</li>`)}
        </ul>
        ${!facts.guide.bringVerified && html`<p class="small">${words.slip.unverified}</p>`}`,
    )}
    ${part(words.slip.ring, ring(facts, drawing))} ${part(words.slip.worse, html`<p>${words.slip.emergency}</p>`)}
    ${part(words.slip.money, money(facts, drawing))}${own(facts, drawing)}`;
};
