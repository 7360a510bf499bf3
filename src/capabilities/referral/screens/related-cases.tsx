/** Where the resident is meanwhile: the referral onward, and the one this came from. */
import { Link } from '@tanstack/react-router';
import type { CaseView } from '../../../engines/pathways/shapes.ts';
import { useWords, wordOf } from '../../../web/kit/language.ts';
import { words as referralTable } from '../words.ts';
import { planWords } from './plan-words.ts';

export const RelatedCases = ({ related }: { readonly related: CaseView['related'] }): React.JSX.Element | null => {
  const words = useWords(planWords);
  const referral = useWords(referralTable);
  if (related.length === 0) return null;
  return (
    <>
      {related.map((one) => {
        const { organisation, department } = one.receiver;
        const place = department === null ? organisation.name : `${organisation.name} ${department.name}`;
        return (
          <p key={one.id} className="bar plain related-case">
            <span className="strong">{one.relation === 'child' ? words.onward : ''}</span>
            <span>
              {one.relation === 'child'
                ? words.onwardAt(place, wordOf(referral.states, one.state))
                : words.cameFrom(one.number)}
            </span>
            {one.open && (
              <Link to="/cases/$id" params={{ id: one.id }}>
                {words.open} {one.number}
              </Link>
            )}
          </p>
        );
      })}
    </>
  );
};
