/** 公文: a reply is drafted with claims, checked, countersigned, signed, sealed and sent; and what must not happen does not. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bodyOf, call, refusedAs } from '../../../test/call.ts';
import { OPENING, openLetters, said, written } from '../../../test/letter-world.ts';
import type { World, WorldPerson } from '../../../test/world.ts';
import { NOW, openWorld } from '../../../test/world.ts';
import { findLetterOfCase } from '../../engines/letters/cases.ts';
import type { LetterDocument } from '../../engines/letters/document.ts';
import type { Route } from '../../platform/http/route.ts';
import { newId } from '../../platform/ids.ts';

let world: World;
let routes: readonly Route[];

beforeAll(async () => {
  world = await openWorld();
  routes = await openLetters(world);
});
afterAll(() => world.drop());

const open = async (answers: object = {}, who: WorldPerson = 'drafter'): Promise<string> => {
  const id = newId();
  const answer = await call(routes, 'POST /api/pathways/:pathway/cases', world.actor(who), {
    params: { pathway: 'letter' },
    body: { id, answers: { ...OPENING, ...answers } },
  });
  expect(refusedAs(answer)).toBeUndefined();
  return id;
};
type View = {
  readonly version: number;
  readonly caseVersion: number;
  readonly state: string;
  readonly content: LetterDocument;
  readonly mayEdit: boolean;
  readonly findings: readonly {
    readonly key: string;
    readonly kind: string;
    readonly mend: boolean;
    readonly answer: { readonly reason: string } | null;
  }[];
  readonly signed: {
    readonly number: string;
    readonly digest: string;
    readonly code: string;
    readonly void: boolean;
  } | null;
  readonly seal: { readonly adapter: string } | null;
  readonly steps: readonly { readonly step: string }[];
  readonly blocked: readonly { readonly step: string; readonly reason: string }[];
  readonly countersigns: readonly { readonly id: string; readonly state: string; readonly unit: string }[];
};
const view = async (id: string, who: WorldPerson = 'drafter'): Promise<View> =>
  bodyOf(await call(routes, 'GET /api/letters/:id', world.actor(who), { params: { id } })) as unknown as View;
const save = (id: string, version: number, content: LetterDocument, who: WorldPerson = 'drafter') =>
  call(routes, 'PUT /api/letters/:id', world.actor(who), { params: { id }, body: { version, content } });
const step = async (id: string, name: string, who: WorldPerson, answers: object = {}, version?: number) =>
  call(routes, 'POST /api/cases/:id/steps/:step', world.actor(who), {
    params: { id, step: name },
    body: { version: version ?? (await view(id, who)).caseVersion, answers },
  });
const look = (id: string, who: WorldPerson) =>
  call(routes, 'POST /api/letters/:id/look', world.actor(who), { params: { id } });
const answerAll = async (id: string, who: WorldPerson, reason = '已与科室核实') => {
  const findings = (await view(id, who)).findings.filter(({ answer }) => answer === null).map(({ key }) => key);
  return call(routes, 'POST /api/letters/:id/answers', world.actor(who), {
    params: { id },
    body: { findings, reason },
  });
};

/** A letter with its claim, handed in and with the signer; what was found is answered. */
const brought = async (more: readonly string[] = []): Promise<string> => {
  const id = await open();
  await save(id, 1, written(await view(id), more));
  await look(id, 'drafter');
  await step(id, 'submit', 'drafter');
  await look(id, 'checker');
  if ((await view(id, 'checker')).findings.length > 0) await answerAll(id, 'checker');
  expect(refusedAs(await step(id, 'check', 'checker'))).toBeUndefined();
  return id;
};

