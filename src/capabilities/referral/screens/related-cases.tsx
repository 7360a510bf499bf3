/** Where the resident is meanwhile: the referral onward and the one this came from, the closed one it follows and what follows it. */
import { Link } from '@tanstack/react-router';
import type { CaseView } from '../../../engines/pathways/shapes.ts';
import { useWords, wordOf } from '../../../web/kit/language.ts';
import { words as referralTable } from '../words.ts';
import { planWords } from './plan-words.ts';

export const RelatedCases = ({ related }: { readonly related: CaseView['related'] }): React.JSX.Element | null => {
  const words = useWords(planWords);
  const referral = useWords(referralTable);
  if (related.length === 0) return null;
  const told = (one: CaseView['related'][number], place: string): string => {
    switch (one.relation) {
      case 'child':
        return words.onwardAt(place, wordOf(referral.states, one.state));
      case 'parent':
        return words.cameFrom(one.number);
      case 'earlier':
        return words.follows(one.number, place);
      case 'later':
        return words.followed(place, wordOf(referral.states, one.state));
    }
  };
  return (
    <>
      {related.map((one) => {
        const { organisation, department } = one.receiver;
        const place = department === null ? organisation.name : `${organisation.name} ${department.name}`;
        return (
          <p key={one.id} className="bar plain related-case">
            <span className="strong">{one.relation === 'child' ? words.onward : ''}</span>
            <span>{told(one, place)}</span>
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
