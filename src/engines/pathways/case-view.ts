/** One case as its page shows it: the steps this reader may take now, why not the others, and everything that happened. */
import type { Actor, Rows, Statement } from '../../platform/postgres/database.ts';
import type { Refusal } from '../../platform/refusal.ts';
import { refuse } from '../../platform/refusal.ts';
import type { Language } from '../../platform/words.ts';
import type { Role } from '../../consortium/roles.ts';
import type { Form } from '../forms/define.ts';
import { answersFrom } from '../forms/response.ts';
import type { CapabilityServer, CaseState, Json, StepQuestion } from './capability.ts';
import type { Engine } from './engine.ts';
import { factsOf, loadedFrom, recordsFrom, statementsOf } from './flights.ts';
import type { CaseView } from './shapes.ts';
import { caseFrom, childrenFrom, findCase, findRecords } from './statements.ts';
import { stepsNow, wayAhead } from './take-step.ts';
import { findItem, itemFrom } from './worklist.ts';

const findTimeline = (id: string): Statement => ({
  name: 'find-timeline',
  text: `select s.version, s.step, s.from_state, s.to_state, s.at, s.role, s.organisation, o.name as organisation_name,
                p.name as person, s.reason, s.answers, r.content as response
           from case_step s left join organisation o on o.id = s.organisation
           left join practitioner_role pr on pr.id = s.actor left join person p on p.id = pr.person
           left join resource r on r.type = 'QuestionnaireResponse' and 'QuestionnaireResponse/' || r.id = s.answers
          where s.case_id = $1 order by s.version`,
  values: [id],
});

const findPlace = (id: string): Statement => ({
  name: 'find-place-of-case',
  text: `select h.id, h.kind, h.department, d.name, h.status, h.until_at, s.starts_at, h.over_capacity
           from hold h join department d on d.id = h.department left join clinic_slot s on s.id = h.slot
          where h.subject = $1 order by (h.status in ('active', 'used')) desc, h.from_at desc limit 1`,
  values: [id],
});

/** The parent and the children of a case, the one it follows and those that follow it, with the party that takes them; whether this reader's organisation is one of theirs. */
const findRelated = (id: string, organisation: string): Statement => ({
  name: 'find-related-cases',
  text: `select r.relation, c.id, c.number, c.pathway, c.state, c.ending, c.changed_at, v.organisation, o.name as organisation_name,
                v.department, d.name as department_name,
                exists (select 1 from case_party mine where mine.case_id = c.id and mine.organisation = $2) as open
           from (select 'parent' as relation, parent as id from cases where id = $1 and parent is not null
                 union all select 'child', id from cases where parent = $1
                 union all select 'earlier', earlier from case_follows where case_id = $1
                 union all select 'later', case_id from case_follows where earlier = $1) as r
           join cases c on c.id = r.id join case_party v on v.case_id = c.id and v.party = 'receiver'
           join organisation o on o.id = v.organisation left join department d on d.id = v.department
          order by c.opened_at, c.id`,
  values: [id, organisation],
});

const relatedFrom = (rows: Rows): CaseView['related'] =>
  rows.map((row) => ({
    relation: row['relation'] as CaseView['related'][number]['relation'],
    id: text(row['id']),
    number: text(row['number']),
    pathway: text(row['pathway']),
    state: text(row['state']),
    ending: (row['ending'] as CaseView['ending'] | undefined) ?? null,
    changedAt: (row['changed_at'] as Date).toISOString(),
    receiver: {
      organisation: { id: text(row['organisation']), name: text(row['organisation_name']) },
      department:
        typeof row['department'] === 'string' ? { id: row['department'], name: text(row['department_name']) } : null,
    },
    open: row['open'] === true,
  }));

const findAllergies = (id: string): Statement => ({
  name: 'find-allergies-of-case',
  text: `select r.content::jsonb #>> '{code,text}' as text, r.content::jsonb #>> '{code,coding,0,code}' as code
           from cases c join resource r on r.patient = c.resident and r.type = 'AllergyIntolerance' and not r.deleted
          where c.id = $1 and coalesce(r.content::jsonb #>> '{clinicalStatus,coding,0,code}', 'active') = 'active'`,
  values: [id],
});

// SNOMED CT 716186003 |No known allergy|: asked, none found
const NO_KNOWN_ALLERGY = '716186003';

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

const allergiesFrom = (rows: Rows): CaseView['allergies'] => {
  const items = rows.filter((row) => row['code'] !== NO_KNOWN_ALLERGY).map((row) => text(row['text']));
  if (items.length > 0) return { state: 'present', items };
  return { state: rows.length > 0 ? 'none-known' : 'never-asked', items: [] };
};

type Answered = ReadonlyMap<number, { readonly step: string; readonly form: Form; readonly answers: Json }>;

const answeredFrom = (capability: CapabilityServer, rows: Rows): Answered => {
  const answered = new Map<number, { step: string; form: Form; answers: Json }>();
  for (const row of rows) {
    const form = capability.pathway.steps[String(row['step'])]?.form;
    if (form === undefined || typeof row['response'] !== 'string') continue;
    const answers = answersFrom(form, JSON.parse(row['response']) as Json);
    answered.set(Number(row['version']), { step: String(row['step']), form, answers });
  }
  return answered;
};

