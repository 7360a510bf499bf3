/** The broken glass (law 5): one person reads one record until a moment, with a reason; who looks after the resident is told. */
import type { Actor, Statement } from '../../platform/postgres/database.ts';

export type NewEmergency = {
  /** The case of its review. */
  readonly id: string;
  readonly resident: string;
  readonly actor: Actor;
  readonly reason: string;
  readonly explanation: string;
  readonly opensWithheld: boolean;
  readonly at: Date;
  readonly until: Date;
};

export const openEmergency = (of: NewEmergency): Statement => ({
  name: 'emergency-open',
  text: `insert into emergency_access
                (id, resident, actor, person, organisation, reason, explanation, opens_withheld, from_at, until_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
  values: [
    of.id,
    of.resident,
    of.actor.id,
    of.actor.person,
    of.actor.organisation,
    of.reason,
    of.explanation,
    of.opensWithheld,
    of.at,
    of.until,
  ],
});

/** Who looks after the resident: by catchment, contract or care team, in the role that does it in such a house. */
export const tellTeam = (of: {
  readonly event: string;
  readonly caseId: string;
  readonly resident: string;
  readonly at: Date;
}): Statement => ({
  name: 'emergency-tell-team',
  text: `insert into outbox (id, kind, subject, organisations, payload, at)
         select $1 || '-' || row_number() over (order by team.organisation), 'record.looked-at', $2, array[team.organisation],
                json_build_object('urgency', 'routine', 'state', 'opened', 'step', 1, 'owner', team.organisation,
                  'role', case team.kind when 'village-clinic' then 'village-doctor' when 'hospital' then 'attending-physician'
                                         when 'hospice' then 'nurse' when 'elder-care-home' then 'nurse'
                                         else 'general-practitioner' end,
                  'dueAt', null, 'what', 'break'), $4
           from (select distinct r.organisation, o.kind from relation r join organisation o on o.id = r.organisation
                  where r.resident = $3 and r.kind in ('catchment', 'contract', 'team') and r.from_at <= $4
                    and (r.until_at is null or r.until_at > $4)) as team`,
  values: [of.event, of.caseId, of.resident, of.at],
});

/** What was looked at through one broken glass, newest first: types and times, never content. */
export const findLooksThrough = (emergency: string): Statement => ({
  name: 'emergency-looks',
  text: `select a.id, a.at, a.actor, a.role, a.action, a.target, a.outcome, a.emergency, a.organisation,
                o.short_name as organisation_name, p.name as person_name, '{}'::text[] as why
           from audit a left join organisation o on o.id = a.organisation
           left join practitioner_role r on r.id = a.actor left join person p on p.id = r.person
          where a.emergency = $1 order by a.id desc limit 500`,
  values: [emergency],
});

/** The house that looked (or that answers an objection), and the one to ring about it, for the message to the resident. */
export const findLookParties = (caseId: string): Statement => ({
  name: 'emergency-parties',
  text: `select coalesce(a.short_name, v.short_name) as asker, v.short_name as reviewer, v.phone
           from case_party p join organisation v on v.id = p.organisation
           left join emergency_access e on e.id = p.case_id left join organisation a on a.id = e.organisation
          where p.case_id = $1 and p.party in ('reviewer', 'handler')`,
  values: [caseId],
});
