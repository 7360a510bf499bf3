/** However often an insurer answers and whatever is let go: every entry balances, and the ledger ends at the insurer's amount. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { statementEntry } from './claims.ts';
import { balance } from './ledger.ts';

const OF = { payer: 'medical', scheme: 'employee', organisation: 'hospice' } as const;
const fen = fc.integer({ min: 0, max: 10_000_000 });

test('over any statements, let go or disputed until the next, each entry is zero and what stands is what is paid', () => {
  fc.assert(
    fc.property(fen, fc.array(fc.record({ paid: fen, letGo: fc.boolean() }), { maxLength: 12 }), (claimed, said) => {
      let owed = claimed;
      let borne = 0;
      for (const [round, { paid, letGo }] of said.entries()) {
        const line = { claim: 'c', line: 1, round, of: OF, resident: 'wu', day: '2026-11-30', owed, paid };
        const entry = letGo ? statementEntry(line, { id: String(round), at: new Date(0) }) : null;
        expect(entry === null).toBe(!letGo || owed === paid);
        if (entry === null) continue;
        expect(balance(entry.postings)).toBe(0);
        for (const posting of entry.postings)
          if (posting.account === 'medical') owed += posting.fen;
          else borne += posting.fen;
        expect(owed).toBe(paid);
        expect(owed + borne).toBe(claimed);
      }
    }),
  );
});
