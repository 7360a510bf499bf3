/** What may be done with a proposal and when: pure decisions over what the server loaded. */
import type { Rule } from '../../engines/pathways/define.ts';
import { refuse } from '../../platform/refusal.ts';
import { addDays } from '../../platform/civil-time.ts';
import { addMonths, answerDueOf, loadsOf } from './rules/facts.ts';

type Entry = Readonly<Record<string, unknown>>;
const entriesOf = (value: unknown): readonly Entry[] => (Array.isArray(value) ? (value as readonly Entry[]) : []);

/** The body's offices and its rule are in the region's data. */
export const bodyIsKnown: Rule = (facts) =>
  !facts.answered || loadsOf(facts).offices !== null || refuse('proposal.body-unknown');

/** One who opens a case becomes its party; only the body itself and the office that hands over may. */
export const ofTheBody: Rule = (facts) =>
  !facts.answered ||
  loadsOf(facts).offices?.organisation === facts.actor.organisation ||
  refuse('proposal.not-your-body');
export const ofTheOffice: Rule = (facts) =>
  !facts.answered || loadsOf(facts).offices?.office === facts.actor.organisation || refuse('proposal.not-your-office');

export const numberIsGiven: Rule = (facts) =>
  !facts.answered || facts.answers['number'] !== undefined || refuse('proposal.number-missing');

export const numberIsFree: Rule = (facts) => {
  if (!facts.answered || !loadsOf(facts).numberTaken) return true;
  return refuse('proposal.number-used', { number: String(facts.answers['number']) });
};

/** 转办意见 names a unit that is there, and a day that is not past what the rule allows. */
export const leadIsKnown: Rule = (facts) =>
  !facts.answered || loadsOf(facts).unknownOrganisations.length === 0 || refuse('proposal.unit-unknown');

export const ruleIsKnown: Rule = (facts) => loadsOf(facts).rule !== null || refuse('proposal.no-rule');

export const tightenedOnly: Rule = (facts) => {
  const { rule, today } = loadsOf(facts);
  const by = facts.answers['answerBy'];
  if (!facts.answered || rule === null || typeof by !== 'string') return true;
  const latest = answerDueOf(rule, today);
  return by <= latest || refuse('proposal.due-beyond-rule', { latest });
};

export const withinReturnDays: Rule = (facts) => {
  const { proposal, rule, today } = loadsOf(facts);
  if (proposal?.handedOverOn === null || proposal === null || rule === null) return true;
  const last = addDays(proposal.handedOverOn, rule.returnDays);
  return today <= last || refuse('proposal.return-too-late', { days: rule.returnDays, last });
};

/** A proposal of the same body; two bodies' are two answers, even about one matter. */
export const mergesInto: Rule = (facts) => {
  if (!facts.answered) return true;
  const { proposal, other } = loadsOf(facts);
  if (other === null || other.id === proposal?.id) return refuse('proposal.merge-unknown');
  if (other.closed) return refuse('proposal.merge-closed');
  if (other.body !== proposal?.body) return refuse('proposal.merge-across-bodies');
  return other.year === proposal.year || refuse('proposal.merge-across-years');
};

export const coHandlersFit: Rule = (facts) => {
  if (!facts.answered) return true;
  const { proposal, rule, today, unknownOrganisations } = loadsOf(facts);
  const asked = entriesOf(facts.answers['coHandlers']);
  if (unknownOrganisations.length > 0) return refuse('proposal.unit-unknown');
  if (asked.some(({ organisation }) => organisation === proposal?.lead)) return refuse('proposal.co-handler-is-lead');
  const twice = asked.some(({ organisation, task }, at) =>
    asked.slice(0, at).some((before) => before['organisation'] === organisation && before['task'] === task),
  );
  if (twice) return refuse('proposal.co-handler-twice');
  const latest = rule === null ? null : addMonths(today, rule.coHandleMonths);
  if (latest !== null && asked.some(({ answerBy }) => String(answerBy) > latest))
    return refuse('proposal.co-handler-due-beyond-rule', { latest });
  return true;
};

/** The lead waits for whoever it asked. */
export const everyCoHandlerAnswered: Rule = (facts) => {
  const open = facts.children.filter(({ pathway, closed }) => pathway === 'co-handling' && !closed).length;
  return open === 0 || refuse('proposal.co-handlers-open', { open });
};

export const classIsInDictionary: Rule = (facts) => {
  const { rule } = loadsOf(facts);
  const given = facts.answers['replyClass'];
  if (!facts.answered || rule === null || rule.classes.some(({ code }) => code === given)) return true;
  return refuse('proposal.class-unknown', {
    given: String(given),
    classes: rule.classes.map(({ code }) => code).join('、'),
  });
};

/** A letter under way goes its own way: what is drafted, checked, signed and sent there is not done here a second time. */
export const noLetterUnderWay: Rule = (facts) =>
  facts.children.every(({ pathway, closed }) => pathway !== 'letter' || closed) || refuse('proposal.letter-under-way');

/** The letter that is begun answers this proposal and no other. */
export const letterIsOfThis: Rule = (facts) => {
  if (!facts.answered) return true;
  const { proposal } = loadsOf(facts);
  return (
    entriesOf(facts.answers['letters']).every(({ about }) => about === proposal?.id) || refuse('proposal.not-found')
  );
};

/** What stands on the paper; where the region prints no class, what the drafting section said when it began. */
export const letterClassFits: Rule = (facts) => {
  const { rule, proposal } = loadsOf(facts);
  const given = facts.answers['replyClass'] ?? proposal?.draftClass;
  if (!facts.answered || rule === null || rule.classes.some(({ code }) => code === given)) return true;
  return refuse('proposal.class-unknown', {
    given: typeof given === 'string' ? given : '',
    classes: rule.classes.map(({ code }) => code).join('、'),
  });
};

