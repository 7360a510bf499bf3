/** One referral there and back, as its people take it: every deed asks the public API and says what it saw. */
import { randomUUID } from 'node:crypto';
import { Prefill, words as referralWords } from './capabilities/referral/index.ts';
import { Candidates, HoldView } from './consortium/shapes.ts';
import type { Candidate } from './consortium/shapes.ts';
import { ROLE_WORDS } from './consortium/words.ts';
import { isRole } from './consortium/roles.ts';
import { CaseView, StepTaken, Worklist } from './engines/pathways/shapes.ts';
import { addDays, civilDay } from './platform/civil-time.ts';
import type { Language } from './platform/words.ts';
import { both, broken } from './story-words.ts';
import type { Sentence } from './story-words.ts';
import type { Person } from './story-person.ts';

/** Regions keep Chinese standard time; the API gives instants. */
const ZONE = 'Asia/Shanghai';

export type Say = (sentence: Sentence) => void;
export type Cast = Readonly<
  Record<'village' | 'doctor' | 'nurse' | 'coordinator' | 'clerk' | 'physician' | 'commission', Person>
>;
type Seen = { readonly number: string; readonly state: string; readonly owner: string; readonly due: string };

export const timeOf = (instant: string, language: Language): string =>
  new Intl.DateTimeFormat(language === 'zh' ? 'zh-CN' : 'en-GB', {
    timeZone: ZONE,
    month: 'short',
    day: 'numeric',
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).format(new Date(instant));

export const stateOf = (state: string, language: Language): string =>
  (referralWords[language].states as Readonly<Record<string, string>>)[state] ?? state;
const stepOf = (step: string, language: Language): string =>
  (referralWords[language].steps as Readonly<Record<string, string>>)[step] ?? step;

/** Number, state, owner and due time of an open case, in words. */
export const seenOf = (view: CaseView, language: Language): Seen => {
  if (view.owner === null || view.clock === null) throw broken((w) => w.owner(view.number));
  const { organisation, role } = view.owner;
  const acting = isRole(role) ? ROLE_WORDS[language][role] : role;
  return {
    number: view.number,
    state: stateOf(view.state, language),
    owner: language === 'zh' ? `${organisation.name}${acting}` : `${acting}, ${organisation.name}`,
    due: timeOf(view.clock.dueAt, language),
  };
};

export const getCase = async (who: Person, id: string, state: string): Promise<CaseView> => {
  const view = await who.ask(`GET /api/cases/${id}`, CaseView);
  if (view.state !== state) throw broken((w) => w.state(view.number, state, view.state));
  return view;
};

type Step = {
  readonly step: string;
  readonly answers: Readonly<Record<string, unknown>>;
  readonly to: string;
};

/** Takes a step on the version just seen, and looks at the case afterwards. */
export const take = async (say: Say, who: Person, id: string, { step, answers, to }: Step): Promise<CaseView> => {
  const { version } = await who.ask(`GET /api/cases/${id}`, CaseView);
  const body = { version, answers };
  await who.ask(`POST /api/cases/${id}/steps/${step}`, StepTaken, { body, key: randomUUID() });
  const view = await getCase(who, id, to);
  say(both((w, language) => w.took(who.called[language], stepOf(step, language), seenOf(view, language))));
  return view;
};

/** Cardiology of the county hospital: the demonstration's physician works there. */
const findPlace = async (doctor: Person, subject: string): Promise<Candidate> => {
  const path = `GET /api/departments?kind=inpatient&specialty=cardiology&count=100&subject=${subject}`;
  const { items } = await doctor.ask(path, Candidates);
  const found = items.find((item) => item.sameConsortium && item.organisation.kind === 'hospital');
  if (found === undefined) throw broken((w) => w.noPlace);
  return found;
};
const freeOf = (candidate: Candidate): number => candidate.quota?.free ?? 0;
const placeOf = ({ department, organisation }: Candidate): string => `${organisation.name}${department.name}`;

export const hold = async (say: Say, doctor: Person, draft: string): Promise<string> => {
  const place = await findPlace(doctor, draft);
  if (freeOf(place) < 1) throw broken((w) => w.noPlace);
  say(both((w) => w.place(placeOf(place), freeOf(place))));
  const body = { kind: 'quota', department: place.department.id, draft };
  const held = await doctor.ask('POST /api/holds', HoldView, { body });
  // counted for everybody else: the draft's own hold is not counted against itself
  const others = await findPlace(doctor, randomUUID());
  if (freeOf(others) !== freeOf(place) - 1) throw broken((w) => w.holdNotCounted(freeOf(place), freeOf(others)));
  const until = held.untilAt ?? held.serverTime;
  say(both((w, language) => w.held(placeOf(place), timeOf(until, language), freeOf(others))));
  return place.department.id;
};

export type Told = 'routine' | 'emergency';
export type Resident = { readonly id: string; readonly name: string };

const OUT = { visit: 'inpatient', treatment: '阿司匹林 100 mg 口服，吸氧，卧床休息' };
const ROUTINE = {
  urgency: 'routine',
  impression: '冠状动脉粥样硬化性心脏病，稳定型心绞痛',
  reason: '近两周活动后胸闷三次，需住院行冠脉评估',
  told: ['reason-and-destination', 'risk-in-transit', 'record-shared'],
  consent: 'agreed',
  signer: 'self',
};
const EMERGENCY = {
  urgency: 'emergency',
  impression: '急性胸痛，心肌梗死待排',
  reason: '突发胸骨后压榨样疼痛 40 分钟，心电图 ST 段抬高',
  consent: 'owed',
};
const CONSENT = { told: ['reason-and-destination', 'risk-in-transit'], consent: 'agreed', signer: 'relative' };

/** The out form as far as the record and whoever writes it know it: everything but where to. */
export const outForm = async (
  say: Say,
  who: Person,
  resident: Resident,
  told: Told,
): Promise<Readonly<Record<string, unknown>>> => {
  const filled = await who.ask(`GET /api/referrals/prefill?resident=${resident.id}`, Prefill);
  const findings = (filled.findings ?? filled.history)?.split('；').slice(0, 2).join('；');
  say(both((w) => w.filled(resident.name, w.allergies[filled.allergy], findings ?? w.nothing)));
  return {
    ...OUT,
    ...(told === 'emergency' ? EMERGENCY : { ...ROUTINE, signerName: resident.name.slice(0, 40) }),
    resident: resident.id,
    history: filled.history?.slice(0, 2000) ?? '既往无特殊病史',
    ...(filled.findings === null ? {} : { findings: filled.findings.slice(0, 2000) }),
    allergy: filled.allergy,
    contact: filled.contact ?? '内线 6203',
  };
};

/** Fills the form, holds a place (an emergency needs none) and sends it. */
export const refer = async (say: Say, { doctor }: Cast, resident: Resident, told: Told): Promise<CaseView> => {
  const id = randomUUID();
  const emergency = told === 'emergency';
  const form = await outForm(say, doctor, resident, told);
  const department = emergency ? (await findPlace(doctor, id)).department.id : await hold(say, doctor, id);
  const answers = { ...form, department };
  const sent = await doctor.ask('POST /api/pathways/referral/cases', StepTaken, {
    body: { id, answers },
    key: randomUUID(),
  });
  const view = await getCase(doctor, sent.id, 'sent');
  say(both((w, language) => (emergency ? w.sentOwed : w.sent)(resident.name, seenOf(view, language))));
  return view;
};

/** It stands in the worklist of whoever is to answer. */
export const isListed = async (say: Say, who: Person, sent: CaseView): Promise<void> => {
  const { items } = await who.ask('GET /api/worklist?tab=mine&count=100', Worklist);
  const place = items.findIndex((item) => item.id === sent.id);
  if (place < 0) throw broken((w) => w.unlisted(sent.number));
  const due = items[place]?.clock?.dueAt ?? '';
  say(both((w, language) => w.listed(who.called[language], sent.number, place + 1, timeOf(due, language))));
};

/** The receiver finds it in the worklist; an emergency can be accepted and nothing else. */
export const answer = async (say: Say, { coordinator }: Cast, sent: CaseView): Promise<void> => {
  await isListed(say, coordinator, sent);
  if (sent.urgency === 'emergency') {
    const answers = { reason: 'no-free-bed', nextStep: 'refer-elsewhere', explanation: '心内科已满' };
    const body = { version: sent.version, answers };
    const why = await coordinator.refused(
      `POST /api/cases/${sent.id}/steps/refuse`,
      'emergency-cannot-be-refused',
      body,
    );
    await getCase(coordinator, sent.id, 'sent');
    say(both((w, language) => w.refused(coordinator.called[language], why[language])));
  }
  const answers = { arrangement: '持身份证到住院部办理入院', contact: '内线 8012' };
  await take(say, coordinator, sent.id, { step: 'accept', answers, to: 'accepted' });
};

/** What the ward writes for those at home. */
export const returnNote = () => ({
  diagnosis: '冠状动脉粥样硬化性心脏病',
  results: '冠脉 CT：前降支中段狭窄 40%；心脏超声未见明显异常',
  treatment: '抗血小板、调脂治疗',
  advice: '规律服药，低盐低脂饮食，每周测血压',
  followUpDays: 3,
  tasks: [{ what: '复查血脂、肝功能', due: addDays(civilDay(new Date(), ZONE), 28) }],
  contact: '心内科 6120',
});
export const visitAtHome = () => ({
  seenOn: civilDay(new Date(), ZONE),
  how: 'at-home',
  condition: '胸闷未再发作，血压 132/80 mmHg，按时服药',
});

/** Into the ward, and a return form out of it. */
export const beTreated = async (say: Say, cast: Cast, sent: CaseView, resident: Resident): Promise<void> => {
  const { clerk, physician } = cast;
  const { id } = sent;
  const now = new Date();
  const arrival = { arrivedAt: now.toISOString(), place: '心内科 12 床', visitNumber: 'ZY0001' };
  await take(say, clerk, id, { step: 'arrive', answers: arrival, to: 'in-care' });
  if (sent.urgency === 'emergency') {
    const signed = { ...CONSENT, signerName: `${resident.name.slice(0, 30)}之家属` };
    await take(say, clerk, id, { step: 'record-consent', answers: signed, to: 'in-care' });
  }
  await take(say, physician, id, { step: 'issue-return', answers: returnNote(), to: 'return-issued' });
};

/** The last step of a case: it stays as it is, with everything on record. */
export const close = async (say: Say, who: Person, id: string, step: string, answers: unknown): Promise<void> => {
  const { version } = await who.ask(`GET /api/cases/${id}`, CaseView);
  await who.ask(`POST /api/cases/${id}/steps/${step}`, StepTaken, { body: { version, answers }, key: randomUUID() });
  const closed = await getCase(who, id, 'finished');
  const { number, timeline } = closed;
  if (closed.owner !== null || closed.clock !== null || timeline.length !== closed.version)
    throw broken((w) => w.state(number, 'finished', closed.state));
  say(
    both((w, language) =>
      w.closed(who.called[language], stepOf(step, language), number, stateOf(closed.state, language), timeline.length),
    ),
  );
};

/** Arrival, return form, taken back, seen, closed. */
export const comeHome = async (say: Say, cast: Cast, sent: CaseView, resident: Resident): Promise<void> => {
  const { doctor, nurse } = cast;
  const { id } = sent;
  await beTreated(say, cast, sent, resident);
  await take(say, doctor, id, { step: 'take-back', answers: { note: '已阅回转单' }, to: 'taken-back' });
  await take(say, nurse, id, { step: 'record-visit', answers: visitAtHome(), to: 'seen' });
  await close(say, doctor, id, 'close', { tasksDone: 'handed-to-follow-up', note: '复查纳入随访' });
};
