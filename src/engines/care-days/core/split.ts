/** Who pays a day: every counted day has one place and at most one payer of those that exclude one another. Pure. */
import type { CareDay } from './days.ts';
import { findInForce } from './dated.ts';
import { applyGrants } from './charity.ts';
import type { Lack } from './evidence.ts';
import { indexEvidence, lackOf } from './evidence.ts';
import type { EvidenceRules, UsedCharge } from './facts.ts';
import type { Fen } from './money.ts';
import { payByCareCover } from './split-ltci.ts';
import { payByPerDiem } from './split-per-diem.ts';
import type { Asked, Because, DaySplit, Part, PayFacts, Payment } from './payment.ts';
import { newTally } from './tally.ts';
import type { PayTables } from './policies.ts';

const PAYERS = { medical: payByPerDiem, ltci: payByCareCover } as const;

const selfPaid = ({ day, inside, outside }: Asked): Payment => ({
  parts: [{ payer: 'resident', party: day.resident, fen: inside + outside, rule: null }],
  income: inside + outside,
  allowance: 0,
  because: [],
  verified: true,
});

/** What an insurer does not pay yet, because the day's care is not shown, waits under its name. */
const heldBack = (parts: readonly Part[], lack: Lack | null): readonly Part[] =>
  lack?.missing === 'hold'
    ? parts.map((part) =>
        part.payer === 'medical' || part.payer === 'ltci'
          ? { ...part, payer: 'held' as const, party: `${part.payer}:${part.party}` }
          : part,
      )
    : parts;

const NOTHING = { inside: 0, outside: 0 } as const;

const splitOne = (asked: Asked, lack: Lack | null): DaySplit => {
  const { day, facts, tables, tally } = asked;
  const order = findInForce(tables.order, day.day);
  const because: Because[] = [];
  let paid: Payment | null = null;
  let exclusive: DaySplit['exclusive'] = null;
  for (const payer of order?.order ?? []) {
    if (paid !== null) {
      because.push({ code: 'exclusive-day', values: { payer, by: exclusive ?? '' } });
      continue;
    }
    const answer = PAYERS[payer](asked);
    if ('not' in answer) because.push(answer.not);
    else {
      paid = answer.pays;
      exclusive = payer;
      because.push(...answer.pays.because);
    }
  }
  const payment = paid ?? selfPaid(asked);
  if (lack !== null) because.push({ code: `evidence-${lack.missing}`, values: { kinds: lack.kinds.join(',') } });
  const aided = applyGrants(day, payment.parts, facts, tally);
  const parts = heldBack(aided.parts, lack).filter(({ fen }) => fen !== 0);
  const total = parts.reduce((sum, part) => sum + part.fen, 0);
  // a city's month makes half a million of these: no object is spread into another
  return {
    resident: day.resident,
    day: day.day,
    organisation: day.organisation,
    careDay: day,
    parts,
    exclusive,
    lack,
    income: payment.income,
    allowance: payment.allowance,
    difference: total - payment.income - payment.allowance,
    because: aided.because.length === 0 ? because : [...because, ...aided.because],
    verified: payment.verified && (order?.verified ?? true),
  };
};

/**
 * The split of every day of one resident, in order. All days from the first are needed, for stages, deductibles and limits count
 * from there; the caller takes the ones it settles. Facts are the ones believed.
 */
export const splitDays = (
  days: readonly CareDay[],
  facts: PayFacts,
  tables: PayTables,
  evidenceRules: readonly EvidenceRules[],
): readonly DaySplit[] => {
  const tally = newTally();
  const evidence = indexEvidence(facts.evidence);
  const used = new Map<string, { inside: Fen; outside: Fen }>();
  for (const { organisation, day, fen, outside } of facts.charges) {
    const key = `${day}|${organisation}`;
    const sum = used.get(key) ?? { inside: 0, outside: 0 };
    if (outside) sum.outside += fen;
    else sum.inside += fen;
    used.set(key, sum);
  }
  return days.map((day) => {
    const { inside, outside } = used.get(`${day.day}|${day.organisation}`) ?? NOTHING;
    return splitOne({ day, inside, outside, facts, tables, tally }, lackOf(day, evidence, evidenceRules));
  });
};

/** What was charged for days that are not the institution's (the morning before a transfer): for a person to look at. */
export const chargesWithoutDay = <One extends UsedCharge>(
  days: readonly CareDay[],
  charges: readonly One[],
): readonly One[] => {
  const own = new Set(days.map(({ day, organisation }) => `${day}|${organisation}`));
  return charges.filter(({ day, organisation }) => !own.has(`${day}|${organisation}`));
};
