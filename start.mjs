/**
 * `npm start`: installs what is missing, builds the web once, starts the program and stops with it; with `--build` it only
 * builds. Uses nothing but Node itself, and no syntax that an old Node would choke on before it can be told so.
 */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const ROOT = dirname(fileURLToPath(import.meta.url));
const NEEDED = [20, 19];

/** @param {string} zh @param {string} en */
const stopWith = (zh, en) => {
  process.stderr.write(`${zh}\n${en}\n`);
  process.exit(1);
};

const refuseOldNode = () => {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > NEEDED[0] || (major === NEEDED[0] && minor >= NEEDED[1])) return;
  stopWith(
    `需要 Node ${NEEDED.join('.')} 或更新的版本，当前为 ${process.versions.node}。`,
    `Node ${NEEDED.join('.')} or newer is needed; this is ${process.versions.node}.`,
  );
};

const digest = (text) => createHash('sha256').update(text).digest('hex');
const readJson = (file) => JSON.parse(readFileSync(file, 'utf8'));
const readOr = (file, otherwise) => (existsSync(file) ? readFileSync(file, 'utf8') : otherwise);

/** What npm itself noted of the installation has every package of the lockfile that this platform needs. */
const installedMatches = (lockfile) => {
  const noted = join(ROOT, 'node_modules', '.package-lock.json');
  if (!existsSync(noted)) return false;
  const installed = readJson(noted).packages;
  return Object.entries(lockfile.packages).every(
    ([path, { version, optional, devOptional, link }]) =>
      path === '' || optional || devOptional || link || installed[path]?.version === version,
  );
};

const installWhatIsMissing = () => {
  const text = readFileSync(join(ROOT, 'package-lock.json'), 'utf8');
  const note = join(ROOT, 'node_modules', '.kanglian-installed');
  if (readOr(note, '') === digest(text)) return;
  if (!installedMatches(JSON.parse(text))) {
    process.stderr.write('正在安装依赖…… Installing dependencies…\n');
    const npm = process.env.npm_execpath;
    const words = ['install', '--no-audit', '--no-fund'];
    // what npm says goes to stderr: the output of `npm run -s token` is the token and nothing else
    const options = { cwd: ROOT, stdio: ['ignore', 2, 2] };
    const done =
      npm !== undefined && /\.[cm]?js$/.test(npm)
        ? spawnSync(process.execPath, [npm, ...words], options)
        : spawnSync('npm', words, { ...options, shell: process.platform === 'win32' });
    if (done.status !== 0)
      stopWith(
        '依赖安装失败，请检查网络和磁盘空间后再试。',
        'The dependencies could not be installed; check network and disk space.',
      );
  }
  try {
    writeFileSync(note, digest(text));
  } catch {
    // a folder we may only read: the comparison is made again at the next start
  }
};

const WEB_SOURCE = /\.(tsx?|css|html|svg|json|woff2)$/;
const NOT_WEB = /(\.test\.tsx?$|[\\/]src[\\/](platform[\\/](postgres|http|migrations)|fhir)[\\/])/;

const filesUnder = (folder) =>
  existsSync(folder)
    ? readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
        entry.isDirectory() ? filesUnder(join(folder, entry.name)) : [join(folder, entry.name)],
      )
    : [];

/** Changes when a file the web is built from changes. */
const webStamp = () =>
  digest(
    [...filesUnder(join(ROOT, 'src')), join(ROOT, 'vite.config.ts'), join(ROOT, 'package-lock.json')]
      .filter((file) => WEB_SOURCE.test(file) && !NOT_WEB.test(file))
      .sort()
      .map((file) => `${file} ${statSync(file).size} ${statSync(file).mtimeMs}`)
      .join('\n'),
  );

/** The server hands these out when the browser takes gzip, so that nothing is compressed twice. */
const compress = (folder) => {
  for (const file of filesUnder(folder))
    if (/\.(js|css|html|svg|json)$/.test(file) && statSync(file).size > 1024)
      writeFileSync(`${file}.gz`, gzipSync(readFileSync(file), { level: 9 }));
};

const buildWebOnce = () => {
  if (!existsSync(join(ROOT, 'vite.config.ts'))) return;
  const dist = join(ROOT, 'dist');
  const note = join(dist, '.built');
  const stamp = webStamp();
  if (readOr(note, '') === stamp) return;
  process.stderr.write('正在构建网页…… Building the pages…\n');
  rmSync(note, { force: true });
  const vite = join(ROOT, 'node_modules', 'vite', 'bin', 'vite.js');
  const built = spawnSync(process.execPath, [vite, 'build', '--logLevel', 'warn', '--configLoader', 'runner'], {
    cwd: ROOT,
    stdio: ['ignore', 2, 2],
  });
  if (built.status !== 0) stopWith('网页构建失败，原因见上。', 'The pages could not be built; the reason is above.');
  compress(dist);
  writeFileSync(note, stamp);
};

/** Letters are read without an instance. */
const isLetter = process.argv.includes('--letter');

/** @param {string[]} program what Node is told to start it */
const startProgram = (program) => {
  const child = spawn(process.execPath, [...program, ...process.argv.slice(2)], {
    cwd: ROOT,
    // the channel tells the program when this launcher is killed, so that it stops what it started
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: { NODE_ENV: 'production', ...process.env },
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', () => stopWith('程序无法启动。', 'The program could not be started.'));
  child.on('exit', (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 0)));
};

refuseOldNode();
process.chdir(ROOT);
installWhatIsMissing();
if (!process.argv.some((word) => /^--(token|story|backup|restore|administrator|letter|audit|recount)\b/.test(word)))
  buildWebOnce();
if (process.argv.includes('--build')) process.exit(0);
// only now, when it is known that this Node can read it and that what it asks for is installed
import('./built-program.mjs').then(({ programWords }) => programWords(isLetter ? 'letter' : 'main')).then(startProgram);
