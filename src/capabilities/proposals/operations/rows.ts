/** The row of a proposal, as its steps make it: one statement a step, in the step's own transaction. */
import type { Json, TakenStep, Written } from '../../../engines/pathways/capability.ts';
import type { Statement } from '../../../platform/postgres/database.ts';
import { addMonths } from '../rules/facts.ts';
import { answerDueAtHandOver, loadedIn } from './load.ts';

const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);
const whole = (value: unknown): number | null => (typeof value === 'number' ? value : null);

/** Two clerks who give one number at the same moment: the second waits, and then finds it used. */
const oneAtATime = (body: string, year: number): Statement => ({
  name: 'proposal-number-lock',
  text: `select pg_advisory_xact_lock(hashtextextended('proposal ' || current_schema() || $1 || $2::text, 0))`,
  values: [body, year],
});

const insertProposal = ({ after, answers }: TakenStep): readonly Statement[] => [
  oneAtATime(String(answers['body']), Number(answers['year'])),
  {
    name: 'proposal-insert',
    text: `with made as (
             insert into proposal (id, body, year, session, number, kind, title, content, received_on, follows)
             select $1, $2, $3, $4, $5, $6, $7, $8, $9::date, (select p.id from proposal p where p.id = $10)
              where not exists (select 1 from proposal o where o.body = $2 and o.year = $3 and o.number = $5)
             returning 1)
           select expect_rows((select count(*) from made), 1, 'proposal.number-used')`,
    values: [
      after.id,
      answers['body'],
      answers['year'],
      answers['session'],
      whole(answers['number']),
      answers['kind'],
      answers['title'],
      answers['content'],
      answers['receivedOn'],
      text(answers['follows']),
    ],
  },
  {
    name: 'proposal-signers',
    text: `insert into proposal_signer (proposal, place, name, post)
           select $1, s.place, s.name, s.post from unnest($2::text[], $3::text[]) with ordinality as s (name, post, place)`,
    values: [
      after.id,
      (answers['signers'] as readonly Json[]).map(({ name }) => name),
      (answers['signers'] as readonly Json[]).map(({ post }) => text(post)),
    ],
  },
];

const COLUMNS = {
  category: 'text',
  number: 'integer',
  lead: 'text',
  rule_from: 'date',
  handed_over_on: 'date',
  section: 'text',
  responsible: 'text',
  first_due: 'date',
  answer_due: 'date',
  extended_until: 'date',
  reply_class: 'text',
  draft_class: 'text',
  publication: 'text',
  document_number: 'text',
  letter: 'text',
  signed_on: 'date',
  sent_on: 'date',
  verdict: 'text',
  score: 'integer',
  verdict_on: 'date',
  published_on: 'date',
  published_at: 'text',
  rating: 'text',
  class_evidence: 'text',
  archived_on: 'date',
  merged_into: 'text',
} as const;
type Changes = { readonly [Column in keyof typeof COLUMNS]?: unknown };

/** The columns are named here, never by what was sent. */
const change = (id: string, changes: Changes, also = ''): Statement => {
  const columns = Object.keys(changes) as (keyof typeof COLUMNS)[];
  const sets = columns.map((column, at) => `${column} = $${String(at + 2)}::${COLUMNS[column]}`);
  return {
    text: `with changed as (update proposal set ${[...sets, ...(also === '' ? [] : [also])].join(', ')} where id = $1 returning 1)
           select expect_rows((select count(*) from changed), 1, 'case-version')`,
    values: [id, ...columns.map((column) => changes[column] ?? null)],
  };
};

