/** One proposal with everything its page shows: for its parties whole, for a co-handler as far as it was asked. */
import type { LetterDocument } from '../../../engines/letters/document.ts';
import { linesOf } from '../../../engines/letters/plain.ts';
import { contentFrom, findContent } from '../../../engines/letters/store.ts';
import { answersFrom } from '../../../engines/forms/response.ts';
import type { Actor, Rows, Statement } from '../../../platform/postgres/database.ts';
import { refuse } from '../../../platform/refusal.ts';
import type { Refusal } from '../../../platform/refusal.ts';
import { Draft } from '../forms/answer.ts';
import { LetterSubmitted } from '../forms/letter.ts';
import type { RuleFact } from '../rules/facts.ts';
import type { CoHandlingView, DraftView, ProposalView } from '../shapes.ts';
import { findLetterNow, letterNowFrom } from './letter-now.ts';
import { findRow, rowFrom } from './find.ts';
import type { ProposalRoutesOptions } from './options.ts';
import { withFigures } from './promise-figures.ts';
import { findEarlierPromises, findPromisesOf, promiseFrom } from './promises.ts';

const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);
const jsonOf = <Value>(value: unknown): Value | null =>
  typeof value === 'string' ? (JSON.parse(value) as Value) : null;

const findDetails = (id: string, organisation: string, today: string): Statement => ({
  name: 'proposal-details',
  text: `select p.content, p.category, p.received_on::text, p.handed_over_on::text, p.section, p.responsible, p.first_due::text,
                p.extended_until::text, p.publication, p.document_number, p.letter, p.signed_on::text, p.sent_on::text,
                p.first_sent_on::text, p.first_sent_due::text, p.score, p.published_on::text, p.published_at, p.rating,
                p.class_evidence, p.archived_on::text,
                (select b.name from proposal_body b where b.body = p.body) as body_name,
                (select json_agg(json_build_object('name', s.name, 'post', s.post, 'number', s.number) order by s.place)::text
                   from proposal_signer s where s.proposal = p.id) as people,
                (select json_build_object('id', o.id, 'number', o.number, 'title', o.title)::text
                   from proposal o where o.id = p.merged_into) as merged_into,
                (select json_agg(json_build_object('id', o.id, 'number', o.number, 'title', o.title) order by o.number)::text
                   from proposal o where o.merged_into = p.id) as merged,
                (select json_build_object('id', o.id, 'year', o.year, 'number', o.number, 'title', o.title)::text
                   from proposal o where o.id = p.follows) as follows,
                exists (select 1 from case_party m where m.case_id = p.id and m.organisation = $2) as party,
                r.rule::text as rule, r.from_on::text as rule_from, r.until_on::text as rule_until, r.source, r.verified
           from proposal p
           left join proposal_rule r on r.body = p.body and r.from_on <= coalesce(p.rule_from, $3::date)
                and (r.until_on is null or r.until_on > coalesce(p.rule_from, $3::date))
          where p.id = $1`,
  values: [id, organisation, today],
});

const findCoHandlings = (id: string): Statement => ({
  name: 'proposal-co-handlings',
  text: `select h.id, c.number, h.organisation, (select name from organisation where id = h.organisation) as name, h.task, h.question,
                h.answer_by::text as answer_by, c.state, c.due_at, c.closed_at, h.opinion, h.agreed, h.contact,
                h.answered_on::text as answered_on
           from co_handling h join cases c on c.id = h.id where h.proposal = $1 order by c.number, h.id`,
  values: [id],
});

const findDrafts = (id: string): Statement => ({
  name: 'proposal-drafts',
  text: `select s.version, s.at, s.step, r.content, (select p.name from practitioner_role pr join person p on p.id = pr.person where pr.id = s.actor) as person
           from case_step s join resource r on r.type = 'QuestionnaireResponse' and 'QuestionnaireResponse/' || r.id = s.answers
          where s.case_id = $1 and s.step in ('draft', 'letter-submitted') order by s.version`,
  values: [id],
});

const versionOf = (answers: Readonly<Record<string, unknown>>): string =>
  `${String(answers['letter'])}/${String(answers['letterVersion'])}`;

/** Drafts handed in as letters: their words are the letter's version of then. The lead's own house wrote it; the step says which. */
const letterTexts = async (
  engine: ProposalRoutesOptions['engine'],
  actor: Actor,
  at: Date,
  drafts: Rows,
): Promise<ReadonlyMap<string, string>> => {
  const versions = drafts.flatMap((row) => {
    if (row['step'] !== 'letter-submitted') return [];
    const answers = answersFrom(LetterSubmitted, jsonOf<Record<string, unknown>>(row['content']) ?? {});
    return typeof answers['letter'] === 'string' && typeof answers['letterVersion'] === 'number'
      ? [{ key: versionOf(answers), letter: answers['letter'], version: answers['letterVersion'] }]
      : [];
  });
  if (versions.length === 0) return new Map();
  const found = await engine.db.read(
    { ...actor, purpose: 'system' },
    at,
    versions.map(({ letter, version }) => findContent(letter, version)),
  );
  return new Map(
    versions.flatMap(({ key }, place) => {
      const content = contentFrom(found[place]?.[0]);
      return content === undefined ? [] : [[key, draftText(content)] as const];
    }),
  );
};

/** What the proposer is asked about: title, addressee and text, without head and foot. */
const draftText = (content: LetterDocument): string =>
  [
    content.title.replace(/\n/g, ''),
    `${content.addressee}：`,
    ...linesOf(content).filter((line) => line.trim() !== ''),
  ].join('\n');

