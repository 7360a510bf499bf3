/** How the demonstration's referrals went: which steps, by whom, at what hour. Drawn from a seed; how it is played, compose-past-referrals.ts tells. */
import { drawFrom } from './consortium/synthetic/draw.ts';
import type { Draw } from './consortium/synthetic/draw.ts';
import { addDays, civilDay, instantOf } from './platform/civil-time.ts';
import type { Actor } from './platform/postgres/database.ts';
import { ILLNESSES, REFUSALS } from './story-past-words.ts';
import type { Illness } from './story-past-words.ts';

export type Who = 'general-practitioner' | 'nurse' | 'referral-coordinator' | 'admission-clerk' | 'attending-physician';
export type Resident = { readonly id: string; readonly name: string };
export type Place = {
  /** Who live in the sender's catchment. */
  readonly residents: readonly Resident[];
  /** Of the receiver, with free places. */
  readonly departments: readonly { readonly id: string; readonly specialty: string }[];
  readonly who: (role: Who, department: string) => Actor | undefined;
};
export type Deed = {
  readonly at: Date;
  readonly step: string;
  readonly by: Actor;
  readonly answers: Readonly<Record<string, unknown>>;
  /** The department a place is held at before the step. */
  readonly holds?: string;
};
export type Course = { readonly id: string; readonly deeds: readonly Deed[] };

/** How far a referral got; a closed one in two is the rule. */
const COURSES = [
  'closed',
  'closed',
  'sent',
  'closed',
  'in-care',
  'closed',
  'accepted',
  'closed',
  'refused',
  'closed',
  'return-issued',
  'closed',
  'not-arrived',
  'closed',
  'taken-back',
  'withdrawn',
  'closed',
  'asked',
  'closed',
  'refused',
] as const;
type Far = (typeof COURSES)[number];

/** Days since it was sent. */
const AGE: Readonly<Record<Far, readonly [least: number, most: number]>> = {
  closed: [18, 75],
  sent: [0, 1],
  'in-care': [4, 7],
  accepted: [0, 2],
  refused: [12, 70],
  'return-issued': [9, 12],
  'not-arrived': [14, 60],
  'taken-back': [13, 16],
  withdrawn: [10, 60],
  asked: [0, 1],
};

type Telling = {
  readonly illness: Illness;
  readonly draw: Draw;
  readonly zone: string;
  readonly urgent: boolean;
  readonly department: string;
  readonly by: (role: Who) => Actor;
  /** A working hour so many days after it was sent. */
  readonly hour: (days: number, from?: number) => Date;
};

const dayAfter = (at: Date, zone: string, days: number): string => addDays(civilDay(at, zone), days);

const sendDeed = ({ illness, department, by, hour, urgent, draw }: Telling, resident: Resident): Deed => ({
  at: hour(0, 8),
  step: 'send',
  by: by('general-practitioner'),
  holds: department,
  answers: {
    resident: resident.id,
    urgency: urgent ? 'urgent' : 'routine',
    visit: 'inpatient',
    department,
    impression: illness.impression,
    reason: illness.reason,
    history: illness.history,
    treatment: illness.treatment,
    allergy: draw.pick(['none-known', 'never-asked']),
    contact: '内线 6203',
    told: ['reason-and-destination', 'cost-and-insurance', 'record-shared'],
    consent: 'agreed',
    signer: 'self',
    signerName: resident.name,
  },
});

const arrivalDeeds = ({ by, hour, draw }: Telling): readonly Deed[] => {
  const at = hour(1, 13);
  const place = `${String(draw.whole(2, 9))}病区${String(draw.whole(1, 40))}床`;
  return [{ at, step: 'arrive', by: by('admission-clerk'), answers: { arrivedAt: at.toISOString(), place } }];
};

const returnDeeds = ({ illness, by, hour, zone, draw }: Telling): readonly Deed[] => {
  const at = hour(8, 10);
  const days = draw.pick([3, 7, 7, 14]);
  return [
    {
      at,
      step: 'issue-return',
      by: by('attending-physician'),
      answers: {
        diagnosis: illness.diagnosis,
        results: illness.results,
        treatment: illness.treated,
        advice: illness.advice,
        followUpDays: days,
        tasks: [{ what: illness.task, due: dayAfter(at, zone, days) }],
        contact: '内线 8012',
      },
    },
  ];
};

const homeDeeds = ({ illness, by, hour, zone, draw }: Telling, far: Far): readonly Deed[] => {
  const seen = hour(draw.whole(11, 14), 9);
  const taken: Deed = { at: hour(9, 9), step: 'take-back', by: by('general-practitioner'), answers: {} };
  if (far === 'taken-back') return [taken];
  return [
    taken,
    {
      at: seen,
      step: 'record-visit',
      by: by('nurse'),
      answers: {
        seenOn: civilDay(seen, zone),
        how: draw.pick(['at-home', 'at-home', 'at-institution', 'telephone']),
        condition: illness.seen,
      },
    },
    { at: hour(16, 10), step: 'close', by: by('general-practitioner'), answers: { tasksDone: 'all-done' } },
  ];
};

