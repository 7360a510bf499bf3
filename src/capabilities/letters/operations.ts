/** What the steps of a letter do beside moving it: the draft itself, its number, what is frozen, the seal. */
import { asOffice } from './operations/people.ts';
import { fillTemplate, findValidTemplate, templateFrom } from '../../engines/letters/templates.ts';
import type { LetterTemplate } from '../../engines/letters/templates.ts';
import {
  answersFrom,
  contentFrom,
  findAnswers,
  findContent,
  findLetter,
  findLook,
  insertLetter,
  letterFrom,
  lookFrom,
} from '../../engines/letters/store.ts';
import type { LetterDocument } from '../../engines/letters/document.ts';
import { lockSeries, openSeries, takeNumber, voidNumber } from '../../engines/letters/numbering.ts';
import { freeze } from '../../engines/letters/signing.ts';
import { withoutRtf } from '../../engines/letters/rtf.ts';
import { insertSeal } from '../../engines/letters/seal.ts';
import type { Load, Moves, StepQuestion, TakenStep, Written } from '../../engines/pathways/capability.ts';
import type { Rows, Statement } from '../../platform/postgres/database.ts';
import type { AnsweredCase, CountersignFact, LetterFacts } from './rules.ts';
import type { Office } from './operations/people.ts';

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const given = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

/** Everything of a letter in one statement's rows would be one row of five things; five statements go in one flight anyway. */
const findCountersigns = (caseId: string): Statement => ({
  name: 'letter-countersigns',
  text: `select distinct on (p.organisation) p.organisation, c.state, c.closed_at is not null as closed
           from cases c join case_party p on p.case_id = c.id and p.party = 'receiver'
          where c.parent = $1 and c.pathway = 'letter-countersign' and c.state <> 'recalled'
          order by p.organisation, c.opened_at desc, c.id desc`,
  values: [caseId],
});

export const countersignsFrom = (rows: Rows): readonly CountersignFact[] =>
  rows.map((row) => ({ unit: text(row['organisation']), state: text(row['state']), closed: row['closed'] === true }));

/** Loads that each bring a part; the last one joins them, so that rules see one letter. */
const letterLoads = (id: string): readonly Load[] => {
  const part: { letter?: Rows[number] | undefined; content?: Rows[number] | undefined; answers: Rows } = {
    answers: [],
  };
  return [
    { name: 'row', statement: findLetter(id), read: (rows) => (part.letter = rows[0]) },
    { name: 'content', statement: findContent(id, null), read: (rows) => (part.content = rows[0]) },
    { name: 'answers', statement: findAnswers(id), read: (rows) => (part.answers = rows) },
    {
      name: 'letter',
      statement: findLook(id),
      read: (rows): LetterFacts | undefined => {
        const content = contentFrom(part.content);
        if (part.letter === undefined || content === undefined) return undefined;
        const letter = letterFrom(part.letter);
        return {
          head: letter.head,
          content,
          previous: letter.previousText,
          answered: new Set(answersFrom(part.answers).map(({ finding }) => finding)),
          look: lookFrom(rows[0]),
        };
      },
    },
  ];
};

/** In which states of the case it answers a letter may be signed, by pathway; a case of none of them asks for nothing. */
export type SignedWhen = Readonly<Record<string, readonly string[]>>;

/** The case a letter answers: the one it was opened from. */
const findAnsweredCase = (id: string): Statement => ({
  name: 'letter-answered-case',
  text: `select c.id, c.pathway, c.state, c.closed_at is not null as closed
           from cases l join cases c on c.id = l.parent where l.id = $1`,
  values: [id],
});
const answeredCaseFrom =
  (signedWhen: SignedWhen) =>
  ([row]: Rows): AnsweredCase | null => {
    if (row === undefined) return null;
    const [pathway, state] = [text(row['pathway']), text(row['state'])];
    return {
      id: text(row['id']),
      pathway,
      state,
      closed: row['closed'] === true,
      maySign: signedWhen[pathway]?.includes(state) ?? true,
    };
  };

export const loads = (question: StepQuestion, signedWhen: SignedWhen): readonly Load[] => {
  const office: Load = { name: 'office', statement: asOffice(question.actor.id), read: officeFrom };
  if (question.step === 'open')
    return [
      office,
      {
        name: 'template',
        statement: findValidTemplate(text(question.answers['template']), question.at),
        read: (rows) => templateFrom(rows[0]),
      },
    ];
  return [
    office,
    ...letterLoads(question.caseId),
    { name: 'countersigns', statement: findCountersigns(question.caseId), read: countersignsFrom },
    { name: 'answeredCase', statement: findAnsweredCase(question.caseId), read: answeredCaseFrom(signedWhen) },
  ];
};

const officeFrom = (rows: Rows): Office => ({
  person: text(rows[0]?.['person']),
  phone: text(rows[0]?.['phone']),
  organisation: text(rows[0]?.['organisation']),
  kind: text(rows[0]?.['kind']),
});

