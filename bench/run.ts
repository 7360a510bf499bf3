/**
 * `npm run bench`: the budgets of the design, measured on an instance of its own with everything on. Prints a table and the
 * same as JSON; nothing fails here because a machine is slow or shared.
 *
 *   npm run bench -- [--quick] [--cases 200000] [--residents 2000] [--seconds 5] [--out FILE]
 *                 [--only fhir,steps,notices,worklist,finding,long-record,matching,imports,pages,cockpit,figures,facts-cost,settlement,letters,beds] [--rows 100000]
 *                 [--data-dir FOLDER]   a region loaded before, so that a million residents (or cases) are waited for once
 */
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { measureFhir, PARTS } from './fhir.ts';
import type { Part } from './fhir.ts';
import { measureBedBoard } from './bed-board.ts';
import { openClient } from './http-client.ts';
import { measure } from './measure.ts';
import type { Measured } from './measure.ts';
import type { Told } from './instance.ts';
import { FIRST_SCREEN, measureFinding } from './finding.ts';
import { measureLongRecord } from './long-record.ts';
import { measureMatching } from './matching.ts';
import { measureCockpit } from './cockpit.ts';
import { idleWindows } from './processor-time.ts';
import { measureFactsCost } from './facts-cost.ts';
import { measureFigures } from './figures.ts';
import type { Line } from './line.ts';
import { measureImports } from './imports.ts';
import { measureLetters } from './letters.ts';
import { measureNotices } from './notices.ts';
import { pageWeight } from './page-weight.ts';
import { startMeasured } from './start-measured.ts';
import { measureSettlement } from './settlement.ts';
import { measureSteps } from './steps.ts';
import { measureWorklist } from './worklist.ts';
import type { WorklistMeasured } from './worklist.ts';

const { values: asked } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    cases: { type: 'string' },
    residents: { type: 'string' },
    seconds: { type: 'string' },
    only: {
      type: 'string',
      default:
        'fhir,steps,notices,worklist,finding,long-record,matching,imports,pages,cockpit,figures,facts-cost,settlement,letters,beds',
    },
    rows: { type: 'string' },
    'data-dir': { type: 'string' },
    out: { type: 'string' },
  },
});
const cases = Number(asked.cases ?? (asked.quick ? 50_000 : 200_000));
const seconds = Number(asked.seconds ?? (asked.quick ? 3 : 5));
const residents = Number(asked.residents ?? (asked.quick ? 600 : 2000));
const rows = Number(asked.rows ?? (asked.quick ? 5000 : 100_000));
const wanted = asked.only.split(',');
/** `--only fhir` is all of it, `--only fhir.read,fhir.include` these. */
const fhirParts: readonly Part[] = wanted.includes('fhir')
  ? PARTS
  : PARTS.filter((part) => wanted.includes(`fhir.${part}`));
const SMALL = 10_000;
/** Parts whose figures are processor time. */
const PROCESSOR: readonly string[] = ['fhir', 'steps'];

const lineOf = ({ what, milliseconds, least, budget, perSecond, othersCores }: Measured): Line => ({
  what,
  value: milliseconds,
  unit: 'ms CPU',
  budget,
  beside: `least ${least.toFixed(2)}, ${Math.round(perSecond)}/s, others used ${othersCores.toFixed(1)} of ${cpus().length} cores`,
});
const plain = (what: string, value: number, unit: string, budget: number | null, beside = ''): Line => ({
  what,
  value,
  unit,
  budget,
  beside,
});

const measureFloor = async ({ address, server, database }: Told, what: string, path: string): Promise<Measured> => {
  const client = openClient(address, {}, 8);
  const call = () => client.ask('GET', path);
  const phase = { what, connections: 8, seconds, budget: null, counts: 1, pids: [server, database] };
  return measure({ ...phase, warmCalls: 500, call }).finally(client.close);
};

/** What is inside every figure below: the jobs while nobody asks, and the way of a request through the machine. */
const measureIdle = async (told: Told): Promise<readonly Line[]> => {
  const pids = [told.server, told.database];
  const windows = await idleWindows(pids);
  const beside = `${windows.length * 5} s after loading; ${(windows[0] ?? 0).toFixed(0)} in the first five`;
  const idle = plain('idle, each second', windows.at(-1) ?? 0, 'ms CPU', null, beside);
  // what this machine takes for any answer at all, and for one that asks the database once
  const floors = [
    await measureFloor(told, 'floor: an answer without database', '/healthz'),
    await measureFloor(told, 'floor: an answer after one flight', '/readyz'),
  ];
  return [idle, ...floors.map(lineOf)];
};

