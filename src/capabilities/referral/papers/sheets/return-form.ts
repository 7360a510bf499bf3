/** 双向转诊（回转）单 with its stub: what was found and done, and the plan the receiving centre goes on with. */
import type { PaperFacts } from '../facts.ts';
import type { Supply } from '../supplies.ts';
import { civilDay } from '../../../../platform/civil-time.ts';
import { html } from '../../../../platform/pdf/html.ts';
import type { Html } from '../../../../platform/pdf/html.ts';
import { answered, dayWords, factTable, identityRows, last, momentWords, sign, signs, typed } from './pieces.ts';
import type { Drawing } from './pieces.ts';

const tasks = (facts: PaperFacts, { words }: Drawing): Html | string =>
  facts.tasks.length === 0
    ? ''
    : html`<ul class="tasks">
        ${facts.tasks.map(
          ({ what, due }) => html`<li>${what}${words.join}${words.back.due(dayWords(due, words))}</li>`,
        )}
      </ul>`;

/** What is to be taken or used at home, and how it comes there where the centre does not keep it. */
const supplies = (list: readonly Supply[], { words, answer }: Drawing): Html | string => {
  if (list.length === 0) return '';
  const english = words.rendering !== '';
  return html`<ul class="tasks">
    ${list.map(({ name, how, days, arranged, arrangedFor, note }) => {
      const called = `${english ? name.en : name.zh} ${name.form ?? ''}`.trim();
      const coming = [
        arranged === '' ? '' : answer(arranged),
        arrangedFor === '' ? '' : dayWords(arrangedFor, words),
        note,
      ];
      const said = [
        called,
        how,
        days === '' ? '' : words.back.days(days),
        coming.filter((part) => part !== '').join(' '),
      ];
      return html`<li>${said.filter((part) => part !== '').join(words.join)}</li>`;
    })}
  </ul>`;
};

export const returnForm = (facts: PaperFacts, drawing: Drawing): Html => {
  const { words, zone } = drawing;
  const { fields } = words;
  const { returned, sender, receiver, details } = facts;
  if (returned === null) throw new Error('a return form is drawn of a referral that has one');
  const from = (question: string): string => answered(returned.answers, question);
  const inpatient = from('inpatientNumber') || answered(facts.arrived?.answers ?? {}, 'visitNumber');
  const days = from('followUpDays');
  const followUp = tasks(facts, drawing);
  const medicines = supplies(facts.medicines, drawing);
  const devices = supplies(facts.devices, drawing);
  return html`<section class="stub">
      <h2>${words.stub}</h2>
      ${factTable(identityRows(facts, drawing, inpatient), drawing)}
      <p class="said">${dayWords(civilDay(new Date(returned.at), zone), words)} ${words.back.stub(sender)}</p>
      ${signs(sign(fields.doctor), sign(words.signs.sender))}
    </section>
    <p class="cut">${words.cut}</p>
    <h1>${words.papers['return-form']}</h1>
    <p class="greeting">${words.out.greeting(sender)}</p>
    <p class="letter">${words.back.letter}</p>
    ${factTable(
      [
        ...identityRows(facts, drawing, inpatient),
        [{ label: fields.diagnosis, value: from('diagnosis') }],
        [{ label: fields.results, value: from('results') }],
        [{ label: fields.treated, value: from('treatment') }],
        [{ label: fields.advice, value: from('advice') }],
        ...(medicines === '' ? [] : [[{ label: fields.medicines, value: medicines }]]),
        ...(devices === '' ? [] : [[{ label: fields.devices, value: devices }]]),
        ...(days === '' ? [] : [[{ label: fields.followUp, value: words.back.followUp(days) }]]),
        ...(followUp === '' ? [] : [[{ label: fields.tasks, value: followUp }]]),
      ],
      drawing,
    )}
    ${last(
      signs(
        sign(
          words.signs.sender,
          words.signs.inSystem(returned.by ?? returned.organisation, momentWords(returned.at, drawing)),
        ),
        typed(fields.phone, [from('contact'), details.receiverPhone ?? ''].filter((text) => text !== '').join('　')),
        sign(words.signs.seal, receiver.organisation),
        sign(words.signs.date),
      ),
    )}`;
};
