/** What one draft says that the one before did not, and the other way round: by sentences, then by characters. Pure. */
export type Piece = { readonly kind: 'kept' | 'added' | 'removed'; readonly text: string };

/** Longer than any clause; two texts of more pieces than this are compared by sentences alone. */
const MOST = 1_500;

/** The longest common subsequence of two lists, as what was kept, removed and added. */
const compare = (before: readonly string[], after: readonly string[]): readonly Piece[] => {
  const width = after.length + 1;
  const longest = new Uint32Array((before.length + 1) * width);
  for (let i = before.length - 1; i >= 0; i--)
    for (let j = after.length - 1; j >= 0; j--)
      longest[i * width + j] =
        before[i] === after[j]
          ? (longest[(i + 1) * width + j + 1] ?? 0) + 1
          : Math.max(longest[(i + 1) * width + j] ?? 0, longest[i * width + j + 1] ?? 0);
  const pieces: Piece[] = [];
  const add = (kind: Piece['kind'], text: string): void => {
    const last = pieces.at(-1);
    if (last?.kind === kind) pieces[pieces.length - 1] = { kind, text: last.text + text };
    else pieces.push({ kind, text });
  };
  let i = 0;
  let j = 0;
  while (i < before.length || j < after.length) {
    const one = before[i];
    const other = after[j];
    if (one !== undefined && one === other) {
      add('kept', one);
      i += 1;
      j += 1;
    } else if (
      other === undefined ||
      (one !== undefined && (longest[(i + 1) * width + j] ?? 0) >= (longest[i * width + j + 1] ?? 0))
    ) {
      add('removed', one ?? '');
      i += 1;
    } else {
      add('added', other);
      j += 1;
    }
  }
  return pieces;
};

const sentencesOf = (text: string): readonly string[] =>
  text.match(/[^。；！？\n]*[。；！？\n]|[^。；！？\n]+$/g) ?? [];
/** Numbers stay whole: 68% that became 86% is one change and not two. */
const wordsOf = (text: string): readonly string[] => text.match(/\d[\d.,]*[%％]?|[A-Za-z]+|[\s\S]/gu) ?? [];

export const differences = (before: string, after: string): readonly Piece[] => {
  const pieces = compare(sentencesOf(before), sentencesOf(after));
  return pieces.flatMap((piece, at): readonly Piece[] => {
    const next = pieces[at + 1];
    if (piece.kind === 'added' && pieces[at - 1]?.kind === 'removed') {
      const old = wordsOf(pieces[at - 1]?.text ?? '');
      return old.length > MOST || wordsOf(piece.text).length > MOST ? [piece] : [];
    }
    if (piece.kind !== 'removed' || next?.kind !== 'added') return [piece];
    const [old, fresh] = [wordsOf(piece.text), wordsOf(next.text)];
    return old.length > MOST || fresh.length > MOST ? [piece] : compare(old, fresh);
  });
};
