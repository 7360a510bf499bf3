/**
 * The past of a demonstration's hospices: people referred by their township, admitted to a bed, asked about their symptoms day after day;
 * some went home with the township's team, some died there and their families are called. Which houses and how many is data of the region;
 * each step is taken through its pathway by whose step it is. Made up, and laid once, where nobody is in hospice care yet.
 */
import { actorOf, oldOf, openStage, take } from './compose-past-stage.ts';
import type { Deed, PastCareGround, Stage } from './compose-past-stage.ts';
import type { HospicePast } from './consortium/region/demonstration-care-file.ts';
import { DEMONSTRATION_ACTOR } from './compose-engine.ts';
import type { Actor } from './platform/postgres/database.ts';

const OLD = 55;
/** Days from one admission to the next, and how long ago the first was. */
const APART = 5;
const FIRST = 44;
/** On which day of the stay the team confers about who goes home, on which evening they are asked for there, and on which who dies dies. */
const CONFERENCE = 5;
const GOES_HOME = 10;
const DIES = 16;
const WEEK = 7;
/** One in the morning and one in the evening. */
const TABLETS = 2 * WEEK;
/** Every so many days the township's nurse comes to who is at home. */
const VISITS = 3;

const ILLNESSES = [
  ['胰腺恶性肿瘤，肝转移', '腹痛加重2周，夜间需加服止痛药', 'late-cancer', 40, 'm3'],
  ['右肺腺癌，脑转移', '气促、咳嗽，食欲差，家属夜间照护困难', 'late-cancer', 40, 'm3'],
  ['胃恶性肿瘤，腹膜转移', '恶心、进食少，已停止化疗，愿接受安宁疗护', 'late-cancer', 30, 'm1'],
  ['慢性心力衰竭，终末期', '反复住院，静息时气促，不愿再转重症监护', 'organ-failure', 40, 'm6'],
  ['结直肠恶性肿瘤，骨转移', '腰背部疼痛，活动受限，止痛方案需调整', 'late-cancer', 50, 'm6'],
  ['慢性阻塞性肺疾病，终末期', '长期家庭氧疗，焦虑、失眠明显', 'organ-failure', 40, 'm6'],
] as const;
const illness = (n: number) => ILLNESSES[n % ILLNESSES.length] ?? ILLNESSES[0];

/** What somebody says of themselves on a day of the stay: what hurts gets better under care, tiredness does not. */
const said = (n: number, day: number): object => ({
  pain: Math.max(2, 7 - Math.floor(day / 2) + (n % 2)),
  tiredness: Math.min(9, 5 + Math.floor(day / 5)),
  drowsiness: 3 + (day % 2),
  nausea: Math.max(0, 4 - Math.floor(day / 3)),
  appetite: Math.min(9, 5 + Math.floor(day / 6)),
  breath: Math.max(1, 5 - Math.floor(day / 4) + (n % 3)),
  depression: 4,
  anxiety: Math.max(2, 6 - Math.floor(day / 4)),
  wellbeing: Math.max(3, 6 - Math.floor(day / 6)),
});

/** Wishes as they were told, by turns. */
const wish = (n: number): object => ({
  refused:
    n % 3 === 2 ? ['resuscitation', 'intubation', 'ventilation', 'intensive-care'] : ['resuscitation', 'intubation'],
  wanted: ['hydration'],
  careAt: n % 2 === 0 ? 'home' : 'ward',
  dieAt: n % 2 === 0 ? 'home' : 'ward',
  ...{ capable: 'yes', assessedBy: '病区责任医师', how: 'spoken', witnesses: '责任护士、家属1人' },
});

type House = {
  readonly leads: Actor | undefined;
  readonly nurse: Actor | undefined;
  readonly social: Actor | undefined;
};
type Person = {
  readonly stage: Stage;
  readonly past: HospicePast;
  readonly id: string;
  readonly n: number;
  /** Days from today at which the stay began. */
  readonly from: number;
  readonly hospice: House;
  readonly township: House;
  /** Takes one step on a day of the stay; answers whether the course goes on. */
  readonly on: (day: number, hour: number, deed: (moment: string) => Deed) => Promise<boolean>;
};

const referred = ({ past, n, on, township }: Person, resident: string, hour: number): Promise<boolean> => {
  const [diagnosis, reason] = illness(n);
  const urgency = n % 3 === 0 ? 'urgent' : 'routine';
  const asked = {
    resident,
    to: past.hospice,
    source: 'centre',
    urgency,
    diagnosis,
    reason,
    contact: '全科门诊 内线 6203',
  };
  return on(0, hour, () => ['refer', township.leads, asked]);
};

