/** Statements of a month: each kind adds up to the ledger to the fen, on the page, on paper and in the workbook, and only who may sees it. */
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { bodyOf, call, refusedAs } from '../../../../test/call.ts';
import { careForThreeDays, deskOf, openHospiceWorld } from '../../../../test/hospice-world.ts';
import type { HospiceWorld } from '../../../../test/hospice-world.ts';
import { pagesOf } from '../../../../test/pdf-text.ts';
import { writeEntries, reverseEntries } from '../../../engines/care-days/ledger-statements.ts';
import type { NewEntry } from '../../../engines/care-days/ledger-statements.ts';
import { capitalAmount } from '../../../platform/capital-amount.ts';
import type { Route } from '../../../platform/http/route.ts';
import { startBrowser } from '../../../platform/pdf/browser.ts';
import { pdfPrinter } from '../../../platform/pdf/printer.ts';
import type { Actor } from '../../../platform/postgres/database.ts';
import { readSheet } from '../../../platform/spreadsheet/read.ts';
import type { SheetRow } from '../../../platform/spreadsheet/read.ts';
import { hospiceRoutes } from '../routes.ts';
import type { Statements, StatementView } from '../shapes/statements.ts';
import { yuanOf } from './sheets/month-statement.ts';

const withBrowser = it.skipIf(process.env['SKIP_BROWSER'] === '1');
const printer = pdfPrinter({
  start: () => startBrowser({ named: process.env['CHROMIUM_PATH'], mayLeaveSandbox: true }),
});

let world: HospiceWorld;
let routes: readonly Route[] = [];
let person = '';
const go = (moment: string): void => world.clock.set(new Date(`${moment}:00+08:00`));
const ask = (what: string, query: object, who: Actor = world.person('social-worker')) =>
  call(routes, what, who, { query });
const listed = async (by: string, month = '2026-11', who?: Actor) =>
  bodyOf(await ask('GET /api/hospice/statements', { month, by }, who)) as unknown as Statements;
const opened = async (by: string, of: string, month = '2026-11', who?: Actor) =>
  bodyOf(await ask('GET /api/hospice/statements/one', { month, by, of }, who)) as unknown as StatementView;
const settle = async (month = '2026-11') =>
  bodyOf(await call(routes, 'POST /api/hospice/settlement', world.person('social-worker'), { body: { month } }));
const rowsIn = async (bytes: Buffer): Promise<readonly SheetRow[]> => {
  const rows: SheetRow[] = [];
  expect(
    await readSheet(bytes, (some) => {
      rows.push(...some);
      return Promise.resolve(undefined);
    }),
  ).toBeUndefined();
  return rows;
};
/** Yuan as they are written, to fen, without a fraction on the way. */
const fenIn = (text: string): number => {
  expect(text).toMatch(/^-?\d+\.\d\d$/);
  return Number(text.replace('.', ''));
};
/** What payers owe by the ledger, from the rows themselves. */
const ledgerOf = async (month: string, organisation = 'hospice'): Promise<number> => {
  const [row] = await world.owner(
    `select coalesce(sum(-p.fen), 0)::bigint as fen from care_entry e join care_posting p on p.entry = e.id
      where p.account in ('income', 'allowance', 'difference') and e.organisation = $2 and to_char(e.day, 'YYYY-MM') = $1`,
    [month, organisation],
  );
  return Number(row?.['fen']);
};
const overseer = (role: 'commission-officer' | 'insurance-officer'): Actor => ({
  ...world.person('social-worker'),
  ...{ id: `${role}-role`, person: role, role, organisation: 'bureau' },
});

beforeAll(async () => {
  world = await openHospiceWorld();
  routes = hospiceRoutes({ ...(await deskOf(world)), printer });
  person = await careForThreeDays(world);
});
afterAll(async () => {
  await printer.close();
  await world.drop();
});

