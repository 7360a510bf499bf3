/** The ledger of days: double entry in whole fen. Entries are added and never changed; what turns out otherwise is reversed. */
import type { CivilDay } from '../../../platform/civil-time.ts';
import type { Refusal } from '../../../platform/refusal.ts';
import { refuse } from '../../../platform/refusal.ts';
import type { Fen } from './money.ts';
import { inText } from './places.ts';
import type { Because, DaySplit, PayerKind } from './payment.ts';

/** Owed by a payer is positive (debit), owed to an institution or a resident negative (credit): an entry's sum is zero. */
export const ACCOUNTS = [
  'medical',
  'ltci',
  'charity',
  'resident',
  'held',
  'income',
  'allowance',
  'difference',
] as const;
export type Account = (typeof ACCOUNTS)[number];
export type Posting = {
  readonly account: Account;
  readonly party: string;
  readonly fen: Fen;
  readonly rule: string | null;
};

export type Entry = {
  readonly id: string;
  readonly resident: string;
  readonly day: CivilDay;
  readonly organisation: string;
  readonly kind: 'day' | 'reversal' | 'statement';
  /** The entry this one takes back, to the fen. */
  readonly reverses: string | null;
  readonly postings: readonly Posting[];
  readonly because: readonly Because[];
  readonly verified: boolean;
  readonly at: Date;
};
/** What stands in the ledger for a day once it is written, before it has an id and a time. */
export type Wanted = Pick<Entry, 'resident' | 'day' | 'organisation' | 'postings' | 'because' | 'verified'>;

const accountOf = (payer: PayerKind): Account => payer;

/** A day as double entry. A day that costs nobody anything has no entry. */
export const wantedOf = (split: DaySplit): Wanted | null => {
  const { resident, day, organisation, because, verified } = split;
  const owed: Posting[] = split.parts.map(({ payer, party, fen, rule }) => ({
    account: accountOf(payer),
    party,
    fen,
    rule,
  }));
  if (split.income !== 0) owed.push({ account: 'income', party: organisation, fen: -split.income, rule: null });
  if (split.allowance !== 0) owed.push({ account: 'allowance', party: resident, fen: -split.allowance, rule: null });
  if (split.difference !== 0)
    owed.push({ account: 'difference', party: organisation, fen: -split.difference, rule: null });
  return owed.length === 0 ? null : { resident, day, organisation, postings: owed, because, verified };
};

export const balance = (postings: readonly Posting[]): Fen => postings.reduce((sum, { fen }) => sum + fen, 0);

/** Every entry is in balance and in whole fen, or it is not written. */
export const checkEntry = (entry: Pick<Entry, 'postings'>): true | Refusal =>
  !entry.postings.every(({ fen }) => Number.isSafeInteger(fen))
    ? refuse('money-not-whole')
    : balance(entry.postings) === 0 || refuse('entry-out-of-balance', { by: balance(entry.postings) });

const keyOf = ({ account, party, rule }: Posting): string => `${account}|${party}|${rule ?? ''}`;

/** What two entries must have alike to be the same: who owes whom what by which rule, not the order nor the reasons' words. */
export const contentOf = (wanted: Pick<Wanted, 'organisation' | 'postings'>): string => {
  const sums = new Map<string, Fen>();
  for (const posting of wanted.postings) sums.set(keyOf(posting), (sums.get(keyOf(posting)) ?? 0) + posting.fen);
  return [
    wanted.organisation,
    ...[...sums]
      .filter(([, fen]) => fen !== 0)
      .map(([key, fen]) => `${key}=${String(fen)}`)
      .sort(inText),
  ].join('\n');
};

/** The entries of days that nothing has taken back, in the order of days. */
export const standing = (entries: readonly Entry[]): readonly Entry[] => {
  const taken = new Set(entries.flatMap(({ reverses }) => (reverses === null ? [] : [reverses])));
  return entries
    .filter(({ id, kind }) => kind === 'day' && !taken.has(id))
    .sort(
      (one, other) => inText(one.day, other.day) || inText(one.resident, other.resident) || inText(one.id, other.id),
    );
};

/** What is known of an entry that stands, without its postings: enough to see whether it still says what is wanted. */
export type Stands = Pick<Entry, 'id' | 'resident' | 'day'> & { readonly content: string };
export type Plan<One> = { readonly reverse: readonly One[]; readonly write: readonly Wanted[] };

/** Which entries are taken back and which are written, so that the ledger says what is wanted and nothing else of these days. */
export const planOf = <One extends Stands>(wanted: readonly Wanted[], stands: readonly One[]): Plan<One> => {
  const key = ({ resident, day }: Pick<Entry, 'resident' | 'day'>): string => `${resident}|${day}`;
  const left = new Map(wanted.map((one) => [key(one), one]));
  const reverse: One[] = [];
  for (const entry of stands) {
    const now = left.get(key(entry));
    if (now !== undefined && contentOf(now) === entry.content) left.delete(key(entry));
    else reverse.push(entry);
  }
  return { reverse, write: [...left.values()] };
};

const reversalOf = (entry: Entry, id: string, at: Date): Entry => ({
  ...entry,
  ...{ id, at, kind: 'reversal', reverses: entry.id },
  postings: entry.postings.map((posting) => ({ ...posting, fen: -posting.fen })),
  because: [{ code: 'corrected', values: { of: entry.id } }],
});

/** The entries that carry a plan out: exact reversals first, then what is written. */
export const entriesFor = (
  wanted: readonly Wanted[],
  ledger: readonly Entry[],
  made: { readonly newId: () => string; readonly at: Date },
): readonly Entry[] => {
  const { newId, at } = made;
  const stands = standing(ledger).map((entry) => ({ ...entry, entry, content: contentOf(entry) }));
  const { reverse, write } = planOf(wanted, stands);
  return [
    ...reverse.map(({ entry }) => reversalOf(entry, newId(), at)),
    ...write.map((one): Entry => ({ ...one, id: newId(), at, kind: 'day', reverses: null })),
  ];
};
