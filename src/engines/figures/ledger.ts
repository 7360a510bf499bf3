/**
 * The ledger: what is kept against a recount from the stored records, in slices of records, several beside one another, so that a
 * million cases are neither one statement nor one connection's work. Each slice is one snapshot. Changes nothing but its own date.
 */
import { textArray } from '../../fhir/store/arrays.ts';
import type { Job } from '../../platform/jobs.ts';
import type { Rows, Statement } from '../../platform/postgres/database.ts';
import type { FactView } from './facts.ts';
import { FIGURES_ACTOR, fileOrganisations, findViews, foldFacts, makeFacts, UNHURRIED } from './making.ts';
import type { FactGround } from './making.ts';
import {
  differencesOf,
  entryDifferences,
  foldDifferences,
  MOST_DIFFERENCES,
  orphansOf,
  viewDigest,
} from './recount.ts';

export type Ledger = {
  readonly view: string;
  /** How many are kept; null where a capability keeps them elsewhere. */
  readonly facts: number | null;
  readonly differences: Rows;
};

const SLICE = 10_000;
const BESIDE = 2;

const sliceAfter = (type: string, after: string): Statement => ({
  name: 'ledger-slice',
  text: `select id from resource where type = $1 and id > $2 order by id limit ${SLICE}`,
  values: [type, after],
});

/** Ids of a type's records, slice by slice, for whoever asks next; undefined when all were given away. */
const slicesOf = ({ db, clock }: FactGround, type: string): (() => Promise<readonly string[] | undefined>) => {
  let turn: Promise<string | undefined> = Promise.resolve('');
  return async () => {
    const before = turn;
    const slice = (async () => {
      const after = await before;
      if (after === undefined) return [];
      const [rows = []] = await db.read(FIGURES_ACTOR, clock.now(), [sliceAfter(type, after)]);
      return rows.map(({ id }) => String(id));
    })();
    turn = slice.then((ids) => ids.at(-1));
    const ids = await slice;
    return ids.length === 0 ? undefined : ids;
  };
};

const countKept = (view: string): Statement => ({
  name: 'ledger-count',
  text: 'select count(*)::int as facts from fact where view = $1',
  values: [view],
});

const ledgerOf = async (ground: FactGround, view: FactView): Promise<Ledger> => {
  const { db, clock, zone } = ground;
  const differences: Rows[number][] = [];
  const ask = async (statements: readonly Statement[]): Promise<void> => {
    const rows = await db.write(FIGURES_ACTOR, clock.now(), (tx) => tx.finish([UNHURRIED, ...statements]));
    differences.push(...rows.slice(1).flat());
  };
  if (view.elsewhere === undefined) {
    const next = slicesOf(ground, view.resource);
    const work = async (): Promise<void> => {
      for (let ids = await next(); ids !== undefined && differences.length < MOST_DIFFERENCES; ids = await next())
        await ask([differencesOf(view, zone, textArray(ids))]);
    };
    // totals are set against the facts while the first slices are recounted
    await Promise.all([
      ask([foldDifferences(view.code), entryDifferences(view), orphansOf(view)]).then(work),
      ...Array.from({ length: BESIDE - 1 }, work),
    ]);
  } else await ask([view.elsewhere.differences(zone)]);
  const [rows] = view.elsewhere === undefined ? await db.read(FIGURES_ACTOR, clock.now(), [countKept(view.code)]) : [];
  const facts = rows === undefined ? null : Number(rows[0]?.['facts'] ?? 0);
  return { view: view.code, facts, differences: differences.slice(0, 2 * MOST_DIFFERENCES) };
};

/** Views that are still to be made: of them no ledger is drawn up. */
export const unmadeViews = async ({ db, clock, views }: FactGround): Promise<readonly string[]> => {
  const [rows = []] = await db.read(FIGURES_ACTOR, clock.now(), [findViews]);
  const made = new Map(rows.map(({ view, digest }) => [String(view), String(digest)]));
  return views.filter((each) => made.get(each.code) !== viewDigest(each)).map(({ code }) => code);
};

/**
 * Sets what is kept against a recount, view by view: no differences where the ledger balances. Views still to be made are left out.
 * @param told is given each ledger as soon as it is drawn up
 */
export const balance = async (ground: FactGround, told?: (ledger: Ledger) => void): Promise<readonly Ledger[]> => {
  const unmade = await unmadeViews(ground);
  const ledgers: Ledger[] = [];
  for (const view of ground.views.filter(({ code }) => !unmade.includes(code))) {
    const ledger = await ledgerOf(ground, view);
    told?.(ledger);
    ledgers.push(ledger);
  }
  return ledgers;
};

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const findUnbalanced = (before: Date): Statement => ({
  name: 'fact-unbalanced',
  text: 'select view from fact_view where coalesce(balanced_at, made_at) < $1',
  values: [before],
});
const noteBalanced = (views: readonly string[], at: Date): Statement => ({
  name: 'fact-note-balanced',
  text: 'update fact_view set balanced_at = $2 where view = any($1::text[])',
  values: [[...views], at],
});

/** Thrown by the ledger's job, so that whoever watches the jobs sees that kept facts and records differ. */
export class OutOfBalance extends Error {
  declare protected readonly own: true;
  readonly code = 'out-of-balance';
  constructor(views: readonly string[]) {
    super(`the facts kept of ${views.join(', ')} are not those of the records`);
    this.name = 'OutOfBalance';
  }
}

/** Draws up the ledgers that are a day old. What does not balance is tried again, and fails again, every hour. */
export const balanceDaily = async (ground: FactGround): Promise<readonly string[]> => {
  const at = ground.clock.now();
  const [rows = []] = await ground.db.read(FIGURES_ACTOR, at, [findUnbalanced(new Date(at.getTime() - DAY))]);
  const due = new Set(rows.map(({ view }) => String(view)));
  const ledgers = await balance({ ...ground, views: ground.views.filter(({ code }) => due.has(code)) });
  const balanced = ledgers.filter(({ differences }) => differences.length === 0).map(({ view }) => view);
  if (balanced.length > 0)
    await ground.db.write(FIGURES_ACTOR, at, (tx) => tx.finish([noteBalanced(balanced, ground.clock.now())]));
  if (balanced.length < ledgers.length)
    throw new OutOfBalance(ledgers.map(({ view }) => view).filter((view) => !balanced.includes(view)));
  return balanced;
};

export const factJobs = (ground: FactGround): readonly Job[] => [
  { name: 'folding facts', everyMs: 2000, work: (stopping) => foldFacts(ground, stopping) },
  {
    name: 'making facts',
    everyMs: 60_000,
    work: async (stopping) => {
      await fileOrganisations(ground);
      await makeFacts(ground, stopping);
    },
  },
  { name: 'balancing figures', everyMs: HOUR, work: () => balanceDaily(ground) },
];
