/** A notice, a list or a link leads to `/cases/:id`: there is a page for every case, its own or that of the case it is a piece of. */
import { expect, test } from 'vitest';
import type { Pathway } from '../../engines/pathways/define.ts';
import { screens } from './screens.ts';

const isPathway = (one: unknown): one is Pathway =>
  typeof one === 'object' && one !== null && 'states' in one && 'steps' in one && 'parties' in one;

/** Of every capability, by its pure door. */
const doors = import.meta.glob<Readonly<Record<string, unknown>>>('../../capabilities/**/index.ts', { eager: true });
const pathways = Object.values(doors).flatMap((door) => Object.values(door).filter(isPathway));

test('every case is drawn by a screen, or was opened by a step of one that is', () => {
  const drawn = new Set(screens.flatMap(({ draws }) => draws ?? []));
  const pieces = new Set(
    pathways.flatMap(({ name, steps }) =>
      drawn.has(name) ? Object.values(steps).flatMap(({ opens }) => opens?.pathway ?? []) : [],
    ),
  );
  const names = new Set(pathways.map(({ name }) => name));
  expect(names.size).toBeGreaterThan(15);
  expect([...names].filter((name) => !drawn.has(name) && !pieces.has(name))).toEqual([]);
});