const fhirLines = async (told: Told): Promise<readonly Line[]> => {
  const pids = [told.server, told.database];
  const { address, token, ownerUrl: databaseUrl, schema } = told;
  const results = await measureFhir(
    { base: `${address}/fhir`, token, pids, databaseUrl, schema },
    { seconds, parts: fhirParts },
  );
  const of = (start: string): number => results.find(({ what }) => what.startsWith(start))?.milliseconds ?? Number.NaN;
  return [...results.map(lineOf), plain('bundle to raw insert', of('bundle') / of('raw'), 'times', null)];
};

const stepLines = async (told: Told): Promise<readonly Line[]> => {
  const { step, flights } = await measureSteps(told, seconds);
  return [lineOf(step), plain('flights of a step, at most', flights, 'flights', 2)];
};

const noticeLines = async (told: Told): Promise<readonly Line[]> => {
  const measured = await measureNotices(told, seconds);
  const beside = `${Math.round(measured.stepsPerSecond)} steps/s, ${String(measured.notices)} notices, p50 ${measured.p50.toFixed(0)}, most ${measured.most.toFixed(0)}`;
  return [
    plain('a notice queued after its step, p95', measured.p95, 'ms', 1000, beside),
    plain('  all queued after the last step', measured.drained, 'ms', null, `${String(measured.unread)} events left`),
  ];
};

const findingLines = async (told: Told): Promise<readonly Line[]> => {
  const { residents: known, lines } = await measureFinding(told, asked.quick ? 60 : 300);
  return lines.map(({ by, p50, p95, found }) => {
    const beside = `p50 ${p50.toFixed(1)}, found ${(found * 100).toFixed(0)} %`;
    return plain(`among ${known}: ${by}`, p95, 'ms p95', by === FIRST_SCREEN ? 50 : 100, beside);
  });
};

const longRecordLines = (told: Told): Promise<readonly Line[]> => measureLongRecord(told, asked.quick ? 20 : 60);

const matchingLines = async (told: Told): Promise<readonly Line[]> => {
  const { departments, lines } = await measureMatching(told, asked.quick ? 60 : 200);
  return lines.map(({ by, p50, p95 }) =>
    plain(`matching ${departments}: ${by}`, p95, 'ms p95', 100, `p50 ${p50.toFixed(1)}`),
  );
};

/** What a clerk waits for, with progress to be seen; nobody else may wait for it. */
const importLines = async (told: Told): Promise<readonly Line[]> => {
  const { megabytes, counts, parts } = await measureImports(told, rows);
  const found = `${counts.added} added, ${counts.altered} altered, ${counts.unchanged} unchanged, ${counts.refused} refused, ${megabytes.toFixed(1)} MB`;
  return parts.flatMap(({ what, seconds, peak, before, silence, others }) => [
    plain(`${rows} residents ${what}`, seconds, 's', null, `${Math.round(rows / seconds)} rows/s, ${found}`),
    plain('  memory of the server at most', peak, 'MB', null, `${before.toFixed(0)} before`),
    plain('  longest without a sign of progress', silence, 's', null),
    ...others.map((other) =>
      plain(`  meanwhile ${other.what}, p95`, other.p95, 'ms p95', null, `most ${other.most.toFixed(0)}`),
    ),
  ]);
};

const worklistLines = async (told: Told): Promise<readonly Line[]> => {
  const sizes = [SMALL, Math.max(cases, SMALL)] as const;
  const measured = await measureWorklist(told, sizes, asked.quick ? 60 : 200);
  const of = (measured: WorklistMeasured): readonly Line[] => {
    const at = `at ${measured.cases} cases`;
    const beside = `median ${measured.p50.toFixed(1)} ms, ${measured.open} open cases in this worklist`;
    return [
      plain(`worklist ${at}, p95`, measured.p95, 'ms', 20, beside),
      plain(`  buffers of the page ${at}`, measured.pageBuffers, 'pages', null),
      plain(`  buffers of asking for changes ${at}`, measured.changesBuffers, 'pages', null),
      plain(
        `  buffers of a recount ${at}`,
        measured.recountBuffers,
        'pages',
        null,
        `${measured.recountMs.toFixed(1)} ms, after a step`,
      ),
    ];
  };
  const [small, large] = measured;
  if (small === undefined || large === undefined) return measured.flatMap(of);
  const touched = ({ pageBuffers, changesBuffers }: WorklistMeasured): number => pageBuffers + changesBuffers;
  return [
    ...of(small),
    ...of(large),
    plain('  buffers of an answer, large to small', touched(large) / touched(small), 'times', 1.5),
    plain(
      '  the same with a recount',
      (touched(large) + large.recountBuffers) / (touched(small) + small.recountBuffers),
      'times',
      null,
    ),
  ];
};

