/** 安宁疗护: from the tertiary ward to the hospice, to the township centre, home, back to the ward, and to the family afterwards. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ADMISSION, openHospiceWorld, outcome, SCORE } from '../../../test/hospice-world.ts';
import { ZONE } from '../../../test/world.ts';
import { figureReader } from '../../engines/figures/read.ts';
import { factKeeper } from '../../engines/figures/keep.ts';
import { balance } from '../../engines/figures/ledger.ts';
import { fileOrganisations, makeFacts } from '../../engines/figures/making.ts';
import { joinFigures } from '../../engines/figures/set.ts';
import { keepFactsBy } from '../../fhir/store/fact-keeper.ts';
import { isRefusal } from '../../platform/refusal.ts';
import { HOSPICE_PLACES } from './facts.ts';
import { hospiceFigures } from './figures.ts';
import type { HospicePerson, HospiceWorld } from '../../../test/hospice-world.ts';

let world: HospiceWorld;
const ground = () => ({ db: world.app, clock: world.clock, zone: ZONE, views: [HOSPICE_PLACES] });
beforeAll(async () => {
  world = await openHospiceWorld();
  await fileOrganisations(ground());
  await makeFacts(ground());
  keepFactsBy(factKeeper([HOSPICE_PLACES], ZONE));
});
afterAll(async () => {
  keepFactsBy(() => []);
  await world.drop();
});

/** Civil time of the region. */
const at = (moment: string): Date => new Date(`${moment}:00+08:00`);
const text = (moment: string): string => at(moment).toISOString();
const go = (moment: string): void => world.clock.set(at(moment));
const take = async (id: string, name: string, who: HospicePerson, answers = {}): Promise<string> =>
  outcome(await world.step(id, name, who, answers));
const stays = (id: string) =>
  world.owner(
    `select place, organisation, bed, from_at, until_at, ended from care_stay
      where episode = $1 and known_until is null order by from_at`,
    [id],
  );
/** The numbered beds a stay has or had, as the bed board and every other capability knows it. */
const bedsOf = (id: string) =>
  world.owner(
    `select bed, status, from_at, nullif(until_at, 'infinity') as until_at from hold where subject = $1 and kind = 'bed' order by from_at`,
    [id],
  );
const admit = { ...ADMISSION, admittedAt: text('2026-11-02T10:00') };

describe('a referral to hospice care', () => {
  test('is of somebody who is registered and alive, and to a house that takes part', async () => {
    go('2026-11-02T09:00');
    expect(outcome((await world.refer({ resident: 'nobody' })).result)).toBe('refused: hospice.unknown-resident');
    expect(outcome((await world.refer({ to: 'bureau' })).result)).toBe('refused: hospice.other-house');
  });

  test('is admitted by the city’s rules only, and refused with a reason and where else', async () => {
    const { id, result } = await world.refer({ resident: 'li' });
    expect(outcome(result)).toBe('referred');
    go('2026-11-02T11:00');
    const no = (changes: object) => take(id, 'admit', 'hospice-doctor', { ...admit, ...changes });
    expect(await no({ kps: 60 })).toBe('refused: hospice.kps-too-high');
    expect(await no({ prognosis: 'longer' })).toBe('refused: hospice.expected-longer');
    expect(await no({ consentSigned: false })).toBe('refused: hospice.no-consent');
    expect(await no({ voluntary: false })).toBe('refused: hospice.not-voluntary');
    expect(await no({ category: 'other' })).toBe('refused: hospice.other-diagnosis');
    expect(await no({ kps: 45 })).toBe('refused: hospice.not-in-tens');
    expect(await no({ bed: undefined })).toBe('refused: hospice.bed-needed');
    expect(await no({ place: 'home' })).toBe('refused: hospice.no-bed-at-home');
    expect(await no({ bed: 'no-such-bed' })).toBe('refused: hospice.bed-unknown');
    const repair = `insert into bed_closure (id, bed, reason, from_at, by) values ('r', 'bed-1', 'repair', '2026-11-01', 'test')`;
    await world.owner(repair);
    expect(await no({})).toBe('refused: hospice.bed-in-use');
    await world.owner(`delete from bed_closure where id = 'r'`);
    expect(await no({ admittedAt: text('2026-11-03T10:00') })).toBe('refused: hospice.in-the-future');
    expect(await take(id, 'admit', 'ward-doctor', admit)).toBe('refused: step-of-another-side');
    expect(await take(id, 'refuse', 'hospice-doctor', { refusal: 'not-admissible', note: '尚在化疗' })).toContain(
      'alternative',
    );
    const refusal = { refusal: 'not-admissible', alternative: 'outpatient-palliative', note: '尚在化疗，门诊随访' };
    expect(await take(id, 'refuse', 'hospice-doctor', refusal)).toBe('refused');
    expect(await stays(id)).toEqual([]);
  });
});

