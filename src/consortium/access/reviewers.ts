/** Who judges what somebody of a house did with a record: a responsible role, and never the person it is about. */
import type { Rows, Statement } from '../../platform/postgres/database.ts';

export type Reviewer = {
  readonly party: { readonly organisation: string; readonly department: null; readonly kind: string };
  readonly name: string;
  readonly role: string;
};

/**
 * The own house's medical affairs office, else that of its consortium's lead (of the house above it), else the commission.
 * `house`, `at` and `except` are SQL: the house's id, the moment, and a person who does not count (where only they hold the
 * office, the next house's does it).
 */
export const reviewerQuery = (house: string, at: string, except: string): string => `
         with house as (
           select id, part_of from organisation where id = ${house}),
         candidates as (
           select id, 1 as place from house
           union all select part_of, 2 from house where part_of is not null
           union all
           select lead.organisation, 3 from house
             join affiliation own on own.organisation in (house.id, house.part_of) and own.role in ('member', 'lead')
              and own.from_on <= ${at}::date and (own.until_on is null or own.until_on > ${at}::date)
             join affiliation lead on lead.consortium = own.consortium and lead.role = 'lead'
              and lead.from_on <= ${at}::date and (lead.until_on is null or lead.until_on > ${at}::date)
           union all select id, 4 from organisation where kind = 'bureau')
         select o.id, o.kind, o.short_name,
                case when o.kind = 'bureau' then 'commission-officer' else 'medical-affairs' end as role
           from candidates c join organisation o on o.id = c.id
          where exists (select 1 from practitioner_role r where r.organisation = o.id
                           and r.role = case when o.kind = 'bureau' then 'commission-officer' else 'medical-affairs' end
                           and r.person is distinct from ${except}
                           and r.from_on <= ${at}::date and (r.until_on is null or r.until_on > ${at}::date))
          order by c.place, o.id limit 1`;

export const findReviewer = (organisation: string, at: Date): Statement => ({
  name: 'access-reviewer',
  text: reviewerQuery('$1', '$2', 'null'),
  values: [organisation, at],
});

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

export const readReviewer = (rows: Rows): Reviewer | undefined => {
  const row = rows[0];
  return row === undefined
    ? undefined
    : {
        party: { organisation: text(row['id']), department: null, kind: text(row['kind']) },
        name: text(row['short_name']),
        role: text(row['role']),
      };
};