describe('a reply to a proposal', () => {
  let id = '';
  test('is opened from the template, with what is known filled in', async () => {
    id = await open();
    const opened = await view(id);
    expect(opened).toMatchObject({ state: 'drafting', version: 1, mayEdit: true });
    expect(opened.content.title).toBe('对市政协五届五次会议第118号提案的答复函');
    expect(opened.content.paragraphs[0]?.text).toContain('《关于健全安宁疗护服务网络的提案》收悉');
    expect(opened.content.contact).toMatchObject({ person: '何一帆' });
    expect(
      refusedAs(
        await call(routes, 'POST /api/pathways/:pathway/cases', world.actor('drafter'), {
          params: { pathway: 'letter' },
          body: { id: newId(), answers: { ...OPENING, template: 'no-such' } },
        }),
      ),
    ).toBe('letter.unknown-template');
  });

  test('keeps every version, is saved once though its answer was lost, and never over somebody else’s words', async () => {
    const before = await view(id);
    const content = written(before, ['编印宣传手册2000余册。']);
    expect(bodyOf(await save(id, 1, content))).toMatchObject({ version: 2 });
    expect(bodyOf(await save(id, 1, content))).toMatchObject({ version: 2 });
    expect(refusedAs(await save(id, 1, before.content))).toBe('letter.stale');
    const racing = await Promise.all(
      Array.from({ length: 8 }, (_, n) => save(id, 2, { ...content, addressee: `沈委员${String(n)}` })),
    );
    expect(racing.filter((each) => refusedAs(each) === undefined)).toHaveLength(1);
    const difference = bodyOf(
      await call(routes, 'GET /api/letters/:id/difference', world.actor('drafter'), {
        params: { id },
        query: { from: '1', to: '2' },
      }),
    );
    expect(JSON.stringify(difference['lines'])).toContain('2000余册');
    expect(
      (
        bodyOf(await call(routes, 'GET /api/letters/:id/versions', world.actor('drafter'), { params: { id } }))[
          'items'
        ] as object[]
      ).length,
    ).toBe(3);
  });

  test('is seen by its own house alone, and changed by whoever has it', async () => {
    expect(
      refusedAs(await call(routes, 'GET /api/letters/:id', world.actor('hospital-leader'), { params: { id } })),
    ).toBe('letter.unknown');
    expect(refusedAs(await call(routes, 'GET /api/letters', world.actor('physician'), {}))).toBe('role.may-not');
    expect(refusedAs(await save(id, 3, (await view(id)).content, 'leader'))).toBe('letter.not-yours');
    expect(bodyOf(await call(routes, 'GET /api/letters', world.actor('hospital-leader'), {}))['items']).toEqual([]);
  });

  test('is not checked while a finding is open; each is answered with a reason that is kept', async () => {
    expect(refusedAs(await step(id, 'submit', 'drafter'))).toBeUndefined();
    await look(id, 'checker');
    const found = await view(id, 'checker');
    expect(found.findings.map(({ kind }) => kind)).toContain('unbound');
    expect(found.blocked).toContainEqual({ step: 'check', reason: 'letter.findings-open' });
    expect(refusedAs(await step(id, 'check', 'checker'))).toBe('letter.findings-open');
    const reason = (words: string) =>
      call(routes, 'POST /api/letters/:id/answers', world.actor('checker'), {
        params: { id },
        body: { findings: [found.findings[0]?.key], reason: words },
      });
    expect(refusedAs(await reason(' 好 '))).toBe('letter.say-why');
    await answerAll(id, 'checker', '印刷合同及入库单在案');
    expect((await view(id, 'checker')).findings.every(({ answer }) => answer?.reason === '印刷合同及入库单在案')).toBe(
      true,
    );
    const kept = await world.owner('select said from letter_answer where letter = $1', [id]);
    expect(JSON.stringify(kept)).toContain('2000余册');
  });

  test('is countersigned by the offices asked, and goes back when one objects', async () => {
    const asked = await step(id, 'ask-countersign', 'checker', {
      units: [{ unit: 'county-hospital', note: '第一条涉及贵院' }],
    });
    expect(refusedAs(asked)).toBeUndefined();
    expect(refusedAs(await step(id, 'countersigned', 'checker'))).toBe('letter.countersign-open');
    const [first] = (await view(id, 'checker')).countersigns;
    // who is asked sees the letter, and nothing to change
    expect(await view(id, 'hospital-leader')).toMatchObject({ mayEdit: false });
    expect(refusedAs(await look(id, 'hospital-leader'))).toBe('letter.not-yours');
    const objecting = await call(routes, 'POST /api/cases/:id/steps/:step', world.actor('hospital-leader'), {
      params: { id: first?.id, step: 'object' },
      body: { version: 1, answers: { objection: '25家含我院分院，应为24家' } },
    });
    expect(refusedAs(objecting)).toBeUndefined();
    expect(refusedAs(await step(id, 'countersigned', 'checker'))).toBe('letter.objected');
    expect(refusedAs(await step(id, 'send-back', 'checker', { backReason: '县医院对机构数有异议' }))).toBeUndefined();
    expect(refusedAs(await step(id, 'submit', 'drafter'))).toBeUndefined();
    await step(id, 'ask-countersign', 'checker', { units: [{ unit: 'county-hospital' }] });
    const again = (await view(id, 'checker')).countersigns.find(({ state }) => state === 'asked');
    await call(routes, 'POST /api/cases/:id/steps/:step', world.actor('hospital-leader'), {
      params: { id: again?.id, step: 'agree' },
      body: { version: 1, answers: { opinion: '同意' } },
    });
    expect(refusedAs(await step(id, 'countersigned', 'checker'))).toBeUndefined();
    expect((await view(id, 'checker')).state).toBe('signing');
  });

  test('is signed only on figures asked a moment ago and settled; a change since drafting must be answered', async () => {
    world.clock.advance(11 * 60_000);
    expect(refusedAs(await step(id, 'sign', 'leader'))).toBe('letter.look-first');
    Object.assign(said, { value: '26', digest: 'd2' });
    await look(id, 'leader');
    expect((await view(id, 'leader')).findings.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['figure-changed', 'does-not-bear']),
    );
    expect(refusedAs(await step(id, 'sign', 'leader'))).toBe('letter.findings-open');
    await answerAll(id, 'leader', '第26家验收公示未结束，仍按25家答复');
    Object.assign(said, { settled: false });
    await look(id, 'leader');
    expect(refusedAs(await step(id, 'sign', 'leader'))).toBe('letter.not-settled');
    Object.assign(said, { settled: true });
    world.clock.advance(1000);
    await look(id, 'leader');
    expect(refusedAs(await step(id, 'sign', 'checker'))).toBe('step-of-another-role');
    expect(refusedAs(await step(id, 'sign', 'leader'))).toBeUndefined();
    const { signed } = await view(id, 'leader');
    expect(signed).toMatchObject({ number: '云卫函〔2026〕1号', void: false });
    expect(
      await world.owner(
        'select claim, printed, value::int as value, definition_version, as_of, records_digest from letter_claim where letter = $1',
        [id],
      ),
    ).toEqual([
      { claim: 'c1', printed: '25家', value: 26, definition_version: '1', as_of: '2026-11-20', records_digest: 'd2' },
    ]);
  });

  test('changes no more once signed, whatever the figures do', async () => {
    const before = await view(id, 'leader');
    Object.assign(said, { value: '30', digest: 'd9' });
    expect(refusedAs(await save(id, before.version, { ...before.content, addressee: '别人' }))).toBe('letter.signed');
    expect(refusedAs(await look(id, 'leader'))).toBe('letter.signed');
    await expect(
      world.app.write(world.actor('leader'), NOW, (tx) =>
        tx.finish([{ text: `update letter_claim set value = 99 where letter = '${id}'` }]),
      ),
    ).rejects.toThrow(/permission denied/);
    await expect(
      world.app.write(world.actor('leader'), NOW, (tx) =>
        tx.finish([{ text: `delete from letter_version where letter = '${id}'` }]),
      ),
    ).rejects.toThrow(/permission denied/);
    expect(await view(id, 'leader')).toMatchObject({ content: before.content, signed: before.signed });
    Object.assign(said, { value: '25', digest: 'd1' });
  });

  test('is sealed through the port and sent, and then its code opens its figures, only once the office has opened them', async () => {
    const { caseVersion } = await view(id, 'seal-keeper');
    expect(
      refusedAs(
        await call(routes, 'POST /api/letters/:id/seal', world.actor('leader'), {
          params: { id },
          body: { version: caseVersion },
        }),
      ),
    ).toBe('role.may-not');
    expect(
      refusedAs(
        await call(routes, 'POST /api/letters/:id/seal', world.actor('seal-keeper'), {
          params: { id },
          body: { version: caseVersion },
        }),
      ),
    ).toBeUndefined();
    expect((await view(id, 'checker')).seal).toMatchObject({ adapter: 'plain' });
    expect(
      refusedAs(await step(id, 'send', 'checker', { sentOn: '2026-11-20', ways: ['paper', 'upload'] })),
    ).toBeUndefined();
    const code = String((await view(id, 'checker')).signed?.code);
    const page = async (typed: string) => {
      const answer = await call(routes, 'GET /l', undefined, { query: { code: typed }, address: '203.0.113.7' });
      return 'refusal' in answer ? '' : String(answer.body);
    };
    expect(await page(code)).toContain('没有这个查阅码');
    const switching = (who: WorldPerson) =>
      call(routes, 'PUT /api/letter-switch', world.actor(who), { body: { opened: true, reason: '主任办公会同意' } });
    expect(refusedAs(await switching('checker'))).toBe('role.may-not');
    expect(refusedAs(await switching('leader'))).toBeUndefined();
    const shown = await page(`${code.slice(0, 5)}-${code.slice(5).toLowerCase()}`);
    for (const words of [
      '通过省级安宁疗护标准验收的机构',
      '25家',
      '截至当日通过验收且在有效期内的医疗机构',
      '2026-11-20',
      '云卫函〔2026〕1号',
    ])
      expect(shown).toContain(words);
  });

  test('a place that guesses codes is made to wait, and then even a right one opens nothing', async () => {
    const code = String((await view(id, 'checker')).signed?.code);
    const status = async (typed: string, address = '198.51.100.9') => {
      const answer = await call(routes, 'GET /l', undefined, { query: { code: typed }, address });
      return 'refusal' in answer ? 0 : answer.status;
    };
    for (let n = 0; n < 20; n++) expect(await status(`AAAAA-AAA${String(n).padStart(2, '2')}`)).toBe(404);
    expect(await status(code)).toBe(429);
    expect(await status(code, '203.0.113.8')).toBe(200);
    world.clock.advance(3_700_000);
    expect(await status(code)).toBe(200);
  });
});

