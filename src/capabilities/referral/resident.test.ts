import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bodyOf, call, refusedAs } from '../../../test/call.ts';
import { ACCEPTANCE, ARRIVAL, OUT_FORM, RETURN_NOTE, openReferralWorld } from '../../../test/referral-world.ts';
import type { ReferralWorld } from '../../../test/referral-world.ts';
import { ZONE } from '../../../test/world.ts';
import { composeResidents } from '../../compose-residents.ts';
import type { ResidentParts } from '../../compose-residents.ts';
import { isEnd } from '../../engines/pathways/define.ts';
import { readPack } from '../../consortium/region/read.ts';
import { enter as enterWith } from '../../consortium/resident-access/enter.ts';
import { asResident } from '../../consortium/resident-access/store.ts';
import { tokenDigest } from '../../consortium/sessions/tokens.ts';
import type { AuditRow } from '../../platform/audit.ts';
import type { Database } from '../../platform/postgres/database.ts';
import { isRefusal } from '../../platform/refusal.ts';
import { newId } from '../../platform/ids.ts';
import { referral } from './pathway.ts';
import { STANDING } from './resident.ts';

const DAY = 86_400_000;
let world: ReferralWorld;
let parts: ResidentParts;
const reads: AuditRow[] = [];
beforeAll(async () => {
  world = await openReferralWorld();
  await world.owner(`update quota set places = 1000`);
  const pack = { ...(await readPack('regions/siping')), zone: ZONE };
  parts = composeResidents({
    db: world.app,
    clock: world.clock,
    ids: newId,
    pack,
    secret: 'of this test',
    recordRead: (row) => Promise.resolve(void reads.push(row)),
    tell: () => [],
    nudge: () => undefined,
  });
});
afterAll(() => world.drop());

const issue = async (id: string, renew = false): Promise<string> => {
  const answer = await call(parts.routes, 'POST /api/cases/:id/resident-code', world.actor('gp'), {
    params: { id },
    body: { renew },
  });
  return String(bodyOf(answer)['code']);
};
let addresses = 0;
/** Somebody types a code, from an address of their own unless one is given. */
const type = (code: string, address = `10.0.0.${String(++addresses)}`) =>
  call(parts.routes, 'POST /api/resident/enter', undefined, { body: { code }, address });
const tokenFrom = (answer: Awaited<ReturnType<typeof type>>): string =>
  'refusal' in answer ? '' : (answer.cookies?.[0]?.value ?? '');
const enter = async (code: string): Promise<string> => tokenFrom(await type(code));
const page = async (token: string, resident: string) =>
  call(parts.routes, 'GET /api/resident/referral', asResident(resident), { session: tokenDigest(token) });
const letIn = async (token: string): Promise<string | undefined> =>
  (await parts.authenticate({ cookies: { kl_resident: token }, authorization: undefined, address: '' }))?.caller.actor
    .id;

