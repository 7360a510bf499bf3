/** Which of the processes on one database does the work that one of them is to do: the one that holds an advisory lock. */
import pg from 'pg';
import type { Statement } from './database.ts';

export type Leadership = {
  readonly leads: () => boolean;
  readonly stop: () => Promise<void>;
};

export type LeadershipOptions = {
  readonly url: string;
  readonly schema: string;
  /** Called when this process begins to lead. */
  readonly onLeading?: () => void;
  readonly everyMs?: number;
};

const KEY = `hashtextextended('leader ' || $1, 0)`;

/** Whether any process leads, as every connection can see. */
export const findLeader = (schema: string): Statement => ({
  name: 'leader-find',
  text: `select exists (
           select 1 from pg_locks where locktype = 'advisory' and granted and objsubid = 1
              and database = (select oid from pg_database where datname = current_database())
              and ((classid::bigint << 32) | objid::bigint) = ${KEY}) as led`,
  values: [schema],
});

/**
 * Holds the lock on a connection of its own. When the process or its connection ends, the database frees the lock and another
 * process takes it at its next try. For a moment two may believe that they lead: work stays safe without this, it is only not
 * done twice for nothing.
 */
export const seekLeadership = ({ url, schema, onLeading, everyMs = 1000 }: LeadershipOptions): Leadership => {
  let stopped = false;
  let leading = false;
  let client: pg.Client | undefined;
  let timer: NodeJS.Timeout | undefined;
  let trying: Promise<void> = Promise.resolve();

  const open = async (): Promise<pg.Client> => {
    const next = new pg.Client({
      connectionString: url,
      keepAlive: true,
      application_name: 'kanglian-leader',
      connectionTimeoutMillis: 5000,
      query_timeout: 5000,
    });
    next.on('error', () => undefined);
    next.on('end', () => {
      if (client === next) {
        leading = false;
        client = undefined;
      }
    });
    await next.connect();
    return next;
  };
  const attempt = async (): Promise<void> => {
    try {
      client ??= await open();
      if (leading) {
        // a connection that was lost without a word answers no question
        await client.query('select 1');
        return;
      }
      const { rows } = await client.query<{ got: boolean }>(`select pg_try_advisory_lock(${KEY}) as got`, [schema]);
      leading = rows[0]?.got === true;
      if (leading && !stopped) onLeading?.();
    } catch {
      leading = false;
      const lost = client;
      client = undefined;
      await lost?.end().catch(() => undefined);
    }
  };
  const again = (): void => {
    trying = attempt().finally(() => {
      if (!stopped) timer = setTimeout(again, everyMs);
    });
  };
  again();
  return {
    leads: () => leading,
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await trying;
      leading = false;
      await client?.end().catch(() => undefined);
    },
  };
};
