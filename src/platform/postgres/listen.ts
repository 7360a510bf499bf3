/** Notices of the database (LISTEN/NOTIFY): a connection of its own that comes back by itself. */
import pg from 'pg';

export type Listening = { readonly stop: () => Promise<void> };

export type ListenOptions = {
  readonly url: string;
  readonly channel: string;
  /** The notice's text. Called with '' after every (re)connection, since notices may have been missed meanwhile. */
  readonly onNotice: (text: string) => void;
  readonly retryMs?: number;
};

/** The region's channel: one per schema, since one database may hold several regions. */
export const channelOf = (schema: string): string => `kanglian_${schema}`;

export const listen = ({ url, channel, onNotice, retryMs = 1000 }: ListenOptions): Listening => {
  let stopped = false;
  let client: pg.Client | undefined;
  let timer: NodeJS.Timeout | undefined;

  const again = (): void => {
    if (stopped) return;
    clearTimeout(timer);
    timer = setTimeout(() => void open(), retryMs);
  };
  const open = async (): Promise<void> => {
    const next = new pg.Client({ connectionString: url, keepAlive: true, application_name: 'kanglian-listen' });
    client = next;
    next.on('error', () => undefined);
    next.on('end', again);
    next.on('notification', ({ payload }) => {
      onNotice(payload ?? '');
    });
    try {
      await next.connect();
      await next.query(`listen ${pg.escapeIdentifier(channel)}`);
      onNotice('');
    } catch {
      await next.end().catch(() => undefined);
      again();
    }
  };
  void open();
  return {
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await client?.end().catch(() => undefined);
    },
  };
};
