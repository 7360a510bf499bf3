/** 进程: every step with what was written in it, the newest last. */
import type { CaseView } from '../../../engines/pathways/shapes.ts';
import { momentWords } from '../../../web/kit/civil.ts';
import { useWords, wordOf } from '../../../web/kit/language.ts';
import { serverNow } from '../../../web/kit/server-time.ts';
import { Timeline } from '../../../web/kit/timeline.tsx';
import { words as kitTable } from '../../../web/kit/words.ts';
import { words as table } from '../words.ts';

/** What stands elsewhere on the page, or says nothing by itself. */
const ELSEWHERE = [
  'text',
  'content',
  'title',
  'body',
  'year',
  'session',
  'organisation',
  'lead',
  'letter',
  'follows',
  'into',
];

const Answers = ({ answers }: { readonly answers: Readonly<Record<string, unknown>> | null }) => {
  const words = useWords(table);
  const kit = useWords(kitTable);
  const rows = Object.entries(answers ?? {}).flatMap(([code, value]) => {
    if (ELSEWHERE.includes(code) || typeof value === 'object') return [];
    const said =
      typeof value === 'boolean'
        ? value
          ? kit.field.yes
          : kit.field.no
        : typeof value === 'string'
          ? wordOf(words.answers, value)
          : typeof value === 'number'
            ? String(value)
            : '';
    return [{ code, said }];
  });
  if (rows.length === 0) return null;
  return (
    <dl className="proposal-answers note">
      {rows.map(({ code, said }) => (
        <div key={code}>
          <dt>{wordOf(words.questions, code)}</dt>
          <dd>{said}</dd>
        </div>
      ))}
    </dl>
  );
};

export const History = ({ view }: { readonly view: CaseView }): React.JSX.Element => {
  const words = useWords(table);
  const kit = useWords(kitTable);
  return (
    <Timeline
      rows={view.timeline.map((entry) => ({
        key: String(entry.version),
        at: entry.at,
        what: wordOf(words.steps, entry.step),
        by: entry.by,
        reason: entry.reason === null ? null : wordOf(words.answers, entry.reason),
        detail: <Answers answers={entry.answers} />,
      }))}
      current={
        view.closedAt === null
          ? {
              what: wordOf(words.states, view.state),
              note: view.clock === null ? '' : momentWords(view.clock.dueAt, kit, serverNow()),
              pressing: view.clock?.late === true,
            }
          : null
      }
      ahead={[]}
    />
  );
};
