/**
 * What `npm test` runs: everything, in order, without a keyboard. It needs Node and nothing else, installs only where
 * node_modules is missing, goes on after a failure so that one run tells all, and ends with `N passed, N failed`.
 *
 * SKIP_BROWSER=1 leaves the browser stories out and says so. ONLY=types,lint runs the stages so named.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { roomInMemory } from './memory.mjs';

const ROOT = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
/** The oldest Node it runs on, as package.json says. */
const [MAJOR, MINOR] = [20, 19];
/** A stage that takes longer has stopped, not slowed down. */
const MINUTES = 40;

/** Colours where somebody looks, none in a file. */
const COLOURS = process.stdout.isTTY ? { FORCE_COLOR: '1' } : { NO_COLOR: '1', FORCE_COLOR: '0' };

const reports = mkdtempSync(path.join(tmpdir(), 'kanglian-run-'));
const room = roomInMemory();
/** Where tests and stories put their databases. */
const ROOM = room === undefined ? {} : { TMPDIR: room.folder };
const running = new Set();

/** Ends a child and all it started: each stands at the head of a process group of its own. */
const end = (child, signal) => {
  try {
    process.kill(-child.pid, signal);
  } catch {
    child.kill(signal);
  }
};

/** Runs a program to its end. `show` passes its words on at once; otherwise they are kept. */
const run = (program, words, { show = false, env = {} } = {}) =>
  new Promise((resolve) => {
    const began = Date.now();
    const child = spawn(program, words, {
      cwd: ROOT,
      detached: process.platform !== 'win32',
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, CI: 'true', ...COLOURS, ...env },
    });
    running.add(child);
    const said = [];
    const listen = (stream, out) => {
      stream.on('data', (bytes) => {
        said.push(bytes);
        if (show) out.write(bytes);
      });
    };
    listen(child.stdout, process.stdout);
    listen(child.stderr, process.stderr);
    let late = false;
    const limit = setTimeout(() => {
      late = true;
      end(child, 'SIGKILL');
    }, MINUTES * 60_000);
    const finish = (code, fault) => {
      clearTimeout(limit);
      running.delete(child);
      const words = [
        Buffer.concat(said).toString('utf8').trim(),
        fault ?? '',
        late ? `stopped after ${MINUTES} minutes` : '',
      ];
      resolve({ code, said: words.filter((text) => text !== '').join('\n'), seconds: (Date.now() - began) / 1000 });
    };
    child.on('error', (error) => finish(127, error.message));
    child.on('close', (code) => finish(code ?? 1));
  });

const tool = (name) => {
  if (name === 'start') return path.join(ROOT, 'start.mjs');
  const [owner, file] = {
    tsc: ['typescript-native', 'bin/tsc'],
    eslint: ['eslint', 'bin/eslint.js'],
    oxlint: ['oxlint', 'bin/oxlint'],
    prettier: ['prettier', 'bin/prettier.cjs'],
    depcruise: ['dependency-cruiser', 'bin/dependency-cruise.mjs'],
    vitest: ['vitest', 'vitest.mjs'],
  }[name];
  return path.join(ROOT, 'node_modules', owner, file);
};

const heading = (text) => process.stdout.write(`\n── ${text} ${'─'.repeat(Math.max(0, 100 - text.length))}\n`);
const inSeconds = (seconds) => `${seconds.toFixed(1)} s`;

/** One per stage: name, how many passed, failed and were skipped, seconds. */
const results = [];
const record = (name, passed, failed, skipped, seconds) => results.push({ name, passed, failed, skipped, seconds });

const wanted = (name) => {
  const only = (process.env.ONLY ?? '').split(',').filter((part) => part !== '');
  return only.length === 0 || only.some((part) => name.startsWith(part));
};

/** A check that is right or wrong as a whole. Its words are shown only when it is wrong. */
const check = async ({ name, program, words }) => {
  const { code, said, seconds } = await run(process.execPath, [tool(program), ...words]);
  heading(`${name}: ${code === 0 ? 'passed' : 'FAILED'} in ${inSeconds(seconds)}`);
  if (code !== 0) process.stdout.write(`${said}\n`);
  record(name, code === 0 ? 1 : 0, code === 0 ? 0 : 1, 0, seconds);
};

/** The checks, two at a time: there may be no more cores than that. */
const checks = async (list) => {
  const waiting = list.filter(({ name }) => wanted(name));
  const worker = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await check(next);
  };
  await Promise.all([worker(), worker()]);
};

