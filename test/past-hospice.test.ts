/** The past of a demonstration's hospice in Siping: admitted to beds, asked every day, some at home, some mourned, one waiting. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { layCare } from '../src/compose-past-care.ts';
import { layHospice } from '../src/compose-past-hospice.ts';
import { findSheet } from '../src/consortium/beds/board-statements.ts';
import { BedSheet } from '../src/consortium/beds/shapes.ts';
import { boardOf } from '../src/consortium/beds/sheet.ts';
import { civilDay } from '../src/platform/civil-time.ts';
import { loadInstitutions } from '../src/capabilities/elder-care/server.ts';
import { readPack } from '../src/consortium/region/read.ts';
import { faultsOnceChanged } from '../src/consortium/region/test-pack.ts';
import { newId } from '../src/platform/ids.ts';
import type { FreshDatabase } from './database.ts';
import { openRegion } from './region-world.ts';

const NOW = new Date('2026-11-30T06:40:00Z');
const clock = { now: () => NOW };
const SIPING = new URL('../regions/siping', import.meta.url).pathname;
const pack = await readPack(SIPING);

let database: FreshDatabase;
let laid: Awaited<ReturnType<typeof layHospice>>;
let homes: Awaited<ReturnType<typeof layCare>>;
const ground = () => ({ db: database.app, pack, newId, now: clock.now });

beforeAll(async () => {
  database = await openRegion(pack, 8000, clock);
  await loadInstitutions({ db: database.app, clock }, pack.files.institutions, pack.bureau);
  homes = await layCare(ground());
  laid = await layHospice(ground());
});
afterAll(() => database.drop());

test('no step of it is refused: the data keep to the rules of hospice and home', () => {
  expect(laid).toEqual({ persons: 8, refused: [] });
  expect(homes).toEqual({ residents: 23, refused: [] });
});

test('three are at home with their township, two have died and their families are called, one waits, the others are in their beds', async () => {
  const states = await database.owner(
    `select c.state, s.place, count(*)::int as n from cases c
       left join care_stay s on s.episode = c.id and s.known_until is null and s.until_at is null
      where c.pathway = 'hospice-stay' group by 1, 2 order by 1, 2`,
  );
  expect(states).toEqual([
    { state: 'bereavement', place: null, n: 2 },
    { state: 'in-care', place: 'home', n: 3 },
    { state: 'in-care', place: 'ward', n: 3 },
    { state: 'referred', place: null, n: 1 },
  ]);
});

test('the nurse sees on the bed board who lies where, and for how many days', async () => {
  const [who] = await database.owner(
    `select id, person, organisation from practitioner_role where organisation = 'hospice-1' and role = 'nurse' order by id limit 1`,
  );
  const nurse = { id: String(who?.['id']), person: String(who?.['person']), role: 'nurse', organisation: 'hospice-1' };
  const board = { organisation: 'hospice-1', at: NOW, today: civilDay(NOW, pack.zone), zone: pack.zone };
  const [[row] = []] = await database.app.read({ ...nurse, purpose: 'care' }, NOW, [findSheet(board, null)]);
  const { counts, wards } = boardOf(BedSheet.parse(JSON.parse(String(row?.['sheet']))));
  expect(counts).toMatchObject({ beds: 18, used: 3, free: 15 });
  const lying = wards.flatMap(({ rooms }) => rooms.flatMap(({ beds }) => beds.filter(({ person }) => person !== null)));
  expect(lying.map(({ person }) => person?.care)).toEqual(['hospice-stay', 'hospice-stay', 'hospice-stay']);
  expect(lying.map(({ person }) => person?.days).sort()).toEqual([14, 34, 9]);
});

test('nobody lies in a room for the other sex', async () => {
  const wrong = await database.owner(
    `select s.id from care_stay s join bed b on b.id = s.bed join resident r on r.id = s.resident
      where s.programme = 'hospice' and b.room_for not in ('any', r.gender)`,
  );
  expect(wrong).toEqual([]);
});

test('nobody in a bed was left unasked on any day before today', async () => {
  const [left] = await database.owner(
    `select count(*)::int as n from care_stay s, generate_series(s.from_at::date, least(coalesce(s.until_at, $1), $1)::date - 1, interval '1 day') as asked
      where s.place = 'ward' and s.known_until is null
        and not exists (select 1 from hospice_score h where h.case_id = s.episode and h.day = asked::date)`,
    [NOW],
  );
  expect(left).toEqual({ n: 0 });
});

test('what was said of the homes is so too, and it is laid once', async () => {
  expect(await layHospice(ground())).toEqual({ persons: 0, refused: [] });
  expect(await layCare(ground())).toEqual({ residents: 0, refused: [] });
});

test('a pack is refused whose hospice is another kind of house, or from which more went than came', async () => {
  type Care = { hospices: { hospice: string; home: number; persons: number }[] };
  const changed = (change: (one: Care['hospices'][number]) => void) =>
    faultsOnceChanged(SIPING, 'demonstration-care.json', ({ hospices }: Care) => hospices.forEach(change));
  expect(await changed((one) => (one.hospice = 'township-01'))).toContain('"township-01" is another kind of house');
  expect(await changed((one) => (one.home = one.persons))).toContain('more went home or died than were admitted');
});
