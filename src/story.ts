/**
 * `npm run story`: a resident of a village is referred to the township hospital, from there to the county hospital, and comes
 * home the same way; another is an emergency of the township's. Over the public API.
 * Plays on an instance that runs (`--address`, or PORT when something healthy answers there), else on one of its own.
 */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { z } from 'zod';
import { FigureCases, FigureView } from './capabilities/referral/index.ts';
import { createServiceToken } from './consortium/sessions/accounts.ts';
import { ResidentList } from './consortium/shapes.ts';
import { startInstance } from './instance.ts';
import { systemClock } from './platform/clock.ts';
import type { Config } from './platform/config.ts';
import { openInstallation } from './platform/installation.ts';
import type { Database } from './platform/postgres/database.ts';
import { findRunning } from './platform/postgres/postmaster.ts';
import { isRefusal } from './platform/refusal.ts';
import { readForeign, welcome } from './story-foreign.ts';
import { answer, comeHome, refer } from './story-loop.ts';
import type { Cast, Resident, Say } from './story-loop.ts';
import { fromTheVillage } from './story-village.ts';
import { signIn } from './story-person.ts';
import type { Person } from './story-person.ts';
import { both, broken, StoryBroken } from './story-words.ts';

/** As the region packs name them. */
const PASSWORD = 'kanglian-demo';
const RESIDENTS = 600;
const FIGURES = '/api/figures/referral';

export type Stage = {
  readonly address: string;
  readonly say: Say;
  readonly foreign?: { readonly file: string; readonly token: () => Promise<string> };
};

const signInAll = async (address: string): Promise<Cast> => ({
  village: await signIn(address, 'village', PASSWORD),
  doctor: await signIn(address, 'gp', PASSWORD),
  nurse: await signIn(address, 'nurse', PASSWORD),
  coordinator: await signIn(address, 'coordinator', PASSWORD),
  clerk: await signIn(address, 'clerk', PASSWORD),
  physician: await signIn(address, 'physician', PASSWORD),
  commission: await signIn(address, 'commission', PASSWORD),
});

/** A grown-up of the own catchment, another than the one named. */
const findResident = async (say: Say, doctor: Person, but?: Resident): Promise<Resident> => {
  const { items } = await doctor.ask('GET /api/residents?count=100', ResidentList);
  const found = items.find(({ id, age, deceased }) => !deceased && age !== null && age >= 40 && id !== but?.id);
  if (found === undefined) throw broken((w) => w.noResident);
  const card = found.cardMasked ?? '';
  say(both((w, language) => w.found(doctor.called[language], found.name, w.years(found.age), card)));
  return found;
};

type Loop = { readonly numerator: number; readonly denominator: number; readonly value: number | null };
const written = ({ numerator, denominator, value }: Loop, missing: string) => ({
  numerator,
  denominator,
  value: value === null ? missing : `${value.toFixed(2)}%`,
});

/** The cases behind the numerator, opened today. */
const finishedToday = async (commission: Person, today: string): Promise<readonly string[]> => {
  const found: string[] = [];
  let next: string | null = null;
  do {
    const page = `GET ${FIGURES}/cases?part=finished&count=200&from=${today}&until=${today}`;
    const cases: z.infer<typeof FigureCases> = await commission.ask(
      next === null ? page : `${page}&cursor=${next}`,
      FigureCases,
    );
    found.push(...cases.items.map(({ number }) => number));
    next = cases.next;
  } while (next !== null);
  return found;
};

type Seen = { readonly all: Loop; readonly own: Loop; readonly until: string };

/** The closed loop of the region, and of the doctor's own organisation. */
const closedLoop = async ({ commission, doctor }: Cast): Promise<Seen> => {
  const loopOf = ({ rates }: FigureView): Loop =>
    rates.find(({ code }) => code === 'referral.closed-loop') ?? { numerator: 0, denominator: 0, value: null };
  const all = await commission.ask(`GET ${FIGURES}`, FigureView);
  const sender = doctor.session.role?.organisation.id ?? '';
  const own = await commission.ask(`GET ${FIGURES}?scope=${sender}`, FigureView);
  return { all: loopOf(all), own: loopOf(own), until: all.until };
};

/**
 * The commission's figure moved by exactly these cases, as the township's own figure shows for those it sent (`own`), and they
 * stand behind it.
 */
const checkFigure = async (
  say: Say,
  cast: Cast,
  before: Seen,
  cases: readonly string[],
  own: number,
): Promise<void> => {
  const { commission } = cast;
  const after = await closedLoop(cast);
  say(both((w, language) => w.after(commission.called[language], written(after.all, w.noFigure))));
  const wanted = `${String(before.own.numerator + own)}/${String(before.own.denominator + own)}`;
  const seen = `${String(after.own.numerator)}/${String(after.own.denominator)}`;
  if (wanted !== seen) throw broken((w) => w.figure(wanted, seen));
  const behind = await finishedToday(commission, after.until);
  const missing = cases.find((number) => !behind.includes(number));
  if (missing !== undefined) throw broken((w) => w.behind(missing));
  say(both((w) => w.moved(written(before.all, w.noFigure), written(after.all, w.noFigure), cases.join(', '))));
};

