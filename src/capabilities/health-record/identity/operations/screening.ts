/**
 * The one door for identities: whatever way a resident was written down (by hand, by spreadsheet, at `/fhir`), the transaction that
 * wrote them left a note, and here they are compared with the others. Likely ones become a case that a person decides.
 */
import { comparedFrom, findCandidates, findCompared } from '../../../../consortium/identity/candidates.ts';
import { findKeeper, keepPair, pairOf } from '../../../../consortium/identity/pairs.ts';
import { likelyOf, MOST_LIKELY } from '../../../../consortium/identity/likely.ts';
import type { Score } from '../../../../consortium/identity/scoring.ts';
import { stragglerStatements } from '../../../../consortium/identity/stragglers.ts';
import type { Engine } from '../../../../engines/pathways/engine.ts';
import { hasErrors, isRefused, takeStep } from '../../../../engines/pathways/run.ts';
import type { Actor, Statement } from '../../../../platform/postgres/database.ts';

const PROGRAM: Actor = {
  id: 'system:identity',
  person: null,
  role: 'system',
  organisation: 'system',
  purpose: 'system',
};

/** A resident whose comparison fails again and again is left for the log, not for ever in the way. */
const MOST_TRIES = 5;
const findUnscreened = (most: number): Statement => ({
  name: 'identity-find-unscreened',
  text: `select resident, organisation, since from resident_unscreened where tries < ${String(MOST_TRIES)} order by since limit $1`,
  values: [most],
});

const forget = (resident: string, since: Date): Statement => ({
  name: 'identity-screened',
  text: `delete from resident_unscreened where resident = $1 and since <= $2`,
  values: [resident, since],
});

const tried = (resident: string): Statement => ({
  name: 'identity-tried',
  text: `update resident_unscreened set tries = tries + 1 where resident = $1`,
  values: [resident],
});

/** Opens the case of two residents, once; answers its id, or undefined where there is one already or a person has decided. */
export const openPair = async (
  engine: Engine,
  by: Actor,
  found: { readonly one: string; readonly other: string; readonly score: Score; readonly finder: string },
): Promise<string | undefined> => {
  const at = engine.clock.now();
  const pair = pairOf(found.one, found.other);
  const [keepers = []] = await engine.db.read(PROGRAM, at, [findKeeper(pair, found.finder)]);
  const named = keepers[0]?.['id'];
  const keeper = typeof named === 'string' ? named : found.finder;
  const kept = { caseId: engine.newId(), finder: found.finder, keeper, at };
  const [rows = []] = await engine.db.write(PROGRAM, at, (tx) => tx.finish([keepPair(pair, found.score, kept)]));
  const caseId = rows[0]?.['case_id'];
  if (typeof caseId !== 'string') return undefined;
  const result = await takeStep(engine, 'identity', {
    caseId,
    step: 'find',
    version: null,
    answers: {},
    actor: { ...by, organisation: found.finder },
    key: null,
  });
  return isRefused(result) || hasErrors(result) ? undefined : caseId;
};

const screen = async (engine: Engine, resident: string, finder: string): Promise<void> => {
  const at = engine.clock.now();
  const [own = []] = await engine.db.read(PROGRAM, at, [findCompared([resident])]);
  const [person] = comparedFrom(own);
  // merged into another meanwhile, or never stored
  if (person === undefined) return;
  const [rows = []] = await engine.db.read(PROGRAM, at, [findCandidates(person)]);
  for (const { person: other, score } of likelyOf(person, comparedFrom(rows)).slice(0, MOST_LIKELY))
    await openPair(engine, PROGRAM, { one: resident, other: other.id, score, finder });
};

const findSettled: Statement = {
  name: 'identity-find-settled',
  text: `select c.id, c.version from resident_pair p join cases c on c.id = p.case_id
          where p.decision is null and c.closed_at is null
            and (exists (select 1 from resident_merged m where m.absorbed = p.one)
                 or exists (select 1 from resident_merged m where m.absorbed = p.other)) limit 100`,
};

/** Cases with nothing left to decide, because one of the two became part of another in a case of its own. */
const settle = async (engine: Engine): Promise<void> => {
  const [rows = []] = await engine.db.read(PROGRAM, engine.clock.now(), [findSettled]);
  for (const row of rows)
    await takeStep(engine, 'identity', {
      caseId: String(row['id']),
      step: 'settle',
      version: Number(row['version']),
      answers: {},
      actor: PROGRAM,
      key: null,
    });
};

/**
 * Compares whoever waits for it, `most` at a time, and answers how many were. One whose comparison fails is tried again later and
 * keeps nobody else waiting. @throws the first fault, after the others have been compared.
 */
export const screenResidents = async (engine: Engine, most = 50): Promise<number> => {
  const { db, clock } = engine;
  const [waiting = []] = await db.read(PROGRAM, clock.now(), [findUnscreened(most)]);
  let fault: unknown;
  for (const row of waiting) {
    const resident = String(row['resident']);
    try {
      await screen(engine, resident, String(row['organisation']));
      await db.write(PROGRAM, clock.now(), (tx) => tx.finish([forget(resident, row['since'] as Date)]));
    } catch (thrown) {
      fault ??= thrown;
      await db.write(PROGRAM, clock.now(), (tx) => tx.finish([tried(resident)]));
    }
  }
  await settle(engine);
  await db.write(PROGRAM, clock.now(), (tx) => tx.finish(stragglerStatements(clock.now())));
  if (fault !== undefined) throw fault instanceof Error ? fault : new Error('an identity could not be compared');
  return waiting.length;
};