const officeIn = (loaded: Readonly<Record<string, unknown>>): Office => loaded['office'] as Office;

const MATTER = { proposal: '提案', suggestion: '建议' } as const;

/** What others gave for it stands before the last words, for the drafter to work in. */
const withMaterial = (made: LetterDocument, material: unknown): LetterDocument => {
  const entries = Array.isArray(material) ? (material as readonly Readonly<Record<string, unknown>>[]) : [];
  const added = entries.flatMap(({ heading, said }) => [
    { level: 1 as const, heading: text(heading), text: '' },
    { level: 0 as const, heading: '', text: text(said).replace(/\s*\n\s*/g, '　') },
  ]);
  return { ...made, paragraphs: [...made.paragraphs.slice(0, -1), ...added, ...made.paragraphs.slice(-1)] };
};

/** The draft a template makes of what the opening step said. */
const drafted = ({ answers, loaded, today }: TakenStep): ReturnType<typeof fillTemplate> => {
  const template = loaded['template'] as LetterTemplate;
  const office = officeIn(loaded);
  const matter = answers['matter'] === 'suggestion' ? MATTER.suggestion : MATTER.proposal;
  const known = {
    issuer: given(office.organisation),
    addressee: given(answers['addressee']),
    session: given(answers['session']),
    number: given(answers['matterNumber']),
    kind: answers['matter'] === undefined ? undefined : matter,
    title: given(answers['matterTitle']),
    received: today,
    person: given(office.person),
    phone: given(office.phone),
  };
  const filling = Object.fromEntries(Object.entries(known).filter(([, value]) => value !== undefined));
  const made = fillTemplate(template, filling);
  const replyClass = given(answers['replyClass']);
  return withMaterial(
    made.reply === null || replyClass === undefined ? made : { ...made, reply: { ...made.reply, value: replyClass } },
    answers['material'],
  );
};

export const moves = (question: StepQuestion, loaded: Readonly<Record<string, unknown>>, before: unknown): Moves => {
  if (before !== null) return {};
  const { organisation } = question.actor;
  const kind = officeIn(loaded).kind;
  return {
    parties: { issuer: { organisation, department: null, ...(kind === '' ? {} : { kind }) } },
    headline: given(question.answers['matterTitle']) ?? given(question.answers['addressee']) ?? '',
  };
};

const signed = (taken: TakenStep, letter: LetterFacts): readonly Statement[] => {
  const { actor, at, today, caseId } = taken;
  const { prefix } = letter.content;
  const year = Number(today.slice(0, 4));
  const signer = officeIn(taken.loaded).person;
  return [
    openSeries(prefix, year, 0, actor),
    lockSeries(prefix, year),
    takeNumber(caseId, prefix, year, actor, at),
    ...freeze(
      { id: caseId, version: letter.head, content: letter.content, look: letter.look, signer, day: today },
      actor,
      at,
    ),
  ];
};

export const write = (taken: TakenStep): Written => {
  const { step, caseId, answers, actor, at } = taken;
  const letter = taken.loaded['letter'] as LetterFacts | undefined;
  const statements = (): readonly Statement[] => {
    switch (step) {
      case 'open':
        return insertLetter(
          { id: caseId, about: given(answers['about']) ?? null, previousText: previousOf(answers['previous']) },
          drafted(taken),
          actor,
          at,
        );
      case 'sign':
        return letter === undefined ? [] : signed(taken, letter);
      case 'seal': {
        const seal = {
          adapter: given(answers['adapter']) ?? 'plain',
          reference: given(answers['reference']) ?? '实物印章',
          digest: given(answers['paperDigest']) ?? '',
        };
        return [insertSeal(caseId, seal, actor, at)];
      }
      case 'void':
        return [voidNumber(caseId, text(answers['voidReason']), actor, at)];
      default:
        return [];
    }
  };
  return { resources: [], statements: statements() };
};

/** Last year's reply as pasted: what a word processor puts around it is taken away. */
const previousOf = (pasted: unknown): string | null => {
  const said = given(pasted);
  return said === undefined ? null : withoutRtf(said);
};

/** A countersign's own: who is asked. */
export const countersignLoads = (question: StepQuestion): readonly Load[] =>
  question.step === 'ask'
    ? [{ name: 'unit', statement: findUnit(text(question.answers['unit'])), read: (rows) => given(rows[0]?.['kind']) }]
    : [];

const findUnit = (id: string): Statement => ({
  name: 'letter-countersign-unit',
  text: 'select kind from organisation where id = $1',
  values: [id],
});

export const countersignMoves = (
  question: StepQuestion,
  loaded: Readonly<Record<string, unknown>>,
  before: unknown,
): Moves => {
  if (before !== null) return {};
  const kind = given(loaded['unit']);
  return {
    parties: {
      asker: { organisation: question.actor.organisation, department: null },
      receiver: {
        organisation: text(question.answers['unit']),
        department: null,
        ...(kind === undefined ? {} : { kind }),
      },
    },
    headline: given(question.answers['note']) ?? '',
  };
};
