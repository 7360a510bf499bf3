/** Gifts to persons: what a fund may be used for, and what a grant takes over of what the resident would pay. */
import type { Refusal } from '../../../platform/refusal.ts';
import { refuse } from '../../../platform/refusal.ts';
import type { CareDay } from './days.ts';
import type { Donation, Fund, Grant } from './facts.ts';
import { holdsOnDay } from './facts.ts';
import { isFen } from './money.ts';
import { inText } from './places.ts';
import type { Because, Part, PayFacts } from './payment.ts';
import type { Tally } from './tally.ts';

/** Whether a fund's purpose and restrictions allow a day of care. */
const allows = (fund: Fund, day: CareDay): boolean =>
  fund.purpose === 'care-of-persons' &&
  fund.programmes.includes(day.programme) &&
  fund.places.includes(day.place) &&
  (fund.organisations === null || fund.organisations.includes(day.organisation));

/** A grant pays what would remain for the resident, and never more; the earlier approved grant first. */
export const applyGrants = (
  day: CareDay,
  parts: readonly Part[],
  facts: PayFacts,
  tally: Tally,
): { readonly parts: readonly Part[]; readonly because: readonly Because[] } => {
  if (facts.grants.length === 0) return { parts, because: [] };
  let own = parts.reduce((sum, part) => sum + (part.payer === 'resident' ? part.fen : 0), 0);
  if (own <= 0) return { parts, because: [] };
  const given: Part[] = [];
  const because: Because[] = [];
  const ordered = [...facts.grants].sort(
    (one, other) => inText(one.approvedOn, other.approvedOn) || inText(one.id, other.id),
  );
  for (const grant of ordered) {
    const fund = facts.funds.find(({ id }) => id === grant.fund);
    if (fund === undefined || !holdsOnDay(grant, day.day) || !allows(fund, day)) continue;
    const fen = Math.min(own, grant.fen - tally.count(`grant|${grant.id}`));
    if (fen <= 0) continue;
    tally.add(`grant|${grant.id}`, fen);
    own -= fen;
    given.push({ payer: 'charity', party: fund.id, fen, rule: grant.id });
    because.push({ code: 'granted', values: { fen, donor: fund.donor } });
  }
  if (given.length === 0) return { parts, because };
  const others = parts.filter(({ payer }) => payer !== 'resident');
  const rule = parts.find(({ payer }) => payer === 'resident')?.rule ?? null;
  return { parts: [...others, ...given, { payer: 'resident', party: day.resident, fen: own, rule }], because };
};

const sum = (amounts: readonly { readonly fen: number }[]): number => amounts.reduce((all, { fen }) => all + fen, 0);

/** Whether aid may be granted: for the fund's purpose, within what it has, and not twice for the same days. */
export const checkGrant = (
  grant: Grant & { readonly programme: Fund['programmes'][number] },
  fund: Fund | undefined,
  donations: readonly Donation[],
  granted: readonly Grant[],
): true | Refusal => {
  if (fund === undefined) return refuse('fund-unknown');
  if (!isFen(grant.fen) || grant.fen === 0) return refuse('money-negative');
  if (grant.until !== null && grant.until <= grant.from) return refuse('grant-ends-before-it-begins');
  if (fund.purpose !== 'care-of-persons' || !fund.programmes.includes(grant.programme))
    return refuse('donation-against-purpose', { donor: fund.donor });
  const others = granted.filter(({ id, knownUntil }) => id !== grant.id && knownUntil === null);
  const left = sum(donations.filter((one) => one.fund === fund.id)) - sum(others.filter((one) => one.fund === fund.id));
  if (grant.fen > left) return refuse('donation-used-up', { donor: fund.donor, left });
  const own = others.filter(({ resident }) => resident === grant.resident);
  if (fund.perResident !== null && sum(own.filter((one) => one.fund === fund.id)) + grant.fen > fund.perResident)
    return refuse('grant-over-limit', { most: fund.perResident });
  const twice = own.find(
    (one) =>
      (one.until ?? '9999-12-31') > grant.from && (grant.until ?? '9999-12-31') > one.from && one.fund !== grant.fund,
  );
  return twice === undefined || refuse('aided-twice', { from: twice.from });
};
