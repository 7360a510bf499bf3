/** Clocks: when one runs out, the system takes the step the state names for it (timeouts are steps, law 1). */
import type { Actor } from '../../platform/postgres/database.ts';
import { isEnd } from './define.ts';
import type { Engine } from './engine.ts';
import { hasErrors, isRefused, takeStep } from './run.ts';
import { findDue } from './statements.ts';

export const CLOCK_ACTOR: Actor = {
  id: 'system:clock',
  person: null,
  role: 'system',
  organisation: 'system',
  purpose: 'system',
};

const lateStep = (engine: Engine, pathwayName: string, state: string): string | undefined => {
  const spec = engine.capabilities.get(pathwayName)?.pathway.states[state];
  return spec === undefined || isEnd(spec) ? undefined : spec.late;
};

/**
 * Takes the late step of every case whose clock has run out at the engine's clock, `batch` at a time, and answers how many
 * moved. A case that somebody moved meanwhile is left to its new clock.
 */
export const sweepClocks = async (engine: Engine, batch = 100): Promise<number> => {
  let moved = 0;
  for (;;) {
    const [due = []] = await engine.db.read(CLOCK_ACTOR, engine.clock.now(), [findDue(engine.clock.now(), batch)]);
    let here = 0;
    for (const row of due) {
      const pathwayName = String(row['pathway']);
      const step = lateStep(engine, pathwayName, String(row['state']));
      if (step === undefined) continue;
      const result = await takeStep(engine, pathwayName, {
        caseId: String(row['id']),
        step,
        version: Number(row['version']),
        answers: {},
        actor: CLOCK_ACTOR,
        key: null,
      });
      if (!isRefused(result) && !hasErrors(result)) here += 1;
    }
    moved += here;
    if (due.length < batch || here === 0) return moved;
  }
};
