/** By which facts a figure was made: one digest for all its parts, and the value by evidence. */
import { createHash } from 'node:crypto';
import { addDecimals } from './decimal.ts';
import type { FigureAnswer } from './define.ts';

/** A row of `traceStatement`. */
export type Traced = Readonly<Record<string, unknown>>;

export const digestOfParts = (traced: readonly Traced[]): string => {
  const digests = traced.map(({ digest }) => String(digest));
  return digests.length === 1 ? (digests[0] ?? '') : createHash('sha256').update(digests.join('\n')).digest('hex');
};

/** Null where nothing that contributes says which evidence it has: it was recorded where it happened. */
export const sumEvidence = (traced: readonly Traced[]): FigureAnswer['evidence'] => {
  const said = traced.map(({ evidence }) =>
    typeof evidence === 'string' ? (JSON.parse(evidence) as Readonly<Record<string, string>>) : {},
  );
  if (!said.some((each) => 'claimed' in each || 'evidenced' in each || 'disputed' in each)) return null;
  const sum = (name: string): string => addDecimals(said.map((each) => each[name] ?? '0'));
  return { claimed: sum('claimed'), evidenced: sum('evidenced'), disputed: sum('disputed') };
};
