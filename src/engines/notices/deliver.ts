/**
 * Delivery: a process claims what is due, sends it outside of any transaction, and records what came of it. The id of the delivery
 * is the idempotency key, so a message whose record was lost is sent again and taken once; only a waiting delivery can end.
 */
import type { Clock } from '../../platform/clock.ts';
import type { Delivered, Message, Notifier } from '../../platform/notices/notifier.ts';
import type { Database, Rows, Statement } from '../../platform/postgres/database.ts';
import { NOTICES } from './store.ts';

export type DeliverOptions = {
  readonly db: Database;
  readonly clock: Clock;
  /** The message of a claimed delivery, found in one flight; undefined when there is nothing to say any more. */
  readonly messageOf: (claimed: Claimed, at: Date) => Promise<Omit<Message, 'id'> | undefined>;
  readonly timeoutMs?: number;
  /** Called when a delivery failed for good: what is raised by it is due now. */
  readonly nudge: () => void;
};

export type Claimed = {
  readonly id: string;
  readonly notice: string;
  readonly attempts: number;
  readonly recipient: string | null;
  /** Read on the screen, or left behind by its case: no need to call anybody. */
  readonly unneeded: boolean;
};

/** Waiting doubles from ten seconds up to a quarter of an hour; after the last attempt the delivery has failed. */
export const BACKOFF = { firstMs: 10_000, mostMs: 900_000, attempts: 8 } as const;
export const waitAfter = (attempts: number): number =>
  Math.min(BACKOFF.mostMs, BACKOFF.firstMs * 2 ** Math.max(0, attempts - 1));

const TIMEOUT_MS = 10_000;
/** A process that dies while sending leaves its claim to the next after this time. */
const LEASE_MS = 60_000;
const TOGETHER = 10;

const claim = (channel: string, at: Date): Statement => ({
  name: 'delivery-claim',
  text: `with due as (
           select id from delivery where channel = $1 and status = 'waiting' and next_at <= $2
            order by next_at limit ${String(TOGETHER)} for update skip locked),
         claimed as (
           update delivery d set attempts = d.attempts + 1, next_at = $3 from due where d.id = due.id
           returning d.id, d.notice, d.attempts, d.practitioner_role)
         select k.id, k.notice, k.attempts, k.practitioner_role,
                n.kind <> 'resident' and (n.read_at is not null
                  or (n.kind in ('owner', 'late', 'unread') and (c.closed_at is not null or c.state <> n.state))) as unneeded
           from claimed k join notice n on n.id = k.notice join cases c on c.id = n.case_id order by k.id`,
  values: [channel, at, new Date(at.getTime() + LEASE_MS)],
});

/** Only the attempt that is under way ends a delivery, and only a waiting one: a second answer changes nothing. */
const endDelivery = (claimed: Claimed, ended: Ended, at: Date): Statement => ({
  name: 'delivery-end',
  text: `update delivery set status = $3, code = $4, reference = $5, next_at = $6, ended_at = case when $3 = 'waiting' then null else $7::timestamptz end
          where id = $1 and attempts = $2 and status = 'waiting' returning 1`,
  values: [claimed.id, claimed.attempts, ended.status, ended.code, ended.reference, ended.nextAt, at],
});
const recordAttempt = (claimed: Claimed, from: Date, at: Date, answer: Delivered): Statement => ({
  name: 'delivery-attempt',
  text: `insert into delivery_attempt (delivery, number, at, ended_at, outcome, code) values ($1, $2, $3, $4, $5, $6)
         on conflict do nothing`,
  values: [claimed.id, claimed.attempts, from, at, answer.outcome, answer.code],
});
/**
 * A pressing notice that no message carried out is raised now instead of later, and so is a resident who was not told: unless
 * another of its messages is under way or arrived.
 */
const raiseNow = (notice: string, at: Date): Statement => ({
  name: 'delivery-raise-now',
  text: `update notice n set wake_at = $2
          where n.id = $1 and n.read_at is null and (n.kind = 'resident' or (n.urgency <> 'routine' and n.wake_at > $2))
            and not exists (select 1 from delivery d where d.notice = n.id and d.status in ('waiting', 'sent'))`,
  values: [notice, at],
});

type Ended = {
  readonly status: 'waiting' | 'sent' | 'failed' | 'unneeded';
  readonly code: string;
  readonly reference: string | null;
  readonly nextAt: Date;
};

const endOf = (claimed: Claimed, answer: Delivered, at: Date): Ended => {
  const of = (status: Ended['status'], code: string, wait = 0): Ended => ({
    status,
    code,
    reference: 'reference' in answer ? (answer.reference ?? null) : null,
    nextAt: new Date(at.getTime() + wait),
  });
  if (answer.outcome === 'delivered') return of('sent', answer.code);
  if (answer.outcome === 'never') return of('failed', answer.code);
  return claimed.attempts >= BACKOFF.attempts
    ? of('failed', answer.code)
    : of('waiting', answer.code, waitAfter(claimed.attempts));
};

const claimedFrom = (rows: Rows): readonly Claimed[] =>
  rows.map((row) => ({
    id: String(row['id']),
    notice: String(row['notice']),
    attempts: Number(row['attempts']),
    recipient: typeof row['practitioner_role'] === 'string' ? row['practitioner_role'] : null,
    unneeded: row['unneeded'] === true,
  }));

/** A notifier that throws or never answers is one that did not answer in time. */
const sendSafely = async (notifier: Notifier, message: Message, timeoutMs: number): Promise<Delivered> => {
  const signal = AbortSignal.timeout(timeoutMs);
  const late = new Promise<Delivered>((done) => {
    signal.addEventListener('abort', () => {
      done({ outcome: 'again', code: 'timeout' });
    });
  });
  try {
    return await Promise.race([notifier.send(message, signal), late]);
  } catch {
    return { outcome: 'again', code: 'fault' };
  }
};

const deliverOne = async (options: DeliverOptions, notifier: Notifier, claimed: Claimed): Promise<void> => {
  const { db, clock, messageOf, nudge, timeoutMs = TIMEOUT_MS } = options;
  const from = clock.now();
  const message = claimed.unneeded ? undefined : await messageOf(claimed, from);
  if (message === undefined) {
    const ended: Ended = { status: 'unneeded', code: 'unneeded', reference: null, nextAt: from };
    await db.write(NOTICES, from, (tx) => tx.finish([endDelivery(claimed, ended, from)]));
    return;
  }
  const answer = await sendSafely(notifier, { id: claimed.id, ...message }, timeoutMs);
  const at = clock.now();
  const ended = endOf(claimed, answer, at);
  await db.write(NOTICES, at, (tx) =>
    tx.finish([
      endDelivery(claimed, ended, at),
      recordAttempt(claimed, from, at, answer),
      ...(ended.status === 'failed' ? [raiseNow(claimed.notice, at)] : []),
    ]),
  );
  if (ended.status === 'failed') nudge();
};

/** Sends what is due on one channel, ten at a time; a slow channel holds up no other. Answers how many were tried. */
export const deliver = async (options: DeliverOptions, notifier: Notifier): Promise<number> => {
  let tried = 0;
  for (;;) {
    const at = options.clock.now();
    const [rows = []] = await options.db.write(NOTICES, at, (tx) => tx.finish([claim(notifier.channel, at)]));
    const claimed = claimedFrom(rows);
    // what a fault of the database leaves unrecorded is tried again when its lease is over
    const results = await Promise.allSettled(claimed.map((one) => deliverOne(options, notifier, one)));
    tried += claimed.length;
    const failed = results.find((result) => result.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
    if (claimed.length < TOGETHER) return tried;
  }
};