/** Plays everything; says one sentence a step. Throws StoryBroken when something is not as told. */
export const playStory = async ({ address, say, foreign }: Stage): Promise<void> => {
  // what cannot be read or asked for is said before anything is done
  const patient = foreign === undefined ? undefined : readForeign(foreign.file);
  const token = await foreign?.token();
  const cast = await signInAll(address);
  try {
    const before = await closedLoop(cast);
    say(both((w, language) => w.before(cast.commission.called[language], written(before.all, w.noFigure))));
    const first = await findResident(say, cast.village);
    const home = await fromTheVillage(say, cast, first);
    const cases = [home.village, home.township];
    const goRound = async (resident: Resident, urgency: 'routine' | 'emergency'): Promise<void> => {
      const sent = await refer(say, cast, resident, urgency);
      await answer(say, cast, sent);
      await comeHome(say, cast, sent, resident);
      cases.push(sent.number);
    };
    await goRound(await findResident(say, cast.doctor, first), 'emergency');
    if (patient !== undefined && token !== undefined)
      await goRound(await welcome(say, cast, { address, token, foreign: patient }), 'routine');
    await checkFigure(say, cast, before, cases, cases.length - 1);
    say(both((w) => w.whole));
  } finally {
    for (const person of Object.values(cast)) await person.signOut().catch(() => undefined);
  }
};

const CLIENT = 'story';
/** The other system of the story writes for the county hospital's district: the region's first lead hospital. */
const tokenFrom = async (db: Database): Promise<string> => {
  const made = await createServiceToken(
    { db, clock: systemClock },
    { client: CLIENT, scope: 'system/*.cruds', days: 1 },
  );
  if (isRefusal(made)) throw broken((w) => w.noToken);
  return made.token;
};
const tokenOfRunning = async (config: Config): Promise<string> => {
  if (config.databaseUrl === undefined && findRunning(join(config.dataDir, 'postgres', 'data')) === undefined)
    throw broken((w) => w.noToken);
  const installation = await openInstallation(config);
  try {
    return await tokenFrom(installation.app);
  } finally {
    await installation.close();
  }
};

const freePort = (): Promise<number> =>
  new Promise((done, failed) => {
    const probe = createServer();
    probe.once('error', failed);
    probe.listen(0, '127.0.0.1', () => {
      const bound = probe.address();
      probe.close(() => {
        if (bound === null || typeof bound === 'string') failed(new Error('no port'));
        else done(bound.port);
      });
    });
  });

export type Own = {
  readonly address: string;
  readonly token: () => Promise<string>;
  readonly stop: () => Promise<void>;
};

/** A Kanglian of the story's own: a temporary folder, a free port, few residents; `stop` removes it all. */
export const startOwn = async (config: Config): Promise<Own> => {
  const home = mkdtempSync(join(tmpdir(), 'kanglian-story-'));
  // as root the database runs as another account, which has to reach its folder
  chmodSync(home, 0o755);
  const remove = (): void => rmSync(home, { recursive: true, force: true });
  const { databaseUrl: _, ...rest } = config;
  const port = await freePort();
  const own = { host: '127.0.0.1', demonstration: true, dataDir: join(home, 'data'), dataDirChosen: true };
  const instance = await startInstance({ ...rest, ...own, databaseUrl: undefined, port, residents: RESIDENTS }).catch(
    (fault: unknown) => {
      remove();
      throw fault;
    },
  );
  // asked by the end of the story and by Ctrl-C at once: the folder goes only when the database has gone
  let stopping: Promise<void> | undefined;
  const stop = (): Promise<void> => (stopping ??= instance.stop().then(remove));
  // the figures are read once everybody is there
  await instance.loaded.catch(async (fault: unknown) => {
    await stop();
    throw fault;
  });
  return { address: instance.address, token: () => tokenFrom(instance.installation.app), stop };
};

const isHealthy = (address: string): Promise<boolean> =>
  fetch(`${address}/healthz`, { signal: AbortSignal.timeout(2000) }).then(
    ({ ok }) => ok,
    () => false,
  );

export type StoryCommand = {
  readonly address: string | undefined;
  readonly foreign: string | undefined;
  /** Both languages without one. */
  readonly language: 'zh' | 'en' | undefined;
};

/** The program's `--story`: finds or starts an instance, tells the story line by line, answers the exit code. */
export const tellStory = async (
  config: Config,
  { address, foreign, language }: StoryCommand,
  write: (line: string) => void,
  /** Is given what stops an instance of the story's own, for whoever hears the signals. */
  onStart: (stop: () => Promise<void>) => void = () => undefined,
): Promise<number> => {
  const tell: Say = ({ zh, en }) => {
    if (language !== 'en') write(zh);
    if (language !== 'zh') write(language === undefined ? `  ${en}` : en);
  };
  let interrupted = false;
  // Ctrl-C ends the story at its next sentence, so that its own instance is stopped in order, with nobody asking it any more
  const say: Say = (sentence) => {
    if (interrupted) throw broken((w) => w.interrupted);
    tell(sentence);
  };
  const usual = `http://127.0.0.1:${String(config.port)}`;
  const running = address?.replace(/\/+$/, '') ?? ((await isHealthy(usual)) ? usual : undefined);
  const starting = running === undefined ? startOwn(config) : undefined;
  let end = (): void => undefined;
  const ended = new Promise<void>((done) => (end = done));
  if (starting !== undefined)
    onStart(() => {
      interrupted = true;
      return ended;
    });
  const own = await starting;
  const at = running ?? own?.address ?? '';
  try {
    say(both((w) => (own === undefined ? w.running(at) : w.own(at))));
    const token = own?.token ?? (() => tokenOfRunning(config));
    await playStory({ address: at, say, ...(foreign === undefined ? {} : { foreign: { file: foreign, token } }) });
    return 0;
  } catch (fault) {
    if (!(fault instanceof StoryBroken)) throw fault;
    tell(fault.sentence);
    return 1;
  } finally {
    await own?.stop();
    end();
  }
};
