import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { World } from '../../../test/world.ts';
import { NOW, ZONE, openWorld } from '../../../test/world.ts';
import type { Caller, Route } from '../../platform/http/route.ts';
import { errorTable } from '../../platform/errors.ts';
import { newId } from '../../platform/ids.ts';
import type { Actor } from '../../platform/postgres/database.ts';
import { CONSORTIUM_ERRORS } from '../errors.ts';
import { insertSlots } from '../region/facts.ts';
import { readPack } from '../region/read.ts';
import { boardRoutes } from './board-routes.ts';
import { PostAnswer, PostBody } from './board-shapes.ts';
import { boardOf } from './board.ts';
import { candidatesFor } from './find-candidates.ts';
import { holdSlot } from './holds.ts';
import { matchingDataOf } from './matching-data.ts';
import { postSessions } from './post-sessions.ts';
import type { PostSessionsOptions, SentSession } from './post-sessions.ts';

let world: World;
let routes: readonly Route[];
let options: PostSessionsOptions & Parameters<typeof boardOf>[0];
beforeAll(async () => {
  world = await openWorld({ connections: 20 });
  const pack = await readPack(new URL('../../../regions/siping', import.meta.url).pathname);
  options = {
    db: world.app,
    clock: world.clock,
    ids: newId,
    zone: ZONE,
    calendar: pack.calendar,
    matching: matchingDataOf(pack.files.matching),
  };
  routes = boardRoutes({ ...options, sentence: errorTable(CONSORTIUM_ERRORS).sentence });
});
afterAll(() => world.drop());
beforeEach(async () => {
  world.clock.set(NOW);
  for (const table of ['hold', 'clinic_session', 'slot_statement', 'clinic_slot', 'clinic', 'capacity_statement'])
    await world.owner(`delete from ${table}`);
  await world.owner(`insert into clinic (department, code, name) values ('endocrinology', 'general', null),
    ('endocrinology', 'expert', '专家门诊'), ('surgery', 'general', null)`);
});

const HOSPITAL: Actor = {
  id: 'client:his',
  person: null,
  role: 'service-client',
  organisation: 'county-hospital',
  department: null,
  purpose: 'care',
};
const at = (minutes: number): string => new Date(NOW.getTime() + minutes * 60_000).toISOString();
const MORNING = { department: 'surgery', day: '2026-11-23', from: '08:00', until: '12:00', places: 4, at: at(-5) };
const EXPERT = { ...MORNING, department: 'endocrinology', clinic: 'expert' };

const post = async (body: unknown): Promise<PostAnswer> => {
  const route = routes.find(({ path }) => path === '/api/capacity/statements');
  const caller: Caller = { actor: HOSPITAL, session: null, name: 'his', scope: 'system/Location.u' };
  const request = { body: PostBody.parse(body), caller, language: 'zh', params: undefined, query: undefined };
  const answer = await route?.handle({ ...request, headers: {}, address: '127.0.0.1' } as never);
  if (answer === undefined || 'refusal' in answer) throw new Error(answer?.refusal.refused ?? 'no route');
  return PostAnswer.parse(answer.body);
};
const postSlots = async (...slots: readonly SentSession[]) => (await post({ slots })).slots;
const codeOf = async (slot: SentSession) => (await postSlots(slot))[0]?.code ?? 'taken';
type Offered = { readonly id: string; readonly time: string; readonly family: boolean };
const offered = async (department = 'surgery', clinic = 'general'): Promise<readonly Offered[]> =>
  (await world.owner(
    `select id, to_char(starts_at at time zone 'Asia/Shanghai', 'HH24:MI') as time, family_doctors_until is not null as family
       from clinic_slot where department = $1 and clinic = $2 and withdrawn_at is null order by starts_at`,
    [department, clinic],
  )) as unknown as readonly Offered[];
const timesOf = async (...of: readonly string[]) => (await offered(...of)).map(({ time }) => time);
const holdNth = async (n: number, subject: string): Promise<void> => {
  const slot = (await offered())[n]?.id ?? '';
  const until = new Date(NOW.getTime() + 3_600_000);
  const hold = { id: `hold-${subject}`, subject, organisation: 'township', actor: 'gp-role', from: NOW, until };
  await world.app.write(world.actor('gp'), NOW, (tx) =>
    tx.finish([holdSlot({ kind: 'slot', department: 'surgery', slot }, hold)]),
  );
};

