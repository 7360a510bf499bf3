/** One referral from the village: to the township hospital, on to the county hospital, and home the same way. */
import { randomUUID } from 'node:crypto';
import { EarlierAnswers } from './capabilities/referral/index.ts';
import { Candidates } from './consortium/shapes.ts';
import { StepTaken } from './engines/pathways/shapes.ts';
import type { CaseView } from './engines/pathways/shapes.ts';
import {
  answer,
  beTreated,
  close,
  getCase,
  hold,
  isListed,
  outForm,
  returnNote,
  seenOf,
  take,
  visitAtHome,
} from './story-loop.ts';
import type { Cast, Resident, Say } from './story-loop.ts';
import { both, broken } from './story-words.ts';

/** The village doctor writes it to the clinic of the township hospital, which gives out no appointments. */
const sendUp = async (say: Say, { village }: Cast, resident: Resident): Promise<CaseView> => {
  const id = randomUUID();
  const form = await outForm(say, village, resident, 'routine');
  const question = `kind=outpatient&urgency=routine&resident=${resident.id}&subject=${id}`;
  const { items } = await village.ask(`GET /api/departments?${question}`, Candidates);
  const [first] = items;
  if (first === undefined || first.organisation.id !== village.session.role?.above?.id || !first.walkIn)
    throw broken((w) => w.notHomeFirst);
  say(both((w) => w.homeFirst(`${first.organisation.name}${first.department.name}`)));
  const answers = { ...form, visit: 'outpatient', department: first.department.id };
  const sent = await village.ask('POST /api/pathways/referral/cases', StepTaken, {
    body: { id, answers },
    key: randomUUID(),
  });
  const view = await getCase(village, sent.id, 'sent');
  say(both((w, language) => w.sent(resident.name, seenOf(view, language))));
  return view;
};

/** The township doctor takes the resident in, finds that it needs the county hospital, and refers onward. */
const goOn = async (say: Say, cast: Cast, first: CaseView, resident: Resident): Promise<CaseView> => {
  const { doctor } = cast;
  await isListed(say, doctor, first);
  const arrangement = { arrangement: '今日下午到全科门诊', contact: '0434-6203000' };
  await take(say, doctor, first.id, { step: 'accept', answers: arrangement, to: 'accepted' });
  const arrival = { arrivedAt: new Date().toISOString(), place: '全科 2 诊室' };
  await take(say, doctor, first.id, { step: 'arrive', answers: arrival, to: 'in-care' });
  const draft = randomUUID();
  const form = await outForm(say, doctor, resident, 'routine');
  const department = await hold(say, doctor, draft);
  const onward = { onward: [{ ...form, department, draft }] };
  await take(say, doctor, first.id, { step: 'refer-onward', answers: onward, to: 'referred-onward' });
  const second = await getCase(doctor, draft, 'sent');
  if (!second.related.some(({ relation, id }) => relation === 'parent' && id === first.id))
    throw broken((w) => w.unrelated(first.number, second.number));
  say(both((w, language) => w.onward(first.number, seenOf(second, language))));
  return second;
};

/** The hospital's plan goes home by the township, filled from the hospital's form, to the village that sees the resident. */
const goHome = async (say: Say, { doctor, village }: Cast, first: CaseView, second: CaseView): Promise<void> => {
  await take(say, doctor, second.id, { step: 'take-back', answers: { note: '已阅回转单' }, to: 'taken-back' });
  const { from, answers } = await doctor.ask(
    `GET /api/referrals/${first.id}/earlier?step=issue-return`,
    EarlierAnswers,
  );
  if (from?.number !== second.number) throw broken((w) => w.unrelated(first.number, second.number));
  say(both((w) => w.carried(first.number, second.number)));
  const note = { ...returnNote(), ...answers, contact: '全科 6203' };
  await take(say, doctor, first.id, { step: 'issue-return', answers: note, to: 'return-issued' });
  await take(say, village, first.id, { step: 'take-back', answers: {}, to: 'taken-back' });
  await take(say, village, first.id, { step: 'record-visit', answers: visitAtHome(), to: 'seen' });
  // the visit the hospital was promised is the village doctor's: it closes both
  await close(say, doctor, second.id, 'close-on-visit', {});
  await close(say, village, first.id, 'close', { tasksDone: 'handed-to-follow-up' });
};

/** Answers the numbers of both: the village's, and the township's. */
export const fromTheVillage = async (
  say: Say,
  cast: Cast,
  resident: Resident,
): Promise<{ readonly village: string; readonly township: string }> => {
  const first = await sendUp(say, cast, resident);
  const second = await goOn(say, cast, first, resident);
  await answer(say, cast, second);
  await beTreated(say, cast, second, resident);
  await goHome(say, cast, first, second);
  return { village: first.number, township: second.number };
};