/** What Vitest counted. A file that could not be read counts as one failure, and so does a run that ended badly without one. */
const counted = (report, code) => {
  if (!existsSync(report)) return { passed: 0, failed: 1, skipped: 0 };
  const json = JSON.parse(readFileSync(report, 'utf8'));
  const unread = json.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && !assertionResults.some((one) => one.status === 'failed'),
  ).length;
  const failed = json.numFailedTests + unread;
  return {
    passed: json.numPassedTests,
    failed: failed === 0 && code !== 0 ? 1 : failed,
    skipped: json.numPendingTests + json.numTodoTests,
  };
};

const vitest = async ({ name, words, env }) => {
  if (!wanted(name)) return;
  heading(name);
  const report = path.join(reports, `${name.replace(/\W+/g, '-')}.json`);
  const { code, seconds } = await run(
    process.execPath,
    [tool('vitest'), 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`, ...words],
    { show: true, env: { ...ROOM, ...env } },
  );
  const { passed, failed, skipped } = counted(report, code);
  heading(`${name}: ${failed === 0 ? 'passed' : 'FAILED'} in ${inSeconds(seconds)}`);
  record(name, passed, failed, skipped, seconds);
};

const stories = async () => {
  const name = 'stories in a browser';
  if (!wanted(name)) return;
  if (process.env.SKIP_BROWSER === '1') {
    heading(`${name}: SKIPPED, because SKIP_BROWSER=1`);
    record(name, 0, 0, 1, 0);
    return;
  }
  await vitest({ name, words: ['--config', 'vitest.stories.config.ts'] });
};

const install = async () => {
  if (existsSync(path.join(ROOT, 'node_modules'))) return true;
  heading('install');
  // npm install, not npm ci: see CONTRIBUTING.md
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const { code, seconds } = await run(npm, ['install', '--no-audit', '--no-fund'], { show: true });
  record('install', code === 0 ? 1 : 0, code === 0 ? 0 : 1, 0, seconds);
  return code === 0;
};

const everything = async () => {
  if (!(await install())) return;
  await checks([
    // the longest first, and each on one core: a native checker takes twice the work on two
    { name: 'lint', program: 'eslint', words: ['.', '--max-warnings', '0'] },
    { name: 'lint with types', program: 'oxlint', words: ['--type-aware', '--deny-warnings', '--threads=1'] },
    ...['server', 'web', 'pure', 'stories'].map((project) => ({
      name: `types of ${project}`,
      program: 'tsc',
      words: ['--noEmit', '--singleThreaded', '-p', `tsconfig.${project}.json`],
    })),
    { name: 'format', program: 'prettier', words: ['--check', '--log-level', 'warn', '.'] },
    {
      name: 'layers',
      program: 'depcruise',
      words: [
        '--config',
        '.dependency-cruiser.cjs',
        ...['src', 'test', 'bench'].filter((folder) => existsSync(path.join(ROOT, folder))),
      ],
    },
  ]);
  await vitest({ name: 'tests', words: [], env: { TZ: 'UTC' } });
  // half an hour off the full hours and with summer time: what leans on the machine's zone falls over
  await vitest({
    name: 'zone: civil time again in St. John’s',
    words: ['civil', 'calendar', 'due'],
    env: { TZ: 'America/St_Johns' },
  });
  // as a newcomer's first start builds it: that of the stories then finds it
  await checks([{ name: 'build of the web', program: 'start', words: ['--build'] }]);
  await stories();
};

const conclude = () => {
  rmSync(reports, { recursive: true, force: true });
  room?.clear();
  const total = (of) => results.reduce((sum, result) => sum + result[of], 0);
  heading('all');
  for (const { name, passed, failed, skipped, seconds } of results)
    process.stdout.write(
      `${failed > 0 ? 'FAILED ' : passed > 0 ? 'passed ' : 'skipped'}  ${name}: ${passed} passed, ${failed} failed` +
        `${skipped > 0 ? `, ${skipped} skipped` : ''}, ${inSeconds(seconds)}\n`,
    );
  process.stdout.write(`\n${total('passed')} passed, ${total('failed')} failed\n`);
  process.exitCode = total('failed') === 0 && total('passed') > 0 ? 0 : 1;
};

for (const signal of ['SIGINT', 'SIGTERM'])
  process.on(signal, () => {
    for (const child of running) end(child, 'SIGTERM');
    setTimeout(() => {
      for (const child of running) end(child, 'SIGKILL');
      room?.clear();
      process.exit(1);
    }, 5000);
  });

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < MAJOR || (major === MAJOR && minor < MINOR)) {
  process.stderr.write(`Kanglian needs Node ${MAJOR}.${MINOR} or newer; this is ${process.versions.node}.\n`);
  process.exitCode = 1;
} else {
  await everything();
  conclude();
}
