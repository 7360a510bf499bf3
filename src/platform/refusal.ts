/**
 * An expected "no": a value, never thrown by pure code. `code` names the sentence in a words table, `values` fill it.
 * One table (platform/errors.ts) maps refusals to the wire.
 */
export type Refusal = {
  readonly refused: string;
  readonly values?: Readonly<Record<string, string | number>>;
};

export const refuse = (code: string, values?: Refusal['values']): Refusal =>
  values === undefined ? { refused: code } : { refused: code, values };

export const isRefusal = (answer: unknown): answer is Refusal =>
  typeof answer === 'object' && answer !== null && 'refused' in answer;
