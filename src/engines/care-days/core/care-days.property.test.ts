/** Over random histories: one place a day, one payer of those that exclude one another, and a ledger that only its facts decide. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  FUNDS,
  history,
  knownAt,
  proofOf,
  rulesOf,
  statementsOf,
  TABLES,
  THROUGH,
} from '../../../../test/drawn-histories.ts';
import type { History, Statements } from '../../../../test/drawn-histories.ts';
import { addDays, civilDay } from '../../../platform/civil-time.ts';
import { deriveDays } from './days.ts';
import type { CareDay } from './days.ts';
import type { Entry } from './ledger.ts';
import { balance, checkEntry, contentOf, entriesFor, standing, wantedOf } from './ledger.ts';
import { believedAt, checkStays } from './places.ts';
import type { Stay } from './places.ts';
import { splitDays } from './split.ts';
import type { DaySplit } from './payment.ts';
import { totalsOf } from './totals.ts';

const RUNS = { numRuns: Number(process.env['KANGLIAN_SCHEDULES'] ?? 120) };
const CLAIMING = ['medical', 'ltci', 'held'];

const daysOf = (stays: readonly Stay[], drawn: History): readonly CareDay[] =>
  deriveDays(stays, { rules: [rulesOf(drawn)], zone: drawn.zone, through: THROUGH });
const splitsAt = (statements: Statements, moment: Date, drawn: History): readonly DaySplit[] =>
  splitDays(
    daysOf(believedAt(statements.stays, moment), drawn),
    {
      covers: believedAt(statements.covers, moment),
      grades: believedAt(statements.grades, moment),
      charges: believedAt(statements.charges, moment),
      evidence: believedAt(statements.evidence, moment),
      grants: believedAt(statements.grants, moment),
      ...{ funds: FUNDS, classOf: () => '2' },
    },
    TABLES,
    [proofOf(drawn)],
  );

/** Settles at the given moments, one after another, as a settlement desk does. */
const settle = (statements: Statements, moments: readonly Date[], drawn: History): readonly Entry[] => {
  let ledger: readonly Entry[] = [];
  let made = 0;
  for (const at of moments) {
    const wanted = splitsAt(statements, at, drawn).flatMap((split) => wantedOf(split) ?? []);
    const newId = (): string => `n${String((made += 1)).padStart(6, '0')}`;
    ledger = [...ledger, ...entriesFor(wanted, ledger, { newId, at })];
  }
  return ledger;
};
const standingContent = (ledger: readonly Entry[]): readonly string[] =>
  standing(ledger).map((entry) => `${entry.resident} ${entry.day} ${contentOf(entry)}`);

/** The civil days something touches, by asking the calendar of the zone hour by hour: slow and independent. */
const touchedSlowly = (stay: Stay, zone: string): ReadonlySet<string> => {
  const dayOf = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' });
  const days = new Set<string>();
  const until = stay.until?.getTime() ?? Date.parse('2026-05-17T00:00:00Z');
  for (let at = stay.from.getTime(); at < until; at += 3_600_000) days.add(dayOf.format(at));
  days.add(dayOf.format(until - 1));
  return new Set([...days].filter((day) => day <= THROUGH));
};

const everyHistory = (look: (drawn: History, statements: Statements, last: Date) => void): void => {
  fc.assert(
    fc.property(history, (drawn) => {
      look(drawn, statementsOf(drawn), knownAt(drawn.versions.length - 1));
    }),
    RUNS,
  );
};

