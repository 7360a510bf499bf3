import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { FreshDatabase } from '../../../test/database.ts';
import { freshDatabase } from '../../../test/database.ts';
import { connect } from './connect.ts';
import type { Actor } from './database.ts';
import { isDatabaseGone, isGuardFailure } from './faults.ts';

const coordinator: Actor = {
  id: 'role-1',
  person: 'person-1',
  role: 'referral-coordinator',
  organisation: 'county-hospital',
  purpose: 'care',
};
const at = new Date('2026-03-02T01:00:00.250Z');
const addFact = (name: string, value: string) => ({
  name: 'test-add-fact',
  text: 'insert into region_fact (name, value, at) values ($1, $2, $3)',
  values: [name, value, at],
});
const guard = (expected: number) => ({
  text: `with changed as (update region_fact set at = at where name = 'missing' returning 1)
         select expect_rows((select count(*) from changed), $1, 'the case has moved on')`,
  values: [expected],
});

let db: FreshDatabase;
const names = async (): Promise<unknown[]> =>
  (await db.owner('select name from region_fact order by name')).map((r) => r.name);

beforeAll(async () => {
  db = await freshDatabase();
});
afterAll(() => db.drop());

describe('one flight of reading', () => {
  test('the actor is declared, and every statement answers its rows', async () => {
    const answer = await db.app.read(coordinator, at, [
      {
        text: 'select declared_actor() as actor, declared_organisation() as organisation, declared_purpose() as purpose',
      },
      { text: 'select declared_now() as now' },
    ]);
    expect(answer).toEqual([[{ actor: 'role-1', organisation: 'county-hospital', purpose: 'care' }], [{ now: at }]]);
  });

  test('what was declared does not outlive the transaction', async () => {
    const once = connect({ url: db.appUrl, schema: db.schema, connections: 1 });
    await once.read(coordinator, at, []);
    const other = { ...coordinator, id: '', organisation: '' };
    expect(await once.read(other, at, [{ text: 'select declared_actor() as actor' }])).toEqual([[{ actor: null }]]);
    await once.close();
  });

  test('a reader cannot write', async () => {
    await expect(db.app.read(coordinator, at, [addFact('by-reader', '1')])).rejects.toMatchObject({ code: '25006' });
    expect(await names()).not.toContain('by-reader');
  });

  test('integers are numbers while exact, instants are dates, days and json stay text', async () => {
    const [rows] = await db.app.read(coordinator, at, [
      {
        text: `select 9007199254740991::int8 as exact, 9007199254740993::int8 as large, timestamptz '2026-03-02 09:00+08' as instant,
                 date '2026-02-28' as day, '{"dose": 1.50}'::json as record, array[date '2026-02-28'] as days,
                 $1::text[] as words, $2::timestamptz[] as instants, $3::bigint[] as tokens, $4::json as written`,
        values: [['a "b" \\ c', '康复', null], [at], [1n, -9223372036854775808n], { dose: 1.5 }],
      },
    ]);
    expect(rows?.[0]).toEqual({
      exact: 9007199254740991,
      large: '9007199254740993',
      instant: new Date('2026-03-02T01:00:00Z'),
      day: '2026-02-28',
      record: '{"dose": 1.50}',
      days: ['2026-02-28'],
      words: ['a "b" \\ c', '康复', null],
      instants: [at],
      tokens: ['1', '-9223372036854775808'],
      written: '{"dose":1.5}',
    });
  });
});

