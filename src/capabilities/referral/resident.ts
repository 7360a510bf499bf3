/** The referral as its resident sees it: where things stand, when, where, whom to ring. No diagnosis and no findings. */
import type { OwnView } from '../../consortium/resident-access/routes.ts';
import type { Change, Standing } from '../../consortium/resident-access/shapes.ts';
import { isRole } from '../../consortium/roles.ts';
import { dutyOf } from '../../consortium/organisations/duty.ts';
import { civilDay } from '../../platform/civil-time.ts';
import type { Actor, Database, Rows, Statement } from '../../platform/postgres/database.ts';
import type { Language } from '../../platform/words.ts';
import type { ResidentNews } from '../../engines/notices/wanted.ts';
import type { ResidentNewsCode } from '../../engines/notices/words.ts';
import { answersFrom } from '../../engines/forms/response.ts';
import type { Json } from '../../engines/pathways/capability.ts';
import { destinationsOf, returnTasksOf } from './resident/course.ts';
import type { Taken } from './resident/course.ts';
import { referral } from './pathway.ts';

/** Region data for residents: what to bring, and where a house stands. */
export type ForResidents = {
  readonly source: string;
  readonly verified: boolean;
  readonly bring: readonly {
    readonly code: string;
    readonly visit?: 'inpatient' | 'outpatient' | undefined;
    readonly zh: string;
    readonly en: string;
  }[];
  readonly addresses: readonly { readonly organisation: string; readonly zh: string; readonly en: string }[];
};
export type ResidentViewOptions = {
  readonly db: Database;
  readonly zone: string;
  readonly forResidents: ForResidents;
  /** Office hours `HH:MM`. */
  readonly hours: { readonly opens: string; readonly closes: string };
};

/** Every state that is not an end (resident.test.ts holds it to that). */
export const STANDING: Readonly<Record<string, Standing>> = {
  sent: 'waiting',
  'sent-back': 'waiting',
  'information-requested': 'doctor-acts',
  declined: 'doctor-acts',
  accepted: 'expected',
  'not-arrived': 'missed',
  'in-care': 'in-care',
  'referred-onward': 'in-care',
  'return-issued': 'going-home',
  'taken-back': 'at-home',
  seen: 'at-home',
};
/** While these last, another time can still be asked for. */
const CHANGEABLE: readonly Standing[] = ['waiting', 'expected', 'missed'];

/** What the resident is told by a message after a step. Of a death, a duplicate or their own refusal nobody is told by SMS. */
const NEWS: Readonly<Record<string, ResidentNewsCode>> = {
  send: 'sent',
  'send-again': 'changed',
  reassign: 'changed',
  redirect: 'changed',
  'pass-on': 'changed',
  'refer-elsewhere': 'changed',
  accept: 'accepted',
  'report-no-show': 'missed',
  'issue-return': 'going-home',
  'send-down': 'going-home',
  'send-back': 'sent',
};
const SILENT_ENDS: readonly string[] = ['died', 'duplicate', 'patient-declined', 'left-against-advice'];
export const residentNews: ResidentNews = (step, ended, state) => {
  if (ended) return SILENT_ENDS.includes(state) ? null : 'ended';
  return Object.hasOwn(NEWS, step) ? (NEWS[step] ?? null) : null;
};

export const CHANGE_OF_STEP: Readonly<Record<string, Change>> = {
  send: 'sent',
  reassign: 'place-changed',
  redirect: 'place-changed',
  'pass-on': 'place-changed',
  'refer-elsewhere': 'place-changed',
  'send-again': 'sent',
  ask: 'answer-delayed',
  accept: 'accepted',
  refuse: 'not-accepted',
  arrive: 'arrived',
  'report-no-show': 'not-arrived',
  'issue-return': 'return-issued',
  'send-down': 'return-issued',
  'send-back': 'sent',
  'take-back': 'taken-back',
  'record-visit': 'seen',
};

const findOwnCase = (id: string): Statement => ({
  name: 'resident-own-case',
  text: `select c.number, c.state, c.urgency, c.ending, c.due_at, c.closed_at,
                p.party, o.id as organisation, o.name as organisation_name, o.phone as organisation_phone,
                d.id as department, d.name as department_name, d.phone as department_phone
           from cases c join case_party p on p.case_id = c.id join organisation o on o.id = p.organisation
           left join department d on d.id = p.department
          where c.id = $1 and c.pathway = 'referral'`,
  values: [id],
});
/** The answers are seen through the resident's own fence. */
const findOwnCourse = (id: string): Statement => ({
  name: 'resident-own-course',
  text: `select s.step, s.at, s.role, o.name as organisation_name, s.to_state, p.name as person, r.content,
                d.name as department_name, h.name as department_house
           from case_step s left join organisation o on o.id = s.organisation
           left join practitioner_role pr on pr.id = s.actor left join person p on p.id = pr.person
           left join resource r on r.type = 'QuestionnaireResponse' and 'QuestionnaireResponse/' || r.id = s.answers
           left join lateral (select item #>> '{answer,0,valueString}' as id
                                from jsonb_array_elements(r.content::jsonb -> 'item') as item
                               where item ->> 'linkId' = 'department') chosen on true
           left join department d on d.id = chosen.id
           left join organisation h on h.id = d.organisation
          where s.case_id = $1 order by s.version`,
  values: [id],
});
const findOwnPlace = (id: string): Statement => ({
  name: 'resident-own-place',
  text: `select s.starts_at from hold h join clinic_slot s on s.id = h.slot
          where h.subject = $1 and h.status in ('active', 'used') order by h.from_at desc limit 1`,
  values: [id],
});

const orNull = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);