const changesOf = (taken: TakenStep): readonly Statement[] => {
  const { step, answers, today, after } = taken;
  const loaded = loadedIn(taken.loaded);
  const set = (changes: Changes, also?: string): readonly Statement[] => [change(after.id, changes, also)];
  switch (step) {
    case 'hand-over': {
      const due = answerDueAtHandOver(taken, loaded);
      return set({
        lead: answers['lead'],
        rule_from: today,
        handed_over_on: today,
        first_due: due,
        answer_due: due,
        extended_until: null,
      });
    }
    case 'sign-in':
      return set({ section: answers['section'], responsible: answers['responsible'] });
    case 'answer-extension':
      return answers['extensionDecision'] === 'extension-granted'
        ? set({ answer_due: answers['until'], extended_until: answers['until'] })
        : [];
    case 'sign':
      return set({
        reply_class: answers['replyClass'],
        document_number: answers['documentNumber'],
        letter: text(answers['letter']),
        publication: answers['publication'],
        signed_on: answers['signedOn'],
      });
    case 'start-letter':
      return set({ draft_class: answers['replyClass'] });
    case 'letter-signed':
      return [letterSigned(taken)];
    case 'letter-stopped':
      return set({ reply_class: null, document_number: null, letter: null, signed_on: null });
    case 'letter-sent':
    case 'send':
      return set(
        { sent_on: answers['sentOn'] },
        'first_sent_on = coalesce(first_sent_on, $2::date), first_sent_due = coalesce(first_sent_due, answer_due)',
      );
    case 'record-opinion': {
      const verdict = {
        verdict: answers['verdict'],
        score: whole(answers['score']),
        verdict_on: answers['heardOn'],
      };
      return answers['verdict'] === 'dissatisfied'
        ? set(
            { ...verdict, answer_due: loaded.rule === null ? null : addMonths(today, loaded.rule.reHandleMonths) },
            'round = round + 1',
          )
        : set(verdict);
    }
    case 'publish':
      return set({
        publication: answers['publication'],
        published_on: text(answers['publishedOn']),
        published_at: text(answers['publishedAt']),
      });
    case 'archive':
      return set({ archived_on: today });
    case 'raise-class':
      return set({ reply_class: answers['replyClass'], class_evidence: answers['evidence'] });
    case 'rate':
      return set({ rating: answers['rating'] });
    default:
      return [];
  }
};

/** The letter took its number a statement before, in this transaction: it is read and not told. */
const letterSigned = ({ after, answers, today }: TakenStep): Statement => ({
  name: 'proposal-letter-signed',
  text: `with changed as (
           update proposal p set reply_class = coalesce($2, p.draft_class), letter = $3, publication = $4, signed_on = $5::date,
                  document_number = (select n.prefix || '〔' || n.year || '〕' || n.number || '号' from letter_number n where n.letter = $3)
            where p.id = $1 returning 1)
         select expect_rows((select count(*) from changed), 1, 'case-version')`,
  values: [after.id, text(answers['replyClass']), answers['letter'], answers['publication'], today],
});

const fileNumber = ({ after, answers, loaded }: TakenStep): readonly Statement[] => {
  const { proposal } = loadedIn(loaded);
  if (proposal === null) return [];
  return [
    oneAtATime(proposal.body, proposal.year),
    {
      name: 'proposal-file',
      text: `with changed as (
               update proposal p set number = $2::integer, category = $3 where p.id = $1
                  and not exists (select 1 from proposal o where o.body = p.body and o.year = p.year and o.number = $2::integer and o.id <> p.id)
               returning 1)
             select expect_rows((select count(*) from changed), 1, 'proposal.number-used')`,
      values: [after.id, answers['number'], text(answers['category'])],
    },
  ];
};

/** Those who signed the merged one are answered with the other, under the number they know theirs by. */
const mergeSigners = ({ after, answers }: TakenStep): readonly Statement[] => [
  {
    name: 'proposal-merge-signers',
    text: `insert into proposal_signer (proposal, place, name, post, number)
           select $2, (select coalesce(max(place), 0) from proposal_signer where proposal = $2) + row_number() over (order by s.place),
                  s.name, s.post, coalesce(s.number, p.number)
             from proposal_signer s join proposal p on p.id = s.proposal where s.proposal = $1`,
    values: [after.id, answers['into']],
  },
  change(after.id, { merged_into: answers['into'] }),
];

export const write = (taken: TakenStep): Written => {
  const statements =
    taken.before === null
      ? insertProposal(taken)
      : taken.step === 'file'
        ? fileNumber(taken)
        : taken.step === 'merge'
          ? mergeSigners(taken)
          : changesOf(taken);
  return { resources: [], statements };
};
