/**
 * Facts of a view that is new or has changed are made from the stored records, in batches of records, while others write: a batch
 * locks its records, and whoever writes one of them waits for the batch. Until all are made no figure is answered from the view.
 */
import type { Clock } from '../../platform/clock.ts';
import type { Actor, Database, Statement } from '../../platform/postgres/database.ts';
import type { FactView } from './facts.ts';
import { forgetView, refill, viewDigest } from './recount.ts';

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
export const UNHURRIED: Statement = { text: `select set_config('statement_timeout', '0', true)` };

export const findViews: Statement = { name: 'fact-views', text: 'select view, digest from fact_view' };
const lockRecords = (type: string, after: string): Statement => ({
  name: 'fact-lock-records',
  text: `select id from resource where type = $1 and id > $2 order by id limit ${BATCH} for update`,
  values: [type, after],
});
const forgetRecords = ({ code, counted }: FactView, records: readonly string[]): Statement => ({
  name: 'fact-forget-records',
  text: `with gone as (delete from fact where view = $1 and record = any($2::text[])
                       returning *)
         insert into fact_change (view, edge, day, organisation, cell, rows, amount, resident, start_at, end_at, end_day, counted)
         select view, edge.name, edge.day, coalesce(organisation, ''), cell, -1, coalesce(amount, 0), resident, start_at, end_at, end_day,
                counted_of(attributes, $3)
           from gone cross join lateral (values ('start', day), ('end', end_day)) as edge (name, day)
          where known_until = 'infinity' and edge.day is not null`,
  values: [code, [...records], JSON.stringify(counted)],
});
const noteView = (view: FactView, at: Date): Statement => ({
  name: 'fact-note-view',
  text: `insert into fact_view (view, digest, made_at) values ($1, $2, $3)
         on conflict (view) do update set digest = excluded.digest, made_at = excluded.made_at`,
  values: [view.code, viewDigest(view), at],
});

// most times nothing waits, and the function plans its work anew on each connection
const fold: Statement = {
  name: 'fact-fold',
  text: `select case when exists (select from fact_change) then fold_facts(${FOLDED}) else 0 end as folded`,
};
// as `fold_facts` asks for it
const awaitTurn: Statement = {
  name: 'fact-fold-turn',
  text: `select pg_advisory_xact_lock(hashtext('kanglian fold facts ' || current_schema()))`,
};

/**
 * Adds what writes changed to the totals until nothing is left or the process stops.
 * @param waits whether to wait for whoever is adding; without it they are left to it
 */
export const foldFacts = async (
  { db, clock }: Pick<FactGround, 'db' | 'clock'>,
  stopping: () => boolean = () => false,
  waits = false,
): Promise<number> => {
  for (let all = 0; ; ) {
    const rows = await db.write(FIGURES_ACTOR, clock.now(), (tx) =>
      tx.finish(waits ? [UNHURRIED, awaitTurn, fold] : [fold]),
    );
    const folded = Number(rows.at(-1)?.[0]?.['folded'] ?? 0);
    all += folded;
    if (folded < FOLDED || stopping()) return all;
  }
};

const makeView = async (ground: FactGround, view: FactView, stopping: () => boolean): Promise<boolean> => {
  const { db, clock, zone } = ground;
  await db.write(FIGURES_ACTOR, clock.now(), (tx) => tx.finish([UNHURRIED, ...forgetView(view.code)]));
  for (let after = ''; ; ) {
    if (stopping()) return false;
    const last = await db.write(FIGURES_ACTOR, clock.now(), async (tx) => {
      const [, rows = []] = await tx.flight([UNHURRIED, lockRecords(view.resource, after)]);
      const ids = rows.map(({ id }) => String(id));
      const records = ids.map((id) => `${view.resource}/${id}`);
      await tx.finish(ids.length === 0 ? [] : [forgetRecords(view, records), refill(view, zone, ids)]);
      return ids.at(-1);
    });
    if (last === undefined) break;
    // who reads meanwhile looks through what waits: no more than this batch (decision 0239)
    await foldFacts(ground, stopping, true);
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

const file = (at: Date): Statement => ({
  name: 'organisations-file',
  text: 'select file_organisations($1) as filed',
  values: [at],
});

/** Brings what organisations are filed under up to the directory. */
export const fileOrganisations = async ({ db, clock }: FactGround): Promise<void> => {
  await db.write(FIGURES_ACTOR, clock.now(), (tx) => tx.finish([file(clock.now())]));
};
