import pg from 'pg';

export type Listening = { readonly stop: () => Promise<void> };

const AGAIN_MS = 1000;

/**
 * Calls `wake` for every NOTIFY on the channel, and once whenever the connection was made (again), since notices sent while it
 * was away are lost. The payload is not passed on: what happened is read from the tables.
 */
export const listen = (url: string, channel: string, wake: () => void): Listening => {
  let client: pg.Client | undefined;
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  const again = (): void => {
    if (!stopped) timer = setTimeout(begin, AGAIN_MS);
  };
  const begin = (): void => {
    const mine = new pg.Client({ connectionString: url, application_name: 'kanglian listen', keepAlive: true });
    client = mine;
    mine.on('error', () => undefined);
    mine.on('notification', wake);
    mine.connect().then(
      async () => {
        // from here on every end of the connection begins another
        mine.once('end', again);
        await mine.query(`listen ${pg.escapeIdentifier(channel)}`).then(wake, () => undefined);
        if (stopped) await mine.end();
      },
      () => {
        again();
      },
    );
  };
  begin();
  return {
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await client?.end().catch(() => undefined);
    },
  };
};
