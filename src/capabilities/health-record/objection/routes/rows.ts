/** Objections as those see them who made them, and as those who answer them. */
import { lookViews } from '../../../../consortium/access/looks.ts';
import type { OwnObjection } from '../../../../consortium/access/own-shapes.ts';
import { maskName } from '../../../../consortium/residents/masks.ts';
import type { Rows, Statement } from '../../../../platform/postgres/database.ts';
import type { ObjectionRow, ObjectionView } from '../shapes.ts';

const SHOWN = `select c.id, c.number, c.state, c.version, c.headline, c.opened_at, c.due_at, c.closed_at, c.limit_verified,
    k.about, k.look, k.entry_type, k.entry_id, k.entry_version, k.organisation, o.short_name as organisation_name,
    w.role, p.name as person_name, res.name as resident_name, h.organisation as handler, n.short_name as handler_name, n.phone
  from objection k join cases c on c.id = k.id join case_party h on h.case_id = c.id and h.party = 'handler'
  join organisation n on n.id = h.organisation left join organisation o on o.id = k.organisation
  left join practitioner_role w on w.id = k.actor left join person p on p.id = k.person
  left join resident res on res.id = k.resident`;

/** Open ones by due time, then the last hundred that were closed. */
export const findObjections = (organisation: string): Statement => ({
  name: 'objections',
  text: `(${SHOWN} where h.organisation = $1 and h.pathway = 'objection' and not h.closed order by c.due_at, c.id limit 500)
         union all
         (${SHOWN} where h.organisation = $1 and h.pathway = 'objection' and h.closed
           order by c.closed_at desc, c.id limit 100)`,
  values: [organisation],
});
export const findObjection = (id: string): Statement => ({
  name: 'objection-one',
  text: `${SHOWN} where c.id = $1`,
  values: [id],
});
/** Newest first; a resident makes few. */
export const findOwnObjections = (resident: string): Statement => ({
  name: 'objections-own',
  text: `${SHOWN} where k.resident = $1 order by k.made_at desc, c.id limit 50`,
  values: [resident],
});

/** What was said in the answered forms of some cases, by case and step. */
export const findSaid = (cases: readonly string[]): Statement => ({
  name: 'objections-said',
  text: `select s.case_id, s.step, s.at, r.content from case_step s
           join resource r on r.type = 'QuestionnaireResponse' and s.answers = 'QuestionnaireResponse/' || r.id
          where s.case_id = any($1::text[]) and not r.deleted order by s.case_id, s.version`,
  values: [cases],
});

/** The look as it was, with the reason that held at that moment; `findLooks` says the rest. */
export const findLook = (id: string): Statement => ({
  name: 'objection-look',
  text: `select a.id, a.at, a.actor, a.role, a.action, a.target, a.outcome, a.emergency, a.organisation,
                o.short_name as organisation_name, p.name as person_name,
                array(select distinct l.kind from relation l
                       where l.resident = k.resident and l.organisation = a.organisation and l.kind <> 'review' and l.from_at <= a.at
                         and (l.until_at is null or l.until_at > a.at) order by l.kind) as why
           from objection k join audit a on a.id = k.look left join organisation o on o.id = a.organisation
           left join practitioner_role r on r.id = a.actor left join person p on p.id = r.person
          where k.id = $1`,
  values: [id],
});
/** Asked for the program's purpose: whether the entry was changed since, and never what it says. */
export const findEntryState = (id: string): Statement => ({
  name: 'objection-entry-state',
  text: `select r.version, r.deleted from objection k join resource r on r.type = k.entry_type and r.id = k.entry_id where k.id = $1`,
  values: [id],
});

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const textOrNull = (value: unknown): string | null => (typeof value === 'string' ? value : null);
const instantOrNull = (value: unknown): string | null => (value instanceof Date ? value.toISOString() : null);
const isLate = (row: Rows[number], at: Date): boolean => row['due_at'] instanceof Date && row['due_at'] < at;

