/** Emergency looks with where their review stands. */
import type { Look } from '../../../../consortium/access/shapes.ts';
import { maskName } from '../../../../consortium/residents/masks.ts';
import type { Rows, Statement } from '../../../../platform/postgres/database.ts';
import type { ReviewRow, ReviewView } from '../shapes.ts';

const SHOWN = `select c.id, c.number, c.state, c.opened_at, c.due_at, c.closed_at, e.reason, e.explanation, e.opens_withheld,
    e.from_at, e.until_at, e.organisation, o.short_name as organisation_name, pr.role, p.name as person_name,
    res.name as resident_name, v.organisation as reviewer
  from cases c join emergency_access e on e.id = c.id join organisation o on o.id = e.organisation
  join case_party v on v.case_id = c.id and v.party = 'reviewer'
  left join practitioner_role pr on pr.id = e.actor left join person p on p.id = pr.person
  left join resident res on res.id = e.resident`;

/** Open ones by due time, then the last hundred that were closed. */
export const findReviews = (organisation: string): Statement => ({
  name: 'break-glass-reviews',
  text: `(${SHOWN} where v.organisation = $1 and v.pathway = 'break-glass' and not v.closed order by c.due_at, c.id limit 500)
         union all
         (${SHOWN} where v.organisation = $1 and v.pathway = 'break-glass' and v.closed
           order by c.closed_at desc, c.id limit 100)`,
  values: [organisation],
});

export const findReview = (id: string): Statement => ({
  name: 'break-glass-review',
  text: `${SHOWN} where c.id = $1`,
  values: [id],
});

const instant = (value: unknown): string => (value instanceof Date ? value.toISOString() : '');
const text = (value: unknown): string => (typeof value === 'string' ? value : '');

export const reviewRow = (row: Rows[number], at: Date): ReviewRow => {
  const due = row['due_at'];
  return {
    case: text(row['id']),
    number: text(row['number']),
    state: text(row['state']),
    resident: maskName(text(row['resident_name'])),
    who: {
      name: typeof row['person_name'] === 'string' ? row['person_name'] : null,
      role: text(row['role']),
      organisation: { id: text(row['organisation']), name: text(row['organisation_name']) },
    },
    reason: row['reason'] as ReviewRow['reason'],
    openedAt: instant(row['opened_at']),
    dueAt: due instanceof Date ? due.toISOString() : null,
    late: due instanceof Date && due < at,
    closedAt: row['closed_at'] instanceof Date ? row['closed_at'].toISOString() : null,
  };
};

export const reviewView = (row: Rows[number], looks: readonly Look[], at: Date): ReviewView => ({
  ...reviewRow(row, at),
  explanation: text(row['explanation']),
  fromAt: instant(row['from_at']),
  untilAt: instant(row['until_at']),
  opensWithheld: row['opens_withheld'] === true,
  looks: [...looks],
});
