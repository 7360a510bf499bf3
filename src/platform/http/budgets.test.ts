import type { FastifyRequest } from 'fastify';
import { afterEach, expect, test, vi } from 'vitest';
import { createBudgets } from './budgets.ts';
import type { SpentElsewhere } from './budgets.ts';

const from = (ip: string, headers: Readonly<Record<string, string>> = {}): FastifyRequest =>
  ({ ip, headers }) as unknown as FastifyRequest;
const allowance = { address: 10, session: 4, token: 6 };
const MINUTE = 60_000;

afterEach(() => {
  vi.useRealTimers();
});

test('an address, a session and a token have each their own budget, which is whole again the next minute', () => {
  let now = 100 * MINUTE + 45_000;
  const budgets = createBudgets({ allowance, now: () => now });
  const nurse = from('192.0.2.1', { cookie: 'theme=dark; kl_session=abc' });
  for (let i = 0; i < 4; i++) expect(budgets.spend(nurse)).toBeUndefined();
  expect(budgets.spend(nurse)).toBe(15);
  // the colleague at the same hospital goes on, until the address has spent its own
  const colleague = from('192.0.2.1', { cookie: 'kl_session=def' });
  for (let i = 0; i < 4; i++) expect(budgets.spend(colleague)).toBeUndefined();
  expect(budgets.spend(from('192.0.2.1'))).toBeUndefined();
  expect(budgets.spend(from('192.0.2.1'))).toBe(15);
  now += 15_000;
  expect(budgets.spend(nurse)).toBeUndefined();
});

test('invented credentials spend the address’s budget, and a network of IPv6 addresses is one address', () => {
  const budgets = createBudgets({ allowance, now: () => 0 });
  const waits = Array.from({ length: 12 }, (_, n) =>
    budgets.spend(from(`2001:db8:1:2::${String(n)}`, { authorization: `Bearer invented-${String(n)}` })),
  );
  expect(waits.filter((wait) => wait === undefined)).toHaveLength(10);
  // another cookie beside the session makes no other session
  const one = createBudgets({ allowance, now: () => 0 });
  const same = Array.from({ length: 5 }, (_, n) =>
    one.spend(from('192.0.2.9', { cookie: `kl_session=abc; other=${String(n)}` })),
  );
  expect(same.at(-1)).toBeDefined();
});

test('what is spent at one process counts at the others, wherever the requests land', () => {
  vi.useFakeTimers({ now: 0 });
  type Heard = Parameters<SpentElsewhere['onSpent']>[0];
  const ears: Heard[] = [];
  const totals = new Map<string, number>();
  const line = (): SpentElsewhere => ({
    tellSpent: (minute, spent) => {
      for (const [key, more] of spent) totals.set(key, (totals.get(key) ?? 0) + more);
      for (const hear of ears)
        hear(
          minute,
          spent.map(([key]) => [key, totals.get(key) ?? 0] as const),
        );
    },
    onSpent: (hear) => {
      ears.push(hear);
    },
  });
  const three = [1, 2, 3].map(() => createBudgets({ allowance, elsewhere: line() }));
  const client = from('192.0.2.1', { authorization: 'Bearer good' });
  let allowed = 0;
  for (let n = 0; n < 30; n++) {
    if (three[n % 3]?.spend(client) === undefined) allowed += 1;
    vi.advanceTimersByTime(200);
  }
  expect(allowed).toBe(allowance.token);
  for (const budgets of three) budgets.stop();
});