describe('a month', () => {
  test('that nobody settled says so and is empty; one to come has no statement, one that is none is refused', async () => {
    expect(await listed('person')).toMatchObject({ settled: 'never', items: [], fen: 0 });
    expect(refusedAs(await ask('GET /api/hospice/statements', { month: '2026-12' }))).toBe('statement-month-to-come');
    for (const month of ['2026-13', '26-11', '2026-11-01', ''])
      await expect(ask('GET /api/hospice/statements', { month })).rejects.toThrow(/month/);
    expect(
      refusedAs(await ask('GET /api/hospice/statements', { month: '2026-11', known: '2026-11-05T09:01:00+08:00' })),
    ).toBe('statement-moment-to-come');
  });

  test('settled before it is over is settled partly; by person, institution and payer it comes to the ledger', async () => {
    await settle();
    const ledger = await ledgerOf('2026-11');
    expect(ledger).toBeGreaterThan(0);
    for (const by of ['person', 'institution', 'payer']) {
      const { items, fen, days, settled } = await listed(by);
      expect({ settled, fen, days }).toEqual({ settled: 'partly', fen: ledger, days: 4 });
      expect(items.reduce((sum, line) => sum + (line.fen ?? 0), 0)).toBe(ledger);
      for (const { of, fen: listedAt } of items) {
        const one = await opened(by, of);
        expect(one.fen).toBe(listedAt);
        expect(one.groups.flatMap(({ rows }) => rows).every((row) => row.unit * row.days === row.fen)).toBe(true);
      }
    }
    expect((await listed('person')).items).toMatchObject([{ name: '吴淑琴', days: 4, reversals: 0, copies: 0 }]);
  });

  test('of a person opens every entry behind the sums and leads to the ledger of the stay', async () => {
    const { bookings, fen, stay, groups } = await opened('person', 'wu');
    expect(bookings.reduce((sum, one) => sum + one.fen, 0)).toBe(fen);
    expect([...new Set(bookings.map(({ day }) => day))]).toEqual([
      '2026-11-02',
      '2026-11-03',
      '2026-11-04',
      '2026-11-05',
    ]);
    expect(stay).toEqual({ case: person, programme: 'hospice' });
    expect(groups.map(({ name }) => name)).toEqual(['医保（职工医保）', '个人自付', '待补凭据（原职工医保）']);
  });

  test('shows what was corrected as reversals in rows of their own, and as it was known before the correction', async () => {
    const known = world.clock.now().toISOString();
    const before = await listed('person');
    go('2026-11-06T09:00');
    await call(routes, 'POST /api/hospice/aid', world.person('social-worker'), {
      body: { case: person, fund: 'hospice-aid', fen: 20000, from: '2026-11-02', until: '2026-11-30' },
    });
    await settle();
    const now = await opened('person', 'wu');
    const kinds = now.groups.flatMap(({ rows }) => rows.map((row) => row.as));
    expect(kinds).toEqual(expect.arrayContaining(['stands', 'taken-back', 'reversal']));
    expect(now.fen).toBe(await ledgerOf('2026-11'));
    expect(now.reversals).toBeGreaterThan(0);
    const then = bodyOf(await ask('GET /api/hospice/statements', { month: '2026-11', by: 'person', known }));
    expect(then).toMatchObject({ fen: before.fen, items: [{ reversals: 0 }] });
  });
});