describe('bad input', () => {
  test('a figure that is gone, a unit that is another’s and a token left over stop the letter, and no reason helps', async () => {
    const id = await open({ session: undefined, matterNumber: undefined });
    const opened = await view(id);
    expect(opened.findings.filter(({ kind }) => kind === 'unfilled').length).toBeGreaterThan(0);
    expect(refusedAs(await step(id, 'submit', 'drafter'))).toBe('letter.mend-first');
    await save(id, 1, { ...written(opened), title: '答复函', forms: [] });
    Object.assign(said, { gone: true });
    await look(id, 'drafter');
    expect((await view(id)).findings).toMatchObject([{ kind: 'figure-removed', mend: true }]);
    expect(refusedAs(await answerAll(id, 'drafter'))).toBe('letter.must-mend');
    expect(refusedAs(await step(id, 'submit', 'drafter'))).toBe('letter.mend-first');
    Object.assign(said, { gone: false });
    expect(refusedAs(await step(id, 'withdraw', 'drafter', { withdrawReason: '提案已并案办理' }))).toBeUndefined();
  });

  test('500 pages pasted are refused by their length, an empty letter by its emptiness', async () => {
    const id = await open();
    const { content } = await view(id);
    const page = '卫'.repeat(616);
    const pasted = {
      ...content,
      paragraphs: Array.from({ length: 500 }, () => ({ level: 0 as const, heading: '', text: page })),
    };
    expect(refusedAs(await save(id, 1, pasted))).toBe('letter.too-long');
    await save(id, 1, { ...content, paragraphs: [{ level: 0, heading: '', text: '　' }] });
    expect(refusedAs(await step(id, 'submit', 'drafter'))).toBe('letter.empty');
  });

  test('a number already used on paper is skipped, and one lower than the last is refused', async () => {
    const elsewhere = (number: number) =>
      call(routes, 'POST /api/letter-numbers', world.actor('checker'), {
        body: { prefix: '云卫函', year: 2026, number, note: '纸质发文' },
      });
    expect(refusedAs(await elsewhere(2))).toBeUndefined();
    expect(refusedAs(await elsewhere(2))).toBe('letter-number-used');
    expect(refusedAs(await elsewhere(1))).toBe('letter-number-used');
    const id = await brought();
    await look(id, 'leader');
    expect(refusedAs(await step(id, 'sign', 'leader'))).toBeUndefined();
    expect((await view(id, 'leader')).signed?.number).toBe('云卫函〔2026〕3号');
    // it does not go out: its number stays in the list of voids
    expect(refusedAs(await step(id, 'void', 'leader', { voidReason: '主送有误，重新发文' }))).toBeUndefined();
    const list = bodyOf(
      await call(routes, 'GET /api/letter-numbers', world.actor('checker'), {
        query: { prefix: '云卫函', year: '2026' },
      }),
    );
    expect(list).toMatchObject({
      last: 3,
      gaps: [],
      items: [{ number: 3, void: { reason: '主送有误，重新发文' } }, { number: 2, note: '纸质发文' }, { number: 1 }],
    });
  });

  test('somebody who saves while another signs does not slip words under the signature', async () => {
    const id = await brought();
    const { version, content, caseVersion } = await view(id, 'checker');
    await look(id, 'leader');
    const [saved, signed] = await Promise.all([
      save(id, version, { ...content, addressee: '改了主送' }, 'checker'),
      step(id, 'sign', 'leader', {}, caseVersion),
    ]);
    const after = await view(id, 'leader');
    expect([refusedAs(saved) === undefined, refusedAs(signed) === undefined].filter(Boolean)).toHaveLength(1);
    if (refusedAs(signed) === undefined) expect(after.content.addressee).toBe(content.addressee);
    else expect(after.signed).toBeNull();
  });

  test('a letter about a case is found by that case, with what changed since a draft', async () => {
    const about = await open();
    const id = await open({ about });
    const found = await findLetterOfCase(world.app, world.actor('drafter'), about, NOW);
    expect(found).toMatchObject({ letter: { id }, number: null });
    expect(found?.text).toContain('对市政协五届五次会议第118号提案的答复函');
    expect(await findLetterOfCase(world.app, world.actor('hospital-leader'), about, NOW)).toBeUndefined();
  });
});
