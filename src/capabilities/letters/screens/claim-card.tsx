/** What stands behind a number of the text: value, fraction, definition, date, evidence, and how it is written. */
import { Link } from '@tanstack/react-router';
import { bears, printClaim, statedOf, valueIn } from '../../../engines/letters/claims.ts';
import type { Claim, Observed } from '../../../engines/letters/document.ts';
import { Button } from '../../../web/kit/button.tsx';
import { useWords } from '../../../web/kit/language.ts';
import { letterWords } from './letter-words.ts';

type Props = {
  readonly id: string;
  readonly claim: Claim;
  readonly now: Observed | null | undefined;
  readonly frozen: boolean;
  readonly editable: boolean;
  readonly onTake: (claim: Claim) => void;
  readonly onUnbind: () => void;
};

const shown = (value: number | null, unit: string, missing: string): string =>
  value === null ? missing : `${String(value)}${unit}`;

/** The claim with what the figure says now. */
export const taken = (claim: Claim, now: Observed): Claim => ({ ...claim, value: statedOf(claim, now), drafted: now });

export const ClaimCard = ({ claim, now, frozen, editable, onTake, onUnbind }: Props): React.JSX.Element => {
  const words = useWords(letterWords);
  const said = now ?? claim.drafted;
  const changed = now !== undefined && now !== null && (!bears(claim, now) || claim.drafted?.digest !== now.digest);
  return (
    <aside className="letter-card" aria-label={said?.name ?? claim.figure}>
      <h3>{said?.name ?? claim.figure}</h3>
      <div className="letter-card-value">
        <b>{printClaim(claim)}</b>
        {said !== null && said.denominator !== null && (
          <span className="letter-fraction">
            <span>{shown(said.numerator, '', '—')}</span>
            <span>{shown(said.denominator, '', '—')}</span>
          </span>
        )}
      </div>
      <dl>
        <dt>{words.definition}</dt>
        <dd>
          {said?.definition ?? '—'}
          {said !== null && `（${words.version(said.definitionVersion)}）`}
        </dd>
        <dt>{words.scope}</dt>
        <dd>{claim.scopeName}</dd>
        <dt>{words.asOf}</dt>
        <dd className="numbers">
          {said?.asOf ?? claim.asOf}
          {'　'}
          {now === null
            ? words.gone
            : now === undefined
              ? ''
              : frozen
                ? words.frozen
                : changed
                  ? words.nowIs(shown(valueIn(claim, now), claim.unit, words.missing))
                  : words.sameNow}
        </dd>
        <dt>{words.evidence}</dt>
        <dd>{words.evidences[said?.evidence ?? 'none']}</dd>
        <dt>{words.wording}</dt>
        <dd>
          {words.comparators[claim.comparator]}
          {said !== null && claim.comparator !== 'all' && `（${shown(said.value, said.unit, words.missing)}）`}
        </dd>
      </dl>
      <div className="letter-card-row">
        <Link to="/figures/$code" params={{ code: claim.figure }} className="button primary small">
          {words.openFigure}
        </Link>
        {editable && changed && (
          <Button small onClick={() => onTake(taken(claim, now))}>
            {words.takeNew}
          </Button>
        )}
        {editable && (
          <Button small kind="link" onClick={onUnbind}>
            {words.unbind}
          </Button>
        )}
      </div>
    </aside>
  );
};
