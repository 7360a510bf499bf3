/** How long after its step a notice is queued, while steps are taken as fast as they go; read from the rows themselves. */
import pg from 'pg';
import { measure } from './measure.ts';
import type { Told } from './instance.ts';
import { assemble, round, STEPS } from './steps.ts';

export type NoticesMeasured = {
  readonly stepsPerSecond: number;
  readonly notices: number;
  /** Milliseconds from the step's time to that of the transaction that queued its notice. */
  readonly p50: number;
  readonly p95: number;
  readonly most: number;
  /** Milliseconds from the last step until everything was queued. */
  readonly drained: number;
  /** Steps of the run without any event read: must be nought. */
  readonly unread: number;
};

const PATIENCE_MS = 60_000;

export const measureNotices = async (told: Told, seconds: number): Promise<NoticesMeasured> => {
  const cast = await assemble(told);
  const owner = new pg.Client({ connectionString: told.ownerUrl });
  await owner.connect();
  try {
    await owner.query(`set search_path to ${pg.escapeIdentifier(told.schema)}, public`);
    const one = async <Row extends object>(text: string, values: readonly unknown[] = []): Promise<Row> => {
      const [row] = (await owner.query<Row>(text, [...values])).rows;
      if (row === undefined) throw new Error('no row');
      return row;
    };
    const waiting = async (): Promise<number> =>
      Number(
        (
          await one<{ count: string }>(
            `select count(*) from outbox where number is null or number > (select number from event_cursor where name = 'notices')`,
          )
        ).count,
      );
    const drain = async (): Promise<number> => {
      const began = Date.now();
      while ((await waiting()) > 0 && Date.now() - began < PATIENCE_MS)
        await new Promise((done) => setTimeout(done, 20));
      return Date.now() - began;
    };
    await drain();
    const from = new Date();
    const { perSecond } = await measure({
      what: 'steps while notices are queued',
      connections: 4,
      seconds,
      budget: null,
      counts: STEPS,
      pids: [told.server, told.database],
      call: (n) => round(cast, n),
    });
    const drained = await drain();
    const lag = await one<{ count: string; p50: number; p95: number; most: number }>(
      `select count(*), percentile_cont(0.5) within group (order by lag) as p50,
              percentile_cont(0.95) within group (order by lag) as p95, max(lag) as most
         from (select extract(epoch from at - caused_at)::float8 * 1000 as lag from notice where caused_at >= $1 and event is not null) n`,
      [from],
    );
    return {
      stepsPerSecond: perSecond,
      notices: Number(lag.count),
      p50: lag.p50,
      p95: lag.p95,
      most: lag.most,
      drained,
      unread: await waiting(),
    };
  } finally {
    await owner.end();
  }
};