describe('a resident’s one-time code', () => {
  it('opens the own referral once; a second device is told that it was used', async () => {
    const { id, resident } = await world.send();
    const code = await issue(id);
    expect(code).toMatch(/^\d{4} \d{4} \d{4}$/);
    const token = await enter(code.replaceAll(' ', '-'));
    expect(await letIn(token)).toBe(`resident:${resident}`);
    expect(refusedAs(await type(code))).toBe('resident.code-used');
    expect(bodyOf(await page(token, resident))).toMatchObject({
      standing: 'waiting',
      mayAskForChange: true,
      when: { latest: null, answerBy: expect.stringMatching(/^2026-/) as string },
    });
  });

  it('lets one of two devices in that use it at the same moment', async () => {
    const { id } = await world.send();
    const code = await issue(id);
    // both have looked the code up and found it unused before either uses it
    let waiting = 0;
    let go = (): void => undefined;
    const both = new Promise<void>((done) => (go = done));
    const db: Database = {
      ...world.app,
      write: async (actor, at, work) => {
        waiting++;
        if (waiting === 4) go();
        if (waiting > 2) await both;
        return world.app.write(actor, at, work);
      },
    };
    const given = { code, address: '10.1.1.1' };
    const answers = await Promise.all([
      enterWith({ ...parts.access, db }, given),
      enterWith({ ...parts.access, db }, given),
    ]);
    expect(answers.filter((answer) => !isRefusal(answer))).toHaveLength(1);
    expect(answers.filter(isRefusal)).toMatchObject([{ refused: 'resident.code-used' }]);
  });

  it('is said again while it opens, replaced when the doctor asks, and past its days refused', async () => {
    const { id } = await world.send();
    const first = await issue(id);
    expect(await issue(id)).toBe(first);
    const second = await issue(id, true);
    expect(second).not.toBe(first);
    expect(refusedAs(await type(first))).toBe('resident.code-void');
    world.clock.advance(15 * DAY);
    expect(refusedAs(await type(second))).toBe('resident.code-expired');
    expect(refusedAs(await type('0000 0000 0000'))).toBe('resident.code-wrong');
    expect(refusedAs(await type('my code'))).toBe('resident.code-wrong');
    expect(await issue(id)).not.toBe(second);
  });

  it('is never stored as it is typed', async () => {
    const { id } = await world.send();
    const code = await issue(id);
    const rows = JSON.stringify(await world.owner('select * from resident_code where case_id = $1', [id]));
    expect(rows).not.toContain(code);
    expect(rows).not.toContain(code.replaceAll(' ', ''));
  });

  it('cannot be guessed: after many attempts from one place each has to wait', async () => {
    const answers: (string | undefined)[] = [];
    for (let n = 0; n < 62; n++) answers.push(refusedAs(await type(`1111 2222 ${String(n).padStart(4, '0')}`, 'one')));
    expect(answers[0]).toBe('resident.code-wrong');
    expect(answers.at(-1)).toBe('resident.throttled');
    const { id } = await world.send();
    expect(refusedAs(await type(await issue(id), 'one'))).toBe('resident.throttled');
  });

  it('is given out by the parties of the case only, and not once it is closed', async () => {
    const { id } = await world.send();
    const ask = (who: 'gp-two' | 'clerk' | 'beds' | 'gp') =>
      call(parts.routes, 'POST /api/cases/:id/resident-code', world.actor(who), { params: { id }, body: {} });
    expect(refusedAs(await ask('gp-two'))).toBe('case-not-found');
    expect(refusedAs(await ask('beds'))).toBe('role.may-not');
    expect(refusedAs(await ask('clerk'))).toBeUndefined();
    await world.step(id, 'withdraw', 'gp', { explanation: '居民改变主意' });
    expect(refusedAs(await ask('gp'))).toBe('resident.code-case-closed');
  });
});

