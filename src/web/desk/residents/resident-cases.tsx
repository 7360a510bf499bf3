/** What is open for a resident; desk and phone link to it each in their own way. */
import type { ResidentSummary } from '../../../consortium/shapes.ts';
import { momentWords } from '../../kit/civil.ts';
import { useWords, wordOf } from '../../kit/language.ts';
import { useServerNow } from '../../kit/server-time.ts';
import { UrgencyTag } from '../../kit/tag.tsx';
import { words as kitTable } from '../../kit/words.ts';
import { Part } from './resident-parts.tsx';
import { summaryWords } from './summary-words.ts';

export const Cases = ({
  rows,
  own,
  LinkTo,
}: {
  readonly rows: ResidentSummary['cases'];
  readonly own: string;
  /** How this entry links to a case. */
  readonly LinkTo: (props: { readonly id: string; readonly children: React.ReactNode }) => React.JSX.Element;
}): React.JSX.Element => {
  const words = useWords(summaryWords);
  const kit = useWords(kitTable);
  const now = useServerNow();
  return (
    <Part id="cases" title={words.cases} rows={rows} empty={words.casesNone}>
      <ul className="record-cases">
        {rows?.map((row) => {
          const late = new Date(row.dueAt).getTime() < now.getTime();
          const due = momentWords(row.dueAt, kit, now);
          return (
            <li key={row.id}>
              <LinkTo id={row.id}>
                {row.urgency !== 'routine' && <UrgencyTag urgency={row.urgency} />}{' '}
                <b>{wordOf(words.pathways, row.pathway)}</b> <span className="note">{row.number}</span>
              </LinkTo>
              <span>
                {words.owner} {row.owner.organisation.id === own ? words.here : row.owner.organisation.name}{' '}
                {wordOf(kit.roles, row.owner.role)}
              </span>
              <span className={late ? 'danger' : 'note'}>{late ? words.late(due) : words.due(due)}</span>
            </li>
          );
        })}
      </ul>
    </Part>
  );
};