describe('who may see it', () => {
  test('is the desk of the house: not another house’s, not a role without a desk', async () => {
    expect(
      refusedAs(await ask('GET /api/hospice/statements/one', { month: '2026-11', by: 'institution', of: 'township' })),
    ).toBe('statement-unknown');
    expect(
      refusedAs(
        await ask('GET /api/hospice/statements/one', {
          month: '2026-11',
          by: 'institution',
          of: 'house-of-another-region',
        }),
      ),
    ).toBe('statement-unknown');
    expect(
      refusedAs(await ask('GET /api/hospice/statements/one', { month: '2026-11', by: 'person', of: 'nobody' })),
    ).toBe('statement-unknown');
    expect(
      refusedAs(await ask('GET /api/hospice/statements/one', { month: '2026-11', by: 'payer', of: 'income|hospice' })),
    ).toBe('statement-unknown');
    const doctor = world.person('township-doctor');
    expect(
      refusedAs(await ask('GET /api/hospice/statements/one', { month: '2026-11', by: 'person', of: 'wu' }, doctor)),
    ).toBe('statement-unknown');
    expect((await listed('person', '2026-11', doctor)).items).toEqual([]);
    expect(
      refusedAs(await ask('GET /api/hospice/statements', { month: '2026-11' }, world.actor('village-doctor'))),
    ).toBe('role.may-not');
  });

  test('the commission and the insurer read sums without names; few residents are hidden, and what would tell them', async () => {
    const commission = overseer('commission-officer');
    expect(refusedAs(await ask('GET /api/hospice/statements', { month: '2026-11', by: 'person' }, commission))).toBe(
      'role.may-not',
    );
    const one = await listed('institution', '2026-11', commission);
    expect(one).toMatchObject({
      overseer: true,
      fen: null,
      items: [{ of: 'hospice', fen: null, days: null, residents: null }],
    });
    expect(await opened('institution', 'hospice', '2026-11', commission)).toMatchObject({
      fen: null,
      bookings: [],
      stay: null,
    });
    expect(JSON.stringify(await opened('payer', 'medical|employee', '2026-11', commission))).not.toContain('吴淑琴');
    const insurer = overseer('insurance-officer');
    expect((await listed('payer', '2026-11', insurer)).items.map(({ of }) => of)).toEqual(['medical|employee']);
    expect(
      refusedAs(
        await ask('GET /api/hospice/statements/one', { month: '2026-11', by: 'payer', of: 'resident|' }, insurer),
      ),
    ).toBe('statement-unknown');
  });
});

describe('a copy', () => {
  test('in a workbook is opened again by our own reader and adds up to the ledger to the fen', async () => {
    const known = world.clock.now().toISOString();
    const ledger = await ledgerOf('2026-11');
    for (const [by, of] of [
      ['person', 'wu'],
      ['institution', 'hospice'],
    ] as const) {
      const answer = await ask('GET /api/hospice/statements/workbook', { month: '2026-11', by, of, known });
      const [head, ...rows] = await rowsIn(bodyOf(answer) as unknown as Buffer);
      expect(head?.cells.map((cell) => cell?.text).at(-1)).toBe('金额（元）');
      const last = rows.at(-1);
      const amounts = rows.slice(0, -1).map(({ cells }) => cells[10]);
      expect(amounts.every((cell) => cell?.kind === 'number')).toBe(true);
      expect(amounts.reduce((sum, cell) => sum + fenIn(cell?.text ?? ''), 0)).toBe(ledger);
      expect(fenIn(last?.cells[10]?.text ?? '')).toBe(ledger);
      expect(rows[0]?.cells[6]?.kind).toBe('day');
    }
  });

  withBrowser(
    'on paper says the total in figures and in words, from which moment, and which copy it is; each is recorded',
    async () => {
      const known = world.clock.now().toISOString();
      const asked = { month: '2026-11', by: 'person', of: 'wu', known };
      const ledger = await ledgerOf('2026-11');
      const pdf = bodyOf(await ask('POST /api/hospice/statements/paper', asked)) as unknown as Buffer;
      const said = pagesOf(pdf).join('');
      for (const part of [
        '个人照护费用对账单',
        '吴淑琴',
        '2026-11-01至2026-11-30',
        '2026-11-0609:00',
        yuanOf(ledger),
        capitalAmount(ledger),
        '小计',
        '冲销',
        '居民或家属签字',
        '第1次',
      ])
        expect(said).toContain(part);
      const again = pagesOf(bodyOf(await ask('POST /api/hospice/statements/paper', asked)) as unknown as Buffer).join(
        '',
      );
      expect(again).toContain('第2次');
      const prints = await world.owner(
        `select form, copy, fen::int as fen, digest from care_statement_print where form = 'pdf' order by copy`,
      );
      expect(prints).toMatchObject([
        { copy: 1, fen: ledger, digest: createHash('sha256').update(pdf).digest('hex') },
        { copy: 2 },
      ]);
      expect((await listed('person')).items).toMatchObject([{ copies: 2 }]);
      const rows = await world.owner(`select residents from audit where action = 'print-statement'`);
      expect(rows).toEqual([{ residents: ['wu'] }, { residents: ['wu'] }]);
    },
  );
});

