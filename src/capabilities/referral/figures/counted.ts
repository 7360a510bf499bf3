/**
 * The counters of region and consortium follow the steps: a step keeps what they hold of its referral, and this job moves them by
 * what has become of it since (migration 0070). Every figure adds what they are behind by, so that none depends on when it ran.
 */
import type { Clock } from '../../../platform/clock.ts';
import type { Job } from '../../../platform/jobs.ts';
import type { Actor, Database, Statement } from '../../../platform/postgres/database.ts';

const COUNTER: Actor = {
  id: 'system:figures',
  person: null,
  role: 'system',
  organisation: 'system',
  purpose: 'system',
};
/** Counted in one transaction, which a step on one of them waits for. */
const MOST = 500;
const count = (most: number): Statement => ({
  name: 'referral-count-behind',
  text: 'select count_referrals($1) as counted',
  values: [most],
});

/** Counts what steps have changed, again and again until nothing is left or the process stops. */
export const countReferrals = async (
  db: Database,
  clock: Clock,
  stopping: () => boolean = () => false,
): Promise<number> => {
  for (let all = 0; ; ) {
    const [rows = []] = await db.write(COUNTER, clock.now(), (tx) => tx.finish([count(MOST)]));
    const counted = Number(rows[0]?.['counted'] ?? 0);
    all += counted;
    if (counted < MOST || stopping()) return all;
  }
};

export const countingJob = (db: Database, clock: Clock): Job => ({
  name: 'counting figures',
  everyMs: 5000,
  work: (stopping) => countReferrals(db, clock, stopping),
});
