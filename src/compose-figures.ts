/** Joins the figures engine to its facts, the registers kept by hand and the region's data. */
import {
  boardRoute,
  figurePageRoutes,
  loadEntries,
  registerRoutes,
  sheetRoute,
} from './capabilities/cockpit/server.ts';
import { FIGURE_SETS } from './capabilities/index.ts';
import { regionFolder } from './compose-installation.ts';
import { casesOf, findLimit } from './consortium/limits.ts';
import type { Pack } from './consortium/region/read.ts';
import { factKeeper } from './engines/figures/keep.ts';
import { balance, factJobs, unmadeViews } from './engines/figures/ledger.ts';
import { ledgerLines, summaryLines } from './engines/figures/ledger-lines.ts';
import { readRegister } from './engines/figures/pack.ts';
import { figureReader } from './engines/figures/read.ts';
import { joinFigures } from './engines/figures/set.ts';
import type { FigureSource } from './engines/letters/figures-port.ts';
import { keepFactsBy } from './fhir/store/fact-keeper.ts';
import type { AuditRow } from './platform/audit.ts';
import { civilDay } from './platform/civil-time.ts';
import type { Clock } from './platform/clock.ts';
import type { Config } from './platform/config.ts';
import type { Route } from './platform/http/route.ts';
import type { Ids } from './platform/ids.ts';
import type { Job } from './platform/jobs.ts';
import type { Database } from './platform/postgres/database.ts';
import type { Refusal } from './platform/refusal.ts';
import type { Language } from './platform/words.ts';

export { COCKPIT_ERRORS } from './capabilities/cockpit/server.ts';
export { FIGURE_ERRORS } from './engines/figures/errors.ts';

export type FigureGround = {
  readonly config: Config;
  readonly db: Database;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly pack: Pack;
  readonly sentence: (refusal: Refusal, language: Language) => string;
  readonly recordRead: (row: AuditRow) => Promise<void>;
};

const DAY = 86_400_000;

/** Every capability's figures and facts. */
const { views: FACT_VIEWS, catalogue: FIGURES, themes, board, networks } = joinFigures(FIGURE_SETS);

const firstOf = (limits: Pack['limits'], code: string): Pack['limits'][number] | undefined =>
  limits.filter((limit) => limit.code === code).sort((one, other) => (one.validFrom < other.validFrom ? -1 : 1))[0];

/** Days of a limit of the region on a day; a pack without it was refused when it was read. */
const daysOfLimits =
  ({ limits }: Pack) =>
  (code: string, day: string): number => {
    // before the first version of a limit, its first: the year before a period may lie there
    const limit = findLimit(limits, code, 'routine', day) ?? firstOf(limits, code);
    if (limit === undefined || !('days' in limit.rule)) throw new Error(`the region has no days for ${code}`);
    return limit.rule.days;
  };

export const composeFigures = ({
  config,
  db,
  clock,
  ids,
  pack,
  sentence,
  recordRead,
}: FigureGround): {
  readonly routes: readonly Route[];
  readonly jobs: readonly Job[];
  /** What letters claim figures from. */
  readonly source: FigureSource;
} => {
  const { zone } = pack;
  keepFactsBy(factKeeper(FACT_VIEWS, zone));
  const ground = { db, clock, zone, views: FACT_VIEWS };
  const parts = {
    ...ground,
    catalogue: FIGURES,
    smallestCell: casesOf(pack.limits, 'figures.smallest-cell', civilDay(clock.now(), zone)),
    limitDays: daysOfLimits(pack),
    sentence,
    recordRead,
    region: { name: pack.name, nameEn: pack.nameEn },
    ...{ themes, board, networks },
    compared: casesOf(pack.limits, 'figures.compared', civilDay(clock.now(), zone)),
  };
  return {
    source: { catalogue: FIGURES, read: figureReader(parts) },
    routes: [
      ...registerRoutes({ db, clock, ids, zone }),
      ...figurePageRoutes(parts),
      boardRoute(parts),
      sheetRoute(parts),
    ],
    jobs: [
      ...factJobs(ground),
      {
        name: 'register of the pack',
        everyMs: DAY,
        work: async () => loadEntries({ db, clock }, await readRegister(regionFolder(config)), pack.bureau),
      },
    ],
  };
};

/** Sets what is kept against a recount and tells it line by line, each view as soon as it is done. Record names only. */
export const recount = async (
  ground: { readonly db: Database; readonly clock: Clock; readonly zone: string },
  tell: (line: string) => void = () => undefined,
): Promise<{ readonly lines: readonly string[]; readonly balanced: boolean }> => {
  const lines: string[] = [];
  const say = (more: readonly string[]): void => {
    for (const line of more) tell(line);
    lines.push(...more);
  };
  const of = { ...ground, views: FACT_VIEWS };
  const ledgers = await balance(of, (ledger) => say(ledgerLines(ledger)));
  say(summaryLines(ledgers, await unmadeViews(of)));
  return { lines, balanced: ledgers.every(({ differences }) => differences.length === 0) };
};
