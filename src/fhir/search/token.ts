/**
 * Search tokens: 64-bit hashes of (resource type, parameter, value), kept in `resource.tokens bigint[]` under one GIN index.
 * Two 32-bit mixes over the UTF-16 units with different seeds and multipliers; stable for ever, since they are stored.
 * Two different values meet once in 2^64 / n² tries; searches recheck nothing, which is safe at a region's size.
 */

/** Both halves after some text; more text can be added. */
export type HashState = { readonly high: number; readonly low: number };

const HIGH_PRIME = 0x85ebca6b;
const LOW_PRIME = 0xc2b2ae35;

const START: HashState = { high: 0x9e3779b9 | 0, low: 0x7f4a7c15 | 0 };

/** Adds text to a state. */
export const mix = (state: HashState, text: string): HashState => {
  let high = state.high;
  let low = state.low;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    high = Math.imul(high ^ unit, HIGH_PRIME);
    high ^= high >>> 15;
    low = Math.imul(low ^ unit, LOW_PRIME);
    low ^= low >>> 13;
  }
  return { high, low };
};

/** The state every token of this parameter starts from. */
export const parameterState = (type: string, parameter: string): HashState => mix(START, `${type}?${parameter}=`);

/** Spreads the last units over all bits and crosses the halves. */
const finish = (state: HashState): HashState => {
  let high = Math.imul(state.high ^ (state.high >>> 16), 0x21f0aaad);
  let low = Math.imul(state.low ^ (state.low >>> 15), 0x735a2d97);
  high = Math.imul(high ^ (high >>> 15) ^ low, LOW_PRIME);
  low = Math.imul(low ^ (low >>> 16) ^ high, HIGH_PRIME);
  return { high: high ^ (high >>> 13), low: low ^ (low >>> 16) };
};

/** Tokens of one resource: high and low halves in turn, as signed 32-bit integers. */
export type Tokens = number[];

/** Adds the token of a value unless it is already there. */
export const addToken = (tokens: Tokens, parameter: HashState, value: string): void => {
  const { high, low } = finish(mix(parameter, value));
  for (let i = 0; i < tokens.length; i += 2) if (tokens[i] === high && tokens[i + 1] === low) return;
  tokens.push(high, low);
};

/** Half a token: a signed 32-bit integer that stands for a text beside others of the same record. */
export const halfOf = (state: HashState, value: string): number => finish(mix(state, value)).high;

/** The token as PostgreSQL's bigint. */
export const tokenOf = (parameter: HashState, value: string): bigint => {
  const { high, low } = finish(mix(parameter, value));
  return BigInt.asIntN(64, (BigInt(high) << 32n) | BigInt(low >>> 0));
};