const admitted = async (person: Person, resident: string, bed: string): Promise<boolean> => {
  const { n, on, hospice } = person;
  const [, , category, level, prognosis] = illness(n);
  if (!(await referred(person, resident, 9))) return false;
  return on(0, 11, (admittedAt) => [
    'admit',
    hospice.leads,
    {
      ...{ admittedAt, place: 'ward', bed, category, diagnosedBy: 'tertiary', kps: level, pps: level, prognosis },
      ...{ givenUp: [], voluntary: true, consentSigned: true, severity: level < 40 ? 'severe' : 'mild' },
      ...{ scheme: n % 2 === 0 ? 'resident' : 'employee', ltci: n % 3 === 1 },
    },
  ]);
};

/** The team speaks of somebody: two are asked, both answer, and what is decided is written down. */
const confer = async ({ stage, id, from, on, hospice }: Person): Promise<boolean> => {
  const asked = [
    { profession: 'nurse', question: '夜间疼痛控制和皮肤情况如何' },
    { profession: 'social-worker', question: '家属能否承担居家照护' },
  ];
  if (!(await on(CONFERENCE, 9, () => ['call-conference', hospice.leads, { asked }]))) return false;
  const [children = []] = await stage.db.read(DEMONSTRATION_ACTOR, stage.now(), [
    { text: 'select id from cases where parent = $1 order by number', values: [id] },
  ]);
  const opinions = ['夜间疼痛评分降至3分，骶尾部皮肤完整', '女儿可日间照护，夜间需上门支持'];
  for (const [order, child] of children.entries()) {
    const by = order === 0 ? hospice.nurse : hospice.social;
    await take(stage, 'hospice-opinion', String(child['id']), ['answer', by, { opinion: opinions[order] ?? '无异议' }]);
  }
  return on(CONFERENCE, 15, () => [
    'conclude-conference',
    hospice.leads,
    {
      ...{ heldOn: stage.dayOf(from + CONFERENCE), attended: ['doctor', 'nurse', 'social-worker'] },
      decisions: '维持现有止痛方案；症状平稳满一周后，按本人意愿转为居家安宁疗护，卫生院每三天上门一次。',
    },
  ]);
};

const goHome = async ({ past, on, hospice, township }: Person): Promise<boolean> => {
  const transfer = {
    ...{ to: past.township, toPlace: 'home', trigger: 'stable-wants-home', reason: '症状平稳，本人愿回家' },
    summary: '吗啡缓释片10mg每12小时一次，疼痛2分；女儿日间照护，夜间由卫生院接听电话。',
  };
  return (
    (await on(GOES_HOME, 16, () => ['request-transfer', hospice.leads, transfer])) &&
    (await on(GOES_HOME, 17, () => ['accept-transfer', township.leads, { note: '已安排上门护士' }])) &&
    (await on(GOES_HOME + 1, 9, (departedAt) => [
      'depart',
      hospice.nurse,
      { departedAt, escort: '女儿、病区护士1人', medicines: '吗啡缓释片10mg 6片，乳果糖1瓶' },
    ])) &&
    (await on(GOES_HOME + 1, 11, (arrivedAt) => ['arrive', township.nurse, { arrivedAt }])) &&
    on(GOES_HOME + 1, 12, () => [
      'assess-first',
      township.nurse,
      { pain: 2, anxiety: 3, finding: '到家，疼痛平稳，床边已备呼叫器' },
    ])
  );
};

const die = async ({ on, hospice }: Person): Promise<void> => {
  const present = '配偶、女儿在旁';
  if (!(await on(DIES, 9, (diedAt) => ['record-death', hospice.nurse, { diedAt, present }]))) return;
  const done = {
    done: ['washed', 'family-time', 'belongings', 'certificate', 'opioids-returned'],
    note: '家属已领取证明',
  };
  if (!(await on(DIES, 11, () => ['after-care', hospice.nurse, done]))) return;
  await on(DIES + 10, 10, () => [
    'contact',
    hospice.social,
    {
      relation: 'spouse',
      mode: 'telephone',
      mood: 'low',
      sleep: 'poor',
      risk: 'raised',
      action: 'listen',
      note: '约两周后再联系',
    },
  ]);
};

/** A week's tablets are given out, and the week's before are used up; two count them each time. */
const weeklyMorphine = async ({ on, hospice }: Person, day: number): Promise<boolean> => {
  const book = (entry: 'used' | 'dispensed', counted: number) =>
    on(day, 16, () => [
      'record-opioid',
      hospice.nurse,
      {
        ...{ entry, drug: 'morphine-sr-10', units: TABLETS, counted, second: '病区护士长' },
        ...(entry === 'dispensed' ? { days: WEEK } : {}),
      },
    ]);
  return (day === 0 || (await book('used', 0))) && book('dispensed', TABLETS);
};