describe('a person on the way between ward, centre and home', () => {
  let id = '';

  test('is admitted to a bed, with the rule version kept', async () => {
    go('2026-11-02T09:00');
    id = (await world.refer()).id;
    go('2026-11-02T11:00');
    expect(await take(id, 'admit', 'hospice-doctor', admit)).toBe('in-care');
    expect(await stays(id)).toMatchObject([{ place: 'ward', organisation: 'hospice', bed: 'bed-1', until_at: null }]);
    expect(await bedsOf(id)).toEqual([
      { bed: 'bed-1', status: 'used', from_at: at('2026-11-02T10:00'), until_at: null },
    ]);
    expect(await world.owner('select rules, verified, kps from hospice_admission where case_id = $1', [id])).toEqual([
      { rules: 'siping@2024-01-01', verified: false, kps: 40 },
    ]);
  });

  test('is not referred a second time, and the bed is nobody else’s', async () => {
    expect(outcome((await world.refer()).result)).toBe('refused: hospice.in-care-already');
    const other = await world.refer({ resident: 'sun' });
    expect(await take(other.id, 'admit', 'hospice-doctor', admit)).toBe('refused: hospice.bed-in-use');
  });

  test('is asked about symptoms; what is not asked is missing and never zero', async () => {
    expect(await take(id, 'score', 'hospice-nurse', {})).toBe('refused: hospice.nothing-scored');
    expect(await take(id, 'score', 'hospice-nurse', SCORE)).toBe('in-care');
    expect(await world.owner('select items, total from hospice_score where case_id = $1', [id])).toEqual([
      { items: JSON.stringify(SCORE), total: null },
    ]);
  });

  test('says what is wanted; a later version stands, the earlier stays, and a revocation leaves none', async () => {
    const wish = { careAt: 'home', dieAt: 'home', capable: 'yes', assessedBy: '安宁病区医生', how: 'spoken' };
    const both = { ...wish, refused: ['dialysis'], wanted: ['dialysis'] };
    expect(await take(id, 'record-wishes', 'hospice-nurse', both)).toBe('refused: hospice.both-ways');
    expect(await take(id, 'record-wishes', 'hospice-nurse', { ...wish, capable: 'no' })).toBe(
      'refused: hospice.who-decides',
    );
    expect(await take(id, 'revoke-wishes', 'hospice-nurse', { revocation: '本人' })).toBe('refused: hospice.no-wishes');
    await take(id, 'record-wishes', 'hospice-nurse', { ...wish, refused: ['resuscitation'] });
    go('2026-11-02T12:00');
    await take(id, 'record-wishes', 'social-worker', { ...wish, refused: ['resuscitation', 'intubation'] });
    const versions = await world.owner(
      'select version, revoked_at is null as stands, revocation from hospice_wish where case_id = $1 order by version',
      [id],
    );
    expect(versions).toEqual([
      { version: 1, stands: false, revocation: 'superseded' },
      { version: 2, stands: true, revocation: null },
    ]);
    expect(await take(id, 'revoke-wishes', 'social-worker', { revocation: '本人改变主意' })).toBe('in-care');
    expect(await world.owner('select count(*) from hospice_wish where case_id = $1', [id])).toEqual([{ count: 2 }]);
    await take(id, 'record-wishes', 'social-worker', wish);
  });

  test('has a team of named people, one of whom leads', async () => {
    const members = [
      { profession: 'doctor', member: '病区医生' },
      { profession: 'volunteer', member: '病区志愿者', reach: '内线 6210' },
    ];
    const name = (answers: object) => take(id, 'name-team', 'social-worker', answers);
    expect(await name({ members, lead: '夜班护士' })).toBe('refused: hospice.lead-not-member');
    expect(await name({ members: [...members, members[0]], lead: '病区医生' })).toBe('refused: hospice.member-twice');
    expect(await name({ members, lead: '病区医生' })).toBe('in-care');
  });

  test('tasks are given by name and day, ticked off once or let go with a reason, and are no conference', async () => {
    const tasks = [
      { what: '核对止痛药余量', who: '病区护士', dueOn: '2026-11-06' },
      { what: '联系志愿者周末陪伴', who: '社工', dueOn: '2026-11-07' },
    ];
    const late = [{ ...tasks[0], dueOn: '2026-10-01' }];
    expect(await take(id, 'give-tasks', 'hospice-nurse', { tasks: late })).toContain('tasks.0.dueOn');
    expect(await take(id, 'give-tasks', 'hospice-nurse', { tasks })).toBe('in-care');
    const given = await world.owner(
      `select id, state, headline, due_at from cases where parent = $1 and pathway = 'hospice-task' order by number`,
      [id],
    );
    expect(given).toMatchObject([
      { state: 'given', headline: '病区护士：核对止痛药余量' },
      { state: 'given', headline: '社工：联系志愿者周末陪伴' },
    ]);
    const [first, second] = given.map((row) => String(row['id']));
    expect((given[0]?.['due_at'] as Date).toISOString().slice(0, 10)).toBe('2026-11-06');
    expect(await take(first ?? '', 'done', 'hospice-nurse', { result: '余12片，账实相符' })).toBe('task-done');
    expect(await take(first ?? '', 'done', 'hospice-nurse', {})).toContain('refused');
    expect(await take(second ?? '', 'drop', 'social-worker', {})).toContain('notNeeded');
    expect(await take(second ?? '', 'drop', 'social-worker', { notNeeded: '女儿周末回来' })).toBe('task-dropped');
  });

  test('is spoken of by several professions, and the conference waits for each', async () => {
    expect(await take(id, 'conclude-conference', 'hospice-doctor', conclusion())).toBe(
      'refused: hospice.no-conference',
    );
    const asked = [
      { profession: 'social-worker', question: '家属照护力怎样' },
      { profession: 'counsellor', question: '焦虑如何处理' },
    ];
    expect(await take(id, 'call-conference', 'hospice-doctor', { asked })).toBe('in-care');
    expect(await take(id, 'conclude-conference', 'hospice-doctor', conclusion())).toBe(
      'refused: hospice.opinions-open',
    );
    const children = await world.owner(
      `select id, state from cases where parent = $1 and pathway = 'hospice-opinion' order by number`,
      [id],
    );
    expect(children.map(({ state }) => state)).toEqual(['asked', 'asked']);
    for (const child of children)
      expect(await take(String(child['id']), 'answer', 'hospice-nurse', { opinion: '女儿可日间照护' })).toBe(
        'answered',
      );
    expect(await take(id, 'conclude-conference', 'hospice-doctor', conclusion())).toBe('in-care');
  });

  test('goes to the township centre: the hospice has the person until the arrival', async () => {
    go('2026-11-05T10:00');
    const transfer = {
      to: 'township',
      toPlace: 'centre',
      trigger: 'stable-wants-centre',
      reason: '平稳',
      summary: '吗啡缓释片',
    };
    expect(await take(id, 'request-transfer', 'hospice-doctor', { ...transfer, to: 'hospice', toPlace: 'ward' })).toBe(
      'refused: hospice.there-already',
    );
    expect(await take(id, 'request-transfer', 'hospice-doctor', transfer)).toBe('transfer-requested');
    expect(await take(id, 'decline-transfer', 'township-doctor', { declined: 'no-bed', note: '周五前无床' })).toBe(
      'in-care',
    );
    await take(id, 'request-transfer', 'hospice-doctor', transfer);
    expect(await take(id, 'accept-transfer', 'township-doctor', {})).toBe('transfer-accepted');
    go('2026-11-05T14:00');
    const departure = { departedAt: text('2026-11-05T13:30'), escort: '女儿', medicines: '吗啡缓释片 12片' };
    expect(await take(id, 'depart', 'hospice-nurse', departure)).toBe('on-the-way');
    go('2026-11-05T16:00');
    expect(await take(id, 'arrive', 'township-nurse', { arrivedAt: text('2026-11-05T13:00') })).toBe(
      'refused: hospice.before-departure',
    );
    expect(await take(id, 'arrive', 'township-nurse', { arrivedAt: text('2026-11-05T15:00') })).toBe('arrived');
    expect(await stays(id)).toMatchObject([
      { organisation: 'hospice', until_at: at('2026-11-05T15:00'), ended: 'transfer' },
      { organisation: 'township', place: 'centre', from_at: at('2026-11-05T15:00'), until_at: null },
    ]);
    // the bed is free for whoever comes next, and its past says until when it was not
    expect(await bedsOf(id)).toEqual([
      { bed: 'bed-1', status: 'released', from_at: at('2026-11-02T10:00'), until_at: at('2026-11-05T15:00') },
    ]);
    const leaving = { leftAt: text('2026-11-05T15:30'), how: 'care-ends', note: '误' };
    expect(await take(id, 'discharge', 'hospice-doctor', leaving)).toContain('refused: step-');
    expect(await take(id, 'assess-first', 'township-nurse', { ...SCORE, finding: '平稳' })).toBe('in-care');
  });

  test('goes home within the same house, where opioids are counted by two', async () => {
    go('2026-11-08T09:00');
    const home = {
      to: 'township',
      toPlace: 'home',
      trigger: 'stable-wants-home',
      reason: '愿回家',
      summary: '吗啡缓释片',
    };
    await take(id, 'request-transfer', 'township-doctor', home);
    await take(id, 'accept-transfer', 'township-doctor', {});
    const departedAt = text('2026-11-08T08:00');
    await take(id, 'depart', 'township-nurse', { departedAt, escort: '女儿', medicines: '无' });
    await take(id, 'arrive', 'township-nurse', { arrivedAt: text('2026-11-08T08:30') });
    expect(await take(id, 'assess-first', 'township-nurse', { pain: 2, finding: '到家' })).toBe('in-care');
    const entry = { drug: 'morphine-sr-10', second: '村医', days: 7 };
    const book = (changes: object) => take(id, 'record-opioid', 'township-nurse', { ...entry, ...changes });
    expect(await book({ entry: 'dispensed', units: 20, counted: 20, days: 30 })).toBe('refused: hospice.opioid-days');
    expect(await book({ entry: 'dispensed', units: 20, counted: 20, days: undefined })).toBe(
      'refused: hospice.opioid-days-missing',
    );
    expect(await book({ entry: 'dispensed', units: 20, counted: 20 })).toBe('in-care');
    expect(await book({ entry: 'used', units: 6, counted: 13 })).toBe('refused: hospice.opioid-count');
    expect(await book({ entry: 'used', units: 6, counted: 14 })).toBe('in-care');
    expect(await book({ entry: 'returned', units: 15, counted: 0 })).toBe('refused: hospice.opioid-more-than-there');
    expect(await book({ entry: 'returned', units: 2, counted: 12 })).toBe('in-care');
    expect(await take(id, 'visit', 'township-nurse', { visitedAt: text('2026-11-08T08:50'), what: '安置' })).toBe(
      'in-care',
    );
  });

  test('a call at night is kept by the hour it came, and no call of tomorrow or of before the stay', async () => {
    go('2026-11-09T03:00');
    const call = (changes: object) =>
      take(id, 'answer-call', 'township-nurse', {
        ...{ calledAt: text('2026-11-09T02:40'), caller: 'family', about: 'pain', followed: 'advice-enough' },
        ...{ advice: '加用即释吗啡10mg，半小时后回电' },
        ...changes,
      });
    expect(await call({ calledAt: text('2026-11-10T02:40') })).toBe('refused: hospice.in-the-future');
    expect(await call({ calledAt: text('2026-10-01T02:40') })).toBe('refused: hospice.before-admission');
    expect(await call({ advice: '' })).toContain('advice');
    const days = () => world.owner('select count(*) as n from care_evidence');
    const before = await days();
    expect(await call({})).toBe('in-care');
    // no rule that is known pays a day for a call
    expect(await days()).toEqual(before);
    const [kept] = await world.owner(`select content from hospice_act where case_id = $1 and kind = 'call'`, [id]);
    expect(JSON.parse(String(kept?.['content']))).toMatchObject({ about: 'pain', caller: 'family' });
  });

  test('who does not arrive is looked for, and stays in the care of the house that sent', async () => {
    go('2026-11-12T09:00');
    const back = {
      to: 'hospice',
      toPlace: 'ward',
      trigger: 'symptom-uncontrolled',
      reason: '疼痛8分',
      summary: '吗啡',
    };
    await take(id, 'request-transfer', 'township-doctor', back);
    expect(await take(id, 'accept-transfer', 'hospice-doctor', { bed: 'bed-1' })).toBe('transfer-accepted');
    const departure = { departedAt: text('2026-11-12T08:30'), escort: '救护车', medicines: '吗啡 14片' };
    await take(id, 'depart', 'township-nurse', departure);
    go('2026-11-13T09:00');
    expect(await take(id, 'report-not-arrived', 'hospice-nurse', { whereabouts: '家属途中折返，已在家' })).toBe(
      'in-care',
    );
    expect((await stays(id)).at(-1)).toMatchObject({ place: 'home', organisation: 'township', until_at: null });
    await take(id, 'request-transfer', 'township-doctor', back);
    await take(id, 'accept-transfer', 'hospice-doctor', { bed: 'bed-1' });
    expect((await bedsOf(id)).at(-1)).toMatchObject({ bed: 'bed-1', status: 'active' });
    await take(id, 'depart', 'township-nurse', { ...departure, departedAt: text('2026-11-13T08:00') });
    await take(id, 'arrive', 'hospice-nurse', { arrivedAt: text('2026-11-13T08:45') });
    expect(await take(id, 'assess-first', 'hospice-nurse', { pain: 8, finding: '痛' })).toBe('in-care');
    expect((await stays(id)).map(({ place }) => place)).toEqual(['ward', 'centre', 'home', 'ward']);
  });

  test('cannot leave or die before having come, and after a death there is no care', async () => {
    go('2026-11-16T20:00');
    const death = (diedAt: string) =>
      take(id, 'record-death', 'hospice-nurse', { diedAt: text(diedAt), present: '女儿' });
    expect(await death('2026-11-13T08:00')).toBe('refused: hospice.before-admission');
    const left = { leftAt: text('2026-11-13T08:00'), how: 'care-ends', note: '误' };
    expect(await take(id, 'discharge', 'hospice-doctor', left)).toBe('refused: hospice.before-admission');
    expect(await death('2026-11-17T08:00')).toBe('refused: hospice.in-the-future');
    expect(await death('2026-11-16T18:40')).toBe('bereavement');
    const last = { from_at: at('2026-11-13T08:45'), until_at: at('2026-11-16T18:40') };
    expect(await bedsOf(id)).toContainEqual({ bed: 'bed-1', status: 'released', ...last });
    expect((await bedsOf(id)).filter(({ status }) => status !== 'released')).toEqual([]);
    expect(await take(id, 'score', 'hospice-nurse', SCORE)).toBe('refused: step-not-in-this-state');
    expect(outcome((await world.refer()).result)).toBe('refused: hospice.died-already');
    expect((await stays(id)).at(-1)).toMatchObject({ ended: 'death', until_at: at('2026-11-16T18:40') });
  });

  test('leaves a family that is not left alone', async () => {
    const contact = { relation: 'child', mode: 'telephone', mood: 'low', sleep: 'poor', risk: 'low', action: 'listen' };
    const [first] = await world.owner('select due_at from cases where id = $1', [id]);
    expect(first?.['due_at']).toEqual(at('2026-11-26T18:40'));
    expect(await take(id, 'contact', 'social-worker', { ...contact, risk: 'high' })).toBe(
      'refused: hospice.risk-not-referred',
    );
    expect(await take(id, 'close', 'social-worker', { closing: 'schedule-done' })).toBe(
      'refused: hospice.contacts-left',
    );
    for (let made = 0; made < 5; made += 1)
      expect(await take(id, 'contact', 'social-worker', contact)).toBe('bereavement');
    expect(await take(id, 'close', 'social-worker', { closing: 'schedule-done' })).toBe('died');
  });
});

