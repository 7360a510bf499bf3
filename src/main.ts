/** The program as a person starts it: reads what is asked, does it, and says in a sentence what went wrong. */
import { appendFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { isRefusal } from './platform/refusal.ts';
import { errorTable } from './platform/errors.ts';
import { systemClock } from './platform/clock.ts';
import { verifyAudit } from './platform/audit-seal.ts';
import { auditLines } from './platform/audit-words.ts';
import { backUp, restore } from './platform/backup-command.ts';
import { readConfig } from './platform/config.ts';
import type { Command, Config } from './platform/config.ts';
import { openInstallation } from './platform/installation.ts';
import { findRunning } from './platform/postgres/postmaster.ts';
import { isStartFault, startFault, startSentence } from './platform/start-words.ts';
import type { StartFault } from './platform/start-words.ts';
import { CONSORTIUM_ERRORS } from './consortium/errors.ts';
import { createAdministrator, createServiceToken } from './consortium/sessions/accounts.ts';
import { accountLines } from './consortium/region/accounts.ts';
import { BrokenPack } from './consortium/region/fault.ts';
import { readPack } from './consortium/region/read.ts';
import { regionFolder } from './compose-installation.ts';
import type { LoadingProgress } from './compose-installation.ts';
import { recount } from './compose-figures.ts';
import { pastOf } from './compose-past-referrals.ts';
import { startWorkers } from './compose-workers.ts';
import { startInstance } from './instance.ts';
import { newId } from './platform/ids.ts';
import type { Pack } from './consortium/region/read.ts';
import { workerLine } from './platform/workers/line.ts';
import type { WorkerLine } from './platform/workers/line.ts';
import { tellStory } from './story.ts';

const sayFault = (fault: Pick<StartFault, 'code' | 'values'>): void => {
  console.error(startSentence(fault, 'zh'));
  console.error(startSentence(fault, 'en'));
};

const WIDTH = 30;

/** A bar that redraws itself on a terminal, and a line every tenth where the output is kept. */
const progressBar = (): ((progress: LoadingProgress) => void) => {
  let last = -1;
  return ({ part, done, total }) => {
    if (part !== 'residents' || total === 0) return;
    const tenths = Math.floor((done / total) * 10);
    const text = `载入居民 Loading residents ${String(done)}/${String(total)}`;
    if (process.stdout.isTTY) {
      const filled = Math.floor((done / total) * WIDTH);
      process.stdout.write(
        `\r[${'#'.repeat(filled)}${'.'.repeat(WIDTH - filled)}] ${text}${done === total ? '\n' : ''}`,
      );
    } else if (tenths !== last) console.log(text);
    last = tenths;
  };
};

const sayAccounts = (pack: Pack): void => {
  const { password } = pack.files.people.demonstration;
  console.log(`\n演示账号，密码均为 ${password}。居民和人员均为合成数据。`);
  console.log(`Demonstration accounts, each with the password ${password}. Residents and people are synthetic.\n`);
  for (const line of accountLines(pack)) console.log(`  ${line}`);
};

/** The first Ctrl-C stops everything in order; one that comes while stopping changes nothing. */
const stopOnSignal = (stop: () => Promise<void>): void => {
  let stopping = false;
  const end = (): void => {
    if (stopping) return;
    stopping = true;
    setTimeout(() => process.exit(1), 60_000).unref();
    stop().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.on('SIGINT', end);
  process.on('SIGTERM', end);
  process.on('SIGHUP', end);
  // the launcher that started us is gone: so are we
  process.on('disconnect', end);
};

/** Says where it can be reached, and waits until the whole region is there. */
const sayReady = async (
  config: Config,
  { address, pack, loaded }: { readonly address: string; readonly pack: Pack; readonly loaded: Promise<void> },
  began: number,
): Promise<void> => {
  const seconds = ((Date.now() - began) / 1000).toFixed(1);
  console.log(`\n康联已启动（${seconds} 秒）：${address}\nKanglian is ready (${seconds} s): ${address}`);
  console.log(`接口文档 API: ${address}/api/docs`);
  if (config.demonstration) sayAccounts(pack);
  await loaded.catch(() => {
    console.error('居民未能全部载入，下次启动时继续。\nNot all residents could be loaded; the next start goes on.');
  });
};

const serve = async (config: Config): Promise<void> => {
  const began = Date.now();
  const starting = startInstance(config, { onProgress: progressBar() });
  stopOnSignal(async () => (await starting.catch(() => undefined))?.stop());
  const instance = await starting;
  await sayReady(config, instance, began);
  for (const line of await pastOf(config, instance)) console.log(line);
};

/** One of several workers: the first process tells it when to stop, a key pressed at the terminal does not. */
const serveAsWorker = async (config: Config, line: WorkerLine): Promise<void> => {
  for (const signal of ['SIGINT', 'SIGHUP'] as const) process.on(signal, () => undefined);
  const starting = startInstance(config, { line });
  process.once('SIGTERM', () => {
    void starting
      .then((instance) => instance.stop())
      .then(
        () => process.exit(0),
        () => process.exit(1),
      );
  });
  await starting;
};

/** Keeps database and region, and the workers that serve them. */
const serveByWorkers = async (config: Config): Promise<void> => {
  const began = Date.now();
  const { starting, stop } = startWorkers(config, progressBar(), ({ pid, code, signal }) => {
    const how = signal ?? String(code);
    console.error(`进程 ${String(pid)} 已结束（${how}）。\nThe process ${String(pid)} has ended (${how}).`);
  });
  stopOnSignal(stop);
  await sayReady(config, await starting, began);
};

const sentenceBoth = (refusal: Parameters<ReturnType<typeof errorTable>['sentence']>[0]): void => {
  const errors = errorTable(CONSORTIUM_ERRORS);
  console.error(`${errors.sentence(refusal, 'zh')}\n${errors.sentence(refusal, 'en')}`);
};

/** Prints the token and nothing else, so that a script can take it: `TOKEN=$(npm run -s token -- …)`. */
const printToken = async (config: Config, command: Extract<Command, { name: 'token' }>): Promise<number> => {
  if (config.databaseUrl === undefined && findRunning(join(config.dataDir, 'postgres', 'data')) === undefined)
    throw startFault('token.not-running', { folder: config.dataDir });
  const installation = await openInstallation(config);
  try {
    const answer = await createServiceToken({ db: installation.app, clock: systemClock }, command);
    if (isRefusal(answer)) {
      sentenceBoth(answer);
      return 1;
    }
    console.log(answer.token);
    return 0;
  } finally {
    await installation.close();
  }
};

/** Where the server is not on this machine's own address there are no demonstration accounts: somebody must be the first. */
const makeAdministrator = async (
  config: Config,
  { login, called, password = randomBytes(12).toString('base64url') }: Extract<Command, { name: 'administrator' }>,
): Promise<number> => {
  const { zone } = await readPack(regionFolder(config));
  const installation = await openInstallation(config);
  try {
    const options = { db: installation.app, clock: systemClock, ids: newId, zone };
    const made = await createAdministrator(options, { login, name: called, password });
    if (isRefusal(made)) {
      sentenceBoth(made);
      return 1;
    }
    console.log(
      `管理员 ${login} 已建立，密码只显示这一次：\nAdministrator ${login}; the password is shown this once:\n${password}`,
    );
    return 0;
  } finally {
    await installation.close();
  }
};

/** Answers 0 when the audit is as it was sealed, 1 when not; the first broken place is named. */
const tellAudit = async (config: Config, head: string | undefined): Promise<number> => {
  const installation = await openInstallation(config);
  try {
    const { app, auditSecrets: secrets } = installation;
    const verified = await verifyAudit(app, systemClock.now(), { secrets, ...(head !== undefined && { head }) });
    for (const line of auditLines(verified)) (verified.broken === null ? console.log : console.error)(line);
    return verified.broken === null ? 0 : 1;
  } finally {
    await installation.close();
  }
};

/** Answers 0 when every kept fact is the one recounted from the stored records, 1 when not; the first differences are named. */
const tellRecount = async (config: Config): Promise<number> => {
  const { zone } = await readPack(regionFolder(config));
  const installation = await openInstallation(config);
  try {
    const ground = { db: installation.app, clock: systemClock, zone };
    const { balanced } = await recount(ground, (line) => console.log(line));
    return balanced ? 0 : 1;
  } finally {
    await installation.close();
  }
};

const run = async (config: Config): Promise<number | undefined> => {
  const { command } = config;
  switch (command.name) {
    case 'serve': {
      const line = workerLine();
      await (line !== undefined
        ? serveAsWorker(config, line)
        : config.workers > 1
          ? serveByWorkers(config)
          : serve(config));
      return undefined;
    }
    case 'token':
      return printToken(config, command);
    case 'administrator':
      return makeAdministrator(config, command);
    case 'audit':
      return tellAudit(config, command.head);
    case 'recount':
      return tellRecount(config);
    case 'backup': {
      const { files } = await backUp(config, command.folder, systemClock);
      console.log(
        `已备份 ${files.length} 个文件到 ${command.folder}\nBacked up ${files.length} files to ${command.folder}`,
      );
      return 0;
    }
    case 'restore': {
      const { takenAt } = await restore(config, command.folder, command.at);
      const [zh, en] =
        command.at === undefined
          ? ['', '']
          : [`，并推进到 ${command.at.toISOString()}`, ` and rolled it on to ${command.at.toISOString()}`];
      console.log(
        `已恢复 ${takenAt} 的备份到 ${config.dataDir}${zh}\nRestored the backup of ${takenAt} to ${config.dataDir}${en}`,
      );
      return 0;
    }
    case 'story':
      return tellStory(
        config,
        command,
        (line) => {
          console.log(line);
        },
        stopOnSignal,
      );
  }
};

const sayPack = (broken: BrokenPack): void => {
  console.error(broken.message);
};

/** What nobody foresaw: the sentence to the terminal, the rest to a file that only this user reads. */
const sayUnforeseen = (fault: unknown, config: Config | undefined): void => {
  const log = join(config?.dataDir ?? '.', 'fault.log');
  try {
    appendFileSync(
      log,
      `${new Date().toISOString()} ${fault instanceof Error ? (fault.stack ?? '') : String(fault)}\n`,
      { mode: 0o600 },
    );
    console.error(`启动失败，原因已写入 ${log}。\nThe start failed; the reason is in ${log}.`);
  } catch {
    console.error(`启动失败。 / The start failed: ${fault instanceof Error ? fault.message : String(fault)}`);
  }
};

const main = async (): Promise<void> => {
  // a reader that went away (a closed terminal, `| head`) must not end the program without stopping what it started
  process.stdout.on('error', () => undefined);
  process.stderr.on('error', () => undefined);
  const read = readConfig(process.argv.slice(2), process.env);
  if ('mistakes' in read) {
    for (const mistake of read.mistakes) sayFault(mistake);
    process.exit(1);
  }
  try {
    const code = await run(read.config);
    if (code !== undefined) process.exit(code);
  } catch (fault) {
    if (isStartFault(fault)) sayFault(fault);
    else if (fault instanceof BrokenPack) sayPack(fault);
    else sayUnforeseen(fault, read.config);
    process.exit(1);
  }
};

await main();