const pageLines = (): Promise<readonly Line[]> => {
  const dist = fileURLToPath(new URL('../dist', import.meta.url));
  const kilo = (bytes: number): number => bytes / 1000;
  const [desk, phone] = [pageWeight(dist, 'desk'), pageWeight(dist, 'mobile')];
  return Promise.resolve([
    plain('desk before any screen', kilo(desk.shell), 'kB gzip', 250),
    plain(
      'phone and resident’s page in all',
      kilo(phone.all),
      'kB gzip',
      200,
      `${kilo(phone.shell).toFixed(0)} at once`,
    ),
  ]);
};

/** The budget is the commission's screen's; what one house asks for itself is shown beside it. */
const cockpitLines = async (told: Told): Promise<readonly Line[]> => {
  const measured = await measureCockpit(told, cases, asked.quick ? 20 : 60);
  return measured.map(({ what, p50, p95, referrals, ofAll }) =>
    plain(`${what}, p95`, p95, 'ms', 300, `median ${p50.toFixed(1)} ms, ${referrals} referrals, of ${ofAll} in all`),
  );
};

/** Facts by --rows (5000000 for the budget), recount by --cases. */
const figureLines = (told: Told): Promise<readonly Line[]> =>
  measureFigures(told, { facts: rows, cases, times: asked.quick ? 20 : 60 });

/** A city's month: 300 hospice beds and 8,000 of elder care. */
const settlementLines = (told: Told): Promise<readonly Line[]> => measureSettlement(told);
/** A house of 500 beds, and a city's 8,000 on one board. */
const bedLines = (told: Told): Promise<readonly Line[]> => measureBedBoard(told, asked.quick ? 5 : 15);
const letterLines = async (): Promise<readonly Line[]> => {
  const { characters, findings, lintMs, pdf, pdfMs } = await measureLetters(asked.quick ? 3 : 9);
  return [
    plain('checks of a letter of ten pages', lintMs, 'ms', 1000, `${characters} characters, ${findings} findings`),
    plain('PDF of a letter, browser running', pdfMs, 'ms', 2000, pdf),
  ];
};

/** Beside processor time, how many answers after one flight it is, taken just before: what others do to a machine is in both. */
const besideFloor = (line: Line, floor: Measured): Line =>
  line.unit !== 'ms CPU'
    ? line
    : { ...line, beside: `${(line.value / floor.milliseconds).toFixed(2)} of a flight; ${line.beside}` };

const show = ({ what, value, unit, budget, beside }: Line): void => {
  const verdict = budget === null ? '' : value <= budget ? `within ${budget}` : `OVER ${budget}`;
  const figure = Number.isInteger(value) ? String(value) : value.toFixed(2);
  console.log(`${what.padEnd(40)} ${figure.padStart(9)} ${unit.padEnd(8)} ${verdict.padEnd(12)} ${beside}`);
};

const main = async (): Promise<void> => {
  const began = Date.now();
  const { told, keepFacts, stop } = await startMeasured(String(residents), asked['data-dir']);
  const lines: Line[] = [];
  try {
    const parts = [
      ['idle', measureIdle],
      ['fhir', fhirLines],
      ['finding', findingLines],
      ['long-record', longRecordLines],
      ['matching', matchingLines],
      ['imports', importLines],
      ['settlement', settlementLines],
      ['steps', stepLines],
      ['notices', noticeLines],
      ['worklist', worklistLines],
      ['pages', pageLines],
      ['cockpit', cockpitLines],
      ['figures', figureLines],
      ['facts-cost', (of: Told) => measureFactsCost(of, keepFacts, asked.quick ? 60 : 400)],
      ['letters', letterLines],
      ['beds', bedLines],
    ] as const;
    for (const [name, part] of parts) {
      if (name !== 'idle' && !wanted.includes(name) && !(name === 'fhir' && fhirParts.length > 0)) continue;
      const floor = PROCESSOR.includes(name) ? await measureFloor(told, 'floor', '/readyz') : undefined;
      const found = await part(told);
      const measured = floor === undefined ? found : found.map((line) => besideFloor(line, floor));
      measured.forEach(show);
      lines.push(...measured);
    }
  } finally {
    await stop();
  }
  console.log(`took ${Math.round((Date.now() - began) / 1000)} s`);
  if (asked.out !== undefined)
    writeFileSync(
      asked.out,
      `${JSON.stringify({ at: new Date().toISOString(), cpus: cpus().length, lines }, null, 2)}\n`,
    );
};

await main();
