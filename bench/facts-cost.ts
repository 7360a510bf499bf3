/**
 * What facts cost a write: processor time of a pathway step and of a visit recorded over HTTP, with facts kept and without, in very many
 * short turns on one instance. The two of a pair follow one another within a second, so that what others do to the machine is in both, and
 * the median of the pairs is what facts add. The switch is the measured instance's own (`instance.ts`); no product has it. The job that
 * adds facts up runs beside both turns of a pair alike: it is not in the difference.
 */
import pg from 'pg';
import { openClient } from './http-client.ts';
import type { Told } from './instance.ts';
import { threadMilliseconds } from './processor-time.ts';
import { assemble, round, STEPS } from './steps.ts';

/** The share of facts in a write's processor time, in percent: what they add at the median over what the write takes at the median. */
export type FactsCost = {
  readonly what: string;
  readonly value: number;
  readonly unit: '% of CPU';
  readonly budget: 15;
  readonly beside: string;
};

/** Code that a ward runs is compiled. */
const WARM_CALLS = 400;
const CALLS_OF_A_TURN = 6;

type Write = { readonly what: string; readonly counts: number; readonly call: (n: number) => Promise<unknown> };

const quantile = (values: readonly number[], share: number): number =>
  [...values].sort((one, other) => one - other)[Math.floor((values.length - 1) * share)] ?? Number.NaN;

type Switch = {
  readonly keep: (on: boolean) => Promise<void>;
  /** Facts kept until now. */
  readonly facts: () => Promise<number>;
};

const costOf = async (
  told: Told,
  { what, counts, call }: Write,
  { keep, facts }: Switch,
  pairs: number,
): Promise<FactsCost> => {
  const pids = [told.server, told.database];
  let n = 0;
  const turn = async (on: boolean): Promise<number> => {
    await keep(on);
    // the first call after the switch is not counted
    await call(n++);
    const from = threadMilliseconds(pids);
    for (let calls = 0; calls < CALLS_OF_A_TURN; calls++) await call(n++);
    return (threadMilliseconds(pids) - from) / (CALLS_OF_A_TURN * counts);
  };
  for (const on of [true, false]) {
    await keep(on);
    const before = await facts();
    for (let calls = 0; calls < WARM_CALLS / counts; calls++) await call(n++);
    // what makes no fact would cost nothing and be called cheap
    if ((await facts()) > before !== on) throw new Error(`${what}: ${on ? 'no facts are kept' : 'facts are kept'}`);
  }
  const kept: number[] = [];
  const without: number[] = [];
  for (let pair = 0; pair < pairs; pair++)
    for (const on of pair % 2 === 0 ? [true, false] : [false, true]) (on ? kept : without).push(await turn(on));
  await keep(true);
  const added = kept.map((milliseconds, pair) => milliseconds - (without[pair] ?? Number.NaN));
  const whole = quantile(kept, 0.5);
  const of = (values: readonly number[]): string =>
    [0.25, 0.5, 0.75].map((share) => quantile(values, share).toFixed(2)).join(' ');
  return {
    what: `facts in ${what}`,
    value: (quantile(added, 0.5) / whole) * 100,
    unit: '% of CPU',
    budget: 15,
    beside: `quartiles in ms: with ${of(kept)}, without ${of(without)}, difference ${of(added)}; ${String(pairs)} pairs`,
  };
};

export const measureFactsCost = async (
  told: Told,
  keep: (on: boolean) => Promise<void>,
  pairs: number,
): Promise<readonly FactsCost[]> => {
  const cast = await assemble(told);
  const owner = new pg.Client({ connectionString: told.ownerUrl, options: `-c search_path=${told.schema},public` });
  await owner.connect();
  const facts: Switch = {
    keep,
    facts: async () => {
      const { rows } = await owner.query<{ n: number }>('select count(*)::int as n from fact');
      return rows[0]?.n ?? 0;
    },
  };
  const headers = { authorization: `Bearer ${told.token}`, 'content-type': 'application/fhir+json' };
  const client = openClient(`${told.address}/fhir`, headers, 4);
  const encounter = (n: number): string =>
    JSON.stringify({
      resourceType: 'Encounter',
      status: 'finished',
      class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'HH' },
      // of a visit under a contract a fact is made; of any other encounter none
      type: [{ coding: [{ system: 'https://kanglian.org/fhir/CodeSystem/visit', code: 'contract-visit' }] }],
      subject: { reference: `Patient/${cast.residents[n % cast.residents.length] ?? ''}` },
      period: { start: '2026-03-02T08:00:00+08:00', end: '2026-03-02T09:00:00+08:00' },
    });
  try {
    return [
      await costOf(told, { what: 'a pathway step', counts: STEPS, call: (n) => round(cast, n) }, facts, pairs),
      await costOf(
        told,
        {
          what: 'a visit recorded',
          counts: 1,
          call: async (n) => {
            const { status, text } = await client.ask('POST', '/Encounter', encounter(n));
            if (status !== 201) throw new Error(`${String(status)} ${text.slice(0, 200)}`);
          },
        },
        facts,
        pairs,
      ),
    ];
  } finally {
    client.close();
    await owner.end();
  }
};