/** Entries of random months as the ledger would hold them: several payers a day, some taken back, some in another month. */
const drawn = fc.array(
  fc.record({
    resident: fc.constantFrom('wu', 'li', 'sun'),
    organisation: fc.constantFrom('hospice', 'township'),
    month: fc.constantFrom('2026-07', '2026-08'),
    day: fc.integer({ min: 1, max: 28 }),
    parts: fc.array(
      fc.record({
        account: fc.constantFrom(
          'medical' as const,
          'ltci' as const,
          'charity' as const,
          'resident' as const,
          'held' as const,
        ),
        fen: fc.integer({ min: 1, max: 99_999 }),
      }),
      { minLength: 1, maxLength: 4 },
    ),
    takenBack: fc.boolean(),
  }),
  { minLength: 1, maxLength: 25 },
);

test('of any month the persons’, the institutions’ and the payers’ statements each come to the ledger', async () => {
  let round = 0;
  const desks = { hospice: world.person('social-worker'), township: world.person('township-doctor') } as const;
  await fc.assert(
    fc.asyncProperty(drawn, async (days) => {
      round += 1;
      const turns = new Map<string, number>();
      const entries = days.map((one, place): NewEntry => {
        const day = `${one.month}-${String(one.day).padStart(2, '0')}`;
        const known = turns.get(`${one.resident}${day}`) ?? 0;
        turns.set(`${one.resident}${day}`, known + 1);
        const all = one.parts.reduce((sum, { fen }) => sum + fen, 0);
        return {
          ...{
            id: `drawn-${String(round)}-${String(place)}`,
            resident: one.resident,
            organisation: one.organisation,
            day,
          },
          ...{ kind: 'day', turn: round * 100 + known, because: [], verified: false },
          postings: [
            ...one.parts.map(({ account, fen }) => ({
              account,
              party: account === 'resident' ? one.resident : 'ltci',
              fen,
              rule: null,
            })),
            { account: 'income', party: one.organisation, fen: -all, rule: null },
          ],
        };
      });
      const back = entries.flatMap(({ id }, place) =>
        days[place]?.takenBack === true ? [{ id: `${id}-back`, reverses: id }] : [],
      );
      const system: Actor = { ...desks.hospice, id: 'system:test', purpose: 'system' };
      await world.app.write(system, world.clock.now(), (tx) =>
        tx.finish([
          writeEntries(entries, world.clock.now(), 'system:test'),
          ...(back.length === 0 ? [] : [reverseEntries(back, world.clock.now(), 'system:test')]),
        ]),
      );
      for (const month of ['2026-07', '2026-08'])
        for (const [house, who] of Object.entries(desks)) {
          const ledger = await ledgerOf(month, house);
          for (const by of ['person', 'institution', 'payer'] as const) {
            const { items, fen } = await listed(by, month, who);
            expect([by, fen, items.reduce((sum, line) => sum + (line.fen ?? 0), 0)]).toEqual([by, ledger, ledger]);
            for (const { of, fen: listedAt } of items) expect((await opened(by, of, month, who)).fen).toBe(listedAt);
          }
        }
    }),
    { numRuns: 12 },
  );
});