const takenFrom = (rows: Rows): readonly Taken[] =>
  rows.map((row) => {
    const step = String(row['step']);
    const form = referral.steps[step as keyof typeof referral.steps].form;
    const content = row['content'];
    const answers: Json =
      form === undefined || typeof content !== 'string' ? {} : answersFrom(form, JSON.parse(content) as Json);
    const role = row['role'];
    return {
      step,
      role: typeof role === 'string' && isRole(role) ? role : 'system',
      at: row['at'] as Date,
      by: orNull(row['person']),
      organisation: orNull(row['organisation_name']),
      department: orNull(row['department_name']),
      house: orNull(row['department_house']),
      closes: !(String(row['to_state']) in STANDING),
      answers,
    };
  });

const changesOf = (course: readonly Taken[]): OwnView['changes'] =>
  course.flatMap(({ step, at, organisation, house, closes }) => {
    const what = closes ? 'ended' : CHANGE_OF_STEP[step];
    const where = what === 'sent' || what === 'place-changed' ? (house ?? organisation) : organisation;
    return what === undefined ? [] : [{ at: at.toISOString(), what, organisation: where }];
  });

const placeFrom = (row: Rows[number]): NonNullable<OwnView['where']> => ({
  organisation: {
    id: String(row['organisation']),
    name: String(row['organisation_name']),
    phone: orNull(row['organisation_phone']),
  },
  department:
    row['department'] === null
      ? null
      : {
          id: orNull(row['department']) ?? '',
          name: String(row['department_name']),
          phone: orNull(row['department_phone']),
        },
  address: null,
});

/** A number that can be rung from outside the house. */
const dialable = (value: unknown): string | null => {
  const text = orNull(value);
  return text !== null && /^[\d-]{7,}$/.test(text) ? text : null;
};

const HOURS: Readonly<Record<Language, (opens: string, closes: string) => string>> = {
  zh: (opens, closes) => `工作日 ${opens}–${closes}`,
  en: (opens, closes) => `working days ${opens}–${closes}`,
};

/** For the routes of the resident's page: the case as `OwnView`, or undefined when it is not a referral. One flight and a half. */
export const residentView = ({ db, zone, forResidents, hours }: ResidentViewOptions) => {
  const contactsOf = (
    sender: Rows[number],
    receiver: Rows[number],
    { opened, accepted }: { readonly opened: Taken | undefined; readonly accepted: Taken | undefined },
    duty: Rows[number] | undefined,
    language: Language,
  ): OwnView['contacts'] => {
    const open = HOURS[language](hours.opens, hours.closes);
    return [
      {
        role: 'referral-coordinator',
        organisation: String(receiver['organisation_name']),
        name: null,
        phone:
          // written into the form to be rung about this referral; an extension serves only where there is nothing else
          dialable(accepted?.answers['contact']) ??
          orNull(receiver['department_phone']) ??
          orNull(receiver['organisation_phone']) ??
          orNull(accepted?.answers['contact']),
        hours: open,
      },
      {
        role: opened?.role ?? 'general-practitioner',
        organisation: String(sender['organisation_name']),
        name: opened?.by ?? null,
        phone: orNull(sender['organisation_phone']) ?? orNull(opened?.answers['contact']),
        hours: open,
      },
      ...(duty === undefined
        ? []
        : [
            {
              role: 'duty-officer' as const,
              organisation: String(duty['organisation']),
              name: null,
              phone: orNull(duty['phone']),
              hours: null,
            },
          ]),
    ];
  };
  return async (actor: Actor, caseId: string, at: Date, language: Language): Promise<OwnView | undefined> => {
    const [parties = [], steps = [], places = []] = await db.read(actor, at, [
      findOwnCase(caseId),
      findOwnCourse(caseId),
      findOwnPlace(caseId),
    ]);
    const sender = parties.find((row) => row['party'] === 'sender');
    const receiver = parties.find((row) => row['party'] === 'receiver') ?? sender;
    if (sender === undefined || receiver === undefined) return undefined;
    const [duty = []] = await db.read(actor, at, [dutyOf(String(receiver['organisation']), civilDay(at, zone))]);
    const course = takenFrom(steps);
    const state = String(sender['state']);
    const standing = STANDING[state] ?? 'ended';
    const slotAt = places[0]?.['starts_at'];
    const appointments = destinationsOf(course, slotAt instanceof Date ? slotAt : null);
    const current = standing === 'ended' ? undefined : appointments.findLast((one) => !one.replaced);
    const visit = course[0]?.answers['visit'];
    const place = placeFrom(receiver);
    return {
      number: String(sender['number']),
      state,
      standing,
      ending: orNull(sender['ending']),
      urgency: sender['urgency'] as OwnView['urgency'],
      when: {
        at: current?.at ?? null,
        latest: standing === 'expected' && sender['due_at'] instanceof Date ? sender['due_at'].toISOString() : null,
        answerBy: standing === 'waiting' && sender['due_at'] instanceof Date ? sender['due_at'].toISOString() : null,
        arrangement: current?.arrangement ?? null,
      },
      where: {
        ...place,
        address: forResidents.addresses.find((one) => one.organisation === place.organisation.id)?.[language] ?? null,
      },
      bring: forResidents.bring
        .filter((one) => one.visit === undefined || one.visit === visit)
        .map((one) => ({ code: one.code, text: one[language] })),
      bringSource: { source: forResidents.source, verified: forResidents.verified },
      contacts: contactsOf(
        sender,
        receiver,
        { opened: course[0], accepted: course.findLast(({ step }) => step === 'accept') },
        duty[0],
        language,
      ),
      returnTasks: [...returnTasksOf(course)],
      appointments: [...appointments],
      changes: changesOf(course),
      mayAskForChange: CHANGEABLE.includes(standing),
    };
  };
};
