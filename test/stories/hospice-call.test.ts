/** A call at night: the nurse on duty writes it down on the telephone, and whoever takes over reads it. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { StepTaken } from '../../src/engines/pathways/shapes.ts';
import { signIn } from '../../src/story-person.ts';
import { openBrowser } from './browser.ts';
import { MINUTE, startOwnInstance } from './own-instance.ts';
import type { OwnInstance } from './own-instance.ts';
import { sitDown } from './staff.ts';
import { demonstrationPassword, DESK, PHONE } from './visit.ts';
import type { Visit } from './visit.ts';

let own: OwnInstance;
let opened: Awaited<ReturnType<typeof openBrowser>>;
let nurse: Visit;
let id = '';

beforeAll(async () => {
  own = await startOwnInstance();
  opened = await openBrowser();
});
afterAll(async () => {
  await opened.close();
  await own.stop();
});

const One = z.object({ items: z.array(z.object({ id: z.string() })) });
const Houses = z.object({ id: z.string() });

describe('a person cared for at home', () => {
  test('Given somebody the centre’s team cares for at home', async () => {
    const { address } = own.instance;
    const doctor = await signIn(address, 'gp', demonstrationPassword());
    const house = doctor.session.role?.organisation;
    const { items } = await doctor.ask('GET /api/residents?count=5', One);
    id = crypto.randomUUID();
    const referral = {
      ...{ resident: items[1]?.id, to: Houses.parse(house).id, source: 'family', urgency: 'routine' },
      ...{ diagnosis: '肺恶性肿瘤，骨转移', reason: '家属愿在家中照护', contact: '女儿 13800000000' },
    };
    await doctor.ask('POST /api/pathways/hospice-stay/cases', StepTaken, { body: { id, answers: referral } });
    const admission = {
      ...{ admittedAt: own.clock.now().toISOString(), place: 'home', category: 'late-cancer', diagnosedBy: 'tertiary' },
      ...{ kps: 40, pps: 40, prognosis: 'm3', givenUp: [], voluntary: true, consentSigned: true },
      ...{ severity: 'severe', scheme: 'employee', ltci: false },
    };
    const { state } = await doctor.ask(`POST /api/cases/${id}/steps/admit`, StepTaken, {
      body: { version: 1, answers: admission },
    });
    expect(state).toBe('in-care');
    // the night after
    own.clock.advance(14 * 60 * MINUTE);
  });

  test('When the family rings at night, the nurse on duty writes it down on the telephone, and what is missing is said', async () => {
    nurse = await sitDown(opened.browser, own.instance.address, 'nurse');
    const { page } = nurse;
    await page.setViewportSize(PHONE);
    await nurse.open(`/hospice/${id}/visit`);
    await page.getByText('没有来电记录').waitFor();
    await page.getByRole('button', { name: '记录来电' }).click();
    const form = page.getByRole('form', { name: '记录来电' });
    await form.getByRole('button', { name: '提交' }).click();
    await form.getByText('请填写').first().waitFor();
    await form.getByRole('group', { name: '来电人' }).getByRole('radio', { name: '家属' }).check();
    await form.getByRole('group', { name: '什么事' }).getByRole('radio', { name: '疼痛' }).check();
    await form.getByLabel('怎么答复的').fill('爆发痛，加用即释吗啡10mg，半小时后回电；仍痛则上门');
    await form.getByRole('group', { name: '之后' }).getByRole('radio', { name: '上门' }).check();
    await nurse.picture('hospice-call-narrow');
    expect(await nurse.barriers()).toEqual([]);
    await form.getByRole('button', { name: '提交' }).click();
    await page.getByText('来电已记录').waitFor();
    await page.getByRole('region', { name: '来电' }).getByText('加用即释吗啡10mg').waitFor();
    await page.getByRole('region', { name: '来电' }).scrollIntoViewIfNeeded();
    await nurse.picture('hospice-call-after-narrow');
    await page.setViewportSize(DESK);
  });

  test('Then it stands on the person’s page and on the sheet that goes with the person', async () => {
    for (const path of [`/hospice/${id}`, `/hospice/${id}/handover`]) {
      await nurse.open(path);
      const calls = nurse.page.getByRole('region', { name: '来电' });
      await calls.getByText('家属').waitFor();
      await calls.getByText('疼痛').first().waitFor();
      expect(await nurse.barriers()).toEqual([]);
      await calls.scrollIntoViewIfNeeded();
      await nurse.picture(path.endsWith('handover') ? 'hospice-call-sheet' : 'hospice-call-person');
    }
  });

  test('And what the team is asked and has to do is answered and ticked off where the person is', async () => {
    const doctor = await signIn(own.instance.address, 'gp', demonstrationPassword());
    const take = async (step: string, answers: object): Promise<void> => {
      const { version } = await doctor.ask(`GET /api/cases/${id}`, z.object({ version: z.int() }));
      await doctor.ask(`POST /api/cases/${id}/steps/${step}`, StepTaken, { body: { version, answers } });
    };
    await take('call-conference', { asked: [{ profession: 'nurse', question: '夜间由谁照看，家属撑得住吗' }] });
    await take('give-tasks', {
      tasks: [{ what: '核对在家的即释吗啡余量', who: '姚玲秋', dueOn: '2026-11-23' }],
    });
    await nurse.open('/hospice');
    await nurse.page.getByText('意见、任务2项未办').waitFor();
    await nurse.open(`/hospice/${id}`);
    const work = nurse.page.getByRole('region', { name: '会诊意见与任务' });
    await work.getByRole('button', { name: /^答复/ }).click();
    await work.getByLabel('意见', { exact: false }).fill('女儿夜间照看，已教会加药时机；建议周三上门评估');
    await work.getByRole('button', { name: '提交' }).click();
    await work.getByText('建议周三上门评估').waitFor();
    await work.getByRole('button', { name: /^完成/ }).click();
    await work.getByLabel('结果').fill('余12片，账实相符');
    await work.scrollIntoViewIfNeeded();
    await nurse.picture('hospice-work-open');
    expect(await nurse.barriers()).toEqual([]);
    await work.getByRole('button', { name: '提交' }).click();
    await work.getByText('余12片，账实相符').waitFor();
    await work.getByText('没有待答复的意见和待办任务').waitFor();
    // where a notice of the task leads
    const { work: pieces } = await doctor.ask(
      `GET /api/hospice/cases/${id}`,
      z.object({ work: z.array(z.object({ id: z.string() })) }),
    );
    await nurse.open(`/cases/${pieces[0]?.id ?? ''}`);
    await nurse.page.waitForURL(`**/hospice/${id}`);
    await nurse.page.setViewportSize(PHONE);
    await work.scrollIntoViewIfNeeded();
    await nurse.picture('hospice-work-narrow');
    await nurse.page.setViewportSize(DESK);
  });

  test('all of them say nothing the pages threw', () => {
    expect(nurse.faults().filter((fault) => !/\b(401|409|422)\b/.test(fault))).toEqual([]);
  });
});
