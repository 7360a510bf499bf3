/** Where the arrows lead on a board, and that what is out of sight keeps the place it will need. */
import { describe, expect, test } from 'vitest';
import type { BedCell } from '../../../consortium/beds/shapes.ts';
import type { Room, Ward } from '../../../consortium/beds/sheet.ts';
import { blocksOf, shapeOf, spotFrom, spotNumbered, spotsOf } from './bed-lines.ts';
import type { Way } from './bed-lines.ts';

const bed = (id: string, state: BedCell['state'] = 'used'): BedCell => ({
  ...{ id, label: id, use: 'nursing', state, person: null, level: null, alarm: null },
  ...{ heldUntil: null, awayAt: null, closed: null },
});
const room = (name: string, ...ids: readonly string[]): Room => ({
  ...{ name, for: 'any', size: ids.length },
  beds: ids.map((id) => bed(id, id.endsWith('f') ? 'free' : 'used')),
});
const ward = (id: string, ...rooms: readonly Room[]): Ward => ({
  ...{ id, name: id, rooms, uses: ['nursing'] },
  counts: { beds: 0, used: 0, kept: 0, held: 0, free: 0, closed: 0 },
});
const two = shapeOf(400, false);
// 101: a b     102: c d
//                   e f
// 103: g
// north without rooms: n1 … n5, four beside one another
const WARDS = [
  ward('south', room('101', 'a', 'b'), room('102', 'c', 'd', 'e', 'ff'), room('103', 'g')),
  ward('north', room('', 'n1', 'n2', 'n3f', 'n4', 'n5')),
];
const spots = spotsOf(WARDS, null, two);
const walk = (from: string | null, ...ways: readonly Way[]): string | undefined =>
  ways.reduce<string | undefined>((id, way) => (id === undefined ? id : spotFrom(spots, id, way)?.id), from ?? '');

describe('the arrows', () => {
  test('lead sideways from bed to bed through rooms and wards, and begin at the first bed', () => {
    expect(walk(null, 'right')).toBe('a');
    expect(walk('a', 'right', 'right', 'right')).toBe('d');
    expect(walk('g', 'right')).toBe('n1');
    expect(walk('a', 'left')).toBeUndefined();
  });
  test('lead up and down to the bed that stands nearest, over rooms of unequal height', () => {
    expect(walk('d', 'down')).toBe('ff');
    expect(walk('a', 'down')).toBe('e');
    expect(walk('ff', 'down')).toBe('g');
    expect(walk('g', 'down', 'down')).toBe('n5');
    expect(walk('n4', 'up')).toBe('g');
    expect(walk('n5', 'down')).toBeUndefined();
  });
  test('and letters lead to other wards and to the next free bed, round and round', () => {
    expect(walk('c', 'next-ward')).toBe('n1');
    expect(walk('n5', 'ward-before')).toBe('a');
    expect(walk('a', 'next-free')).toBe('ff');
    expect(walk('ff', 'next-free', 'next-free')).toBe('ff');
  });
  test('digits lead to the bed of that number, or to the room', () => {
    const numbered = spotsOf([ward('w', room('301', '12', '1', '2床'), room('302', '3'))], null, two);
    expect(spotNumbered(numbered, '1')?.id).toBe('1');
    expect(spotNumbered(numbered, '2')?.id).toBe('2床');
    expect(spotNumbered(numbered, '302')?.id).toBe('3');
    expect(spotNumbered(numbered, '9')).toBeUndefined();
  });
  test('pass over what is not shown', () => {
    expect(spotsOf(WARDS, 'free', two).map(({ id }) => id)).toEqual(['ff', 'n3f']);
  });
});

describe('a block that is out of sight', () => {
  const many = ward('many', ...Array.from({ length: 21 }, (_, n) => room(String(n), `${String(n)}a`, `${String(n)}b`)));
  test('is as high as its lines, and all rooms are in one block each', () => {
    const blocks = blocksOf(many, null, two);
    // eleven lines of two rooms: four, four and three
    expect(blocks.map(({ pieces }) => pieces.length)).toEqual([8, 8, 5]);
    expect(blocks.map(({ height }) => height)).toEqual([4 * 106 + 3 * 8, 4 * 106 + 3 * 8, 3 * 106 + 2 * 8]);
  });
  test('counts the beds that have not come yet, so that nothing moves when they do', () => {
    const awaited = { ...many, rooms: many.rooms.map((one) => ({ ...one, beds: [] })) };
    const heights = (of: Ward) => blocksOf(of, null, two).map(({ height }) => height);
    expect(heights(awaited)).toEqual(heights(many));
  });
  test('cuts a ward of thousands without rooms into stretches, none of its beds lost', () => {
    const ids = Array.from({ length: 1000 }, (_, n) => `b${String(n)}`);
    const blocks = blocksOf(ward('hall', room('', ...ids)), null, two);
    expect(blocks.length).toBeGreaterThan(5);
    expect(blocks.flatMap(({ pieces }) => pieces.flatMap(({ beds }) => beds.map(({ id }) => id)))).toEqual(ids);
    expect(new Set(blocks.map(({ key }) => key)).size).toBe(blocks.length);
  });
});