describe('a resident’s page', () => {
  it('has a plain word for every state a referral can stand in', () => {
    const open = Object.entries(referral.states).flatMap(([state, spec]) => (isEnd(spec) ? [] : [state]));
    expect(Object.keys(STANDING).sort()).toEqual(open.sort());
  });

  it('tells when, where, what to bring and whom to ring, and strikes out what was agreed before', async () => {
    const { id, resident } = await world.send();
    const token = await enter(await issue(id));
    await world.step(id, 'reassign', 'coordinator', { department: 'surgery', explanation: '需外科处理' });
    await world.step(id, 'accept', 'coordinator', { ...ACCEPTANCE, expectedAt: '2026-12-21T01:00:00Z' });
    const body = bodyOf(await page(token, resident));
    expect(body).toMatchObject({
      standing: 'expected',
      when: { at: '2026-12-21T01:00:00.000Z', arrangement: ACCEPTANCE.arrangement },
      where: { organisation: { id: 'county-hospital' }, department: { name: '外科' } },
      appointments: [
        { department: '内分泌科', replaced: true },
        { department: '外科', replaced: false },
      ],
      bringSource: { verified: false },
    });
    expect((body['changes'] as { what: string }[]).map(({ what }) => what)).toEqual([
      'sent',
      'place-changed',
      'accepted',
    ]);
    const contacts = body['contacts'] as { role: string; name: string | null; phone: string | null }[];
    expect(contacts.map(({ role }) => role)).toEqual(['referral-coordinator', 'general-practitioner', 'duty-officer']);
    expect(contacts[1]?.name).toBe('王秀兰');
    expect(contacts.every(({ phone }) => phone !== null)).toBe(true);
    const said = JSON.stringify(body);
    for (const clinical of [OUT_FORM.impression, OUT_FORM.reason, OUT_FORM.history, OUT_FORM.treatment])
      expect(said).not.toContain(clinical);
  });

  it('keeps the tasks for home, goes on for days after the end and then says nothing more', async () => {
    const { id, resident } = await world.send();
    const token = await enter(await issue(id));
    await world.step(id, 'accept', 'coordinator', ACCEPTANCE);
    await world.step(id, 'arrive', 'clerk', { ...ARRIVAL, arrivedAt: world.clock.now().toISOString() });
    const due = new Date(world.clock.now().getTime() + 9 * DAY).toISOString().slice(0, 10);
    const note = { ...RETURN_NOTE, tasks: [{ what: '复查创面', due }] };
    await world.step(id, 'issue-return', 'physician', note);
    expect(bodyOf(await page(token, resident))).toMatchObject({
      standing: 'going-home',
      mayAskForChange: false,
      returnTasks: [{ what: '复查创面', done: false }],
    });
    await world.step(id, 'take-back', 'gp');
    await world.step(id, 'end-at-sender', 'gp', { ending: 'moved-away', explanation: '随子女迁居' });
    expect(bodyOf(await page(token, resident))).toMatchObject({ standing: 'ended', ending: 'moved-away' });
    world.clock.advance(13 * DAY);
    expect(await letIn(token)).toBe(`resident:${resident}`);
    world.clock.advance(2 * DAY);
    expect(await letIn(token)).toBeUndefined();
  });

  it('is on record as the resident’s own reading, and the fence shows nobody else’s', async () => {
    const { id, resident } = await world.send();
    const other = await world.send();
    const token = await enter(await issue(id));
    reads.length = 0;
    await page(token, resident);
    expect(reads).toMatchObject([
      { actor: `resident:${resident}`, role: 'resident', purpose: 'own', residents: [resident], target: `Task/${id}` },
    ]);
    const [rows = []] = await world.app.read(asResident(resident), world.clock.now(), [
      { text: `select distinct patient from resource where patient = any($1)`, values: [[resident, other.resident]] },
    ]);
    expect(rows).toEqual([{ patient: resident }]);
    const [codes = []] = await world.app.read(asResident(resident), world.clock.now(), [
      { text: `select 1 from resident_code union all select 1 from resident_session` },
    ]);
    expect(codes).toEqual([]);
  });

  it('passes on that the resident cannot come, once, and not when there is nothing to change', async () => {
    const { id, resident } = await world.send();
    const token = await enter(await issue(id));
    const ask = (reason: string, note?: string) =>
      call(parts.routes, 'POST /api/resident/change-request', asResident(resident), {
        session: tokenDigest(token),
        body: { reason, ...(note === undefined ? {} : { note }) },
      });
    const first = bodyOf(await ask('other-time', '周三上午可以'));
    expect(bodyOf(await ask('other-time'))['id']).toBe(first['id']);
    expect(bodyOf(await page(token, resident))['requests']).toMatchObject([
      { reason: 'other-time', note: '周三上午可以' },
    ]);
    await expect(ask('no reason at all')).rejects.toThrow();
    await world.step(id, 'withdraw', 'gp', { explanation: '居民改变主意' });
    expect(refusedAs(await ask('cannot-come'))).toBe('resident.no-change-now');
  });
});