const answeredDeeds = (telling: Telling, far: Far): readonly Deed[] => {
  const { by, hour, draw } = telling;
  const answered = hour(0, 11);
  const coordinator = by('referral-coordinator');
  const sender = by('general-practitioner');
  if (far === 'withdrawn')
    return [
      {
        at: answered,
        step: 'withdraw',
        by: sender,
        answers: { explanation: '居民症状缓解，与家属商量后决定先在卫生院观察' },
      },
    ];
  if (far === 'asked')
    return [{ at: answered, step: 'ask', by: coordinator, answers: { missing: '请补充近一周用药和最近一次检验结果' } }];
  if (far === 'refused')
    return [
      { at: answered, step: 'refuse', by: coordinator, answers: draw.pick(REFUSALS) },
      {
        at: hour(1, 9),
        step: 'end-at-sender',
        by: sender,
        answers: { ending: 'refused', explanation: '已告知居民，留卫生院继续治疗并随访' },
      },
    ];
  const accepted: Deed = {
    at: answered,
    step: 'accept',
    by: coordinator,
    answers: {
      arrangement: draw.pick(['次日上午到住院部一楼办理入院', '下午到门诊二楼转诊窗口，由护士陪同入科']),
      contact: '内线 8012',
    },
  };
  if (far === 'not-arrived')
    return [
      accepted,
      {
        at: hour(3, 9),
        step: 'report-no-show',
        by: by('admission-clerk'),
        answers: { contacted: 'reached', explanation: '电话联系，家属表示改去市里就诊' },
      },
      {
        at: hour(3, 14),
        step: 'end-at-sender',
        by: sender,
        answers: { ending: 'treated-elsewhere', explanation: '居民已在市级医院就诊' },
      },
    ];
  return [accepted];
};

const deedsOf = (telling: Telling, resident: Resident, far: Far): readonly Deed[] => {
  const sent = sendDeed(telling, resident);
  if (far === 'sent') return [sent];
  const answered = [sent, ...answeredDeeds(telling, far)];
  if (['refused', 'withdrawn', 'asked', 'not-arrived', 'accepted'].includes(far)) return answered;
  const inCare = [...answered, ...arrivalDeeds(telling)];
  if (far === 'in-care') return inCare;
  const returned = [...inCare, ...returnDeeds(telling)];
  return far === 'return-issued' ? returned : [...returned, ...homeDeeds(telling, far)];
};

/**
 * The nth referral. Half of them are between the first house and its hospital, where the demonstration's accounts work. Undefined
 * where the region has nobody to play it, or not enough residents yet.
 * @param now nothing happens later than ten minutes before
 */
export const courseOf = (
  n: number,
  places: readonly Place[],
  id: string,
  now: Date,
  zone: string,
): Course | undefined => {
  const draw = drawFrom(`past ${String(n)}`);
  const place = n % 2 === 0 ? places[0] : places[1 + (Math.floor(n / 2) % Math.max(1, places.length - 1))];
  const far = COURSES[Math.floor(n / 2) % COURSES.length] ?? 'closed';
  const known =
    place?.departments.filter(({ specialty }) => ILLNESSES.some((each) => each.specialty === specialty)) ?? [];
  const resident = place?.residents[Math.floor(n / 2)];
  if (place === undefined || resident === undefined || known.length === 0) return undefined;
  // in turn, so that no ward is filled by chance
  const department = known[Math.floor(n / 2) % known.length] ?? draw.pick(known);
  const illness = ILLNESSES.find(({ specialty }) => specialty === department.specialty);
  if (illness === undefined) return undefined;
  const people = new Map<Who, Actor>();
  for (const role of [
    'general-practitioner',
    'nurse',
    'referral-coordinator',
    'admission-clerk',
    'attending-physician',
  ] as const) {
    const found = place.who(role, department.id);
    if (found === undefined) return undefined;
    people.set(role, found);
  }
  const [least, most] = AGE[far];
  const age = draw.whole(least, most);
  const latest = now.getTime() - 10 * 60_000;
  const today = civilDay(now, zone);
  const hourOf = (days: number, from: number): Date => {
    const minute = draw.whole(0, 50);
    const at = instantOf(
      addDays(today, days - age),
      `${String(from).padStart(2, '0')}:${String(minute).padStart(2, '0')}`,
      zone,
    );
    return at;
  };
  const telling: Telling = {
    illness,
    draw,
    zone,
    urgent: draw.chance(0.25),
    department: department.id,
    by: (role) => {
      const found = people.get(role);
      if (found === undefined) throw new Error(`nobody is ${role}`);
      return found;
    },
    hour: (days, from = 9) => hourOf(days, from),
  };
  // what would lie ahead has not happened yet
  const deeds = deedsOf(telling, resident, far).filter(({ at }) => at.getTime() <= latest);
  return deeds.length === 0 ? undefined : { id, deeds };
};
