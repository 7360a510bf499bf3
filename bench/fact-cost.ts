/**
 * What keeping facts costs a write: pathway steps taken in this process with the keeper and without it, turn about, in one run on one
 * database. CPU is this process's and the database's; HTTP is left out, so that the share is rather too large than too small.
 */
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { FIGURE_SETS } from '../src/capabilities/index.ts';
import { composeEngine } from '../src/compose-engine.ts';
import { readPack } from '../src/consortium/region/read.ts';
import { factKeeper } from '../src/engines/figures/keep.ts';
import { joinFigures } from '../src/engines/figures/set.ts';
import { hasErrors, isRefused, takeStep } from '../src/engines/pathways/run.ts';
import { keepFactsBy } from '../src/fhir/store/fact-keeper.ts';
import { systemClock } from '../src/platform/clock.ts';
import { newId } from '../src/platform/ids.ts';
import { connect } from '../src/platform/postgres/connect.ts';
import type { Told } from './instance.ts';
import { processorSeconds } from './processor-time.ts';
import { actorOf, assemble, outForm, ROUND, STEPS } from './steps.ts';

export type FactCost = {
  /** Milliseconds of CPU a step, without facts and with them: medians over the turns. */
  readonly without: number;
  readonly kept: number;
  /** The median of each turn's own share, in percent. */
  readonly share: number;
  readonly turns: number;
};

const WARM = 150;
const ROUNDS_A_TURN = 60;

const median = (values: readonly number[]): number =>
  [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN;

export const measureFactCost = async (told: Told, turns: number): Promise<FactCost> => {
  const cast = await assemble(told);
  const db = connect({ url: told.appUrl, schema: told.schema, connections: 4 });
  const pack = await readPack(join(fileURLToPath(new URL('../regions', import.meta.url)), told.schema));
  const engine = composeEngine({
    ...{ db, clock: systemClock, newId, nudge: () => undefined },
    ...{ limits: pack.limits, calendar: pack.calendar, zone: pack.zone },
  });
  const keeper = factKeeper(joinFigures(FIGURE_SETS).views, pack.zone);
  let n = 0;
  const round = async (): Promise<void> => {
    const caseId = randomUUID();
    let version: number | null = null;
    const opening = { step: 'send', by: 'doctor', answers: outForm(cast, n++) } as const;
    for (const { step, by, answers } of [opening, ...ROUND]) {
      const request = { caseId, step, version, answers, actor: actorOf(cast[by]), key: randomUUID() };
      const result = await takeStep(engine, 'referral', request);
      if (isRefused(result) || hasErrors(result)) throw new Error(`${step} was not taken: ${JSON.stringify(result)}`);
      version = result.version;
    }
  };
  const rounds = async (count: number): Promise<void> => {
    for (let one = 0; one < count; one += 4) await Promise.all([round(), round(), round(), round()]);
  };
  const cost = async (keeping: boolean): Promise<number> => {
    keepFactsBy(keeping ? keeper : () => []);
    const pids = [process.pid, told.database];
    const from = processorSeconds(pids);
    await rounds(ROUNDS_A_TURN);
    return ((processorSeconds(pids) - from) * 1000) / (ROUNDS_A_TURN * STEPS);
  };
  try {
    keepFactsBy(keeper);
    await rounds(WARM);
    const pairs: { readonly without: number; readonly kept: number }[] = [];
    for (let turn = 0; turn < turns; turn++) {
      // first the one, then the other, then the other way round: what grows meanwhile grows for both
      const first = await cost(turn % 2 === 0);
      const second = await cost(turn % 2 === 1);
      pairs.push(turn % 2 === 0 ? { kept: first, without: second } : { kept: second, without: first });
    }
    return {
      without: median(pairs.map((pair) => pair.without)),
      kept: median(pairs.map((pair) => pair.kept)),
      share: median(pairs.map(({ without, kept }) => ((kept - without) / kept) * 100)),
      turns,
    };
  } finally {
    keepFactsBy(() => []);
    await db.close();
  }
};
