import { expect, test } from 'vitest';
import { addToken, parameterState, tokenOf } from './token.ts';

test('tokens are what is stored for ever: these values never change', () => {
  const state = parameterState('Patient', 'identifier');
  expect([tokenOf(state, ''), tokenOf(state, 'urn:his|1'), tokenOf(parameterState('Task', 'status'), 'requested')])
    .toMatchInlineSnapshot(`
    [
      -4960725619641868471n,
      5026557395820315285n,
      -2444548168579924499n,
    ]
  `);
});

test('the halves that are stored make the number that is searched for', () => {
  const state = parameterState('Task', 'owner');
  for (let i = 0; i < 1000; i++) {
    const halves: number[] = [];
    addToken(halves, state, `Organization/${i}`);
    const stored = new DataView(new ArrayBuffer(8));
    stored.setInt32(0, halves[0] ?? 0);
    stored.setInt32(4, halves[1] ?? 0);
    expect(stored.getBigInt64(0)).toBe(tokenOf(state, `Organization/${i}`));
  }
});

test('a million alike values have a million tokens, spread evenly over both halves', () => {
  const state = parameterState('Patient', 'identifier');
  const seen = new Set<bigint>();
  const low = new Uint32Array(256);
  const high = new Uint32Array(256);
  for (let i = 0; i < 1_000_000; i++) {
    const token = tokenOf(state, `https://example.org/sid|R1-${String(i).padStart(7, '0')}`);
    seen.add(token);
    const at = Number(token & 255n);
    low[at] = (low[at] ?? 0) + 1;
    const top = Number((token >> 56n) & 255n);
    high[top] = (high[top] ?? 0) + 1;
  }
  expect(seen.size).toBe(1_000_000);
  // 3906 expected in each; six standard deviations are 375
  for (const counts of [low, high]) {
    expect(Math.min(...counts)).toBeGreaterThan(3500);
    expect(Math.max(...counts)).toBeLessThan(4300);
  }
});
