/** Long-term-care insurance by the day, with caps on the day or the month, on the cost or on what the fund pays. */
import { holdsOn, versionOf } from './dated.ts';
import { holdsOnDay } from './facts.ts';
import type { Fen } from './money.ts';
import type { CareCoverPay, CareCoverTable } from './policies.ts';
import type { Answer, Asked } from './payment.ts';

const not = (code: string, values?: Readonly<Record<string, string | number>>): Answer => ({
  not: values === undefined ? { code } : { code, values },
});

/** What the fund pays of a day's cost. A month's cap is used up in the order of days. */
const fundOf = (asked: Asked, table: CareCoverTable, pay: CareCoverPay & { readonly kind: 'share' }): Fen => {
  const { day, inside, tally } = asked;
  const month = day.day.slice(0, 7);
  const version = versionOf(table);
  const capKey = `cap|${month}|${version}`;
  const left = pay.per === 'day' ? pay.cap : Math.max(0, pay.cap - tally.count(capKey));
  const shareKey = `share|${month}|${day.organisation}|${version}|${String(pay.share)}`;
  if (pay.capAppliesTo === 'cost') {
    const counted = Math.min(inside, left);
    if (pay.per === 'month') tally.add(capKey, counted);
    return tally.share(shareKey, counted, pay.share);
  }
  const fund = Math.min(tally.share(shareKey, inside, pay.share), left);
  if (pay.per === 'month') tally.add(capKey, fund);
  return fund;
};

export const payByCareCover = (asked: Asked): Answer => {
  const { day, inside, outside, facts, tables } = asked;
  const cover = facts.covers.find((one) => one.kind === 'ltci' && holdsOnDay(one, day.day));
  if (cover === undefined) return not('no-care-cover');
  if (!day.counted) return not('day-not-counted', { kind: day.kind });
  const of = facts.classOf(day.organisation, day.day);
  const table = tables.ltci.find(
    (one) => one.programme === day.programme && one.places.includes(day.place) && holdsOn(one, day.day),
  );
  if (table === undefined) return not('no-care-cover-here', { place: day.place });
  const grade = facts.grades.find((one) => one.kind === 'disability' && holdsOnDay(one, day.day))?.grade;
  const row = table.rows.find(
    (one) =>
      one.place === day.place && (one.class === '*' || one.class === of) && (one.level === '*' || one.level === grade),
  );
  if (row === undefined) return not('no-disability-level', { grade: grade ?? '' });
  const rule = versionOf(table);
  const { pay } = row;
  if (pay.kind === 'fixed')
    return {
      pays: {
        parts: [
          { payer: 'ltci', party: cover.scheme, fen: pay.fen, rule },
          { payer: 'resident', party: day.resident, fen: inside + outside, rule: null },
        ],
        ...{ income: inside + outside, allowance: pay.fen, verified: table.verified },
        because: [{ code: 'care-allowance', values: { fen: pay.fen } }],
      },
    };
  const fund = fundOf(asked, table, pay);
  return {
    pays: {
      parts: [
        { payer: 'ltci', party: cover.scheme, fen: fund, rule },
        { payer: 'resident', party: day.resident, fen: inside - fund + outside, rule },
      ],
      ...{ income: inside + outside, allowance: 0, verified: table.verified },
      because: [
        // nothing was charged, so there is nothing to pay a share of: said, or a covered day looks unpaid
        ...(inside + outside === 0 ? [{ code: 'no-charge' }] : []),
        {
          code: `care-cover-${pay.per}`,
          values: { cost: inside, cap: pay.cap, share: pay.share, on: pay.capAppliesTo },
        },
      ],
    },
  };
};
