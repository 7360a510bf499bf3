/**
 * A city's month of bed-days: 300 hospice beds and 8,000 beds of elder care, each with somebody in it, charges for every day, covers
 * and grades, settled into the ledger on the real database; then settled again, and once more after a twentieth of the facts have
 * been corrected. Repeatable to the fen: everything taken back and settled anew gives the same sums.
 */
import { readFile } from 'node:fs/promises';
import pg from 'pg';
import { CareDaysFile } from '../src/consortium/region/care-days-file.ts';
import { careDayRules } from '../src/engines/care-days/rules-of-region.ts';
import { settlePeriod } from '../src/engines/care-days/settle.ts';
import { newId } from '../src/platform/ids.ts';
import { connect } from '../src/platform/postgres/connect.ts';
import type { Actor } from '../src/platform/postgres/database.ts';
import type { Told } from './instance.ts';
import type { Line } from './line.ts';
import { processorSeconds } from './processor-time.ts';

const BEDS = { hospice: 300, 'elder-care': 8000 } as const;
const MONTH = { from: '2026-10-01', through: '2026-10-31' };
const DESK: Actor = { id: 'system:bench', person: null, role: 'system', organisation: 'bench', purpose: 'system' };

/** One stay a bed since 15 September; charges for every day of October; proof for the hospice's. */
const fill = async (owner: pg.Client, programme: keyof typeof BEDS): Promise<void> => {
  const count = BEDS[programme];
  const hospice = programme === 'hospice';
  const names: [string, number] = [`bench-${programme}-`, count];
  await owner.query(
    `insert into care_stay (id, resident, episode, programme, place, organisation, from_at, known_from, author)
     select $1 || n, $1 || n, $1 || n, $3, $4,
            (select id from organisation where kind in ('hospice', 'elder-care-home', 'township-hospital')
              order by id offset (n % 20) limit 1),
            '2026-09-15T01:00:00Z'::timestamptz + (n % 600) * interval '1 minute', '2026-09-15T01:00:00Z', 'bench'
       from generate_series(1, $2::int) as n`,
    [...names, programme, hospice ? 'ward' : 'care-home'],
  );
  await owner.query(
    `insert into care_cover (id, resident, kind, scheme, from_on, known_from, author, organisation)
     select $1 || n || '-' || k.kind, $1 || n, k.kind, k.scheme, '2026-01-01', '2026-01-01', 'bench', 'bench'
       from generate_series(1, $2::int) as n, (values ('medical', 'employee'), ('ltci', 'ltci')) as k (kind, scheme)`,
    names,
  );
  await owner.query(
    `insert into care_grade (id, resident, kind, grade, from_on, known_from, author, organisation)
     select $1 || n || '-g', $1 || n, $3, $4, '2026-01-01', '2026-01-01', 'bench', 'bench' from generate_series(1, $2::int) as n`,
    [...names, hospice ? 'severity' : 'disability', hospice ? 'severe' : '3'],
  );
  await owner.query(
    `insert into care_charge (id, resident, organisation, day, fen, outside, known_from, author)
     select $1 || n || '-' || d, $1 || n, s.organisation, '2026-10-01'::date + d, 5001 + (n * 37 + d * 11) % 9000, false,
            '2026-10-01', 'bench'
       from generate_series(1, $2::int) as n join care_stay s on s.id = $1 || n, generate_series(0, 30) as d`,
    names,
  );
  if (hospice)
    await owner.query(
      `insert into care_evidence (id, resident, organisation, day, kind, known_from, author)
       select $1 || n || '-' || d || k.kind, $1 || n, s.organisation, '2026-09-15'::date + d, k.kind, '2026-10-01', 'bench'
         from generate_series(1, $2::int) as n join care_stay s on s.id = $1 || n, generate_series(0, 46) as d,
              (values ('symptom-score'), ('team-activity')) as k (kind)`,
      names,
    );
};

