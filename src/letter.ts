/**
 * `npm run -s letter`: reads letters without a running instance.
 *
 *   letter -- lint FILE [--previous FILE] [--json] [--language zh|en]    what does not add up, and which numbers have no source
 *   letter -- claims REGION [--json]                                     every statement of a region's letters, and whether it is borne out
 *
 * Exit 0 when it could read (findings or not), 2 when it could not.
 */
import { isAbsolute, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { FIGURE_SETS } from './capabilities/index.ts';
import { BrokenPack } from './consortium/region/fault.ts';
import { readPack } from './consortium/region/read.ts';
import { countShare, countStated } from './consortium/region/stated.ts';
import { registeredIn } from './engines/figures/registered.ts';
import { joinFigures } from './engines/figures/set.ts';
import { readRegister } from './engines/figures/pack.ts';
import { lint } from './engines/letters/lint/lint.ts';
import { because, lintWords } from './engines/letters/lint/words.ts';
import { readSource } from './engines/letters/source-text.ts';
import type { SourceText } from './engines/letters/source-text.ts';
import { bearOut, readLetters, whyUnbound } from './engines/letters/stated.ts';
import type { BorneOut, CountedIn, WhyUnbound } from './engines/letters/stated.ts';
import type { Language } from './platform/words.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const USAGE = `用法 Usage:
  npm run -s letter -- lint FILE [--previous FILE] [--json] [--language zh|en]
  npm run -s letter -- claims REGION [--json]`;

/** A reader that stops early (`| head`) is no fault. */
process.stdout.on('error', () => process.exit(0));

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

const stopWith = (sentence: string): never => {
  process.stderr.write(`${sentence}\n`);
  process.exit(2);
};

const FAULTS: Readonly<Record<Extract<SourceText, { readonly fault: string }>['fault'], string>> = {
  missing: '没有这个文件，或者它不是文件。 There is no such file.',
  'too-large': '文件超过 16 MB，不像一份公文。 The file is over 16 MB, which no letter is.',
  'not-text':
    '这不是纯文本。请在 Word 或 WPS 里另存为“纯文本”再试。 This is no plain text: save it as plain text and try again.',
  empty: '文件里没有文字。 The file is empty.',
};

/** npm runs a script in the project's folder; the file is meant where the person stands. */
const pathOf = (file: string): string =>
  isAbsolute(file) ? file : join(process.env['INIT_CWD'] ?? process.cwd(), file);

const textOf = async (file: string): Promise<string> => {
  const source = await readSource(pathOf(file));
  return 'text' in source ? source.text : stopWith(`${file}: ${FAULTS[source.fault]}`);
};

type Wanted = { readonly json: boolean; readonly language: Language };

const sayLint = async (file: string, previous: string | undefined, { json, language }: Wanted): Promise<void> => {
  const raw = await textOf(file);
  const findings = lint(raw, previous === undefined ? {} : { previous: await textOf(previous) }).map((finding) => ({
    kind: finding.kind,
    quotes: finding.quotes,
    because: because(finding, language),
  }));
  if (json) say(JSON.stringify(findings, null, 2));
  else if (findings.length === 0) say(lintWords[language].nothing);
  else
    for (const { kind, quotes, because: why } of findings)
      say(`${kind}\n  ${quotes.map((quote) => `“${quote}”`).join('\n  ')}\n  ${why}\n`);
};

const OUTCOMES: Readonly<Record<BorneOut['outcome'], string>> = {
  supported: '有记录支持 supported',
  differs: '与记录不符 differs',
  unbound: '没有记录 unbound',
};

const WHY_UNBOUND: Readonly<Record<WhyUnbound, string>> = {
  'of-all': '说的是全部或各类，没有逐一的登记 said of all, and not each one is recorded',
  'no-base': '只有百分比，没有分子分母 a share without what it is of',
  'no-figure': '是提法或文稿自身的编号，没有对应指标 a phrase or a number of the letter itself, no figure',
  'no-entry': '没有登记 nobody has entered it',
};

/** A register entry of a pack stands on the letter alone: it says where a number comes from, and is no proof of it. */
const SUPPORTED_BY_HAND: Readonly<Record<BorneOut['outcome'], string>> = {
  supported: '有台账登记支持，仅据来函 supported by a register entry, claimed only',
  differs: '与台账登记不符 differs from the register',
  unbound: OUTCOMES.unbound,
};

/** The day a letter speaks of: its own, else the last day of its number's year. */
const letterDay = ({
  date,
  number,
}: {
  readonly date?: string | undefined;
  readonly number?: string | undefined;
}): string => date ?? `${/〔(\d{4})〕/.exec(number ?? '')?.[1] ?? '9999'}-12-31`;

/** The region's own counts on a day, or undefined where the pack holds letters and no region yet. */
const counting = async (folder: string): Promise<((day: string) => CountedIn) | undefined> => {
  try {
    const pack = await readPack(folder);
    const { districts } = pack.files.region;
    return (day) => ({
      count: (fact) => countStated(pack, fact),
      share: (share, { scope }) =>
        countShare(
          pack,
          share,
          day,
          districts.find((district) => scope?.endsWith(district)),
        ),
    });
  } catch (error) {
    if (error instanceof BrokenPack && error.faults.every(({ place }) => place === '$')) return undefined;
    throw error;
  }
};

const sayClaims = async (region: string, json: boolean): Promise<void> => {
  if (!/^[a-z][a-z0-9-]*$/.test(region)) stopWith(`没有区域包“${region}”。 There is no region pack “${region}”.`);
  const folder = join(ROOT, 'regions', region);
  const { letters, source } = await readLetters(folder);
  const count = await counting(folder);
  const registered = registeredIn(joinFigures(FIGURE_SETS).catalogue, await readRegister(folder), 'register');
  const told = letters.map((letter) => {
    const day = letterDay(letter);
    return {
      ...letter,
      statements: letter.statements.map((statement) =>
        bearOut(statement, count?.(day), () => registered(statement.figure, statement.id, day)),
      ),
    };
  });
  if (json) {
    const flat = told.map(({ statements, ...letter }) => ({
      ...letter,
      statements: statements.map(({ statement, outcome, counted, by }) => ({
        ...statement,
        outcome,
        ...(counted !== undefined && { counted }),
        ...(outcome === 'unbound' && { why: whyUnbound(statement) }),
        ...(by !== undefined && { by, evidence: by === 'records' ? 'recorded' : 'claimed' }),
      })),
    }));
    say(JSON.stringify({ region, source, letters: flat }, null, 2));
    return;
  }
  say(`${source}\n`);
  for (const { issuer, number, title, statements } of told) {
    say([issuer, number, title].filter((part) => part !== undefined).join(' '));
    for (const { statement, outcome, counted, by } of statements) {
      const value = `${statement.value ?? ''}${statement.unit ?? ''}`;
      const answered = by === 'register' ? SUPPORTED_BY_HAND[outcome] : OUTCOMES[outcome];
      const why = outcome === 'unbound' ? `（${WHY_UNBOUND[whyUnbound(statement)]}）` : '';
      say(
        `  ${statement.id}  ${answered}${why}${counted === undefined ? '' : ` (${counted})`}  ${statement.noun} ${value}  “${statement.sentence}”`,
      );
    }
    const of = (outcome: BorneOut['outcome'], source?: BorneOut['by']): number =>
      statements.filter((each) => each.outcome === outcome && (source === undefined || each.by === source)).length;
    say(
      `  ${statements.length}: supported ${of('supported')} (records ${of('supported', 'records')}, register ${of('supported', 'register')}), differs ${of('differs')}, unbound ${of('unbound')}\n`,
    );
  }
};

const main = async (): Promise<void> => {
  const words = process.argv.slice(2).filter((word) => word !== '--letter');
  const { values, positionals } = parseArgs({
    args: words,
    allowPositionals: true,
    options: {
      previous: { type: 'string' },
      json: { type: 'boolean', default: false },
      language: { type: 'string', default: 'zh' },
    },
  });
  const [what, about] = positionals;
  const language = values.language === 'en' ? 'en' : 'zh';
  if (about === undefined || positionals.length !== 2) stopWith(USAGE);
  else if (what === 'lint') await sayLint(about, values.previous, { json: values.json, language });
  else if (what === 'claims') await sayClaims(about, values.json);
  else stopWith(USAGE);
};

main().catch((error: unknown) => {
  const known =
    error instanceof BrokenPack ||
    (error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS'));
  stopWith(
    known ? `${error.message}\n${USAGE}` : String(error instanceof Error ? (error.stack ?? error.message) : error),
  );
});