describe('a hospital\u2019s own system posts the sessions of its clinics', () => {
  test('and they are appointments at once, the first of them kept for family doctors', async () => {
    const [row] = await postSlots({ ...MORNING, forFamilyDoctors: 2 });
    expect(row).toEqual({
      row: 1,
      department: 'surgery',
      clinic: 'general',
      outcome: 'written',
      places: 4,
      free: 4,
      code: null,
      detail: null,
    });
    expect((await offered()).map(({ time, family }) => [time, family])).toEqual([
      ['08:00', true],
      ['09:00', true],
      ['10:00', false],
      ['11:00', false],
    ]);
  });

  test('of two clinics of a department at the same hour, beside beds, and the board names them with the time', async () => {
    const { accepted, rows, slots } = await post({
      rows: [{ department: 'endocrinology', places: 9, at: at(-1) }],
      slots: [
        { ...EXPERT, places: 1 },
        { ...EXPERT, clinic: 'general', places: 1 },
      ],
    });
    expect([accepted, rows[0]?.outcome, ...slots.map(({ outcome }) => outcome)]).toEqual([
      3,
      'written',
      'written',
      'written',
    ]);
    const board = await boardOf(options, world.actor('beds'));
    const department = board.items.find(({ id }) => id === 'endocrinology');
    expect(department?.slots.map(({ clinic, startsAt }) => [clinic, startsAt]).sort()).toEqual([
      [null, '2026-11-23T00:00:00.000Z'],
      ['专家门诊', '2026-11-23T00:00:00.000Z'],
    ]);
    expect(department?.slotsPostedAt).toBe(at(-5));
  });

  test('and a candidate\u2019s appointments are as fresh as the posting, its beds as old as they were', async () => {
    await world.owner(
      `insert into capacity_statement (department, of_at, stated_at, stated_by, how)
       values ('endocrinology', $1, $1, 'beds-role', 'stated')`,
      [at(-60 * 24 * 30)],
    );
    await postSlots({ ...EXPERT, forFamilyDoctors: 1 });
    const seen = async (kind: 'inpatient' | 'outpatient') => {
      const found = await candidatesFor(options, world.actor('gp'), {
        kind,
        count: 20,
        specialty: 'endocrinology',
      } as never);
      if ('refused' in found) throw new Error(found.refused);
      return found.items.find(({ department }) => department.id === 'endocrinology');
    };
    const clinic = await seen('outpatient');
    expect(clinic?.quota?.updatedAt).toBe(at(-5));
    expect(clinic?.slots.map(({ clinic: name, forFamilyDoctors }) => [name, forFamilyDoctors])).toEqual([
      ['专家门诊', true],
      ['专家门诊', false],
      ['专家门诊', false],
    ]);
    expect((await seen('inpatient'))?.quota?.updatedAt).toBe(at(-60 * 24 * 30));
  });

  test('may send the same again: it is unchanged; other numbers for the same moment are refused, a newer moment counts', async () => {
    await postSlots(MORNING);
    const before = await offered();
    expect((await postSlots(MORNING))[0]).toMatchObject({ outcome: 'unchanged', places: 4, free: 4 });
    expect(await offered()).toEqual(before);
    expect(await codeOf({ ...MORNING, places: 3 })).toBe('clinic.same-moment');
    expect(await codeOf({ ...MORNING, until: '11:00' })).toBe('clinic.same-moment');
    expect(await codeOf({ ...MORNING, places: 3, at: at(-6) })).toBe('capacity.older');
    expect(await offered()).toEqual(before);
    expect(await codeOf({ ...MORNING, places: 2, at: at(-4) })).toBe('taken');
    expect(await timesOf()).toEqual(['08:00', '10:00']);
  });

  test('cannot take away what somebody holds or booked, and those stay where they are', async () => {
    await postSlots(MORNING);
    await holdNth(1, 'draft-1');
    await holdNth(3, 'draft-2');
    await world.owner(`update hold set status = 'used' where subject = 'draft-2'`);
    const [refused] = await postSlots({ ...MORNING, places: 1, at: at(-4) });
    expect(refused).toMatchObject({ outcome: 'refused', code: 'clinic.below-held' });
    expect(refused?.detail).toBe('1个号少于已预占和已预约的2个，未采用；请先联系转出机构改约。');
    expect(await timesOf()).toHaveLength(4);
    expect((await postSlots({ ...MORNING, places: 2, at: at(-3) }))[0]).toMatchObject({ places: 2, free: 0 });
    expect(await timesOf()).toEqual(['09:00', '11:00']);
    expect((await postSlots({ ...MORNING, places: 3, at: at(-2) }))[0]).toMatchObject({ places: 3, free: 1 });
    expect(await timesOf()).toEqual(['08:00', '09:00', '11:00']);
  });

  test('closes a session with no place at all, and another may be posted over it', async () => {
    await postSlots(MORNING);
    const later = { ...MORNING, from: '08:30', until: '09:30', places: 2, at: at(-3) };
    expect(await codeOf(later)).toBe('clinic.overlaps');
    expect(await codeOf({ ...MORNING, places: 0, at: at(-4) })).toBe('taken');
    expect(await timesOf()).toEqual([]);
    expect(await codeOf(later)).toBe('taken');
    expect(await timesOf()).toEqual(['08:30', '09:00']);
  });

  test('and the weekly pattern does not fill up what it posted', async () => {
    await postSlots({ ...MORNING, places: 1 });
    const pattern = (id: string, startsAt: string) => ({
      id,
      department: 'surgery',
      startsAt: new Date(startsAt),
      endsAt: new Date(Date.parse(startsAt) + 1_800_000),
      familyDoctorsUntil: null,
    });
    await world.app.write(HOSPITAL, NOW, (tx) =>
      tx.finish([insertSlots([pattern('p1', '2026-11-23T01:00:00Z'), pattern('p2', '2026-11-23T05:30:00Z')])]),
    );
    expect(await timesOf()).toEqual(['08:00', '13:30']);
  });
});

