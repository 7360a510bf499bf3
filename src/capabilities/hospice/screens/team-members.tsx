/** Who cares, which of them leads, and what comes next of whom. */
import type { CaseView } from '../../../engines/pathways/shapes.ts';
import { dayWords } from '../../../web/kit/civil.ts';
import { useWords, wordOf } from '../../../web/kit/language.ts';
import { serverNow } from '../../../web/kit/server-time.ts';
import { Tag } from '../../../web/kit/tag.tsx';
import { words as kitTable } from '../../../web/kit/words.ts';
import type { ActRow, Person } from '../shapes.ts';
import { words as hospiceTable } from '../words.ts';
import { screenWords } from './screen-words.ts';

const textOf = (value: unknown): string => (typeof value === 'string' ? value.trim() : '');
type Member = { readonly profession: string; readonly name: string; readonly reach: string };
type Named = { readonly members: readonly Member[]; readonly lead: string };

/** The team as it was named last; undefined: nobody has named one. */
const teamOf = (view: CaseView): Named | undefined => {
  const answers = view.timeline.findLast(({ step }) => step === 'name-team')?.answers;
  if (answers === undefined || answers === null) return undefined;
  const rows = Array.isArray(answers['members']) ? (answers['members'] as readonly Record<string, unknown>[]) : [];
  return {
    members: rows.map((row) => ({
      ...{ profession: textOf(row['profession']), name: textOf(row['member']), reach: textOf(row['reach']) },
    })),
    lead: textOf(answers['lead']),
  };
};

/** What each kind of work was last said to come next, the earliest first. */
export const tasksOf = (acts: readonly ActRow[]): readonly (ActRow & { readonly nextOn: string })[] => {
  const seen = new Set<string>();
  return acts
    .flatMap((act) => {
      const key = `${act.kind}|${act.profession ?? ''}`;
      if (seen.has(key)) return [];
      seen.add(key);
      return act.nextOn === null ? [] : [{ ...act, nextOn: act.nextOn }];
    })
    .sort((one, other) => (one.nextOn < other.nextOn ? -1 : one.nextOn > other.nextOn ? 1 : 0));
};

export const TeamMembers = ({
  person,
  view,
}: {
  readonly person: Person;
  readonly view: CaseView;
}): React.JSX.Element => {
  const words = useWords(screenWords);
  const hospice = useWords(hospiceTable);
  const kit = useWords(kitTable);
  const team = teamOf(view);
  const tasks = tasksOf(person.acts);
  return (
    <>
      {team === undefined ? (
        <p className="note">{words.noTeam}</p>
      ) : (
        <ul aria-label={words.members}>
          {team.members.map(({ profession, name, reach }) => (
            <li key={name}>
              <span className="note">{wordOf(hospice.answers, profession)}</span> <b>{name}</b>{' '}
              {name === team.lead && <Tag tone="primary">{words.leads}</Tag>}{' '}
              {reach !== '' && <a href={`tel:${reach}`}>{reach}</a>}
            </li>
          ))}
        </ul>
      )}
      {tasks.length > 0 && view.closedAt === null && (
        <>
          <h3>{words.tasks}</h3>
          <ul>
            {tasks.map((act) => (
              <li key={`${act.kind}${act.profession ?? ''}`}>
                <span className="numbers">{dayWords(act.nextOn, kit, serverNow())}</span>{' '}
                {act.profession === null ? wordOf(hospice.steps, act.kind) : wordOf(hospice.answers, act.profession)}{' '}
                {act.nextOn < person.today && <Tag tone="danger">{words.overdue}</Tag>}
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
};
