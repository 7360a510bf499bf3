/** 双向转诊（转出）单 with its stub: the fields of the national form, then the region's own. */
import type { PaperFacts } from '../facts.ts';
import { html } from '../../../../platform/pdf/html.ts';
import type { Html } from '../../../../platform/pdf/html.ts';
import {
  allergyWords,
  answered,
  dayWords,
  factTable,
  filingWords,
  identityRows,
  last,
  momentWords,
  sign,
  signs,
  typed,
} from './pieces.ts';
import type { Drawing } from './pieces.ts';
import { civilDay } from '../../../../platform/civil-time.ts';

const stub = (facts: PaperFacts, drawing: Drawing): Html => {
  const { words, zone } = drawing;
  const { receiver } = facts;
  return html`<section class="stub">
      <h2>${words.stub}</h2>
      ${factTable(identityRows(facts, drawing), drawing)}
      <p class="said">
        ${dayWords(civilDay(new Date(facts.sent.at), zone), words)}
        ${words.out.stub(receiver.organisation, receiver.department ?? '')}
      </p>
      ${signs(sign(words.fields.doctor), sign(words.signs.sender))}
    </section>
    <p class="cut">${words.cut}</p>`;
};

const arrangement = (facts: PaperFacts, drawing: Drawing): string => {
  const { words } = drawing;
  const { accepted, slotAt } = facts;
  if (accepted === null) return '';
  const expected = answered(accepted.answers, 'expectedAt');
  return [
    slotAt === null ? '' : words.slip.slot(momentWords(slotAt, drawing)),
    expected === '' ? '' : words.slip.expected(momentWords(expected, drawing)),
    answered(accepted.answers, 'arrangement'),
    words.slip.there(accepted.by ?? accepted.organisation, answered(accepted.answers, 'contact')),
  ]
    .filter((text) => text !== '')
    .join('\n');
};

export const outForm = (facts: PaperFacts, drawing: Drawing): Html => {
  const { words, answer } = drawing;
  const { fields } = words;
  const { request, receiver, sent, details } = facts;
  const from = (question: string): string => answered(request, question);
  const optional = (label: string, value: string) => (value === '' ? [] : [[{ label, value }]]);
  return html`${stub(facts, drawing)}
    <h1>${words.papers['out-form']}</h1>
    <p class="greeting">${words.out.greeting(`${receiver.organisation} ${receiver.department ?? ''}`.trim())}</p>
    <p class="letter">${words.out.letter}</p>
    ${factTable(
      [
        ...identityRows(facts, drawing),
        [
          { label: fields.urgency, value: answer(facts.urgency), columns: [1, 1] },
          { label: fields.visit, value: answer(from('visit')), columns: [2, 4] },
        ],
        [{ label: fields.insurance, value: filingWords(facts, drawing) }],
        [{ label: fields.allergy, value: allergyWords(facts, drawing) }],
        [{ label: fields.impression, value: from('impression') }],
        [{ label: fields.reason, value: from('reason') }],
        [{ label: fields.history, value: from('history') }],
        [{ label: fields.treatment, value: from('treatment') }],
        ...optional(fields.findings, from('findings')),
        ...optional(fields.supplied, facts.supplied.join('\n')),
        ...optional(fields.arrangement, arrangement(facts, drawing)),
      ],
      drawing,
    )}
    ${last(
      signs(
        sign(words.signs.sender, words.signs.inSystem(sent.by ?? sent.organisation, momentWords(sent.at, drawing))),
        typed(fields.phone, [from('contact'), details.senderPhone ?? ''].filter((text) => text !== '').join('　')),
        sign(words.signs.seal, sent.organisation),
        sign(words.signs.date),
      ),
      facts.mark === null && html`<p class="small">${words.out.returning}</p>`,
    )}`;
};
