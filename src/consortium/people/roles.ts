/** The roles a person holds, as dated data: `until_on` is the first day it no longer holds, so a role ended today is over. */
import type { CivilDay } from '../../platform/civil-time.ts';
import type { Rows, Statement } from '../../platform/postgres/database.ts';
import type { Role } from '../roles.ts';
import { isRole } from '../roles.ts';
import type { RoleView } from '../shapes.ts';

/** Roles valid on a day, those at the more central organisations last. */
export const rolesOn = (person: string, day: CivilDay): Statement => ({
  name: 'person-roles',
  text: `select r.id, r.role, o.id as organisation, o.name as organisation_name, o.short_name, o.kind,
       d.id as department, d.name as department_name, above.id as above, above.short_name as above_name
  from practitioner_role r join organisation o on o.id = r.organisation left join department d on d.id = r.department
  left join organisation above on above.id = o.part_of
 where r.person = $1 and r.from_on <= $2 and (r.until_on is null or r.until_on > $2)
   and o.from_on <= $2 and (o.until_on is null or o.until_on > $2)
 order by r.from_on, r.id`,
  values: [person, day],
});

export type RoleRow = {
  readonly id: string;
  readonly role: string;
  readonly organisation: string;
  readonly organisation_name: string;
  readonly short_name: string;
  readonly kind: string;
  readonly department: string | null;
  readonly department_name: string | null;
  readonly above: string | null;
  readonly above_name: string | null;
};

const knownRole = (text: string): Role => {
  if (!isRole(text)) throw new Error(`the database names a role this program does not know: ${text}`);
  return text;
};

export const roleViews = (rows: Rows): readonly RoleView[] =>
  (rows as readonly RoleRow[]).map((row) => ({
    id: row.id,
    role: knownRole(row.role),
    organisation: { id: row.organisation, name: row.organisation_name, shortName: row.short_name, kind: row.kind },
    department: row.department === null ? null : { id: row.department, name: row.department_name ?? '' },
    above: row.above === null ? null : { id: row.above, name: row.above_name ?? '' },
  }));

/** Which of these roles are held on a day: whoever left is told nothing more. */
export const rolesStillHeld = (ids: readonly string[], day: CivilDay): Statement => ({
  name: 'roles-still-held',
  text: `select r.id from practitioner_role r join organisation o on o.id = r.organisation
          where r.id = any($1) and r.from_on <= $2 and (r.until_on is null or r.until_on > $2)
            and o.from_on <= $2 and (o.until_on is null or o.until_on > $2)`,
  values: [ids, day],
});

/** Ends a role: from this day on it is refused. */
export const endRole = (id: string, day: CivilDay): Statement => ({
  name: 'role-end',
  text: `with ended as (update practitioner_role set until_on = $2 where id = $1 and (until_on is null or until_on > $2) returning id)
select expect_rows((select count(*) from ended), 1, 'role.not-held')`,
  values: [id, day],
});