const timelineFrom = (rows: Rows, answered: Answered): CaseView['timeline'] =>
  rows.map((row) => {
    const form = answered.get(Number(row['version']));
    return {
      version: Number(row['version']),
      step: String(row['step']),
      fromState: typeof row['from_state'] === 'string' ? row['from_state'] : null,
      toState: String(row['to_state']),
      at: (row['at'] as Date).toISOString(),
      by: {
        name: typeof row['person'] === 'string' ? row['person'] : null,
        role: String(row['role']),
        organisation: { id: String(row['organisation']), name: text(row['organisation_name']) },
      },
      reason: typeof row['reason'] === 'string' ? row['reason'] : null,
      answers: form?.answers ?? null,
      form: form?.form.name ?? null,
    };
  });

export type Say = {
  readonly sentence: (refusal: Refusal, language: Language) => string;
  readonly role: (role: Role, language: Language) => string;
};

/** A step of another role names the roles; every other refusal has its own sentence. */
const reasonFor = (refusal: Refusal, by: readonly Role[], say: Say, language: Language): string =>
  refusal.refused === 'step-of-another-role'
    ? say.sentence(
        refuse(refusal.refused, {
          rolesZh: by.map((role) => say.role(role, 'zh')).join('、'),
          rolesEn: by.map((role) => say.role(role, 'en')).join(', '),
        }),
        language,
      )
    : say.sentence(refusal, language);

type Opened = { readonly view: CaseView; readonly resident: string | null };

/**
 * The case for this reader, or the refusal that hides it. One flight.
 * @param shownBy `its-capability` where that has already found that this reader may see it (who is asked to countersign a letter
 * has no part in the letter's own case)
 */
export const openCase = async (
  engine: Engine,
  say: Say,
  actor: Actor,
  id: string,
  language: Language,
  shownBy: 'its-task' | 'its-capability' = 'its-task',
): Promise<Opened | Refusal> => {
  const at = engine.clock.now();
  const head = await engine.db.read(actor, at, [findCase(id)]);
  const row = head[0]?.[0];
  const capability = row === undefined ? undefined : engine.capabilities.get(String(row['pathway']));
  if (row === undefined || capability === undefined) return refuse('case-not-found');
  const state: CaseState = caseFrom(row);
  const { limits, endOfDay } = engine;
  const question: StepQuestion = {
    caseId: id,
    step: '',
    answers: {},
    actor,
    at,
    limits,
    today: engine.today(at),
    endOfDay,
    dayOf: engine.today,
  };
  const loads = capability.loads(question);
  const [items = [], records = [], timeline = [], places = [], allergies = [], related = [], ...rest] =
    await engine.db.read(actor, at, [
      findItem(id),
      findRecords(id),
      findTimeline(id),
      findPlace(id),
      findAllergies(id),
      findRelated(id, actor.organisation),
      ...statementsOf(loads),
    ]);
  const item = items[0];
  // its Task is hidden from whoever has no relation to the resident, or no part in a case that is about none
  if (item === undefined) return refuse('case-not-found');
  if (shownBy === 'its-task' && !recordsFrom(records).has(`Task/${id}`)) return refuse('case-not-found');
  const named = loadedFrom(loads, rest);
  const facts = factsOf(question, state, childrenFrom(row), named, false, state.parties);
  const steps = stepsNow(capability.pathway, facts);
  const answered = answeredFrom(capability, timeline);
  const latest = new Map([...answered.values()].map(({ step, answers }) => [step, answers]));
  const outlook = capability.outlook(latest);
  const place = places[0];
  return {
    resident: state.resident,
    view: {
      ...itemFrom(item, actor, at, engine.today(at)),
      openedAt: state.openedAt.toISOString(),
      closedAt: state.closedAt?.toISOString() ?? null,
      steps: steps.allowed.map((step) => ({ ...step })),
      blocked: steps.blocked.map(({ step, refusal, by }) => ({ step, reason: reasonFor(refusal, by, say, language) })),
      timeline: timelineFrom(timeline, answered),
      ahead: state.closedAt === null ? [...wayAhead(capability.pathway, state.state)] : [],
      hold:
        place === undefined
          ? null
          : {
              id: String(place['id']),
              kind: place['kind'] as 'quota' | 'slot' | 'bed',
              department: { id: String(place['department']), name: String(place['name']) },
              status: place['status'] as 'active' | 'used' | 'released' | 'expired',
              untilAt: place['until_at'] instanceof Date ? place['until_at'].toISOString() : '',
              slotAt: place['starts_at'] instanceof Date ? place['starts_at'].toISOString() : null,
              overCapacity: place['over_capacity'] === true,
            },
      summary: outlook.summary,
      allergies: state.resident === null ? null : allergiesFrom(allergies),
      related: relatedFrom(related),
      consentOwed: outlook.consentOwed,
      tasks: outlook.tasks.map((task) => ({ ...task })),
    },
  };
};
