/**
 * Facts of a view that is new or has changed are made from the stored records, in batches of records, while others write: a batch
 * locks its records, and whoever writes one of them waits for the batch. Until all are made no figure is answered from the view.
 */
import type { Clock } from '../../platform/clock.ts';
import type { Job } from '../../platform/jobs.ts';
import type { Actor, Database, Rows, Statement } from '../../platform/postgres/database.ts';
import type { FactView } from './facts.ts';
import { differencesOf, foldDifferences, forgetView, refill, viewDigest } from './recount.ts';

export const FIGURES_ACTOR: Actor = {
  id: 'system:figures',
  person: null,
  role: 'system',
  organisation: 'system',
  purpose: 'system',
};

export type FactGround = {
  readonly db: Database;
  readonly clock: Clock;
  readonly zone: string;
  readonly views: readonly FactView[];
};

const BATCH = 2000;
const FOLDED = 5000;

/** A recount of a whole region takes longer than a request may. */
const UNHURRIED: Statement = { text: `select set_config('statement_timeout', '0', true)` };

const findViews: Statement = { name: 'fact-views', text: 'select view, digest from fact_view' };
const lockRecords = (type: string, after: string): Statement => ({
  name: 'fact-lock-records',
  text: `select id from resource where type = $1 and id > $2 order by id limit ${BATCH} for update`,
  values: [type, after],
});
const forgetRecords = (view: string, records: readonly string[]): Statement => ({
  name: 'fact-forget-records',
  text: `with gone as (delete from fact where view = $1 and record = any($2::text[])
                       returning view, day, end_day, organisation, cell, amount, known_until)
         insert into fact_change (view, edge, day, organisation, cell, rows, amount)
         select view, edge.name, edge.day, coalesce(organisation, ''), cell, -1, coalesce(amount, 0)
           from gone cross join lateral (values ('start', day), ('end', end_day)) as edge (name, day)
          where known_until = 'infinity' and edge.day is not null`,
  values: [view, [...records]],
});
const noteView = (view: FactView, at: Date): Statement => ({
  name: 'fact-note-view',
  text: `insert into fact_view (view, digest, made_at) values ($1, $2, $3)
         on conflict (view) do update set digest = excluded.digest, made_at = excluded.made_at`,
  values: [view.code, viewDigest(view), at],
});

const makeView = async ({ db, clock, zone }: FactGround, view: FactView, stopping: () => boolean): Promise<boolean> => {
  await db.write(FIGURES_ACTOR, clock.now(), (tx) => tx.finish([UNHURRIED, ...forgetView(view.code)]));
  for (let after = ''; ; ) {
    if (stopping()) return false;
    const last = await db.write(FIGURES_ACTOR, clock.now(), async (tx) => {
      const [, rows = []] = await tx.flight([UNHURRIED, lockRecords(view.resource, after)]);
      const ids = rows.map(({ id }) => String(id));
      const records = ids.map((id) => `${view.resource}/${id}`);
      await tx.finish(ids.length === 0 ? [] : [forgetRecords(view.code, records), refill(view, zone, ids)]);
      return ids.at(-1);
    });
    if (last === undefined) break;
    after = last;
  }
  await db.write(FIGURES_ACTOR, clock.now(), (tx) => tx.finish([noteView(view, clock.now())]));
  return true;
};

const noteElsewhere = async ({ db, clock }: FactGround, view: FactView): Promise<true> => {
  await db.write(FIGURES_ACTOR, clock.now(), (tx) => tx.finish([noteView(view, clock.now())]));
  return true;
};

/** Makes what is not there or was made by another definition, and forgets views nobody defines any more. */
export const makeFacts = async (
  ground: FactGround,
  stopping: () => boolean = () => false,
): Promise<readonly string[]> => {
  const [rows = []] = await ground.db.read(FIGURES_ACTOR, ground.clock.now(), [findViews]);
  const held = new Map(rows.map(({ view, digest }) => [String(view), String(digest)]));
  const strange = [...held.keys()].filter((code) => !ground.views.some((view) => view.code === code));
  for (const code of strange)
    await ground.db.write(FIGURES_ACTOR, ground.clock.now(), (tx) => tx.finish([UNHURRIED, ...forgetView(code)]));
  const made: string[] = [];
  for (const view of ground.views) {
    if (held.get(view.code) === viewDigest(view)) continue;
    // facts kept elsewhere are made by their capability; here it is noted that they may be asked for
    const making = view.elsewhere === undefined ? makeView(ground, view, stopping) : noteElsewhere(ground, view);
    if (await making) made.push(view.code);
  }
  return made;
};

// most times nothing waits, and the function plans its work anew on each connection
const fold: Statement = {
  name: 'fact-fold',
  text: `select case when exists (select from fact_change) then fold_facts(${FOLDED}) else 0 end as folded`,
};
const file = (at: Date): Statement => ({
  name: 'organisations-file',
  text: 'select file_organisations($1) as filed',
  values: [at],
});

/** Adds what writes changed to the totals until nothing is left or the process stops. */
export const foldFacts = async ({ db, clock }: FactGround, stopping: () => boolean = () => false): Promise<number> => {
  for (let all = 0; ; ) {
    const [rows = []] = await db.write(FIGURES_ACTOR, clock.now(), (tx) => tx.finish([fold]));
    const folded = Number(rows[0]?.['folded'] ?? 0);
    all += folded;
    if (folded < FOLDED || stopping()) return all;
  }
};

/** Brings what organisations are filed under up to the directory. */
export const fileOrganisations = async ({ db, clock }: FactGround): Promise<void> => {
  await db.write(FIGURES_ACTOR, clock.now(), (tx) => tx.finish([file(clock.now())]));
};

export type Ledger = { readonly view: string; readonly differences: Rows };

/**
 * Sets what is kept against a recount, view by view: no differences where the ledger balances. Views still to be made are left out.
 * Changes nothing.
 */
export const balance = async ({ db, clock, zone, views }: FactGround): Promise<readonly Ledger[]> => {
  const [rows = []] = await db.read(FIGURES_ACTOR, clock.now(), [findViews]);
  const made = new Map(rows.map(({ view, digest }) => [String(view), String(digest)]));
  const ledgers: Ledger[] = [];
  for (const view of views.filter((each) => made.get(each.code) === viewDigest(each))) {
    const statements =
      view.elsewhere === undefined
        ? [differencesOf(view, zone), foldDifferences(view.code)]
        : [view.elsewhere.differences(zone)];
    const [, kept = [], totals = []] = await db.write(FIGURES_ACTOR, clock.now(), (tx) =>
      tx.finish([UNHURRIED, ...statements]),
    );
    ledgers.push({ view: view.code, differences: [...kept, ...totals] });
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
