/** What `npm run recount` says. */
import { expect, test } from 'vitest';
import { ledgerLines, summaryLines } from './ledger-lines.ts';

const sound = { view: 'case', facts: 1200, differences: [] };
const broken = {
  view: 'stay',
  facts: 3,
  differences: [
    { side: 'kept', record: 'Encounter/e1', day: '2026-03-02', resident: 'somebody' },
    { span: 'month', organisation: '*', day: '2026-03-01' },
  ],
};

test('a ledger that balances is one line with how many facts were looked at', () => {
  expect(ledgerLines(sound)).toEqual([
    'case：事实1200行，与记录一致。 case: 1200 facts, as recounted from the records.',
  ]);
  expect(ledgerLines({ ...sound, facts: null })).toEqual(['case：与记录一致。 case: as recounted from the records.']);
});

test('each difference says which it is, by record or organisation and day, and names no resident', () => {
  const lines = ledgerLines(broken);
  expect(lines).toHaveLength(3);
  expect(lines[1]).toBe('  库中有，重算没有 kept, not recounted  Encounter/e1  2026-03-02');
  expect(lines[2]).toBe('  月合计不符 total of a month differs  *  2026-03-01');
  expect(lines.join()).not.toContain('somebody');
});

test('the end sums up, and says what could not be looked at yet', () => {
  expect(summaryLines([sound], [])).toEqual([
    '共核对1种、1200行事实，全部与记录一致。 1 views, 1200 facts: all as recounted.',
  ]);
  const [unmade, last] = summaryLines([sound, broken], ['elder-stay']);
  expect(unmade).toContain('elder-stay：正在从记录重建，本次未核对');
  expect(last).toContain('1种不一致');
});
