/** A closed loop of callers, and what it cost: CPU of the measured processes for each resource or request. */
import { cpus } from 'node:os';
import { machineSeconds, processorSeconds } from './processor-time.ts';

export type Measured = {
  readonly what: string;
  /** CPU of server and database, milliseconds for each resource or request. */
  readonly milliseconds: number;
  /** The same in the cheapest of the rounds: what others on the machine add is least in it. */
  readonly least: number;
  readonly budget: number | null;
  readonly perSecond: number;
  /** Cores others kept busy meanwhile: above a few tenths the figures are too high. */
  readonly othersCores: number;
};

export type Phase = {
  readonly what: string;
  readonly connections: number;
  readonly seconds: number;
  readonly budget: number | null;
  /** Resources or requests one call stands for. */
  readonly counts: number;
  readonly pids: readonly number[];
  readonly call: (n: number) => Promise<unknown>;
  /** Calls before anything is counted. */
  readonly warmCalls?: number;
};

/** Compiled code is what runs in a ward: warm up by calls, not by time alone. */
const WARM_CALLS = 2000;
const MOST_WARM_SECONDS = 30;
/** Rounds that one measurement is made of; processor time is counted in hundredths of a second. */
const ROUNDS = 4;

/** So many callers, each asking again when answered; the warm-up is not counted. */
export const measure = async (phase: Phase): Promise<Measured> => {
  const { what, connections, seconds, budget, counts, pids, call, warmCalls = WARM_CALLS } = phase;
  let n = 0;
  const loop = async (milliseconds: number): Promise<number> => {
    const end = Date.now() + milliseconds;
    let calls = 0;
    await Promise.all(
      Array.from({ length: connections }, async () => {
        while (Date.now() < end) {
          await call(n++);
          calls++;
        }
      }),
    );
    return calls;
  };
  for (let warm = 0, rounds = 0; warm < warmCalls && rounds < MOST_WARM_SECONDS; rounds++) warm += await loop(1000);
  const before = { machine: machineSeconds(), self: process.cpuUsage(), wall: Date.now() };
  const rounds: { readonly calls: number; readonly ours: number }[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const from = processorSeconds(pids);
    const calls = await loop((seconds * 1000) / ROUNDS);
    rounds.push({ calls, ours: processorSeconds(pids) - from });
  }
  const wall = (Date.now() - before.wall) / 1000;
  const calls = rounds.reduce((sum, round) => sum + round.calls, 0);
  const ours = rounds.reduce((sum, round) => sum + round.ours, 0);
  const self = process.cpuUsage(before.self);
  const others = machineSeconds() - before.machine - ours - (self.user + self.system) / 1e6;
  return {
    what,
    milliseconds: (ours * 1000) / (calls * counts),
    least: Math.min(...rounds.map((round) => (round.ours * 1000) / (Math.max(round.calls, 1) * counts))),
    budget,
    perSecond: (calls * counts) / wall,
    othersCores: Math.max(0, others / wall),
  };
};

/** One line for people. */
export const measuredLine = ({ what, milliseconds, least, budget, perSecond, othersCores }: Measured): string => {
  const verdict = budget === null ? '' : milliseconds <= budget ? ` within ${budget}` : ` OVER ${budget}`;
  return `${what.padEnd(42)} ${milliseconds.toFixed(3)} ms CPU${verdict}; least ${least.toFixed(3)}; ${Math.round(perSecond)}/s; others used ${othersCores.toFixed(1)} of ${cpus().length} cores`;
};