test('each wrong session is told by itself in a sentence, and the right one is written all the same', async () => {
  const wrong: readonly (readonly [SentSession, string])[] = [
    [{ ...MORNING, department: undefined }, 'capacity.no-department'],
    [{ ...MORNING, department: 'nowhere' }, 'department.unknown'],
    [{ ...MORNING, department: 'city-endocrinology' }, 'quota.other-organisation'],
    [{ ...MORNING, clinic: 'expert' }, 'clinic.unknown'],
    [{ ...MORNING, clinic: 7 }, 'clinic.unknown'],
    [{ ...MORNING, department: 'endocrinology' }, 'clinic.which'],
    [{ ...MORNING, day: '2026-02-30' }, 'clinic.impossible-day'],
    [{ ...MORNING, day: '2026-11-20', until: '14:00' }, 'clinic.past'],
    [{ ...MORNING, day: '2026-11-19' }, 'clinic.past'],
    [{ ...MORNING, day: '2027-11-19' }, 'slot.too-far'],
    [{ ...MORNING, from: '8:00' }, 'clinic.impossible-times'],
    [{ ...MORNING, from: '12:00' }, 'clinic.impossible-times'],
    [{ ...MORNING, places: -1 }, 'clinic.impossible-number'],
    [{ ...MORNING, places: '4' }, 'clinic.impossible-number'],
    [{ ...MORNING, forFamilyDoctors: 5 }, 'clinic.more-than-all'],
    [{ ...MORNING, until: '08:03' }, 'clinic.too-dense'],
    [{ ...MORNING, at: '2026-11-20 14:00' }, 'capacity.impossible-time'],
    [{ ...MORNING, at: at(6) }, 'capacity.future'],
    [MORNING, 'taken'],
    [{ ...MORNING, places: 5 }, 'clinic.twice'],
    [{ ...MORNING, from: '11:00', until: '13:00' }, 'clinic.overlaps'],
  ];
  const rows = await postSlots(...wrong.map(([row]) => row));
  expect(rows.map(({ code }) => code ?? 'taken')).toEqual(wrong.map(([, code]) => code));
  for (const { code, detail } of rows) if (code !== null) expect(detail, code).toMatch(/。$/u);
  expect(await timesOf()).toHaveLength(4);
});

test('a posting waits for somebody who is just taking an appointment, and leaves it to them', async () => {
  await postSlots({ ...MORNING, places: 2 });
  const [first] = await offered();
  const until = new Date(NOW.getTime() + 3_600_000);
  const hold = { id: 'hold-0', subject: 'draft-0', organisation: 'township', actor: 'gp-role', from: NOW, until };
  let posting: Promise<string> | undefined;
  await world.app.write(world.actor('gp'), NOW, async (tx) => {
    await tx.flight([holdSlot({ kind: 'slot', department: 'surgery', slot: first?.id ?? '' }, hold)]);
    posting = codeOf({ ...MORNING, places: 0, at: at(-4) });
    const waiting = `select count(*) as waiting from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
    while (Number((await world.owner(waiting))[0]?.['waiting']) === 0);
    await tx.finish([]);
  });
  expect(await posting).toBe('clinic.below-held');
  expect(await timesOf()).toHaveLength(2);
});

test('postings and holds at once: nobody who holds an appointment loses it', async () => {
  await postSlots({ ...MORNING, places: 10 });
  const slots = await offered();
  const until = new Date(NOW.getTime() + 3_600_000);
  const holding = slots.map(({ id }, n) =>
    world.app.write(world.actor('gp'), NOW, (tx) =>
      tx.finish([
        holdSlot(
          { kind: 'slot', department: 'surgery', slot: id },
          {
            id: `h-${String(n)}`,
            subject: `d-${String(n)}`,
            organisation: 'township',
            actor: 'gp-role',
            from: NOW,
            until,
          },
        ),
      ]),
    ),
  );
  const posting = Array.from({ length: 10 }, (_, n) =>
    postSessions(options, HOSPITAL, [{ ...MORNING, places: 9 - n, at: at(n - 4) }]),
  );
  const settled = await Promise.allSettled([...holding, ...posting]);
  expect(settled.slice(10).every(({ status }) => status === 'fulfilled')).toBe(true);
  const [counted] = await world.owner(
    `select count(*) as holds, count(*) filter (where s.withdrawn_at is not null) as lost,
            (select places from clinic_session) as places
       from hold h join clinic_slot s on s.id = h.slot where h.status = 'active'`,
  );
  expect(Number(counted?.['holds'])).toBe(settled.slice(0, 10).filter(({ status }) => status === 'fulfilled').length);
  expect(Number(counted?.['lost'])).toBe(0);
  expect(await offered()).toHaveLength(Math.max(Number(counted?.['places']), Number(counted?.['holds'])));
});
