/** Statements: what days come to, per resident, institution and payer. Sums of the ledger and nothing else. */
import type { CivilDay } from '../../../platform/civil-time.ts';
import type { Account, Entry } from './ledger.ts';
import { standing } from './ledger.ts';
import type { Fen } from './money.ts';

export type Line = {
  readonly account: Account;
  readonly party: string;
  readonly fen: Fen;
  /** Days with an entry that stands and names the account. */
  readonly days: number;
};
export type Period = { readonly from: CivilDay; readonly through: CivilDay };

const within = ({ from, through }: Period, day: CivilDay): boolean => day >= from && day <= through;

/** Sums by account and party over a period: of a resident's, an institution's, or all entries, as the caller chose them. */
export const totalsOf = (entries: readonly Entry[], period: Period): readonly Line[] => {
  const lines = new Map<string, { account: Account; party: string; fen: Fen; days: Set<string> }>();
  const stands = new Set(standing(entries).map(({ id }) => id));
  for (const entry of entries) {
    if (!within(period, entry.day)) continue;
    for (const { account, party, fen } of entry.postings) {
      const key = `${account}|${party}`;
      const line = lines.get(key) ?? { account, party, fen: 0, days: new Set<string>() };
      line.fen += fen;
      if (stands.has(entry.id)) line.days.add(`${entry.resident}|${entry.day}`);
      lines.set(key, line);
    }
  }
  return [...lines.values()]
    .map(({ days, ...line }) => ({ ...line, days: days.size }))
    .filter(({ fen, days }) => fen !== 0 || days !== 0)
    .sort((one, other) => (one.account + one.party < other.account + other.party ? -1 : 1));
};