type Answers = Readonly<Record<string, readonly string[]>>;
type Said = { readonly at: Date; readonly answers: Answers };

/** A QuestionnaireResponse's answers by question, as strings and codes. */
const answersIn = (content: unknown): Answers => {
  const { item = [] } = JSON.parse(String(content)) as {
    readonly item?: readonly {
      readonly linkId: string;
      readonly answer?: readonly {
        readonly valueString?: string;
        readonly valueCoding?: { readonly code?: string };
      }[];
    }[];
  };
  return Object.fromEntries(
    item.map(({ linkId, answer = [] }) => [
      linkId,
      answer.flatMap(({ valueString, valueCoding }) => valueString ?? valueCoding?.code ?? []),
    ]),
  );
};
/** What was said at one step of one case. */
export const saidAt = (rows: Rows, caseId: string, steps: readonly string[]): Said | undefined => {
  const row = rows.find((each) => each['case_id'] === caseId && steps.includes(text(each['step'])));
  return row === undefined ? undefined : { at: row['at'] as Date, answers: answersIn(row['content']) };
};
const ANSWERED = ['uphold', 'not-uphold'] as const;

export const ownObjection = (row: Rows[number], said: Rows, at: Date): OwnObjection => {
  const id = text(row['id']);
  const answer = saidAt(said, id, ANSWERED);
  return {
    case: id,
    number: text(row['number']),
    state: text(row['state']),
    about: row['about'] as OwnObjection['about'],
    of:
      row['about'] === 'entry'
        ? `${text(row['entry_type'])}/${text(row['entry_id'])}`
        : row['about'] === 'look'
          ? String(row['look'])
          : null,
    wrong: text(row['headline']),
    note: saidAt(said, id, ['object'])?.answers['note']?.[0] ?? null,
    madeAt: instantOrNull(row['opened_at']) ?? '',
    dueAt: instantOrNull(row['due_at']),
    late: isLate(row, at),
    handler: { name: text(row['handler_name']), phone: textOrNull(row['phone']) },
    answer:
      answer === undefined
        ? null
        : {
            done: [...(answer.answers['done'] ?? [])],
            finding: answer.answers['finding']?.[0] ?? '',
            at: answer.at.toISOString(),
          },
  };
};

export const objectionRow = (row: Rows[number], at: Date): ObjectionRow => {
  const organisation = textOrNull(row['organisation_name']);
  return {
    case: text(row['id']),
    number: text(row['number']),
    state: text(row['state']),
    resident: maskName(text(row['resident_name'])),
    about: row['about'] as ObjectionRow['about'],
    who: {
      name: textOrNull(row['person_name']),
      role: textOrNull(row['role']),
      organisation: organisation === null ? null : { id: text(row['organisation']), name: organisation },
    },
    wrong: row['headline'] as ObjectionRow['wrong'],
    madeAt: instantOrNull(row['opened_at']) ?? '',
    dueAt: instantOrNull(row['due_at']),
    late: isLate(row, at),
    closedAt: instantOrNull(row['closed_at']),
  };
};

export const objectionView = (
  row: Rows[number],
  of: { readonly said: Rows; readonly look: Rows; readonly entry: Rows },
  at: Date,
): ObjectionView => {
  const own = ownObjection(row, of.said, at);
  const [look] = lookViews(of.look, text(row['handler']));
  const [entry] = of.entry;
  const version = typeof row['entry_version'] === 'number' ? row['entry_version'] : null;
  return {
    ...objectionRow(row, at),
    note: own.note,
    look: look ?? null,
    entry:
      row['about'] === 'entry'
        ? {
            type: text(row['entry_type']),
            id: text(row['entry_id']),
            version,
            changed: entry !== undefined && entry['version'] !== version,
            gone: entry === undefined || entry['deleted'] === true,
          }
        : null,
    answer:
      own.answer === null
        ? null
        : { done: own.answer.done as NonNullable<ObjectionView['answer']>['done'], finding: own.answer.finding },
    verified: row['limit_verified'] === true,
  };
};