const sums = async (owner: pg.Client): Promise<string> => {
  const { rows } = await owner.query<{ readonly line: string }>(
    `select p.account || ' ' || sum(p.fen) as line from care_posting p join care_entry e on e.id = p.entry
      where e.resident like 'bench-%' group by p.account order by 1`,
  );
  return rows.map(({ line }) => line).join('; ');
};

/** The elder-care table of the region where it has one; else the hospice's own for care homes, so that every bed is paid by rule. */
const rulesOf = async () => {
  const file = CareDaysFile.parse(
    JSON.parse(await readFile(new URL('../regions/siping/care-days.json', import.meta.url), 'utf8')),
  );
  const own = file.ltci.filter(({ programme }) => programme === 'elder-care');
  const made = file.ltci
    .filter(({ programme }) => programme === 'hospice')
    .map((table) => ({ ...table, code: 'elder-care-bench', programme: 'elder-care' as const }));
  return careDayRules(
    { ...file, ltci: [...file.ltci, ...(own.length > 0 ? [] : made)] },
    { zone: 'Asia/Shanghai', classOf: () => 'primary' },
    ({ refused }) => refused,
  );
};

export const measureSettlement = async (told: Told): Promise<readonly Line[]> => {
  const owner = new pg.Client({
    connectionString: told.ownerUrl,
    options: `-c search_path=${told.schema},public -c timezone=UTC`,
  });
  await owner.connect();
  const db = connect({ url: told.appUrl, schema: told.schema, connections: 2 });
  try {
    await fill(owner, 'hospice');
    await fill(owner, 'elder-care');
    await owner.query('analyze care_stay, care_cover, care_grade, care_charge, care_evidence');
    const rules = await rulesOf();
    const lines: Line[] = [];
    let at = Date.parse('2026-11-01T01:00:00Z');
    const settle = async (what: string): Promise<void> => {
      const began = performance.now();
      const [database, own] = [processorSeconds([told.database]), process.cpuUsage()];
      const done = await settlePeriod({ db, actor: DESK, at: new Date((at += 60_000)), rules, newId }, MONTH);
      const { user, system } = process.cpuUsage(own);
      const [theirs, ours] = [processorSeconds([told.database]) - database, (user + system) / 1e6];
      lines.push({
        ...{ what: `settlement: ${what}`, value: (performance.now() - began) / 1000, unit: 's', budget: 20 },
        beside: `${(theirs + ours).toFixed(1)} s CPU (${theirs.toFixed(1)} of the database), ${String(done.written)} written, ${String(done.reversed)} reversed`,
      });
    };
    await settle('a month, first time');
    await settle('the same again');
    await owner.query(
      `with wrong as (
         update care_charge set known_until = $1 where id like 'bench-%' and (hashtext(id) % 20) = 0 and known_until is null
         returning *)
       insert into care_charge (id, resident, organisation, day, fen, outside, known_from, author)
       select id || '-2', resident, organisation, day, fen + 700, outside, $1, author from wrong`,
      [new Date(at)],
    );
    await settle('after a twentieth was corrected');
    const corrected = await sums(owner);
    await owner.query(`delete from care_entry where resident like 'bench-%' and kind = 'reversal'`);
    await owner.query(`delete from care_entry where resident like 'bench-%'`);
    await settle('settled anew from nothing');
    const { rows } = await owner.query<{ readonly entries: string; readonly income: string }>(
      `select count(distinct e.id) as entries, -sum(p.fen) filter (where p.account = 'income') as income
         from care_entry e join care_posting p on p.entry = e.id where e.resident like 'bench-%'`,
    );
    const income = (Number(rows[0]?.income) / 100).toFixed(2);
    const differs = corrected === (await sums(owner)) ? 0 : 1;
    return [
      ...lines,
      {
        ...{ what: '  entries of the month', value: Number(rows[0]?.entries), unit: 'entries', budget: null },
        beside: `${income} yuan of income`,
      },
      // the sums by account are those of a ledger settled once from the corrected facts
      { what: '  differs when settled anew', value: differs, unit: 'sums', budget: 0, beside: '' },
    ];
  } finally {
    await db.close();
    await owner.end();
  }
};
