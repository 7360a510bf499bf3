/** The sealed audit: whoever changes, removes or slips in a row, or touches a seal, is found, even as the database's owner. */
import { afterAll, beforeEach, beforeAll, expect, test } from 'vitest';
import { freshDatabase } from '../../test/database.ts';
import type { FreshDatabase } from '../../test/database.ts';
import { auditRow, auditStatement } from './audit.ts';
import { sealAudit, verifyAudit } from './audit-seal.ts';
import { stoppedClock } from './clock.ts';
import type { Actor } from './postgres/database.ts';

let world: FreshDatabase;
const AT = new Date('2026-11-20T06:30:00Z');
const SECRET = 'a secret that does not stand in the database';
const reader: Actor = {
  id: 'gp-role',
  person: 'gp',
  role: 'general-practitioner',
  organisation: 'township',
  purpose: 'care',
};

beforeAll(async () => {
  world = await freshDatabase();
});
afterAll(() => world.drop());

const write = (count: number) =>
  world.app.write(reader, AT, (tx) =>
    tx.finish([
      auditStatement(
        ...Array.from({ length: count }, (_, n) =>
          auditRow(reader, AT, { action: 'read', target: `Condition/${String(n)}`, residents: ['wu'] }),
        ),
      ),
    ]),
  );
const options = () => ({ db: world.app, clock: stoppedClock(AT), secret: SECRET, rowsPerSeal: 4 });
const verify = (head?: string) =>
  verifyAudit(world.app, AT, { secrets: [SECRET], ...(head === undefined ? {} : { head }) });

beforeEach(async () => {
  await world.owner('truncate audit, audit_seal');
  await world.owner('alter sequence audit_id_seq restart with 1');
  await write(10);
  await sealAudit(options());
});

test('ten rows stand under three seals; what came since is told as not sealed yet', async () => {
  await write(2);
  expect(await verify()).toMatchObject({ seals: 3, rows: 10, unsealed: 2, broken: null });
  expect(await sealAudit(options())).toBe(2);
  expect(await verify()).toMatchObject({ seals: 4, rows: 12, unsealed: 0, broken: null });
});

test.each([
  ['a row changed', `update audit set residents = '{li}' where id = 6`, { what: 'row-changed', at: '6' }],
  [
    'a time changed',
    `update audit set at = at + interval '1 microsecond' where id = 2`,
    { what: 'row-changed', at: '2' },
  ],
  ['a row removed', 'delete from audit where id = 7', { what: 'row-removed', at: '7' }],
  ['the last row removed', 'delete from audit where id = 10', { what: 'row-removed', at: '10' }],
  ['the first row removed', 'delete from audit where id = 1', { what: 'row-removed', at: '1' }],
  [
    'a seal’s digest changed',
    `update audit_seal set previous = 'x' where number = 2`,
    { what: 'seal-changed', at: '2' },
  ],
  ['a seal removed', 'delete from audit_seal where number = 2', { what: 'seal-removed', at: '2' }],
])('%s is found and named', async (_what, tampering, broken) => {
  await world.owner(tampering);
  expect((await verify()).broken).toEqual(broken);
});

test('after a new secret the earlier seals verify with the earlier one, and with neither alone', async () => {
  const NEWER = 'another secret';
  const broken = async (...secrets: readonly string[]) => (await verifyAudit(world.app, AT, { secrets })).broken;
  await write(4);
  expect(await sealAudit({ ...options(), secret: NEWER })).toBe(4);
  expect(await broken(NEWER, SECRET)).toBeNull();
  expect(await broken(NEWER)).toEqual({ what: 'seal-changed', at: '1' });
  expect(await broken(SECRET)).toEqual({ what: 'seal-changed', at: '4' });
});

test('a row slipped into a gap of the numbers is found', async () => {
  await world.owner('truncate audit, audit_seal');
  await write(3);
  await world.owner(`select nextval('audit_id_seq')`);
  await write(3);
  await sealAudit(options());
  const ids = (await world.owner('select id from audit order by id')).map((row) => Number(row['id']));
  const gap = (ids[2] ?? 0) + 1;
  expect(ids).not.toContain(gap);
  await world.owner(
    `insert into audit (id, at, actor, role, organisation, purpose, action, outcome)
     overriding system value values ($1, $2, 'x', 'x', 'x', 'x', 'x', 'done')`,
    [gap, AT],
  );
  expect((await verify()).broken).toEqual({ what: 'row-inserted', at: String(gap) });
});

test('whoever rewrites row and seal alike still lacks the secret; a chain cut off at its end lacks the noted head', async () => {
  const { head } = await verify();
  await world.owner('delete from audit where id > 8');
  await world.owner('delete from audit_seal where number = 3');
  expect((await verify()).broken).toBeNull();
  expect((await verify(head ?? '')).broken).toEqual({ what: 'head-missing', at: head });

  await world.owner(`update audit set reason = 'x' where id = 1`);
  await world.owner(`update audit_seal set
    digests = (select string_agg(substr(audit_row_digest(a), 1, 8), '' order by id) from audit a where id between 1 and 4),
    digest = (select encode(sha256(string_agg(audit_row_digest(a), '' order by id)), 'hex') from audit a where id between 1 and 4)
    where number = 1`);
  expect((await verify()).broken).toEqual({ what: 'seal-changed', at: '1' });
});

test('a row whose transaction is still open is never passed over: it is waited for, then sealed in its place', async () => {
  await world.owner('truncate audit, audit_seal');
  let release = (): void => undefined;
  const held = new Promise<void>((done) => (release = done));
  let begun = (): void => undefined;
  const started = new Promise<void>((done) => (begun = done));
  const slow = world.app.write(reader, AT, async (tx) => {
    await tx.flight([auditStatement(auditRow(reader, AT, { action: 'slow' }))]);
    begun();
    await held;
    await tx.finish([]);
  });
  await started;
  await write(2);
  const sealing = sealAudit(options());
  await write(1);
  release();
  await slow;
  await sealing;
  await sealAudit(options());
  expect(await verify()).toMatchObject({ rows: 4, unsealed: 0, broken: null });
});

test('the program itself can neither change nor remove what it wrote', async () => {
  const trying = (text: string) => world.app.write(reader, AT, (tx) => tx.finish([{ text }]));
  await expect(trying('delete from audit')).rejects.toThrow(/permission denied/);
  await expect(trying(`update audit set reason = 'x'`)).rejects.toThrow(/permission denied/);
  await expect(trying('delete from audit_seal')).rejects.toThrow(/permission denied/);
});
