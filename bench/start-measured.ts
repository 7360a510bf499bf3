/** The whole program in a process of its own, for whoever measures it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { WITH_FACTS, WITHOUT_FACTS } from './facts-said.ts';
import type { Told } from './instance.ts';

export type Started = {
  readonly told: Told;
  /** Whether writes keep facts from now on. */
  readonly keepFacts: (on: boolean) => Promise<void>;
  readonly stop: () => Promise<void>;
};

/** @param kept a data folder that stays; a temporary one without it */
export const startMeasured = async (residents: string, kept?: string): Promise<Started> => {
  const script = fileURLToPath(new URL('./instance.ts', import.meta.url));
  const words = ['--import', 'tsx', script, '0', residents, ...(kept === undefined ? [] : [kept])];
  const env = { ...process.env, NODE_ENV: 'production' };
  const child = spawn(process.execPath, words, { stdio: ['pipe', 'pipe', 'inherit'], env });
  const [line] = (await Promise.race([
    once(child.stdout, 'data'),
    once(child, 'exit').then(() => {
      throw new Error('the instance to be measured did not start');
    }),
  ])) as [Buffer];
  return {
    told: JSON.parse(line.toString()) as Told,
    keepFacts: async (on) => {
      const answer = once(child.stdout, 'data');
      child.stdin.write(`${on ? WITH_FACTS : WITHOUT_FACTS}\n`);
      await answer;
    },
    stop: async () => {
      child.stdin.end();
      await once(child, 'exit');
    },
  };
};
