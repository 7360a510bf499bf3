/** Erasures with where they stand, and what stays of an entry that is gone. */
import { maskName } from '../../../../consortium/residents/masks.ts';
import type { Rows, Statement } from '../../../../platform/postgres/database.ts';
import type { ErasureRow, ErasureView } from '../shapes.ts';

const SHOWN = `select c.id, c.number, c.state, c.due_at, c.closed_at, c.limit_verified, k.kind, k.basis, k.type, k.entry,
    k.asked_at, k.decided_at, k.digest, k.versions, k.moved_to, res.name as resident_name, other.name as move_name,
    a.role as asked_role, ap.name as asked_name, d.role as decided_role, dp.name as decided_name
  from erasure k join cases c on c.id = k.id
  left join resident res on res.id = k.resident left join resident other on other.id = k.moved_to
  left join practitioner_role a on a.id = k.asked_by left join person ap on ap.id = a.person
  left join practitioner_role d on d.id = k.decided_by left join person dp on dp.id = d.person
 where exists (select 1 from case_party p where p.case_id = c.id and p.organisation = $1)`;

/** Open ones by due time, then the last hundred that were closed. */
export const findErasures = (organisation: string): Statement => ({
  name: 'erasures',
  text: `(${SHOWN} and c.closed_at is null order by c.due_at, c.id limit 500)
         union all (${SHOWN} and c.closed_at is not null order by c.closed_at desc, c.id limit 100)`,
  values: [organisation],
});
export const findErasure = (id: string, organisation: string): Statement => ({
  name: 'erasure-one',
  text: `${SHOWN} and c.id = $2`,
  values: [organisation, id],
});
/** What was said when it was asked for. */
export const findSaid = (id: string): Statement => ({
  name: 'erasure-said',
  text: `select content from resource where type = 'QuestionnaireResponse' and id = $1 || '-a1' and not deleted`,
  values: [id],
});

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const textOrNull = (value: unknown): string | null => (typeof value === 'string' ? value : null);
const instantOrNull = (value: unknown): string | null => (value instanceof Date ? value.toISOString() : null);

export const erasureRow = (row: Rows[number], at: Date): ErasureRow => {
  const due = row['due_at'];
  return {
    case: text(row['id']),
    number: text(row['number']),
    state: text(row['state']),
    resident: maskName(text(row['resident_name'])),
    entry: { type: text(row['type']), id: text(row['entry']) },
    kind: row['kind'] as ErasureRow['kind'],
    basis: row['basis'] as ErasureRow['basis'],
    asked: {
      name: textOrNull(row['asked_name']),
      role: textOrNull(row['asked_role']),
      at: instantOrNull(row['asked_at']) ?? '',
    },
    dueAt: instantOrNull(due),
    late: due instanceof Date && due < at,
    closedAt: instantOrNull(row['closed_at']),
  };
};

/** The string answered to a question of a QuestionnaireResponse. */
const saidIn = (content: unknown, question: string): string | null => {
  const { item = [] } = JSON.parse(String(content)) as {
    readonly item?: readonly {
      readonly linkId: string;
      readonly answer?: readonly { readonly valueString?: string }[];
    }[];
  };
  return item.find(({ linkId }) => linkId === question)?.answer?.[0]?.valueString ?? null;
};

export const erasureView = (row: Rows[number], said: Rows, at: Date): ErasureView => {
  const content = said[0]?.['content'];
  const say = (question: string): string | null => (content === undefined ? null : saidIn(content, question));
  const digest = textOrNull(row['digest']);
  const moveName = textOrNull(row['move_name']);
  return {
    ...erasureRow(row, at),
    explanation: say('explanation') ?? '',
    authority: say('authority'),
    moveTo: moveName === null ? null : maskName(moveName),
    tombstone:
      digest === null
        ? null
        : {
            digest,
            versions: Number(row['versions']),
            decided: {
              name: textOrNull(row['decided_name']),
              role: textOrNull(row['decided_role']),
              at: instantOrNull(row['decided_at']) ?? '',
            },
            movedTo: row['kind'] === 'moved' ? textOrNull(row['moved_to']) : null,
          },
    verified: row['limit_verified'] === true,
  };
};