/** Day after day until today, or until the stay took another turn. */
const course = async (person: Person): Promise<void> => {
  const { past, n, from, on, hospice, township } = person;
  const home = n < past.home;
  const dies = !home && n < past.home + past.died;
  for (let day = 0; from + day < 0; day++) {
    if (home && day === GOES_HOME + 1 && !(await goHome(person))) return;
    if (dies && day === DIES) return die(person);
    if (home && day > GOES_HOME) {
      if (day % WEEK === 0 && !(await on(day, 9, () => ['review', township.leads, said(n, day)]))) return;
      if (day % VISITS !== 0) continue;
      const visit = { what: '测生命体征，核对止痛药用量，指导翻身和口腔护理', pulse: 84, breaths: 20 };
      if (!(await on(day, 10, (visitedAt) => ['visit', township.nurse, { visitedAt, ...visit }]))) return;
      if (!(await on(day, 11, () => ['score', township.nurse, said(n, day)]))) return;
      continue;
    }
    const week = day > 0 && day % WEEK === 0;
    const by = week ? hospice.leads : hospice.nurse;
    if (!(await on(day, 15, () => [week ? 'review' : 'score', by, said(n, day)]))) return;
    if (day % WEEK === 0 && !(await weeklyMorphine(person, day))) return;
    if (day === 1 && !(await on(1, 10, () => ['record-wishes', hospice.nurse, wish(n)]))) return;
    if (day % WEEK === 2) {
      const activity = { profession: 'social-worker', what: '与本人和家属谈话，了解意愿与照护困难' };
      if (!(await on(day, 14, () => ['record-activity', hospice.social, activity]))) return;
    }
    if (day === CONFERENCE && home && !(await confer(person))) return;
  }
};

const houseOf = (stage: Stage, organisation: string, leads: string): House => ({
  leads: actorOf(stage, organisation, leads),
  nurse: actorOf(stage, organisation, 'nurse'),
  social: actorOf(stage, organisation, 'social-worker'),
});

export type LaidHospice = { readonly persons: number; readonly refused: readonly string[] };

/** Lays it where the region has data for it and nobody is in hospice care. Answers how many were admitted, and what was refused. */
export const layHospice = async (ground: PastCareGround): Promise<LaidHospice> => {
  const pasts = ground.pack.files.demonstrationCare?.hospices ?? [];
  if (pasts.length === 0) return { persons: 0, refused: [] };
  const opened = await openStage(ground, { text: `select 1 from cases where pathway = 'hospice-stay' limit 1` }, [
    oldOf(
      ground,
      pasts.map(({ township }) => township),
      OLD,
    ),
    {
      text: `select b.id, b.room_for, d.organisation from bed b join department d on d.id = b.department where d.organisation = any($1) order by b.room, b.id`,
      values: [pasts.map(({ hospice }) => hospice)],
    },
  ]);
  if (opened === null) return { persons: 0, refused: [] };
  const { stage, found } = opened;
  const [old = [], beds = []] = found;
  let persons = 0;
  let begun = 0;
  const given = new Set<unknown>();
  for (const past of pasts) {
    const own = old.filter(({ organisation }) => organisation === past.township);
    const personOf = (n: number, from: number): Person => {
      const id = stage.newId();
      return {
        ...{ stage, past, id, n, from },
        hospice: houseOf(stage, past.hospice, 'attending-physician'),
        township: houseOf(stage, past.township, 'general-practitioner'),
        on: (day, hour, deed) => {
          const moment = stage.at(from + day, hour).toISOString();
          return take(stage, 'hospice-stay', id, deed(moment));
        },
      };
    };
    for (const [n, who] of own.slice(0, past.persons).entries()) {
      const room = who['gender'] === 'female' ? 'female' : 'male';
      const bed = beds.find(
        ({ id, organisation, room_for: of }) =>
          organisation === past.hospice && (of === 'any' || of === room) && !given.has(id),
      );
      if (bed === undefined) continue;
      given.add(bed['id']);
      const person = personOf(n, begun * APART - FIRST);
      begun += 1;
      if (!(await admitted(person, String(who['id']), String(bed['id'])))) continue;
      persons += 1;
      await course(person);
    }
    // asked for yesterday in the afternoon, and waiting for an answer
    for (const [n, who] of own.slice(past.persons, past.persons + past.waiting).entries())
      await referred(personOf(n + 1, -1), String(who['id']), 16);
  }
  return { persons, refused: stage.refused };
};
