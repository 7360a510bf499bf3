import type { Refused } from '../outcome.ts';

/** Refusals leave a transaction by being thrown, so that it is rolled back. */
export class Stopped extends Error {
  declare protected readonly own: true;
  readonly refusal: Refused;
  constructor(refusal: Refused) {
    super('the transaction is refused');
    this.refusal = refusal;
  }
}
