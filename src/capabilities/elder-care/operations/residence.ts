/** What the steps of a stay do beside moving the case: beds held, taken, kept and freed; the stay, its absences, the waiting list. */
import { freePlacesOf, holdBed, useHold } from '../../../consortium/capacity/holds.ts';
import type { NewHold } from '../../../consortium/capacity/holds.ts';
import { cleanBedsOf, holdFreeBed, occupyBed } from '../../../consortium/beds/statements.ts';
import { BED_USES } from '../../../consortium/beds/uses.ts';
import type {
  CaseState,
  Json,
  Load,
  Moves,
  StepQuestion,
  TakenStep,
  Written,
} from '../../../engines/pathways/capability.ts';
import type { Rows, Statement } from '../../../platform/postgres/database.ts';
import type { BedFact, HomeFact, ResidentFact, StayFact, WaitFact } from '../rules.ts';
import { charge, chargeLoad, endLook, letLook } from './living.ts';
import { daysBegin, daysComeBack, daysEnd, daysGoAway } from './days.ts';
import * as rows from './stays.ts';

const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);
const instant = (answers: Json, question: string): Date => new Date(String(answers[question]));

const findOrganisation = (id: string | null): Statement => ({
  name: 'residence-organisation',
  text: `select o.kind, (select count(*) from bed b join department d on d.id = b.department where d.organisation = o.id)::int as beds
           from organisation o where o.id = $1`,
  values: [id],
});
const organisationFact = (found: Rows): HomeFact | undefined =>
  found[0] === undefined ? undefined : { kind: String(found[0]['kind']), beds: Number(found[0]['beds']) };

// a use that has not ended is today's: changes are made from today on, never ahead
const findBed = (bed: string | null, at: Date): Statement => ({
  name: 'residence-bed',
  text: `select d.organisation, b.department, b.room_for, u.use,
                not exists (select 1 from hold h where h.bed = b.id and h.kind = 'bed' and h.status in ('active', 'used') and h.until_at > $2) as free,
                exists (select 1 from bed_closure c where c.bed = b.id and (c.until_at is null or c.until_at > $2)) as closed
           from bed b join department d on d.id = b.department
           join bed_use u on u.bed = b.id and u.until_on is null
          where b.id = $1`,
  values: [bed, at],
});
type LoadedBed = BedFact & { readonly department: string };
const bedFact = (found: Rows): LoadedBed | undefined => {
  const [row] = found;
  if (row === undefined) return undefined;
  return {
    organisation: String(row['organisation']),
    department: String(row['department']),
    use: String(row['use']),
    roomFor: String(row['room_for']),
    free: row['free'] === true,
    closed: row['closed'] === true,
  };
};

const findHold = (caseId: string, at: Date): Statement => ({
  name: 'residence-hold',
  text: `select id, bed, status from hold where subject = $1 and kind = 'bed' and status in ('active', 'used') and until_at > $2`,
  values: [caseId, at],
});
type LoadedHold = { readonly id: string; readonly bed: string; readonly status: string };

const residentFact = (found: Rows): ResidentFact | undefined =>
  found[0] === undefined ? undefined : { known: found[0]['known'] === true, deceased: found[0]['deceased'] === true };

export const loads = (question: StepQuestion): readonly Load[] => {
  const { caseId, answers, at } = question;
  return [
    { name: 'home', statement: findOrganisation(text(answers['home'])), read: organisationFact },
    { name: 'hospital', statement: findOrganisation(text(answers['hospital'])), read: organisationFact },
    { name: 'resident', statement: rows.findResident(text(answers['resident'])), read: residentFact },
    { name: 'bed', statement: findBed(text(answers['bed']), at), read: bedFact },
    { name: 'hold', statement: findHold(caseId, at), read: ([row]) => row },
    { name: 'held', statement: findHold(caseId, at), read: ([row]) => row?.['status'] === 'active' },
    { name: 'stay', statement: rows.findStay(caseId), read: rows.stayFact },
    {
      name: 'episode',
      statement: rows.findEpisode(caseId),
      read: ([row]) => (row === undefined ? null : Number(row['version'])),
    },
    { name: 'wait', statement: rows.findWait(caseId), read: rows.waitFact },
    ...(answers['perDay'] === undefined ? [] : [chargeLoad(question)]),
  ];
};

