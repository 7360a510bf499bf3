/** A ledger as lines for whoever runs `npm run recount`: views, counts, record names and days, nothing of a resident. Pure. */
import type { Ledger } from './ledger.ts';

const word = (row: Readonly<Record<string, unknown>>, name: string): string => {
  const value = row[name];
  return typeof value === 'string' ? value : '';
};

/** What a difference is: a row kept or recounted that the other has not, a total by day or month, an entry of the region's. */
const WHAT: Readonly<Record<string, string>> = {
  kept: '库中有，重算没有 kept, not recounted',
  recounted: '重算有，库中没有 recounted, not kept',
  entry: '全区明细不符 entry of the region differs',
  day: '日合计不符 total of a day differs',
  month: '月合计不符 total of a month differs',
};

/** One line that balances; one more for each difference where it does not. */
export const ledgerLines = ({ view, facts, differences }: Ledger): readonly string[] => {
  const [many, several] =
    facts === null ? ['', ''] : [`事实${String(facts)}行，`, `${String(facts)} ${facts === 1 ? 'fact' : 'facts'}, `];
  if (differences.length === 0)
    return [`${view}：${many}与记录一致。 ${view}: ${several}as recounted from the records.`];
  const n = String(differences.length);
  return [
    `${view}：${many}与记录不一致，先列${n}处： ${view}: ${several}not as recounted from the records; the first ${n}:`,
    ...differences.map((row) => {
      const what = word(row, 'side') || word(row, 'span');
      return `  ${[WHAT[what] ?? what, word(row, 'record') || word(row, 'organisation'), word(row, 'day')].filter((part) => part !== '').join('  ')}`;
    }),
  ];
};

/** The last line, and before it the views that could not be asked. */
export const summaryLines = (ledgers: readonly Ledger[], unmade: readonly string[]): readonly string[] => {
  const off = ledgers.filter(({ differences }) => differences.length > 0).length;
  const facts = ledgers.reduce((sum, each) => sum + (each.facts ?? 0), 0);
  return [
    ...unmade.map(
      (view) => `${view}：正在从记录重建，本次未核对。 ${view}: still being made from the records, not looked at.`,
    ),
    off === 0
      ? `共核对${String(ledgers.length)}种、${String(facts)}行事实，全部与记录一致。 ${String(ledgers.length)} views, ${String(facts)} facts: all as recounted.`
      : `共核对${String(ledgers.length)}种、${String(facts)}行事实，${String(off)}种不一致。 ${String(ledgers.length)} views, ${String(facts)} facts: ${String(off)} of the views not as recounted.`,
  ];
};
