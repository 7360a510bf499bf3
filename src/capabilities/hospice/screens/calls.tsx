/** 来电: who rang, at what hour, what for, and what was done about it, newest first. */
import type { CaseView } from '../../../engines/pathways/shapes.ts';
import { dayOf, dayWords, timeOf } from '../../../web/kit/civil.ts';
import { useWords, wordOf } from '../../../web/kit/language.ts';
import { serverNow } from '../../../web/kit/server-time.ts';
import { Tag } from '../../../web/kit/tag.tsx';
import { words as kitTable } from '../../../web/kit/words.ts';
import { callWords } from '../words/call.ts';
import { words as hospiceTable } from '../words.ts';

type Call = {
  readonly key: string;
  readonly at: string;
  readonly caller: string;
  readonly about: string;
  readonly advice: string;
  readonly followed: string;
  readonly by: string | null;
};
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** The calls of a stay by the hour they came, the latest first, whenever they were written down. */
export const callsOf = ({ timeline }: Pick<CaseView, 'timeline'>): readonly Call[] =>
  timeline
    .flatMap(({ step, version, answers, by }) =>
      step !== 'answer-call' || answers === null
        ? []
        : [
            {
              key: String(version),
              at: textOf(answers['calledAt']),
              caller: textOf(answers['caller']),
              about: textOf(answers['about']),
              advice: textOf(answers['advice']),
              followed: textOf(answers['followed']),
              by: by.name,
            },
          ],
    )
    .sort((one, other) => (one.at < other.at ? 1 : one.at > other.at ? -1 : 0));

/** With the day beside the hour: the sheet is read on another day. @param most of the latest; the sheet that goes with the person has the last few */
export const Calls = ({ view, most }: { readonly view: CaseView; readonly most: number }): React.JSX.Element => {
  const words = useWords(callWords);
  const hospice = useWords(hospiceTable);
  const kit = useWords(kitTable);
  const now = serverNow();
  const calls = callsOf(view);
  return (
    <section className="card" aria-label={words.title}>
      <h2>{words.title}</h2>
      {calls.length === 0 && <p className="note">{words.none}</p>}
      <ul>
        {calls.slice(0, most).map(({ key, at, caller, about, advice, followed, by }) => (
          <li key={key}>
            <b className="numbers">{`${dayWords(dayOf(new Date(at)), kit, now)} ${timeOf(new Date(at))}`}</b>{' '}
            {wordOf(hospice.answers, caller)}{' '}
            <Tag tone={followed === 'advice-enough' ? 'plain' : 'warning'}>{wordOf(hospice.answers, about)}</Tag>
            <div>
              {advice}{' '}
              <span className="note">
                {kit.told([
                  kit.labelled(hospice.questions.followed, wordOf(hospice.answers, followed)),
                  ...(by === null ? [] : [by]),
                ])}
              </span>
            </div>
          </li>
        ))}
      </ul>
      {calls.length > most && <p className="note">{words.more(String(calls.length - most))}</p>}
    </section>
  );
};