describe('a flight that fails', () => {
  const divide = (by: number) => ({ name: 'test-divide', text: 'select 12 / $1::int as answer', values: [by] });
  const missing = { name: 'test-missing', text: 'select * from nothing_of_that_name' };
  const own = { text: 'select pg_backend_pid() as pid' };

  test('spoils neither its statement nor its connection for whoever comes next', async () => {
    const once = connect({ url: db.appUrl, schema: db.schema, connections: 1 });
    const before = await once.read(coordinator, at, [own]);
    await expect(once.read(coordinator, at, [own, divide(0), divide(3)])).rejects.toMatchObject({ code: '22012' });
    expect(await once.read(coordinator, at, [divide(3), divide(4)])).toEqual([[{ answer: 4 }], [{ answer: 3 }]]);
    for (let time = 0; time < 2; time++)
      await expect(once.read(coordinator, at, [missing, divide(1)])).rejects.toMatchObject({ code: '42P01' });
    const writing = once.write(coordinator, at, (tx) => tx.finish([addFact('lost', '1'), divide(0)]));
    await expect(writing).rejects.toMatchObject({ code: '22012' });
    expect(await once.read(coordinator, at, [divide(6)])).toEqual([[{ answer: 2 }]]);
    expect(await once.read(coordinator, at, [own])).toEqual(before);
    expect(await names()).not.toContain('lost');
    await once.close();
  });

  test('a statement sent twice in one flight, and again later, answers each time what it was asked', async () => {
    const once = connect({ url: db.appUrl, schema: db.schema, connections: 1 });
    const answers = [[{ answer: 12 }], [{ answer: 6 }], [{ answer: 4 }]];
    for (let time = 0; time < 2; time++)
      expect(await once.read(coordinator, at, [divide(1), divide(2), divide(3)])).toEqual(answers);
    await once.close();
  });
});

describe('a writing transaction', () => {
  test('two flights are written together', async () => {
    const answer = await db.app.write(coordinator, at, async (tx) => {
      const [rows] = await tx.flight([{ text: 'select 1 as one' }]);
      await tx.finish([addFact('first', '1'), addFact('second', '2')]);
      return rows;
    });
    expect(answer).toEqual([{ one: 1 }]);
    expect(await names()).toEqual(expect.arrayContaining(['first', 'second']));
  });

  test('a failed guard is never acknowledged: what stands before and behind it in the flight is undone, without BEGIN and COMMIT too', async () => {
    const failed = db.app.write(coordinator, at, (tx) =>
      tx.finish([addFact('before', '1'), guard(1), addFact('after', '1')]),
    );
    const fault: unknown = await failed.catch((error: unknown) => error);
    expect(isGuardFailure(fault) && fault.message).toBe('the case has moved on');
    expect(await names()).not.toEqual(expect.arrayContaining(['before']));
    expect(await names()).not.toEqual(expect.arrayContaining(['after']));
    await db.app.write(coordinator, at, (tx) => tx.finish([guard(0), addFact('guarded', '1')]));
    expect(await names()).toContain('guarded');
  });

  test('a COMMIT behind a failed flight answers ROLLBACK without an error, and is not taken for one that was kept', async () => {
    const swallowed = db.app.write(coordinator, at, async (tx) => {
      await tx.flight([addFact('swallowed', '1'), guard(1)]).catch(() => undefined);
      await tx.finish([]);
    });
    await expect(swallowed).rejects.toThrow('the transaction ended with ROLLBACK');
    expect(await names()).not.toContain('swallowed');
  });

  test('a value that cannot be sent leaves nothing half-written', async () => {
    const invalid = { text: 'select $1::timestamptz', values: [new Date(Number.NaN)] };
    await expect(db.app.write(coordinator, at, (tx) => tx.finish([addFact('half', '1'), invalid]))).rejects.toThrow();
    await expect(
      db.app.write(coordinator, at, (tx) =>
        tx.finish([addFact('half', '1'), { ...addFact('half-2', '1'), text: 'select $1, $2, $3' }]),
      ),
    ).rejects.toThrow('two statements are named');
    expect(await names()).not.toContain('half');
  });

  test('without finish everything is rolled back and the connection goes back clean', async () => {
    const once = connect({ url: db.appUrl, schema: db.schema, connections: 1 });
    const answer = await once.write(coordinator, at, async (tx) => {
      await tx.flight([addFact('unfinished', '1')]);
      return 'refused';
    });
    expect(answer).toBe('refused');
    // on the same connection: a transaction left open would be committed with this one
    await once.write(coordinator, at, (tx) => tx.finish([addFact('next', '1')]));
    expect(await names()).toContain('next');
    expect(await names()).not.toContain('unfinished');
    await expect(
      once.write(coordinator, at, async (tx) => {
        await tx.flight([addFact('thrown', '1')]);
        throw new Error('a rule broke');
      }),
    ).rejects.toThrow('a rule broke');
    await once.write(coordinator, at, (tx) => tx.finish([addFact('after-the-throw', '1')]));
    expect(await names()).toContain('after-the-throw');
    expect(await names()).not.toContain('thrown');
    await once.close();
  });

  test('two transactions that block each other both succeed in the end', async () => {
    await db.owner(`insert into region_fact values ('left', '0', now()), ('right', '0', now())`);
    const touch = (name: string) => ({
      text: `update region_fact set value = ((value #>> '{}')::int + 1)::text::json where name = $1`,
      values: [name],
    });
    let attempts = 0;
    const both = (one: string, other: string) =>
      db.app.write(coordinator, at, async (tx) => {
        attempts++;
        await tx.flight([touch(one)]);
        await new Promise((done) => setTimeout(done, 200));
        await tx.finish([touch(other)]);
      });
    await Promise.all([both('left', 'right'), both('right', 'left')]);
    expect(attempts).toBeGreaterThan(2);
    expect(await db.owner(`select value::text from region_fact where name in ('left', 'right')`)).toEqual([
      { value: '2' },
      { value: '2' },
    ]);
  });
});

