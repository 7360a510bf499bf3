/**
 * Why a place was chosen: the candidates somebody was shown are kept beside the draft or case, and become part of the case in
 * the transaction of the step that chooses. Another than the first may be chosen without a word; it is recorded which.
 */
import type { Actor, Rows, Statement } from '../../platform/postgres/database.ts';
import type { ShownItem } from './candidate-views.ts';
import type { CandidateQuestion } from './departments.ts';
import type { ChoiceView } from './match-shapes.ts';

export type Shown = {
  readonly subject: string;
  readonly asked: CandidateQuestion;
  readonly dataVersion: string;
  readonly dataVerified: boolean;
  readonly items: readonly ShownItem[];
};

/** What this organisation's people were last shown for a draft or case. */
export const keepShown = (shown: Shown, actor: Actor, at: Date): Statement => ({
  name: 'match-shown-keep',
  text: `insert into match_shown (subject, organisation, actor, at, data_version, data_verified, question, items)
         values ($1, $2, $3, $4, $5, $6, $7, $8)
         on conflict (subject, organisation) do update set actor = $3, at = $4, data_version = $5, data_verified = $6,
           question = $7, items = $8`,
  values: [
    shown.subject,
    actor.organisation,
    actor.id,
    at,
    shown.dataVersion,
    shown.dataVerified,
    JSON.stringify(questionOf(shown.asked)),
    JSON.stringify(shown.items),
  ],
});

/** What was asked, without for whom: the case says that. */
const questionOf = ({ kind, urgency, specialty, device, insurance, q, within }: CandidateQuestion) => ({
  kind,
  urgency: urgency ?? null,
  specialty: specialty ?? null,
  device: device ?? null,
  insurance: insurance ?? null,
  q: q ?? null,
  within,
});

export type Chosen = {
  readonly caseId: string;
  /** The case's version after the step. */
  readonly version: number;
  readonly department: string;
  readonly resident: string | null;
};

/**
 * Keeps the choice with the step that makes it: one statement of its transaction. Where nothing was shown (a choice made over
 * an interface, or a page opened before) the attempt is kept without candidates.
 */
export const keepChoice = ({ caseId, version, department, resident }: Chosen, actor: Actor, at: Date): Statement => ({
  name: 'match-choice-keep',
  text: `with shown as (
  select * from match_shown where subject = $1 and organisation = $6
)
insert into match_choice (case_id, version, department, resident, actor, organisation, at, place, shown_at, data_version,
                          data_verified, question, items)
select $1, $2, $3, $4, $5, $6, $7,
       (select item.n from shown, json_array_elements(shown.items) with ordinality as item (value, n)
         where item.value ->> 'department' = $3 limit 1),
       shown.at, shown.data_version, shown.data_verified, shown.question, shown.items
  from (select) as once left join shown on true`,
  values: [caseId, version, department, resident, actor.id, actor.organisation, at],
});

/** Drafts that were never sent. */
export const forgetShown = (before: Date): Statement => ({
  name: 'match-shown-forget',
  text: `delete from match_shown where at < $1`,
  values: [before],
});

/** The choices of a case, first to last; none where the reader has no relation to its resident. */
export const findChoices = (caseId: string): Statement => ({
  name: 'match-choices',
  text: `select m.version, m.department, d.name as department_name, o.id as organisation, o.short_name as organisation_name,
    m.at, m.place, m.shown_at, m.data_version, m.data_verified, m.question, m.items, m.resident,
    by.short_name as by_organisation
  from match_choice m join department d on d.id = m.department join organisation o on o.id = d.organisation
  left join organisation by on by.id = m.organisation
 where m.case_id = $1 order by m.version`,
  values: [caseId],
});

const textOr = <Otherwise>(value: unknown, otherwise: Otherwise): string | Otherwise =>
  typeof value === 'string' ? value : otherwise;
const instantOr = (value: unknown): string | null => (value instanceof Date ? value.toISOString() : null);

export const choiceViews = (rows: Rows): readonly ChoiceView[] =>
  rows.map((row) => ({
    version: Number(row['version']),
    at: instantOr(row['at']) ?? '',
    byOrganisation: textOr(row['by_organisation'], ''),
    department: { id: String(row['department']), name: String(row['department_name']) },
    organisation: { id: String(row['organisation']), name: String(row['organisation_name']) },
    place: row['place'] === null ? null : Number(row['place']),
    shownAt: instantOr(row['shown_at']),
    dataVersion: textOr(row['data_version'], null),
    dataVerified: (row['data_verified'] as boolean | null) ?? null,
    question: JSON.parse(textOr(row['question'], 'null')) as ChoiceView['question'],
    items: JSON.parse(textOr(row['items'], '[]')) as ChoiceView['items'],
  }));
