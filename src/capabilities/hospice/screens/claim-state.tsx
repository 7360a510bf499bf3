/** A claim in words: to whom it was sent, and how far it is answered. */
import { useWords, wordOf } from '../../../web/kit/language.ts';
import { Tag } from '../../../web/kit/tag.tsx';
import { words as kitTable } from '../../../web/kit/words.ts';
import type { ClaimRow } from '../shapes/claims.ts';
import { claimsWords } from './claims-words.ts';

export const useInsurer = () => {
  const kit = useWords(kitTable);
  const words = useWords(claimsWords);
  return ({ payer, scheme }: Pick<ClaimRow, 'payer' | 'scheme'>): string =>
    payer === 'ltci' ? words.payers.ltci : kit.noted(words.payers.medical, wordOf(words.schemes, scheme));
};

export const ClaimState = ({ claim }: { readonly claim: ClaimRow }): React.JSX.Element => {
  const words = useWords(claimsWords);
  if (claim.answered === 0) return <Tag>{words.waiting}</Tag>;
  if (claim.answered < claim.lines) return <Tag tone="warning">{words.partly(claim.answered, claim.lines)}</Tag>;
  return <Tag tone={claim.open === 0 ? 'good' : 'warning'}>{words.open(claim.open)}</Tag>;
};