describe('a database that goes away in the middle of a step', () => {
  test('says so, keeps nothing of the step, and the next step works', async () => {
    const lost = db.app.write(coordinator, at, async (tx) => {
      const answers = await tx.flight([addFact('lost', '1'), { text: 'select pg_backend_pid() as pid' }]);
      const pid = answers[1]?.[0]?.pid;
      await db.owner('select pg_terminate_backend($1)', [pid]);
      await tx.finish([addFact('lost-too', '1')]);
    });
    const fault: unknown = await lost.catch((error: unknown) => error);
    expect(isDatabaseGone(fault)).toBe(true);
    await db.app.write(coordinator, at, (tx) => tx.finish([addFact('returned', '1')]));
    expect(await names()).toEqual(expect.not.arrayContaining(['lost', 'lost-too']));
    expect(await names()).toContain('returned');
  });

  test('an address where no database listens is a database that is away', async () => {
    const nowhere = connect({ url: 'postgresql://a:b@127.0.0.1:9/x', schema: 'siping' });
    await expect(nowhere.read(coordinator, at, [])).rejects.toSatisfy(isDatabaseGone);
    await nowhere.close();
  });
});

describe('the role the program connects as', () => {
  test('cannot change what has happened, nor the schema', async () => {
    const refused = { code: '42501' };
    const attempt = (text: string) => db.app.write(coordinator, at, (tx) => tx.finish([{ text }]));
    for (const table of ['audit', 'resource_history', 'case_step']) {
      await expect(attempt(`delete from ${table}`)).rejects.toMatchObject(refused);
      await expect(attempt(`truncate ${table}`)).rejects.toMatchObject(refused);
    }
    await expect(attempt(`update audit set actor = 'x'`)).rejects.toMatchObject(refused);
    await expect(attempt('drop table draft')).rejects.toMatchObject(refused);
    await expect(attempt('alter table resource disable row level security')).rejects.toMatchObject(refused);
    await expect(attempt(`insert into migration (name, run_on) values ('x', now())`)).rejects.toMatchObject(refused);
  });

  test('without a declared actor sees no resident and no record', async () => {
    await db.owner(
      `insert into resident (id, name, pinyin, initials, gender, synthetic) values ('r1', '合成', 'hecheng', 'hc', 'female', true)`,
    );
    await db.owner(
      `insert into relation values ('r1', 'county-hospital', 'case', 'c1', now() - interval '1 year', null)`,
    );
    const seen = [{ text: 'select id from resident' }];
    expect(await db.app.read({ ...coordinator, id: '' }, new Date(), seen)).toEqual([[]]);
    expect(await db.app.read({ ...coordinator, organisation: 'elsewhere' }, new Date(), seen)).toEqual([[]]);
    expect(await db.app.read(coordinator, new Date(), seen)).toEqual([[{ id: 'r1' }]]);
  });
});