const HEADLINES: Readonly<Record<string, string>> = {
  'elder-care': '申请养老床位',
  nursing: '申请护理型床位',
  'day-care': '申请日间照料',
};

export const moves = (
  { actor, answers, step }: StepQuestion,
  loaded: Readonly<Record<string, unknown>>,
  before: CaseState | null,
): Moves => {
  if (before !== null) {
    // a discharge from hospital or a fall with an injury does not wait as long
    return step === 'record-incident' && answers['injury'] === 'serious' ? { urgency: 'urgent' } : {};
  }
  const home = loaded['home'] as HomeFact | undefined;
  const organisation = text(answers['home']);
  return {
    parties: {
      sender: { organisation: actor.organisation, department: null },
      ...(organisation === null || home === undefined
        ? {}
        : { receiver: { organisation, department: null, kind: home.kind } }),
    },
    ...(text(answers['resident']) === null ? {} : { resident: String(answers['resident']) }),
    urgency: Array.isArray(answers['grounds']) && answers['grounds'].includes('carer-lost') ? 'urgent' : 'routine',
    headline: HEADLINES[String(answers['use'])] ?? '',
  };
};

const homeOf = (taken: TakenStep): string => taken.after.parties['receiver']?.organisation ?? taken.actor.organisation;
const holdIn = ({ loaded }: TakenStep): LoadedHold | undefined => loaded['hold'] as LoadedHold | undefined;
const waitIn = ({ loaded }: TakenStep): WaitFact | undefined => loaded['wait'] as WaitFact | undefined;
const stayIn = ({ loaded }: TakenStep): StayFact | undefined => loaded['stay'] as StayFact | undefined;

const newHold = (taken: TakenStep, until: Date): NewHold => ({
  id: taken.newId(),
  subject: taken.caseId,
  organisation: homeOf(taken),
  actor: taken.actor.id,
  from: taken.at,
  until,
});

/** The named bed, or any that fits what was asked for. */
const takeBed = (taken: TakenStep, status: 'active' | 'used', until: Date): readonly Statement[] => {
  const bed = taken.loaded['bed'] as LoadedBed | undefined;
  const named = text(taken.answers['bed']);
  const hold = newHold(taken, until);
  if (named !== null && bed !== undefined)
    return [
      status === 'used'
        ? occupyBed(named, hold)
        : holdBed({ kind: 'bed', department: bed.department, bed: named }, hold),
    ];
  const wait = waitIn(taken);
  if (wait === undefined) throw new Error('a stay without what was asked for');
  const use = BED_USES.find((each) => each === wait.use) ?? 'elder-care';
  return [holdFreeBed({ organisation: homeOf(taken), use, sex: wait.roomFor, today: taken.today }, hold, status)];
};

/** Which bed somebody comes back into, where it is known: the kept one, or the one that was named. */
const backInto = (taken: TakenStep): string | null =>
  stayIn(taken)?.bedKept === true ? (holdIn(taken)?.bed ?? null) : text(taken.answers['bed']);

/** The bed is cleaned before it is given again; who only held it leaves nothing to clean. */
const giveBack = ({ caseId, at, actor }: TakenStep): readonly Statement[] => [
  cleanBedsOf(caseId, at, actor.id),
  freePlacesOf(caseId, at),
];

const episode = (taken: TakenStep, status: 'active' | 'onhold' | 'finished', from: Date, until: Date | null): Json => ({
  resourceType: 'EpisodeOfCare',
  id: `${taken.caseId}-s`,
  status,
  type: [{ coding: [{ system: 'https://kanglian.org/fhir/CodeSystem/episode', code: 'residence' }], text: '机构养老' }],
  patient: { reference: `Patient/${String(taken.after.resident)}` },
  managingOrganization: { reference: `Organization/${homeOf(taken)}` },
  period: { start: from.toISOString(), ...(until === null ? {} : { end: until.toISOString() }) },
});
const stored = ({ loaded }: TakenStep): number | null => loaded['episode'] as number | null;
const resource = (taken: TakenStep, json: Json): Written['resources'] => [{ resource: json, replaces: stored(taken) }];

