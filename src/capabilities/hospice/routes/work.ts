/** What a stay has others do: opinions a conference asks for, tasks given, each with who, by when, and what came of it. */
import type { Rows, Statement } from '../../../platform/postgres/database.ts';
import type { WorkRow } from '../shapes.ts';

/** Open ones first by when they are due, then what was done, the latest first. */
export const findWork = (id: string): Statement => ({
  name: 'hospice-work',
  text: `select k.id, k.pathway, k.state, k.headline, k.due_at, k.closed_at, asked.profession, p.name as by, said.text
           from cases k
           left join lateral (
             select item #>> '{answer,0,valueCoding,code}' as profession
               from case_step s join resource r on r.type = 'QuestionnaireResponse' and r.id = split_part(s.answers, '/', 2),
                    jsonb_array_elements(r.content::jsonb -> 'item') as item
              where s.case_id = k.id and s.version = 1 and item ->> 'linkId' = 'profession' limit 1) as asked on true
           left join lateral (select * from case_step s where s.case_id = k.id and k.closed_at is not null
                               order by s.version desc limit 1) as last on true
           left join practitioner_role pr on pr.id = last.actor left join person p on p.id = pr.person
           left join lateral (
             select item #>> '{answer,0,valueString}' as text
               from resource r, jsonb_array_elements(r.content::jsonb -> 'item') as item
              where r.type = 'QuestionnaireResponse' and r.id = split_part(last.answers, '/', 2)
                and item ->> 'linkId' in ('opinion', 'result', 'notNeeded') limit 1) as said on true
          where k.parent = $1 and k.pathway in ('hospice-opinion', 'hospice-task')
          order by k.closed_at is not null, k.closed_at desc, k.due_at, k.id`,
  values: [id],
});

const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);
const instant = (value: unknown): string | null => (value instanceof Date ? value.toISOString() : null);

export const workFrom = (rows: Rows): readonly WorkRow[] =>
  rows.map((row) => ({
    id: String(row['id']),
    kind: row['pathway'] === 'hospice-opinion' ? 'opinion' : 'task',
    state: String(row['state']),
    what: String(row['headline']),
    profession: text(row['profession']),
    dueAt: instant(row['due_at']),
    closedAt: instant(row['closed_at']),
    by: text(row['by']),
    said: text(row['text']),
  }));
