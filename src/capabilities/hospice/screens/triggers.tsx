/** 是否需要转接: what the latest scores say, with the rule they are held against; who decides is the team. */
import { Button } from '../../../web/kit/button.tsx';
import { momentWords } from '../../../web/kit/civil.ts';
import { useWords, wordOf } from '../../../web/kit/language.ts';
import { serverNow } from '../../../web/kit/server-time.ts';
import { Tag } from '../../../web/kit/tag.tsx';
import { words as kitTable } from '../../../web/kit/words.ts';
import type { Person } from '../shapes.ts';
import { words as hospiceTable } from '../words.ts';
import { scaleWords } from './scale-words.ts';

export const Triggers = ({
  person,
  onRequest,
}: {
  readonly person: Person;
  /** Null where this person may not ask for a transfer now. */
  readonly onRequest: ((trigger: string) => void) | null;
}): React.JSX.Element => {
  const words = useWords(scaleWords);
  const hospice = useWords(hospiceTable);
  const kit = useWords(kitTable);
  const { found, source, verified } = person.triggers;
  return (
    <section className="card hospice-triggers" aria-label={words.triggers}>
      <h2>{words.triggers}</h2>
      {found.length === 0 && <p className="note">{words.noTriggers}</p>}
      <ul>
        {found.map(({ trigger, direction, item, value, since }) => {
          const from = momentWords(since, kit, serverNow());
          return (
            <li key={`${trigger}-${item ?? ''}`}>
              <Tag tone={direction === 'up' ? 'warning' : 'primary'}>{words[direction]}</Tag>{' '}
              {item === null
                ? words.stable(from)
                : words.uncontrolled(wordOf(hospice.questions, item), String(value), from)}{' '}
              {onRequest !== null && (
                <Button small className="no-print" onClick={() => onRequest(trigger)}>
                  {words.request}
                </Button>
              )}
            </li>
          );
        })}
      </ul>
      <p className="note">
        {words.rule(source)} {!verified && <Tag tone="warning">{words.unverified}</Tag>}
      </p>
    </section>
  );
};
