/** A Kanglian of its own for the stories, started as a newcomer starts it: `node start.mjs` with a folder and a port. */
import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type {} from 'vitest';
import type { TestProject } from 'vitest/node';
import { Candidates, QuotaView } from '../../src/consortium/shapes.ts';
import { signIn } from '../../src/story-person.ts';
import { demonstrationPassword } from './visit.ts';

declare module 'vitest' {
  // the library is told of a new key by adding to its interface
  // eslint-disable-next-line @typescript-eslint/consistent-type-definitions
  interface ProvidedContext {
    /** `http://127.0.0.1:…` of the instances the stories visit, one for each worker. */
    origins: readonly string[];
    /** A folder for what the stories put down, which goes with them. */
    room: string;
  }
}

const ROOT = path.dirname(path.dirname(path.dirname(fileURLToPath(import.meta.url))));
const READY_WITHIN = 120_000;
const STOPPED_WITHIN = 15_000;
/** Enough for every list to have a second page, and few enough to be there at once. */
const RESIDENTS = '500';

/** A pause nobody waits for does not keep the run alive. */
const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, milliseconds).unref();
  });

export const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        if (address === null || typeof address === 'string') reject(new Error('no port'));
        else resolve(address.port);
      });
    });
  });

const isReady = (origin: string): Promise<boolean> =>
  fetch(`${origin}/readyz`).then(
    (answer) => answer.ok,
    () => false,
  );

export type Instance = { readonly origin: string; readonly said: () => string; readonly stop: () => Promise<void> };

/** Starts one and waits until it says it is ready. Throws with its last words when it does not. `onSpeaking`: what had to be built is. */
export const startInstance = async (
  env: Readonly<Record<string, string>> = {},
  onSpeaking: () => void = () => undefined,
): Promise<Instance> => {
  const home = mkdtempSync(path.join(tmpdir(), 'kanglian-story-'));
  // the database runs as another account when the stories run as root, and has to reach its folder
  chmodSync(home, 0o755);
  const port = await freePort();
  const child = spawn(process.execPath, ['start.mjs'], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      PORT: String(port),
      HOST: '127.0.0.1',
      DATA_DIR: path.join(home, 'data'),
      RESIDENTS,
      // stories count what they do themselves
      DEMONSTRATION_CASES: '0',
      NODE_ENV: 'production',
      ...env,
    },
  });
  let said = '';
  const listen = (bytes: Buffer): void => {
    said = (said + bytes.toString('utf8')).slice(-20_000);
  };
  child.stdout.on('data', listen);
  // the launcher builds in silence, on the other stream; the first words here are the program's
  child.stdout.once('data', onSpeaking);
  child.stderr.on('data', listen);
  const ended = new Promise<void>((resolve) => {
    child.on('close', () => {
      resolve();
    });
  });
  const stop = async (): Promise<void> => {
    child.kill('SIGINT');
    const inTime = await Promise.race([ended.then(() => true), pause(STOPPED_WITHIN).then(() => false)]);
    if (!inTime) child.kill('SIGKILL');
    await ended;
    rmSync(home, { recursive: true, force: true });
    if (!inTime) throw new Error(`Ctrl-C did not stop it within ${String(STOPPED_WITHIN / 1000)} s. It said:\n${said}`);
  };
  const origin = `http://127.0.0.1:${String(port)}`;
  const latest = Date.now() + READY_WITHIN;
  while (!(await isReady(origin))) {
    if (child.exitCode !== null || Date.now() > latest) {
      await stop().catch(() => undefined);
      throw new Error(`The instance for the stories did not become ready. It said:\n${said}`);
    }
    await Promise.race([pause(200), ended]);
  }
  return { origin, said: () => said, stop };
};

/**
 * All stories send to one ward of the county hospital, whose seven places would be used up by the eighth referral: its bed manager
 * opens sixty. What a full house does is told by stories of their own.
 */
const openTheWard = async (origin: string): Promise<void> => {
  const beds = await signIn(origin, 'beds', demonstrationPassword());
  const own = 'GET /api/departments?kind=inpatient&specialty=cardiology&within=own&count=10';
  const { items } = await beds.ask(own, Candidates);
  const ward = items[0]?.department.id;
  if (ward === undefined) throw new Error('the county hospital has no cardiology');
  await beds.ask(`PUT /api/departments/${ward}/quota`, QuotaView, { body: { places: 60 } });
};

/**
 * Vitest's global set-up: an instance for each worker, and no story meets another's cases. STORIES_AT names an instance already
 * running, which is then left alone.
 */
export const setup = async (project: TestProject): Promise<() => Promise<void>> => {
  const room = mkdtempSync(path.join(tmpdir(), 'kanglian-stories-'));
  chmodSync(room, 0o755);
  project.provide('room', room);
  const clear = (): Promise<void> => rm(room, { recursive: true, force: true });
  const running = process.env['STORIES_AT'];
  if (running !== undefined && running !== '') {
    project.provide('origins', [running]);
    return clear;
  }
  const starting: Promise<Instance>[] = [];
  const stop = async (): Promise<void> => {
    const all = await Promise.allSettled(starting);
    await Promise.all(
      all.map(async (one) => {
        if (one.status === 'fulfilled') await one.value.stop();
      }),
    );
    await clear();
  };
  const started: Instance[] = [];
  try {
    // the first may have to build what the next only finds: no other begins before it has
    while (starting.length < project.config.maxWorkers)
      await new Promise<void>((speaks, failed) => {
        const instance = startInstance({}, speaks);
        starting.push(instance);
        instance.then(() => {
          speaks();
        }, failed);
      });
    started.push(...(await Promise.all(starting)));
    await Promise.all(started.map(({ origin }) => openTheWard(origin)));
  } catch (fault) {
    await stop().catch(() => undefined);
    throw fault;
  }
  project.provide(
    'origins',
    started.map(({ origin }) => origin),
  );
  return stop;
};
