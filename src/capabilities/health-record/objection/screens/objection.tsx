/** One objection: the resident's words, the look or entry it is about, the answer, and how it went. The record is not shown. */
import { CaseHistory, DueFact, OneCase } from '../../../../web/kit/case-desk.tsx';
import { momentWords } from '../../../../web/kit/civil.ts';
import { useWords, wordOf } from '../../../../web/kit/language.ts';
import { serverNow } from '../../../../web/kit/server-time.ts';
import { words as kitTable } from '../../../../web/kit/words.ts';
import { ObjectionView } from '../shapes.ts';
import { words as caseTable } from '../words.ts';
import { Answer } from './answer.tsx';
import { objectionWords } from './objection-words.ts';
import { OBJECTIONS_KEY, Whose } from './objections.tsx';

const About = ({ view }: { readonly view: ObjectionView }): React.JSX.Element | null => {
  const words = useWords(objectionWords);
  const kit = useWords(kitTable);
  const { look, entry } = view;
  if (look !== null)
    return (
      <>
        <dt>{words.theLook}</dt>
        <dd>
          <Whose row={view} /> {momentWords(look.at, kit, serverNow())} {words.actions[look.action]}{' '}
          {look.what === null ? words.record : wordOf(words.types, look.what)} {look.refused && words.refusedLook}
        </dd>
        <dt>{words.basis}</dt>
        <dd>
          {look.why.length === 0 ? words.noBasis : look.why.map((kind) => wordOf(words.reasons, kind)).join('、')}
        </dd>
      </>
    );
  if (entry === null) return null;
  return (
    <>
      <dt>{words.theEntry}</dt>
      <dd>
        <b>{wordOf(words.types, entry.type)}</b> <span className="numbers">{entry.id}</span>
        {entry.changed && !entry.gone && <p className="note">{words.entryChanged}</p>}
        {entry.gone && <p className="note">{words.entryGone}</p>}
        <p className="note">{words.entryNote}</p>
      </dd>
      <dt>{words.columns.who}</dt>
      <dd>
        <Whose row={view} />
      </dd>
    </>
  );
};

const Facts = ({ view }: { readonly view: ObjectionView }): React.JSX.Element => {
  const words = useWords(objectionWords);
  const said = useWords(caseTable);
  const kit = useWords(kitTable);
  const moment = (at: string): string => momentWords(at, kit, serverNow());
  return (
    <section className="card" aria-label={view.number}>
      <dl className="case-facts">
        <dt>{words.columns.resident}</dt>
        <dd>{view.resident}</dd>
        <About view={view} />
        <dt>{words.columns.wrong}</dt>
        <dd>
          <b>{wordOf(said.answers, view.wrong)}</b>
        </dd>
        <dt>{words.said}</dt>
        <dd className="case-words">{view.note ?? <span className="note">{words.nothingSaid}</span>}</dd>
        <dt>{words.columns.made}</dt>
        <dd className="numbers">{moment(view.madeAt)}</dd>
        <DueFact
          due={view}
          label={words.columns.due}
          lateWord={words.late}
          note={view.verified ? null : words.unverified}
        />
        {view.answer !== null && (
          <>
            <dt>{words.answer}</dt>
            <dd className="case-words">
              {view.answer.finding}
              <p className="note">{view.answer.done.map((code) => said.answers[code]).join('、')}</p>
            </dd>
          </>
        )}
      </dl>
    </section>
  );
};

export const ObjectionScreen = (): React.JSX.Element => {
  const words = useWords(objectionWords);
  const said = useWords(caseTable);
  return (
    <OneCase
      at="/objections"
      listKey={OBJECTIONS_KEY}
      shape={ObjectionView}
      document={said.document}
      states={said.states}
      title={words.title}
      back={words.back}
    >
      {(objection, view, again) => (
        <>
          <Facts view={objection} />
          <Answer view={view} about={objection.about} onDone={again} />
          <CaseHistory view={view} title={words.history} done={said.done} answers={said.answers} />
        </>
      )}
    </OneCase>
  );
};