export const remarkWhenSentBack: Rule = (facts) =>
  facts.answers['reviewDecision'] !== 'back-to-drafter' ||
  facts.answers['remark'] !== undefined ||
  refuse('proposal.say-what-to-change');

export const checkedBeforeItLeaves: Rule = (facts) =>
  !facts.answered ||
  (facts.answers['secrecyChecked'] === true && facts.answers['personalDataChecked'] === true) ||
  refuse('proposal.not-checked');

export const draftOpinionNotRequired: Rule = (facts) =>
  loadsOf(facts).rule?.draftOpinion !== 'required' || refuse('proposal.draft-opinion-required');

export const extensionWithinRule: Rule = (facts) => {
  const { proposal, rule } = loadsOf(facts);
  const until = facts.answers['until'];
  if (
    !facts.answered ||
    rule === null ||
    proposal === null ||
    facts.answers['extensionDecision'] === 'extension-refused'
  )
    return true;
  if (typeof until !== 'string') return refuse('proposal.extension-without-day');
  if (proposal.answerDue !== null && until <= proposal.answerDue) return refuse('proposal.extension-shortens');
  const latest = addMonths(proposal.handedOverOn ?? until, rule.extendToMonths);
  return until <= latest || refuse('proposal.extension-beyond-rule', { latest });
};

/** Consent is the handing-over office's; the proposer is told, or it is no extension. */
export const proposerIsTold: Rule = (facts) =>
  facts.answers['extensionDecision'] !== 'extension-granted' ||
  facts.answers['proposerTold'] === true ||
  refuse('proposal.proposer-not-told');

export const everySignerAnswered: Rule = (facts) => {
  const { proposal, rule } = loadsOf(facts);
  const joint = (proposal?.signers ?? 0) > 1;
  if (!facts.answered || !joint || facts.answers['sentTo'] === 'each-signer') return true;
  if (facts.answers['sentTo'] === undefined) return refuse('proposal.say-who-was-answered');
  return (
    rule?.jointAnswer === 'first-passes-on' ||
    refuse('proposal.answer-each-signer', { signers: proposal?.signers ?? 0 })
  );
};

export const notSentBeforeSigned: Rule = (facts) => {
  const { proposal } = loadsOf(facts);
  const on = facts.answers['sentOn'];
  return (
    typeof on !== 'string' ||
    proposal?.handedOverOn === null ||
    on >= (proposal?.handedOverOn ?? '') ||
    refuse('proposal.day-before-hand-over')
  );
};

export const opinionFits: Rule = (facts) => {
  if (!facts.answered) return true;
  const { proposal, rule } = loadsOf(facts);
  const { verdict, score, heardOn, opinions } = facts.answers;
  if (proposal?.sentOn === null || (typeof heardOn === 'string' && heardOn < (proposal?.sentOn ?? '')))
    return refuse('proposal.opinion-before-reply');
  const each = entriesOf(opinions);
  const scored = [{ verdict, score }, ...each].filter((one) => typeof one.score === 'number');
  const bands = rule?.bands;
  if (bands !== undefined)
    for (const one of scored) {
      const band = bands.find(({ from }) => Number(one.score) >= from);
      if (band !== undefined && band.verdict !== one.verdict)
        return refuse('proposal.score-outside-band', { score: Number(one.score) });
    }
  const worse = ['satisfied', 'basically-satisfied', 'dissatisfied'];
  const worst = Math.max(...each.map((one) => worse.indexOf(String(one['verdict']))), -1);
  return worse.indexOf(String(verdict)) >= worst || refuse('proposal.verdict-better-than-a-signer');
};

export const placeOfPublication: Rule = (facts) =>
  !facts.answered ||
  facts.answers['publication'] === 'not-public' ||
  facts.answers['publication'] === 'on-request' ||
  (facts.answers['publishedOn'] !== undefined && facts.answers['publishedAt'] !== undefined) ||
  refuse('proposal.say-where-published');

const promisesOf = (facts: Parameters<Rule>[0]) => facts.children.filter(({ pathway }) => pathway === 'promise');

/** A class that is no end is not put away without what is to come. */
export const promisesRecorded: Rule = (facts) => {
  const { proposal, rule } = loadsOf(facts);
  const given = proposal?.replyClass ?? null;
  if (given === null || rule?.followed.includes(given) !== true) return true;
  return promisesOf(facts).length > 0 || refuse('proposal.promise-nothing', { class: given });
};

export const promisesSettled: Rule = (facts) => {
  const open = promisesOf(facts).filter(({ closed }) => !closed).length;
  return open === 0 || refuse('proposal.promises-open', { open });
};

/** A better class than the letter's needs what was promised to have been kept, with evidence somebody else accepted. */
export const evidenceForTheClass: Rule = (facts) => {
  const { proposal } = loadsOf(facts);
  const promises = promisesOf(facts);
  const kept = promises.filter(({ state }) => state === 'kept').length;
  if (kept === 0 || kept < promises.length) return refuse('proposal.no-evidence', { kept, promises: promises.length });
  if (!facts.answered) return true;
  return String(facts.answers['replyClass']) < (proposal?.replyClass ?? '') || refuse('proposal.class-not-better');
};

export const promisesFit: Rule = (facts) => {
  if (!facts.answered) return true;
  if (loadsOf(facts).unknownOrganisations.length > 0) return refuse('proposal.unit-unknown');
  const late = entriesOf(facts.answers['promises']).find(({ due, milestones }) =>
    entriesOf(milestones).some((milestone) => String(milestone['due']) > String(due)),
  );
  return late === undefined || refuse('promise.milestone-after-due', { due: String(late['due']) });
};