describe('a death on the way', () => {
  test('is recorded by either house, ends the stay of the house that sent, and the transfer with it', async () => {
    go('2026-11-18T09:00');
    const { id } = await world.refer({ resident: 'zhang' });
    const came = { ...ADMISSION, bed: 'bed-2', admittedAt: text('2026-11-18T08:00') };
    expect(await take(id, 'admit', 'hospice-doctor', came)).toBe('in-care');
    const transfer = {
      to: 'township',
      toPlace: 'home',
      trigger: 'stable-wants-home',
      reason: '愿回家',
      summary: '平稳',
    };
    await take(id, 'request-transfer', 'hospice-doctor', transfer);
    await take(id, 'accept-transfer', 'township-doctor', {});
    await take(id, 'depart', 'hospice-nurse', {
      departedAt: text('2026-11-18T08:30'),
      escort: '家属',
      medicines: '无',
    });
    const death = { diedAt: text('2026-11-18T08:50'), present: '家属' };
    expect(await take(id, 'record-death', 'township-nurse', death)).toBe('bereavement');
    expect(await stays(id)).toMatchObject([{ organisation: 'hospice', ended: 'death' }]);
    expect(await world.owner('select not_arrived from hospice_transfer where case_id = $1', [id])).toEqual([
      { not_arrived: '已离世' },
    ]);
  });
});

