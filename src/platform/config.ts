import { parseArgs } from 'node:util';
import { resolve } from 'node:path';
import { z } from 'zod';
import { readNotifierConfig } from './notices/settings.ts';
import type { NotifierConfig } from './notices/settings.ts';
import { ARCHIVE_OFF } from './postgres/archive.ts';
import { holdsPassword, secretOf, secretsOf } from './secret-settings.ts';
import type { StartCode, StartFault } from './start-words.ts';

/** What this run of the program is to do. */
export type Command =
  | { readonly name: 'serve' }
  | {
      readonly name: 'story';
      /** An instance that runs; without it the one at PORT when it answers, else one of its own. */
      readonly address: string | undefined;
      /** A FHIR transaction bundle whose patient is referred too. */
      readonly foreign: string | undefined;
      readonly language: 'zh' | 'en' | undefined;
    }
  | {
      readonly name: 'token';
      readonly client: string;
      readonly scope: string;
      readonly organisation: string | undefined;
      readonly days: number;
    }
  /** The first administrator's account; its password is made and printed once, or taken from ADMINISTRATOR_PASSWORD. */
  | {
      readonly name: 'administrator';
      readonly login: string;
      readonly called: string;
      readonly password: string | undefined;
    }
  /** Verifies the seals of the audit; `head`: a seal noted earlier that must still be in the chain. */
  | { readonly name: 'audit'; readonly head: string | undefined }
  /** Sets kept facts and totals against a recount from the stored records. */
  | { readonly name: 'recount' }
  | { readonly name: 'backup'; readonly folder: string }
  /** `at`: roll on from the backup to this moment. */
  | { readonly name: 'restore'; readonly folder: string; readonly at: Date | undefined };

export type Config = {
  readonly command: Command;
  readonly port: number;
  readonly host: string;
  readonly dataDir: string;
  /** False when nobody chose the data folder: then it may be put where the database's user can reach it. */
  readonly dataDirChosen: boolean;
  readonly databaseUrl: string | undefined;
  /** Where the embedded database's log is archived: a folder, `off`, or as it was. */
  readonly walArchive: string | undefined;
  /** How many days of it are kept. */
  readonly walArchiveDays: number;
  /** The application role's password on an external database that several processes share. */
  readonly appPassword: string | undefined;
  readonly region: string;
  readonly residents: number;
  /** Referrals played into a demonstration that has no case yet. */
  readonly demonstrationCases: number;
  /** Demonstration accounts exist on loopback only (law 10). */
  readonly demonstration: boolean;
  readonly behindProxy: boolean;
  readonly metricsToken: string | undefined;
  /** Residents' codes are made from it. */
  readonly residentSecret: string | undefined;
  /** Seal page tokens and the audit: the first is in use, earlier ones still open and verify. None: made by the program. */
  readonly pageSecrets: readonly string[];
  readonly auditSecrets: readonly string[];
  /** Passwords the owner of an external database had before: what was derived from them still opens and verifies. */
  readonly ownerPasswordsBefore: readonly string[];
  /** Requests a minute from one address; one session and one service token have budgets of their own. */
  readonly requestsPerMinute: number;
  readonly sessionRequestsPerMinute: number;
  readonly tokenRequestsPerMinute: number;
  /** Whether requests from this machine have budgets too. */
  readonly limitLoopback: boolean;
  /** Bundles, exports and the like under way at a time in one process. */
  readonly heavyRequests: number;
  /** Server processes behind the port. */
  readonly workers: number;
  /** CHROMIUM_PATH: the browser that makes PDFs, before the system's and the one from npm. */
  readonly chromium: string | undefined;
  /** FONT_FOLDER: the operator's own fonts (小标宋, 仿宋_GB2312 …), asked before those that came with the program. */
  readonly fontFolder: string | undefined;
  readonly notices: NotifierConfig;
};

export type Mistake = Pick<StartFault, 'code' | 'values'>;

const LOOPBACK = ['127.0.0.1', '::1', 'localhost'];

export const isLoopback = (host: string): boolean => LOOPBACK.includes(host) || /^127\.\d+\.\d+\.\d+$/.test(host);

