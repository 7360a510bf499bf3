/**
 * What facts cost a write: processor time of a pathway step and of an encounter created over HTTP, with facts kept and without, turn by
 * turn on one instance, the job that adds them up included. The switch is the measured instance's own (`instance.ts`); no product has it.
 */
import { openClient } from './http-client.ts';
import type { Told } from './instance.ts';
import { measure } from './measure.ts';
import { assemble, round, STEPS } from './steps.ts';

/** The share of facts in a write's processor time, in percent: the median of the turns. */
export type FactsCost = {
  readonly what: string;
  readonly value: number;
  readonly unit: '% of CPU';
  readonly budget: 15;
  readonly beside: string;
};

const TURNS = 4;
/** Facts written before are added up by then. */
const SETTLED_MS = 3000;

type Write = { readonly what: string; readonly counts: number; readonly call: (n: number) => Promise<unknown> };

const pause = (milliseconds: number): Promise<void> => new Promise((done) => setTimeout(done, milliseconds));

const costOf = async (
  told: Told,
  { what, counts, call }: Write,
  keep: (on: boolean) => Promise<void>,
  seconds: number,
): Promise<FactsCost> => {
  const spent = { kept: [] as number[], without: [] as number[] };
  const shares: number[] = [];
  let n = 0;
  for (let turn = 0; turn < TURNS; turn++) {
    for (const on of turn % 2 === 0 ? [true, false] : [false, true]) {
      await keep(on);
      await pause(SETTLED_MS);
      const { milliseconds } = await measure({
        ...{ what, connections: 4, seconds, budget: null, counts, pids: [told.server, told.database] },
        warmCalls: n === 0 ? 300 : 1,
        call: () => call(n++),
      });
      (on ? spent.kept : spent.without).push(milliseconds);
    }
    const [kept = 0, without = 0] = [spent.kept.at(-1), spent.without.at(-1)];
    shares.push(((kept - without) / kept) * 100);
  }
  await keep(true);
  const sorted = [...shares].sort((one, other) => one - other);
  const least = (of: readonly number[]): string => Math.min(...of).toFixed(2);
  return {
    what: `facts in ${what}`,
    value: ((sorted[TURNS / 2 - 1] ?? Number.NaN) + (sorted[TURNS / 2] ?? Number.NaN)) / 2,
    unit: '% of CPU',
    budget: 15,
    beside: `least ${least(spent.kept)} ms with, ${least(spent.without)} without; turns ${shares.map((share) => share.toFixed(0)).join(', ')}`,
  };
};

export const measureFactsCost = async (
  told: Told,
  keep: (on: boolean) => Promise<void>,
  seconds: number,
): Promise<readonly FactsCost[]> => {
  const cast = await assemble(told);
  const headers = { authorization: `Bearer ${told.token}`, 'content-type': 'application/fhir+json' };
  const client = openClient(`${told.address}/fhir`, headers, 4);
  const encounter = (n: number): string =>
    JSON.stringify({
      resourceType: 'Encounter',
      status: 'finished',
      class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'HH' },
      subject: { reference: `Patient/${cast.residents[n % cast.residents.length] ?? ''}` },
      period: { start: '2026-03-02T08:00:00+08:00', end: '2026-03-02T09:00:00+08:00' },
    });
  try {
    return [
      await costOf(told, { what: 'a pathway step', counts: STEPS, call: (n) => round(cast, n) }, keep, seconds),
      await costOf(
        told,
        {
          what: 'an encounter created',
          counts: 1,
          call: async (n) => {
            const { status, text } = await client.ask('POST', '/Encounter', encounter(n));
            if (status !== 201) throw new Error(`${String(status)} ${text.slice(0, 200)}`);
          },
        },
        keep,
        seconds,
      ),
    ];
  } finally {
    client.close();
  }
};
