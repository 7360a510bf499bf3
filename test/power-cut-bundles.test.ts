/**
 * The power goes in the middle of a load of transaction bundles: server and database are killed (SIGKILL). Each bundle makes a
 * resident with observations, counts up a record of its caller's, and takes back an observation of the bundle before it.
 */
import { chmodSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { recount } from '../src/compose-figures.ts';
import { createServiceToken } from '../src/consortium/sessions/accounts.ts';
import { makeSearchIndex } from '../src/fhir/store/search-index.ts';
import { startInstance } from '../src/instance.ts';
import type { Instance } from '../src/instance.ts';
import { sealAudit, verifyAudit } from '../src/platform/audit-seal.ts';
import { systemClock } from '../src/platform/clock.ts';
import { readConfig } from '../src/platform/config.ts';
import type { Config } from '../src/platform/config.ts';
import { openInstallation } from '../src/platform/installation.ts';
import { isRefusal } from '../src/platform/refusal.ts';
import { freePort, pause, startProgram, until } from './processes.ts';
import type { Program } from './processes.ts';

const CALLERS = 6;
const OBSERVATIONS = 12;
const LOAD_MS = 5_000;
const SYSTEM = 'urn:kanglian:test:power';

let folder: string;
let program: Program | undefined;
let restarted: Instance | undefined;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'kanglian-bundles-'));
  chmodSync(folder, 0o755);
});
afterAll(async () => {
  program?.process.kill('SIGKILL');
  await restarted?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const configOf = (port: number): Config => {
  const read = readConfig(
    [`--port=${String(port)}`, '--residents=60', '--demonstration-cases=0', '--data-dir', join(folder, 'data')],
    {},
  );
  if ('mistakes' in read) throw new Error(JSON.stringify(read.mistakes));
  return read.config;
};
const postmaster = (): number => {
  const file = readdirSync(folder, { recursive: true, encoding: 'utf8' }).find((name) =>
    name.endsWith('postmaster.pid'),
  );
  return Number(readFileSync(join(folder, file ?? ''), 'utf8').split('\n')[0]);
};

/** The `n`th bundle of a caller; `before` is an observation of the one before it. */
const bundleOf = (caller: number, n: number, before: string | undefined): string => {
  const mark = { system: SYSTEM, value: `${String(caller)}-${String(n)}` };
  const patient = {
    resourceType: 'Patient',
    identifier: [mark],
    name: [{ text: '李树根' }],
    gender: 'male',
    birthDate: '1951-04-09',
  };
  const observation = (at: number) => ({
    resourceType: 'Observation',
    identifier: [mark],
    status: 'final',
    code: { coding: [{ system: 'http://loinc.org', code: '8480-6' }], text: '收缩压' },
    subject: { reference: 'urn:uuid:6f1e4bb2-7b7e-4a5e-9d8b-2f1d3c5a7e90' },
    effectiveDateTime: '2026-03-02',
    valueQuantity: { value: 120 + at, unit: 'mmHg', system: 'http://unitsofmeasure.org', code: 'mm[Hg]' },
  });
  const counted = {
    resourceType: 'Basic',
    id: `power-${String(caller)}`,
    identifier: [{ system: `${SYSTEM}:count`, value: String(n) }],
    code: { text: '计数' },
  };
  return JSON.stringify({
    resourceType: 'Bundle',
    type: 'transaction',
    entry: [
      {
        fullUrl: 'urn:uuid:6f1e4bb2-7b7e-4a5e-9d8b-2f1d3c5a7e90',
        resource: patient,
        request: { method: 'POST', url: 'Patient' },
      },
      ...Array.from({ length: OBSERVATIONS }, (_, at) => ({
        resource: observation(at),
        request: { method: 'POST', url: 'Observation' },
      })),
      { resource: counted, request: { method: 'PUT', url: `Basic/${counted.id}` } },
      ...(before === undefined ? [] : [{ request: { method: 'DELETE', url: before } }]),
    ],
  });
};

/** By caller and number: what the server said it had stored. */
type Acknowledged = Map<string, readonly string[]>;
const load = async (address: string, token: string, caller: number, acknowledged: Acknowledged): Promise<void> => {
  let before: string | undefined;
  for (let n = 1; ; n++) {
    let answer: { readonly status: number; readonly text: string };
    try {
      const got = await fetch(`${address}/fhir`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/fhir+json' },
        body: bundleOf(caller, n, before),
      });
      answer = { status: got.status, text: await got.text() };
    } catch {
      return; // the connection is gone with the power
    }
    // the database's end may be noticed before our own
    if (answer.status >= 500) return;
    if (answer.status !== 200) throw new Error(answer.text);
    const { entry } = JSON.parse(answer.text) as { entry: readonly { response: { location?: string } }[] };
    const locations = entry.flatMap(({ response }) => response.location ?? []);
    acknowledged.set(`${String(caller)}-${String(n)}`, locations);
    before = /Observation\/[^/]+/.exec(locations[1] ?? '')?.[0];
  }
};

describe('when the power goes in the middle of a load of bundles', () => {
  test('every acknowledged bundle is whole, none is half there, and what is derived equals a recount', async () => {
    program = await startProgram(['--residents=60', '--data-dir', join(folder, 'data')], {});
    const installation = await openInstallation(configOf(await freePort()));
    const made = await createServiceToken(
      { db: installation.app, clock: systemClock },
      { client: 'power', scope: 'system/*.cruds', days: 1 },
    );
    await installation.close();
    if (isRefusal(made)) throw new Error(made.refused);
    const acknowledged: Acknowledged = new Map();
    const { address, process: server, ended } = program;
    const callers = Promise.all(
      Array.from({ length: CALLERS }, (_, caller) => load(address, made.token, caller, acknowledged)),
    );
    await pause(LOAD_MS);
    const database = postmaster();
    server.kill('SIGKILL');
    process.kill(database, 'SIGKILL');
    await Promise.all([callers, ended]);
    expect(acknowledged.size).toBeGreaterThan(CALLERS);

    restarted = await startInstance(configOf(await freePort()));
    await restarted.loaded;
    const { app, ownerUrl, schema, auditSecrets } = restarted.installation;
    const pool = new pg.Pool({
      connectionString: ownerUrl,
      options: `-c search_path=${schema},public -c timezone=UTC`,
    });
    const owner = async (text: string) => (await pool.query<Record<string, unknown>>(text)).rows;
    try {
      // what is there, by the mark that every record of a bundle carries
      const rows = await owner(
        `select type, id, deleted, content::jsonb -> 'identifier' -> 0 ->> 'value' as mark from resource
          where content::jsonb -> 'identifier' -> 0 ->> 'system' = '${SYSTEM}'
          union all
         select r.type, r.id, r.deleted, h.content::jsonb -> 'identifier' -> 0 ->> 'value' from resource r
           join resource_history h using (type, id)
          where r.deleted and h.content::jsonb -> 'identifier' -> 0 ->> 'system' = '${SYSTEM}'`,
      );
      const kept = new Map<string, { type: string; id: string; deleted: boolean }[]>();
      for (const row of rows) {
        const mark = String(row['mark']);
        const one = { type: String(row['type']), id: String(row['id']), deleted: row['deleted'] === true };
        kept.set(mark, [...(kept.get(mark) ?? []), one]);
      }
      expect([...acknowledged.keys()].filter((mark) => !kept.has(mark))).toEqual([]);
      for (const [mark, records] of kept) {
        expect({ mark, records: records.length }).toEqual({ mark, records: 1 + OBSERVATIONS });
        const stored = new Set(records.map(({ type, id }) => `${type}/${id}`));
        const told = (acknowledged.get(mark) ?? []).flatMap(
          (at) => /(?:Patient|Observation)\/[^/]+/.exec(at)?.[0] ?? [],
        );
        expect(told.filter((path) => !stored.has(path))).toEqual([]);
      }
      // the caller's own record has counted exactly the bundles that are there, one version each, and each took one back
      const counts = await owner(
        `select id, version, content::jsonb -> 'identifier' -> 0 ->> 'value' as n from resource where type = 'Basic' and id like 'power-%'`,
      );
      expect(counts).toHaveLength(CALLERS);
      for (const { id, version, n } of counts) {
        const caller = String(id).replace('power-', '');
        const there = [...kept.keys()].filter((mark) => mark.startsWith(`${caller}-`));
        expect({ caller, n: Number(n), version: Number(version) }).toEqual({
          caller,
          n: there.length,
          version: there.length,
        });
        const back = there.filter((mark) => kept.get(mark)?.some(({ deleted }) => deleted) === true);
        expect({ caller, back: back.length }).toEqual({ caller, back: there.length - 1 });
      }
      // one row of the audit for each bundle that is there, with its resident, and none for what is not
      const audited = await owner(
        `select p.content::jsonb -> 'identifier' -> 0 ->> 'value' as mark, count(*) as n from audit a
           left join resource p on p.type = 'Patient' and p.id = any (a.residents)
             and p.content::jsonb -> 'identifier' -> 0 ->> 'system' = '${SYSTEM}'
          where a.actor = 'client:power' and a.action = 'transaction' group by 1`,
      );
      // a bundle that takes an observation back names the resident of the one before it too
      for (const { mark, n } of audited)
        expect({ mark, n: Number(n) <= 2 && kept.has(String(mark)) }).toEqual({ mark, n: true });
      const [bundles] = await owner(
        `select count(*) as n from audit where actor = 'client:power' and action = 'transaction' and outcome = 'done'`,
      );
      expect(Number(bundles?.['n'])).toBe(kept.size);

      // facts of residents, of figures, and the index that searches stand on
      const facts = await owner(
        `select p.id from resource p where p.type = 'Patient' and p.content::jsonb -> 'identifier' -> 0 ->> 'system' = '${SYSTEM}'
            and (not exists (select 1 from resident t where t.id = p.id and t.name = '李树根' and t.birth_date = '1951-04-09')
              or not exists (select 1 from resident_card c where c.resident = p.id
                               and c.value = p.content::jsonb -> 'identifier' -> 0 ->> 'value'))
         union all
         select t.id from resident t where t.name = '李树根'
            and not exists (select 1 from resource p where p.type = 'Patient' and p.id = t.id)`,
      );
      expect(facts).toEqual([]);
      const { lines, balanced } = await recount({ db: app, clock: systemClock, zone: restarted.pack.zone });
      expect({ lines, balanced }).toEqual({ lines, balanced: true });
      const INDEX = `select type, id, date, tokens, ranges, texts from resource where not deleted
        and content::jsonb -> 'identifier' -> 0 ->> 'system' like '${SYSTEM}%' order by type, id`;
      const index = await owner(INDEX);
      expect(index.length).toBeGreaterThan(kept.size * OBSERVATIONS);
      await owner(`update resource set tokens = '{}', ranges = null, texts = null where not deleted`);
      await owner(`update search_index set done = false, after_type = '', after_id = '', looked = 0`);
      // the program itself may be at it first
      await until('the index is made again', async () => {
        await makeSearchIndex(app, systemClock, () => false);
        return (await owner('select 1 from search_index where done')).length === 1;
      });
      const again = await owner(INDEX);
      expect(again.filter((row, n) => JSON.stringify(row) !== JSON.stringify(index[n]))).toEqual([]);

      // the audit goes on where its chain was, and what is sealed is what is there
      await sealAudit({ db: app, clock: systemClock, secret: auditSecrets[0] ?? '' });
      const verified = await verifyAudit(app, systemClock.now(), { secrets: auditSecrets });
      expect(verified.broken).toBe(null);
      const [rowsNow] = await owner('select count(*) as n from audit');
      expect(verified.rows + verified.unsealed).toBe(Number(rowsNow?.['n']));
    } finally {
      await pool.end();
    }
  }, 900_000);
});
