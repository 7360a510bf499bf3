/** What is kept for a while and then forgotten: attempts, ended sessions, answers for idempotency keys, events. */
import { forgetShown } from './consortium/capacity/choices.ts';
import { RESIDENT_ACCESS, forgetResidentSessions } from './consortium/resident-access/store.ts';
import { forgetAttempts } from './consortium/sessions/attempts.ts';
import { SESSIONS } from './consortium/sessions/store.ts';
import { OUTBOX_ACTOR, forgetEvents } from './engines/pathways/outbox.ts';
import { forgetAnswered } from './engines/pathways/statements.ts';
import type { Clock } from './platform/clock.ts';
import type { Job } from './platform/jobs.ts';
import type { Actor, Database, Statement } from './platform/postgres/database.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** How long answers are kept for an idempotency key, and events for a browser that comes back. */
const KEPT = { answers: 7 * DAY, events: 2 * DAY };

const endSessions = (before: Date): Statement => ({
  name: 'session-forget',
  text: 'delete from session where expires_at < $1',
  values: [before],
});

export const forgettingJob = (db: Database, clock: Clock): Job => {
  const write = (actor: Actor, ...statements: readonly Statement[]) =>
    db.write(actor, clock.now(), (tx) => tx.finish(statements));
  const before = (milliseconds: number): Date => new Date(clock.now().getTime() - milliseconds);
  return {
    name: 'forgetting',
    everyMs: HOUR,
    work: async () => {
      await write(SESSIONS, forgetAttempts(clock.now()), endSessions(before(DAY)));
      await write(RESIDENT_ACCESS, forgetResidentSessions(clock.now()));
      await write(OUTBOX_ACTOR, forgetShown(before(KEPT.answers)));
      await write(OUTBOX_ACTOR, forgetAnswered(before(KEPT.answers)), forgetEvents(before(KEPT.events)));
    },
  };
};