const OPTIONS = {
  port: { type: 'string' },
  host: { type: 'string' },
  'data-dir': { type: 'string' },
  'database-url': { type: 'string' },
  region: { type: 'string' },
  residents: { type: 'string' },
  'demonstration-cases': { type: 'string' },
  'behind-proxy': { type: 'boolean' },
  'requests-per-minute': { type: 'string' },
  'limit-loopback': { type: 'boolean' },
  workers: { type: 'string' },
  story: { type: 'boolean' },
  address: { type: 'string' },
  foreign: { type: 'string' },
  language: { type: 'string' },
  token: { type: 'boolean' },
  client: { type: 'string' },
  organisation: { type: 'string' },
  scope: { type: 'string' },
  days: { type: 'string' },
  administrator: { type: 'string' },
  name: { type: 'string' },
  audit: { type: 'string' },
  head: { type: 'string' },
  recount: { type: 'boolean' },
  backup: { type: 'string' },
  restore: { type: 'string' },
  at: { type: 'string' },
  'wal-archive': { type: 'string' },
} as const;

const whole = (most: number, least = 0) =>
  z
    .string()
    .regex(/^\d{1,9}$/)
    .transform(Number)
    .refine((number) => number >= least && number <= most);

const isDatabaseUrl = (text: string): boolean => {
  try {
    const url = new URL(text);
    return /^postgres(ql)?:$/.test(url.protocol) && url.pathname.length > 1;
  } catch {
    return false;
  }
};

type Given = Readonly<Record<string, string | undefined>>;

/** A moment without its offset would be another one on another machine. */
const momentOf = (
  text: string | undefined,
  mistake: (code: StartCode, values: Mistake['values']) => void,
): Date | undefined => {
  if (text === undefined) return undefined;
  const read = z.iso.datetime({ offset: true }).safeParse(text);
  if (!read.success) mistake('restore.at', { value: text });
  return read.success ? new Date(read.data) : undefined;
};

const commandOf = (
  flags: Given,
  days: number,
  password: string | undefined,
  mistake: (code: StartCode, values: Mistake['values']) => void,
): Command => {
  const { client, scope, backup, restore } = flags;
  if (flags.story !== undefined) {
    const { address, foreign, language } = flags;
    if (address !== undefined && !/^https?:\/\/[^\s/]+\/?$/.test(address)) mistake('start.address', { value: address });
    if (language !== undefined && language !== 'zh' && language !== 'en')
      mistake('start.language', { value: language });
    const spoken = language === 'zh' || language === 'en' ? language : undefined;
    return { name: 'story', address, foreign: foreign === undefined ? undefined : resolve(foreign), language: spoken };
  }
  if (flags.token !== undefined) {
    if (client === undefined || scope === undefined) mistake('start.token-needs', {});
    return { name: 'token', client: client ?? '', scope: scope ?? '', organisation: flags.organisation, days };
  }
  const { administrator: login } = flags;
  if (login !== undefined) {
    if (!/^[A-Za-z0-9._@-]{2,60}$/.test(login)) mistake('start.login', { value: login });
    return { name: 'administrator', login, called: flags.name ?? login, password };
  }
  if (flags.audit !== undefined) {
    if (flags.audit !== 'verify') mistake('start.audit', { value: flags.audit });
    return { name: 'audit', head: flags.head };
  }
  if (flags.recount !== undefined) return { name: 'recount' };
  for (const [name, folder] of [
    ['backup', backup],
    ['restore', restore],
  ] as const) {
    if (folder === undefined) continue;
    if (folder === '') mistake('start.file-needed', { flag: `--${name}` });
    return name === 'backup'
      ? { name, folder: resolve(folder) }
      : { name, folder: resolve(folder), at: momentOf(flags.at, mistake) };
  }
  return { name: 'serve' };
};

