/**
 * The facts of cases counted again from the stored JSON, with queries written for it (law 4): never with the functions that
 * made the facts. Each answers the rows in which kept and recounted differ; none is right.
 */
import type { Rows } from '../src/platform/postgres/database.ts';

type Owner = (text: string, values?: readonly unknown[]) => Promise<Rows>;

/** One row per extension of a case's Task: name and value, whatever its type. */
const PARTS = `
  case_task as (
    select t.id, t.version, t.content::jsonb as task,
           (select e -> 'extension' from jsonb_array_elements(t.content::jsonb -> 'extension') as e
             where e ->> 'url' = 'https://kanglian.org/fhir/StructureDefinition/case') as parts
      from resource t where t.type = 'Task' and t.content::jsonb -> 'identifier' -> 0 ->> 'system' = 'https://kanglian.org/fhir/sid/case-number'),
  part as (
    select id, p ->> 'url' as name,
           coalesce(p ->> 'valueCode', p ->> 'valueString', p ->> 'valueInstant', p ->> 'valueBoolean', p ->> 'valueUnsignedInt',
                    p -> 'valueReference' ->> 'reference') as value
      from case_task, jsonb_array_elements(parts) as p)`;

const one = (name: string): string => `(select value from part where part.id = t.id and part.name = '${name}')`;
const idIn = (reference: string): string => `regexp_replace(${reference}, '^[A-Za-z]+/', '')`;
/** Whom an id stands for: a Task goes on naming whom its case was opened for (decision 0095). */
const standsFor = (id: string): string =>
  `coalesce((select survivor from resident_merge where absorbed = ${id} and undone_at is null), ${id})`;
/** Three merges one upon the other are as many as any test makes. */
const residentIn = (reference: string): string => standsFor(standsFor(standsFor(idIn(reference))));

export const recountCases = (owner: Owner): Promise<Rows> =>
  owner(`with ${PARTS},
  recounted as (
    select t.id, t.version, t.task -> 'identifier' -> 0 ->> 'value' as number,
           split_part(regexp_replace(t.task ->> 'instantiatesCanonical', '^.*/', ''), '|', 1) as pathway,
           split_part(t.task ->> 'instantiatesCanonical', '|', 2)::integer as pathway_version,
           t.task -> 'businessStatus' -> 'coding' -> 0 ->> 'code' as state,
           ${one('urgency')} as urgency, ${residentIn(`t.task -> 'for' ->> 'reference'`)} as resident, t.task -> 'focus' ->> 'reference' as focus,
           ${idIn(`t.task -> 'partOf' -> 0 ->> 'reference'`)} as parent, ${idIn(one('opener'))} as opener,
           nullif(${one('headline')}, '-') as headline, ${idIn(`t.task -> 'owner' ->> 'reference'`)} as owner_organisation,
           t.task -> 'performerType' -> 0 -> 'coding' -> 0 ->> 'code' as owner_role, ${idIn(one('owner-department'))} as owner_department,
           (t.task -> 'restriction' -> 'period' ->> 'end')::timestamptz as due_at, ${one('wake-at')}::timestamptz as wake_at,
           ${one('escalation')}::integer as escalation, ${one('escalated-at')}::timestamptz as escalated_at, ${one('limit')} as limit_code,
           ${one('limit-version')} as limit_version, ${one('limit-verified')}::boolean as limit_verified,
           ${one('around-the-clock')}::boolean as around_the_clock, (t.task -> 'restriction' -> 'period' ->> 'start')::timestamptz as clock_started_at,
           (t.task ->> 'authoredOn')::timestamptz as opened_at, (t.task ->> 'lastModified')::timestamptz as changed_at,
           ${one('closed-at')}::timestamptz as closed_at, ${one('ending')} as ending
      from case_task t),
  kept as (
    select id, version, number, pathway, pathway_version, state, urgency, resident, focus, parent, opener, nullif(headline, '') as headline,
           owner_organisation, owner_role, owner_department, due_at, wake_at, escalation, escalated_at, limit_code, limit_version,
           limit_verified, around_the_clock, clock_started_at, opened_at, changed_at, closed_at, ending from cases)
  (select 'kept' as side, * from (select * from kept except select * from recounted) as a)
  union all (select 'recounted', * from (select * from recounted except select * from kept) as b)`);

export const recountParties = (owner: Owner): Promise<Rows> =>
  owner(`with ${PARTS},
  recounted as (
    select t.id as case_id, name.value as party, ${idIn('organisation.value')} as organisation, ${idIn('department.value')} as department,
           ${one('closed-at')} is not null as closed, (t.task -> 'restriction' -> 'period' ->> 'end')::timestamptz as due_at,
           (t.task ->> 'lastModified')::timestamptz as changed_at
      from case_task t, jsonb_array_elements(t.parts) as p
      cross join lateral (select x ->> 'valueCode' as value from jsonb_array_elements(p -> 'extension') x where x ->> 'url' = 'name') as name
      cross join lateral (select x -> 'valueReference' ->> 'reference' as value from jsonb_array_elements(p -> 'extension') x
                           where x ->> 'url' = 'organisation') as organisation
      left join lateral (select x -> 'valueReference' ->> 'reference' as value from jsonb_array_elements(p -> 'extension') x
                          where x ->> 'url' = 'department') as department on true
     where p ->> 'url' = 'party'),
  kept as (select case_id, party, organisation, department, closed, due_at, changed_at from case_party)
  (select 'kept' as side, * from (select * from kept except select * from recounted) as a)
  union all (select 'recounted', * from (select * from recounted except select * from kept) as b)`);

/** The timeline from every version of the case's Task, the superseded ones included. */
export const recountSteps = (owner: Owner): Promise<Rows> =>
  owner(`with every as (
    select id, version, content::jsonb as task from resource where type = 'Task'
    union all select id, version, content::jsonb from resource_history where type = 'Task'),
  recounted as (
    select t.id as case_id, t.version, p -> 'extension' as marked, t.task -> 'businessStatus' -> 'coding' -> 0 ->> 'code' as to_state,
           (t.task ->> 'lastModified')::timestamptz as at
      from every t, jsonb_array_elements(t.task -> 'extension') as e, jsonb_array_elements(e -> 'extension') as p
     where e ->> 'url' = 'https://kanglian.org/fhir/StructureDefinition/case' and p ->> 'url' = 'step'),
  spelled as (
    select r.case_id, r.version,
           (select x ->> 'valueCode' from jsonb_array_elements(marked) x where x ->> 'url' = 'code') as step,
           (select x ->> 'valueCode' from jsonb_array_elements(marked) x where x ->> 'url' = 'from') as from_state, r.to_state, r.at,
           (select x ->> 'valueString' from jsonb_array_elements(marked) x where x ->> 'url' = 'actor') as actor,
           (select x ->> 'valueCode' from jsonb_array_elements(marked) x where x ->> 'url' = 'role') as role,
           (select regexp_replace(x -> 'valueReference' ->> 'reference', '^[A-Za-z]+/', '') from jsonb_array_elements(marked) x
             where x ->> 'url' = 'organisation') as organisation,
           (select x ->> 'valueCode' from jsonb_array_elements(marked) x where x ->> 'url' = 'reason') as reason,
           (select x -> 'valueReference' ->> 'reference' from jsonb_array_elements(marked) x where x ->> 'url' = 'answers') as answers
      from recounted r),
  kept as (select case_id, version, step, from_state, to_state, at, actor, role, organisation, reason, answers from case_step)
  (select 'kept' as side, * from (select * from kept except select * from spelled) as a)
  union all (select 'recounted', * from (select * from spelled except select * from kept) as b)`);