describe('over random histories', () => {
  test('what is drawn can be believed: nobody is in two places, and within an admission nobody is lost', () => {
    let corrected = 0;
    everyHistory((drawn, statements) => {
      for (const index of drawn.versions.keys())
        expect(checkStays(believedAt(statements.stays, knownAt(index)))).toBe(true);
      corrected += statements.stays.filter(({ knownUntil }) => knownUntil !== null).length;
    });
    // the histories must have changed their mind, or what follows says nothing
    expect(corrected).toBeGreaterThan(100);
  });

  test('every day touched by care has exactly one place, and it is one of those it touched', () => {
    everyHistory((drawn, statements, last) => {
      const stays = believedAt(statements.stays, last);
      const days = daysOf(stays, drawn);
      const touched = new Map(stays.map((stay) => [stay.id, touchedSlowly(stay, drawn.zone)]));
      expect(days.map(({ day }) => day)).toEqual([...new Set([...touched.values()].flatMap((own) => [...own]))].sort());
      for (const { stay, day } of days) expect(touched.get(stay)?.has(day)).toBe(true);
      for (const [index, day] of days.entries()) {
        const before = days[index - 1];
        if (before?.episode === day.episode) expect(day.day).toBe(addDays(before.day, 1));
      }
    });
  });

  test('a transfer day is the receiver’s, the sender’s or the longer part’s, as the rule says', () => {
    everyHistory((drawn, statements, last) => {
      if (drawn.takesTheDay) return;
      const stays = believedAt(statements.stays, last);
      for (const { day, stay } of daysOf(stays, drawn)) {
        const touching = stays
          .filter((one) => touchedSlowly(one, drawn.zone).has(day))
          .sort((one, other) => one.from.getTime() - other.from.getTime());
        if (drawn.transferDay === 'receiver') expect(stay).toBe(touching.at(-1)?.id);
        if (drawn.transferDay === 'sender') expect(stay).toBe(touching[0]?.id);
      }
    });
  });

  test('a day has at most one of the payers that exclude one another, and its parts are its income', () => {
    everyHistory((drawn, statements, last) => {
      for (const split of splitsAt(statements, last, drawn)) {
        expect(split.parts.filter(({ payer }) => CLAIMING.includes(payer)).length).toBeLessThanOrEqual(1);
        expect(split.parts.every(({ fen }) => Number.isSafeInteger(fen) && fen > 0)).toBe(true);
        const total = split.parts.reduce((sum, { fen }) => sum + fen, 0);
        expect(total).toBe(split.income + split.allowance + split.difference);
      }
    });
  });

  test('every entry is in balance, and a correction with what it corrects comes to nothing', () => {
    let reversed = 0;
    everyHistory((drawn, statements) => {
      const ledger = settle(statements, [...drawn.versions.keys()].map(knownAt), drawn);
      const byId = new Map(ledger.map((entry) => [entry.id, entry]));
      for (const entry of ledger) {
        expect(checkEntry(entry)).toBe(true);
        const taken = entry.reverses === null ? undefined : byId.get(entry.reverses);
        if (entry.kind !== 'reversal') continue;
        reversed += 1;
        expect(contentOf({ ...entry, postings: [...entry.postings, ...(taken?.postings ?? [])] })).toBe(
          entry.organisation,
        );
      }
      expect(new Set(ledger.flatMap(({ reverses }) => reverses ?? [])).size).toBe(
        ledger.filter(({ kind }) => kind === 'reversal').length,
      );
    });
    expect(reversed).toBeGreaterThan(500);
  });

  test('facts in any order, and settled as often as anybody likes, come to the same ledger', () => {
    fc.assert(
      fc.property(history, fc.infiniteStream(fc.boolean()), fc.nat(), (drawn, settles, turn) => {
        const statements = statementsOf(drawn);
        const last = knownAt(drawn.versions.length - 1);
        const turned = <One>(all: readonly One[]): readonly One[] => {
          const by = all.length === 0 ? 0 : turn % all.length;
          return [...all.slice(by), ...all.slice(0, by)].reverse();
        };
        const otherwise: Statements = {
          stays: turned(statements.stays),
          covers: turned(statements.covers),
          grades: turned(statements.grades),
          charges: turned(statements.charges),
          evidence: turned(statements.evidence),
          grants: turned(statements.grants),
        };
        const some = [...drawn.versions.keys()].map(knownAt).filter(() => settles.next().value === true);
        const often = settle(statements, [...[...drawn.versions.keys()].map(knownAt), last], drawn);
        const once = settle(otherwise, [last], drawn);
        const sometimes = settle(otherwise, [...some, last], drawn);
        expect(standingContent(often)).toEqual(standingContent(once));
        expect(standingContent(sometimes)).toEqual(standingContent(once));
        const whole = { from: '2026-01-01', through: '2026-12-31' };
        expect(totalsOf(often, whole)).toEqual(totalsOf(once, whole));
        expect(balance(often.flatMap(({ postings }) => postings))).toBe(0);
      }),
      RUNS,
    );
  });

  test('a second settlement of the same facts writes nothing', () => {
    everyHistory((drawn, statements, last) => {
      expect(settle(statements, [last, last], drawn)).toEqual(settle(statements, [last], drawn));
    });
  });

  test('nobody is paid for after death', () => {
    everyHistory((drawn, statements, last) => {
      const death = believedAt(statements.stays, last).find(({ ended }) => ended === 'death')?.until;
      if (death === undefined || death === null) return;
      const day = civilDay(new Date(death.getTime() - 1), drawn.zone);
      expect(splitsAt(statements, last, drawn).every((split) => split.day <= day)).toBe(true);
    });
  });
});