/** Tokens as `--name=value`, `--name value` or `--name`; what is not an option is a mistake. */
const readFlags = (argv: readonly string[], mistake: (code: StartCode, values: Mistake['values']) => void): Given => {
  const flags: Record<string, string> = {};
  const { tokens } = parseArgs({
    args: [...argv],
    options: OPTIONS,
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  for (const token of tokens) {
    if (token.kind === 'positional') mistake('start.flag', { flag: token.value });
    if (token.kind !== 'option') continue;
    if (!(token.name in OPTIONS)) mistake('start.flag', { flag: token.rawName });
    else if (OPTIONS[token.name as keyof typeof OPTIONS].type === 'boolean') flags[token.name] = 'true';
    else if (token.value !== undefined && !token.value.startsWith('--')) flags[token.name] = token.value;
    else if (token.name === 'backup' || token.name === 'restore') flags[token.name] = '';
    else mistake('start.value-missing', { flag: token.rawName });
  }
  return flags;
};

/** Reads flags before the environment; every mistake gets its sentence, not only the first. */
export const readConfig = (
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): { readonly config: Config } | { readonly mistakes: readonly Mistake[] } => {
  const mistakes: Mistake[] = [];
  const mistake = (code: StartCode, values: Mistake['values']): void => void mistakes.push({ code, values });
  const flags = readFlags(argv, mistake);
  const given = (flag: string, variable: string): string | undefined => {
    const value = flags[flag] ?? env[variable];
    return value === '' && flags[flag] === undefined ? undefined : value;
  };
  const check = <Value>(code: StartCode, schema: z.ZodType<Value>, value: string, name?: string): Value | undefined => {
    const parsed = schema.safeParse(value);
    if (parsed.success) return parsed.data;
    mistake(code, name === undefined ? { value } : { value, name });
    return undefined;
  };
  const dataDir = given('data-dir', 'DATA_DIR');
  const secret = (name: string): string | undefined => secretOf(env, name, mistake);
  if (holdsPassword(flags['database-url'] ?? '')) mistake('start.secret-in-flags', {});
  const databaseUrl = flags['database-url'] ?? secret('DATABASE_URL');
  if (databaseUrl !== undefined) check('start.database-url', z.string().refine(isDatabaseUrl), databaseUrl);
  const walArchive = given('wal-archive', 'WAL_ARCHIVE');
  if (walArchive !== undefined && databaseUrl !== undefined) mistake('archive.own-tools', {});
  const host = check('start.host', z.string().regex(/^[\w.:-]+$/), given('host', 'HOST') ?? '127.0.0.1') ?? '';
  const positive = (name: string, value: string): number => check('start.number', whole(1e9, 1), value, name) ?? 1;
  const config: Config = {
    port: check('start.port', whole(65_535), given('port', 'PORT') ?? '8080') ?? 0,
    host,
    dataDir: resolve(check('start.data-dir', z.string().min(1), dataDir ?? '.data') ?? '.data'),
    dataDirChosen: dataDir !== undefined,
    databaseUrl,
    walArchive: walArchive === undefined || walArchive === ARCHIVE_OFF ? walArchive : resolve(walArchive),
    walArchiveDays: positive('WAL_ARCHIVE_DAYS', env['WAL_ARCHIVE_DAYS'] ?? '30'),
    appPassword: secret('APP_DATABASE_PASSWORD'),
    region:
      check('start.region', z.string().regex(/^[a-z][a-z0-9_]{0,39}$/), given('region', 'REGION') ?? 'siping') ?? '',
    residents: check('start.residents', whole(10_000_000), given('residents', 'RESIDENTS') ?? '20000') ?? 0,
    demonstration: isLoopback(host),
    demonstrationCases:
      check('start.demonstration-cases', whole(2000), given('demonstration-cases', 'DEMONSTRATION_CASES') ?? '80') ?? 0,
    behindProxy: given('behind-proxy', 'BEHIND_PROXY') === 'true',
    residentSecret: secret('RESIDENT_CODE_SECRET'),
    pageSecrets: secretsOf(env, 'PAGE_SECRET', mistake),
    auditSecrets: secretsOf(env, 'AUDIT_SECRET', mistake),
    ownerPasswordsBefore: secretsOf(env, 'OWNER_PASSWORD_BEFORE', mistake),
    metricsToken: secret('METRICS_TOKEN'),
    requestsPerMinute: positive('REQUESTS_PER_MINUTE', given('requests-per-minute', 'REQUESTS_PER_MINUTE') ?? '6000'),
    sessionRequestsPerMinute: positive('SESSION_REQUESTS_PER_MINUTE', env['SESSION_REQUESTS_PER_MINUTE'] ?? '1200'),
    tokenRequestsPerMinute: positive('TOKEN_REQUESTS_PER_MINUTE', env['TOKEN_REQUESTS_PER_MINUTE'] ?? '60000'),
    limitLoopback: given('limit-loopback', 'LIMIT_LOOPBACK') === 'true',
    heavyRequests: positive('HEAVY_REQUESTS', env['HEAVY_REQUESTS'] ?? '8'),
    workers: check('start.workers', whole(16, 1), given('workers', 'WORKERS') ?? '1') ?? 1,
    chromium: given('chromium-path', 'CHROMIUM_PATH'),
    fontFolder: given('font-folder', 'FONT_FOLDER'),
    notices: readNotifierConfig(env, mistake),
    command: commandOf(flags, positive('--days', flags.days ?? '30'), secret('ADMINISTRATOR_PASSWORD'), mistake),
  };
  return mistakes.length > 0 ? { mistakes } : { config };
};
