/** The numbers of the letter that are claims, in reading order. */
import { printClaim } from '../../../engines/letters/claims.ts';
import type { LetterDocument } from '../../../engines/letters/document.ts';

type Props = {
  readonly stated: readonly string[];
  readonly claims: LetterDocument['claims'];
  readonly onOpen: (id: string) => void;
};

export const ClaimsList = ({ stated, claims, onOpen }: Props): React.JSX.Element => (
  <ul className="letter-claims">
    {stated.map((id) => {
      const said = claims[id];
      return said === undefined ? null : (
        <li key={id}>
          <button type="button" onClick={() => onOpen(id)}>
            <b>{printClaim(said)}</b> {said.drafted?.name ?? said.figure}
            <span className="note">
              {said.scopeName} {said.drafted?.asOf ?? said.asOf}
            </span>
          </button>
        </li>
      );
    })}
  </ul>
);