const coHandlingFrom = (row: Rows[number], actor: Actor, at: Date): CoHandlingView => ({
  id: String(row['id']),
  number: String(row['number']),
  organisation: { id: String(row['organisation']), name: text(row['name']) ?? String(row['organisation']) },
  task: row['task'] as CoHandlingView['task'],
  question: String(row['question']),
  answerBy: String(row['answer_by']),
  state: String(row['state']),
  late: row['closed_at'] === null && row['due_at'] instanceof Date && row['due_at'] < at,
  opinion: text(row['opinion']),
  agreed: typeof row['agreed'] === 'boolean' ? row['agreed'] : null,
  contact: text(row['contact']),
  answeredOn: text(row['answered_on']),
  own: row['organisation'] === actor.organisation,
});

const draftFrom = (row: Rows[number], texts: ReadonlyMap<string, string>): DraftView => {
  const asLetter = row['step'] === 'letter-submitted';
  const content = jsonOf<Record<string, unknown>>(row['content']) ?? {};
  const answers = asLetter ? answersFrom(LetterSubmitted, content) : answersFrom(Draft, content);
  return {
    version: Number(row['version']),
    at: (row['at'] as Date).toISOString(),
    by: text(row['person']),
    text: asLetter ? (texts.get(versionOf(answers)) ?? '') : (text(answers['text']) ?? ''),
    replyClass: text(answers['replyClass']) ?? '',
    changes: text(answers['changes']),
  };
};

const ruleFrom = (row: Rows[number]): ProposalView['rule'] => {
  const rule = jsonOf<RuleFact>(row['rule']);
  if (rule === null) return null;
  return {
    from: String(row['rule_from']),
    until: text(row['rule_until']),
    source: String(row['source']),
    verified: row['verified'] === true,
    returnDays: rule.returnDays,
    answerMonths: rule.answer.months,
    answerBy: rule.answer.by ?? null,
    extendToMonths: rule.extendToMonths,
    draftOpinion: rule.draftOpinion,
    classes: [...rule.classes],
    bands: rule.bands === undefined ? null : [...rule.bands],
    classLabel: rule.classLabel ?? null,
    copyTo: rule.copyTo.map(({ name, copies }) => (copies === undefined ? { name } : { name, copies })),
  };
};

/** The page of a proposal, or the refusal that hides it. The row's policy decides who sees it at all. */
export const openProposal = async (
  { engine, figures }: Pick<ProposalRoutesOptions, 'engine' | 'figures'>,
  actor: Actor,
  id: string,
): Promise<ProposalView | Refusal> => {
  const at = engine.clock.now();
  const [rows = [], details = [], co = [], promised = [], earlier = [], letters = []] = await engine.db.read(
    actor,
    at,
    [
      findRow(actor, at, id),
      findDetails(id, actor.organisation, engine.today(at)),
      findCoHandlings(id),
      findPromisesOf(id),
      findEarlierPromises(id),
      findLetterNow(id),
    ],
  );
  const row = rows[0];
  const more = details[0];
  if (row === undefined || more === undefined) return refuse('proposal.not-found');
  const party = more['party'] === true;
  const coHandlings = co.map((each) => coHandlingFrom(each, actor, at));
  // whoever countersigns is shown what it signs, and no draft before it
  const countersigns = coHandlings.some(({ own, task }) => own && task === 'countersign');
  const [written = []] =
    party || countersigns ? await engine.db.read({ ...actor, purpose: 'system' }, at, [findDrafts(id)]) : [[]];
  const texts = await letterTexts(engine, actor, at, written);
  const drafts = written.map((each) => draftFrom(each, texts));
  const today = engine.today(at);
  const [promises, before] = await Promise.all([
    withFigures(
      figures,
      actor,
      today,
      promised.map((each) => promiseFrom(each, actor, at)),
    ),
    withFigures(figures, actor, today, party ? earlier.map((each) => promiseFrom(each, actor, at)) : []),
  ]);
  return {
    ...rowFrom(row, at),
    content: String(more['content']),
    category: text(more['category']),
    receivedOn: String(more['received_on']),
    handedOverOn: text(more['handed_over_on']),
    section: text(more['section']),
    responsible: text(more['responsible']),
    firstDue: text(more['first_due']),
    extendedUntil: text(more['extended_until']),
    publication: text(more['publication']),
    documentNumber: text(more['document_number']),
    letter: text(more['letter']),
    signedOn: text(more['signed_on']),
    sentOn: text(more['sent_on']),
    firstSentOn: text(more['first_sent_on']),
    firstSentDue: text(more['first_sent_due']),
    score: more['score'] === null ? null : Number(more['score']),
    publishedOn: text(more['published_on']),
    publishedAt: text(more['published_at']),
    rating: text(more['rating']),
    classEvidence: text(more['class_evidence']),
    archivedOn: text(more['archived_on']),
    bodyName: text(more['body_name']),
    people: jsonOf<ProposalView['people']>(more['people']) ?? [],
    mergedInto: jsonOf<NonNullable<ProposalView['mergedInto']>>(more['merged_into']),
    merged: jsonOf<ProposalView['merged']>(more['merged']) ?? [],
    follows: jsonOf<NonNullable<ProposalView['follows']>>(more['follows']),
    rule: ruleFrom(more),
    coHandlings: party ? coHandlings : coHandlings.filter(({ own }) => own),
    promised: promises.filter(({ keeper }) => party || keeper.id === actor.organisation),
    earlier: before,
    letterNow: letterNowFrom(letters),
    drafts: party ? drafts : drafts.slice(-1),
    party,
  };
};
