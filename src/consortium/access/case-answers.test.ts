import { afterAll, beforeAll, expect, test } from 'vitest';
import type { FreshDatabase } from '../../../test/database.ts';
import { freshDatabase } from '../../../test/database.ts';
import type { Actor, Purpose } from '../../platform/postgres/database.ts';

let database: FreshDatabase;
const AT = new Date('2026-11-30T08:00:00Z');

/** A case about no resident between two houses, its Task and an answered form, and a Task that no case made. */
beforeAll(async () => {
  database = await freshDatabase();
  await database.owner(
    `insert into organisation (id, kind, name, short_name, made_up, from_on)
     select id, 'hospital', id, id, true, '2026-01-01' from unnest(array['finder', 'keeper', 'stranger']) as id`,
  );
  await database.owner(
    `insert into cases (id, number, pathway, pathway_version, state, version, urgency, opener, opened_at, changed_at, closed_at, ending)
     values ('c1', 'SF1', 'identity', 1, 'closed', 1, 'routine', 'system:test', $1, $1, $1, 'finished')`,
    [AT],
  );
  await database.owner(
    `insert into case_party (case_id, party, organisation, pathway, closed, owned, urgency, urgency_rank, changed_at)
     select 'c1', id, id, 'identity', true, false, 'routine', 0, $1 from unnest(array['finder', 'keeper']) as id`,
    [AT],
  );
  for (const table of ['resource', 'resource_history'])
    await database.owner(
      `insert into ${table} (type, id, version, updated_at, author, organisation, deleted, content${table === 'resource' ? '' : ', known_until'})
       select type, id, 1, $1, 'somebody', 'keeper', false, '{}'${table === 'resource' ? '' : ', $1'}
         from (values ('Task', 'c1'), ('QuestionnaireResponse', 'c1-a1'), ('Task', 'own')) as row (type, id)`,
      [AT],
    );
});
afterAll(() => database.drop());

const seenBy = async (organisation: string, table: string, purpose: Purpose = 'care'): Promise<readonly string[]> => {
  const actor: Actor = { id: `client:${organisation}`, person: null, role: 'service-client', organisation, purpose };
  const [rows = []] = await database.app.read(actor, AT, [{ text: `select id from ${table} order by id` }]);
  return rows.map(({ id }) => String(id));
};

test.each(['resource', 'resource_history'])(
  'what a case about nobody is made of is seen by its parties alone: %s',
  async (table) => {
    expect(await seenBy('keeper', table)).toEqual(['c1', 'c1-a1', 'own']);
    expect(await seenBy('finder', table)).toEqual(['c1', 'c1-a1', 'own']);
    expect(await seenBy('stranger', table)).toEqual(['own']);
    expect(await seenBy('stranger', table, 'system')).toEqual(['c1', 'c1-a1', 'own']);
  },
);
