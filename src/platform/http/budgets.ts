/**
 * Limits per client (law 13): so many requests a minute from one address, one session and one service token. A credential is
 * counted before anybody has looked whether it is good, so whoever invents credentials still spends the address's budget.
 */
import { createHash } from 'node:crypto';
import type { FastifyRequest } from 'fastify';

export type Allowance = { readonly address: number; readonly session: number; readonly token: number };

/** How processes behind one port tell each other what was spent; without it each keeps its own count. */
export type SpentElsewhere = {
  readonly tellSpent: (minute: number, spent: readonly (readonly [string, number])[]) => void;
  readonly onSpent: (heard: (minute: number, spent: readonly (readonly [string, number])[]) => void) => void;
};

export type Budgets = {
  /** Seconds to wait when one of the budgets is spent; undefined when the request may go on. */
  readonly spend: (request: FastifyRequest) => number | undefined;
  readonly stop: () => void;
};

export type BudgetsOptions = {
  readonly allowance: Allowance;
  readonly now?: () => number;
  readonly elsewhere?: SpentElsewhere | undefined;
};

const MINUTE = 60_000;
const TELL_EVERY_MS = 200;
/** Keys kept in one minute; invented credentials beyond it are not counted, their address is. */
const MOST_KEYS = 100_000;

type Kind = keyof Allowance;
type Key = { readonly kind: Kind; readonly key: string };

// only to tell one from another in this minute: short, and of no use to sign in with
const named = (kind: Kind, secret: string): Key => ({
  kind,
  key: `${kind} ${createHash('sha256').update(secret).digest('base64url').slice(0, 22)}`,
});

const SESSION = /(?:^|;\s*)kl_(?:session|resident)=([^;]+)/;

/** One household or hospital behind IPv6 has a network of 64 bits to choose its addresses from. */
const networkOf = (ip: string): string =>
  ip.includes(':') && !ip.startsWith('::ffff:') ? ip.split(':').slice(0, 4).join(':') : ip;

const keysOf = (request: FastifyRequest): readonly Key[] => {
  const address: Key = { kind: 'address', key: `address ${networkOf(request.ip)}` };
  const { authorization, cookie } = request.headers;
  if (authorization !== undefined) return [address, named('token', authorization)];
  const [, session] = SESSION.exec(cookie ?? '') ?? [];
  return session === undefined ? [address] : [address, named('session', session)];
};

type Spent = { here: number; told: number; elsewhere: number };

/** Budgets of whole minutes of the clock. */
export const createBudgets = ({ allowance, now = Date.now, elsewhere }: BudgetsOptions): Budgets => {
  let minute = 0;
  let spent = new Map<string, Spent>();
  const turnTo = (at: number): void => {
    if (at === minute) return;
    minute = at;
    spent = new Map();
  };
  elsewhere?.onSpent((at, totals) => {
    if (at !== minute) return;
    for (const [key, total] of totals) {
      const known = spent.get(key) ?? { here: 0, told: 0, elsewhere: 0 };
      known.elsewhere = Math.max(0, total - known.told);
      spent.set(key, known);
    }
  });
  // only what comes near its budget is worth telling
  const worthTelling = (key: string, { here, told }: Spent): boolean =>
    here > told && here * 20 > allowance[key.slice(0, key.indexOf(' ')) as Kind];
  const telling =
    elsewhere === undefined
      ? undefined
      : setInterval(() => {
          const told: (readonly [string, number])[] = [];
          for (const [key, one] of spent) {
            if (!worthTelling(key, one)) continue;
            told.push([key, one.here - one.told]);
            one.told = one.here;
          }
          if (told.length > 0) elsewhere.tellSpent(minute, told);
        }, TELL_EVERY_MS);
  telling?.unref();
  const spendOne = ({ kind, key }: Key): boolean => {
    let one = spent.get(key);
    if (one === undefined) {
      if (spent.size >= MOST_KEYS && kind !== 'address') return true;
      one = { here: 0, told: 0, elsewhere: 0 };
      spent.set(key, one);
    }
    one.here += 1;
    return one.here + one.elsewhere <= allowance[kind];
  };
  return {
    spend: (request) => {
      const at = now();
      turnTo(Math.floor(at / MINUTE));
      const within = keysOf(request).map(spendOne).every(Boolean);
      return within ? undefined : Math.max(1, Math.ceil(((minute + 1) * MINUTE - at) / 1000));
    },
    stop: () => {
      clearInterval(telling);
    },
  };
};