const ended = (taken: TakenStep, at: Date): Written => {
  const stay = stayIn(taken);
  return {
    resources: stay === undefined ? [] : resource(taken, episode(taken, 'finished', stay.from, at)),
    statements: [
      ...giveBack(taken),
      rows.endAbsence(taken.caseId, at),
      rows.endStay(taken.caseId, at, taken.after.ending ?? 'finished'),
      ...daysEnd(taken, at),
      rows.endWait(taken.caseId, taken.at),
    ],
  };
};

export const write = (taken: TakenStep): Written => {
  const { step, answers, caseId, at } = taken;
  switch (step) {
    case 'apply':
      return {
        resources: [],
        statements: [
          rows.newWait({
            caseId,
            resident: String(taken.after.resident),
            organisation: homeOf(taken),
            use: String(answers['use']),
            roomFor: String(answers['room']),
            level: answers['level'] === 'not-assessed' ? null : String(answers['level']),
            grounds: Array.isArray(answers['grounds']) ? (answers['grounds'] as readonly string[]) : [],
            at,
          }),
        ],
      };
    case 'offer-bed':
      return { resources: [], statements: takeBed(taken, 'active', instant(answers, 'until')) };
    case 'decline-bed':
      return { resources: [], statements: [freePlacesOf(caseId, at), rows.countDecline(caseId)] };
    case 'withdraw':
    case 'refuse-admission':
      return { resources: [], statements: [freePlacesOf(caseId, at), rows.endWait(caseId, at)] };
    case 'admit': {
      const hold = holdIn(taken);
      if (hold === undefined) throw new Error('admitted without a bed');
      const from = instant(answers, 'arrivedAt');
      return {
        resources: resource(taken, episode(taken, 'active', from, null)),
        statements: [
          useHold(hold.id, at, taken.actor.id),
          rows.beginStay({ caseId, resident: String(taken.after.resident), organisation: homeOf(taken), from }),
          ...daysBegin(taken, homeOf(taken), hold.bed, from),
          rows.endWait(caseId, at),
        ],
      };
    }
    case 'record-incident':
      return {
        resources: [],
        statements: [rows.raiseAlarm(caseId, String(answers['kind']), instant(answers, 'happenedAt'))],
      };
    case 'reassess':
      return { resources: [], statements: [rows.setLevel(caseId, String(answers['level']), at)] };
    case 'change-bed':
      return { resources: [], statements: [...giveBack(taken), ...takeBed(taken, 'used', at)] };
    case 'to-hospital': {
      const kept = answers['keepBed'] === true;
      return {
        resources: [],
        statements: [
          rows.beginAbsence({
            stay: caseId,
            destination: String(answers['hospital']),
            kept,
            from: instant(answers, 'leftAt'),
          }),
          ...(kept ? [] : giveBack(taken)),
          ...daysGoAway(taken, String(answers['hospital']), instant(answers, 'leftAt')),
        ],
      };
    }
    case 'return':
      return {
        resources: [],
        statements: [
          rows.endAbsence(caseId, instant(answers, 'returnedAt')),
          ...(stayIn(taken)?.bedKept === true ? [] : takeBed(taken, 'used', at)),
          ...daysComeBack(taken, homeOf(taken), backInto(taken), instant(answers, 'returnedAt')),
        ],
      };
    case 'record-charges':
      return { resources: [], statements: charge(taken) };
    case 'let-family-look':
      return { resources: [], statements: [letLook(taken)] };
    case 'end-family-look':
      return { resources: [], statements: [endLook(taken)] };
    case 'leave':
      return ended(taken, instant(answers, 'leftAt'));
    case 'record-death':
      return ended(taken, instant(answers, 'diedAt'));
    default:
      return { resources: [], statements: [] };
  }
};
