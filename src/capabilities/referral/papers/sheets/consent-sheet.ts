/** 转诊知情同意书: what was explained, the decision, who signs and in which relation; in an emergency signed afterwards. */
import type { PaperFacts } from '../facts.ts';
import { html } from '../../../../platform/pdf/html.ts';
import type { Html } from '../../../../platform/pdf/html.ts';
import { answered, factTable, identityRows, last, momentWords, sign, signs } from './pieces.ts';
import type { Drawing } from './pieces.ts';

const tick = (on: boolean): Html => html`<span class="tick">${on ? '✓' : ''}</span>`;

export const consentSheet = (facts: PaperFacts, drawing: Drawing): Html => {
  const { words, answer } = drawing;
  const { consent, receiver, sender, request } = facts;
  const { fields } = words;
  const to = `${receiver.organisation} ${receiver.department ?? ''}`.trim();
  const signers = Object.entries(words.consent.signers);
  const decided = consent.decision !== 'owed';
  return html`<h1>${words.papers['consent-sheet']}</h1>
    ${factTable(
      [
        ...identityRows(facts, drawing),
        [
          { label: fields.urgency, value: answer(facts.urgency), columns: [1, 1] },
          { label: words.consent.direction, value: words.consent.way(sender, to), columns: [2, 4] },
        ],
        [{ label: fields.impression, value: answered(request, 'impression') }],
        [{ label: words.consent.reason, value: answered(request, 'reason') }],
      ],
      drawing,
    )}
    <h2 class="told-head">${words.consent.told}</h2>
    <ul class="told">
      ${Object.entries(words.consent.items).map(
        ([code, said]) =>
          html`<li>
            ${tick(consent.told.includes(code))}
            <span
              >${said}${decided &&
              !consent.told.includes(code) &&
              html` <span class="small">${words.consent.notTicked}</span>`}</span
            >
          </li>`,
      )}
    </ul>
    ${!decided && html`<p class="letter">${words.consent.owed}</p>`}
    <p>${words.consent.understood}</p>
    <div class="decision">
      <span>${tick(consent.decision === 'agreed')} ${words.consent.agreed}</span>
      <span>${tick(consent.decision === 'refused')} ${words.consent.refused}</span>
    </div>
    <p>
      ${words.consent.relation}${words.colon}${signers.map(
        ([code, said]) => html` ${tick(decided && consent.signer === code)} ${said}&emsp; `,
      )}
    </p>
    ${last(
      signs(
        sign(words.signs.resident, decided ? consent.signerName : null),
        sign(words.signs.date),
        sign(words.signs.teller, consent.by),
        sign(words.signs.date),
      ),
      decided &&
        html`<p class="small">
          ${words.consent.recorded(
            consent.decision === 'agreed' ? words.consent.agreed : words.consent.refused,
            consent.signerName ?? words.empty,
            momentWords(consent.at, drawing),
          )}
        </p>`,
      html`<p class="small">${words.consent.general}</p>`,
    )}`;
};
