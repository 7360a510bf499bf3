/** Where the letter that answers a proposal stands. */
import { numberText } from '../../../engines/letters/plain.ts';
import type { Rows, Statement } from '../../../platform/postgres/database.ts';
import type { LetterNow } from '../shapes.ts';

const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);

/** The newest letter a proposal was answered with, as far as this reader may see it. */
export const findLetterNow = (id: string): Statement => ({
  name: 'proposal-letter-now',
  text: `select l.id, c.state, c.closed_at is not null as closed, l.prefix, l.year, n.number, n.void_at is not null as void,
                l.signed_on::text as signed_on, c.owner_role, l.changed_at,
                (select json_agg(json_build_object('unit', o.name, 'state', k.state) order by o.name)::text
                   from cases k join case_party p on p.case_id = k.id and p.party = 'receiver'
                   join organisation o on o.id = p.organisation
                  where k.parent = l.id and k.pathway = 'letter-countersign' and k.state <> 'recalled') as countersigns
           from letter l join cases c on c.id = l.id left join letter_number n on n.letter = l.id
          where c.parent = $1 and c.pathway = 'letter' order by c.closed_at is null desc, l.opened_at desc limit 1`,
  values: [id],
});

export const letterNowFrom = ([row]: Rows): LetterNow | null =>
  row === undefined
    ? null
    : {
        id: String(row['id']),
        state: String(row['state']),
        closed: row['closed'] === true,
        number:
          row['number'] === null || row['number'] === undefined
            ? null
            : numberText(String(row['prefix']), Number(row['year']), Number(row['number'])),
        void: row['void'] === true,
        signedOn: text(row['signed_on']),
        ownerRole: text(row['owner_role']),
        changedAt: (row['changed_at'] as Date).toISOString(),
        countersigns: JSON.parse(text(row['countersigns']) ?? '[]') as LetterNow['countersigns'],
      };