describe('what is counted of it', () => {
  test('is each place of care, from the moment it began until the next began, as the days are counted by', async () => {
    const records = await world.owner(
      `select r.patient as resident, c.place, split_part(r.content::jsonb #>> '{serviceProvider,reference}', '/', 2) as organisation,
              (r.content::jsonb #>> '{period,start}')::timestamptz as from_at,
              (r.content::jsonb #>> '{period,end}')::timestamptz as until_at
         from resource r, lateral (select r.content::jsonb #>> '{serviceType,coding,0,code}' as place) c
        where r.type = 'Encounter' order by 4`,
    );
    expect(records).toEqual(
      await world.owner(
        `select resident, place, organisation, from_at, until_at from care_stay where known_until is null order by 4`,
      ),
    );
    expect(records).toHaveLength(5);
  });

  test('counts a person once, in each form of service, and an admission each time', async () => {
    const { catalogue } = joinFigures([{ ...hospiceFigures, themes: { hospice: { zh: '安宁疗护', en: 'hospice' } } }]);
    const read = figureReader({ ...ground(), catalogue, smallestCell: 1 });
    const told = async (day: string) =>
      Object.fromEntries(
        (
          await read(
            world.actor('officer'),
            catalogue.figures
              // those of courses and of differences have stories of their own
              .filter(({ code }) => !/\.(course|differences)/.test(code))
              .map(({ code }) => ({
                ...{ code, scope: { kind: 'region' } as const, period: { from: '2026-11-01', to: day }, asOf: null },
              })),
          )
        ).map((answer) => (isRefusal(answer) ? ['', answer.refused] : [answer.code.slice(8), answer.value])),
      ) as Readonly<Record<string, string | null>>;
    const after = await told('2026-11-18');
    expect(after).toEqual({
      ...{ 'people-served': '2', 'people-in-care': '0', admitted: '2', 'service-person-times': '2' },
      ...{ 'people-served-ward': '2', 'people-served-centre': '1', 'people-served-home': '1' },
      'people-served-care-home': '0',
    });
    expect(await told('2026-11-10')).toMatchObject({ 'people-served': '1', 'people-in-care': '1' });
    expect((await balance(ground())).flatMap(({ differences }) => differences)).toEqual([]);
  });
});

const conclusion = () => ({ heldOn: '2026-11-02', attended: ['doctor', 'social-worker'], decisions: '周四转社区' });
