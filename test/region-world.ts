/** A whole region of a pack in a database of its own, as it is after its first start. */
import { loadRegion } from '../src/consortium/region/load.ts';
import type { Pack } from '../src/consortium/region/read.ts';
import type { Clock } from '../src/platform/clock.ts';
import { connect } from '../src/platform/postgres/connect.ts';
import { freshDatabase } from './database.ts';
import type { FreshDatabase } from './database.ts';

export const openRegion = async (pack: Pack, residents: number, clock: Clock): Promise<FreshDatabase> => {
  const database = await freshDatabase();
  const owner = connect({ url: database.url, schema: database.schema, connections: 2 });
  const hashPassword = (password: string): Promise<string> => Promise.resolve(password);
  const loading = await loadRegion({ owner, pack, residents, clock, hashPassword });
  await loading.rest;
  await owner.close();
  return database;
};
