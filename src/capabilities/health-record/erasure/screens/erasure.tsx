/** One erasure: what and why, the decision, and what stays. */
import { CaseHistory, DueFact, OneCase } from '../../../../web/kit/case-desk.tsx';
import { momentWords } from '../../../../web/kit/civil.ts';
import { useWords, wordOf } from '../../../../web/kit/language.ts';
import { serverNow } from '../../../../web/kit/server-time.ts';
import { words as kitTable } from '../../../../web/kit/words.ts';
import { ErasureView } from '../shapes.ts';
import { words as caseTable } from '../words.ts';
import { Decide } from './decide.tsx';
import { erasureWords } from './erasure-words.ts';
import { ERASURES_KEY } from './erasures.tsx';
import './erasure.css';

const Facts = ({ view }: { readonly view: ErasureView }): React.JSX.Element => {
  const words = useWords(erasureWords);
  const said = useWords(caseTable);
  const kit = useWords(kitTable);
  const moment = (at: string): string => momentWords(at, kit, serverNow());
  return (
    <section className="card" aria-label={view.number}>
      <dl className="case-facts">
        <dt>{words.columns.resident}</dt>
        <dd>{view.resident}</dd>
        <dt>{words.columns.entry}</dt>
        <dd>
          <b>{wordOf(words.types, view.entry.type)}</b> <span className="numbers">{view.entry.id}</span>
          <p className="note">{words.entryNote}</p>
        </dd>
        <dt>{said.questions.kind}</dt>
        <dd>{said.answers[view.kind]}</dd>
        {view.moveTo !== null && (
          <>
            <dt>{words.moveTo}</dt>
            <dd>{view.moveTo}</dd>
          </>
        )}
        <dt>{words.columns.basis}</dt>
        <dd>
          <b>{said.answers[view.basis]}</b> {view.authority}
        </dd>
        <dt>{said.questions.explanation}</dt>
        <dd className="case-words">{view.explanation}</dd>
        <dt>{words.columns.asked}</dt>
        <dd>
          {view.asked.name} {view.asked.role === null ? '' : wordOf(kit.roles, view.asked.role)} {moment(view.asked.at)}
        </dd>
        <DueFact
          due={view}
          label={words.columns.due}
          lateWord={words.late}
          note={view.verified ? null : words.unverified}
        />
      </dl>
    </section>
  );
};

const Kept = ({ of }: { readonly of: NonNullable<ErasureView['tombstone']> }): React.JSX.Element => {
  const words = useWords(erasureWords);
  const kit = useWords(kitTable);
  return (
    <section className="card" aria-label={words.kept}>
      <h2>{words.kept}</h2>
      <p className="note">{words.keptNote}</p>
      <dl className="case-facts">
        <dt>{words.decided}</dt>
        <dd>
          {of.decided.name} {of.decided.role === null ? '' : wordOf(kit.roles, of.decided.role)}{' '}
          {momentWords(of.decided.at, kit, serverNow())}
        </dd>
        <dt>{words.digest}</dt>
        <dd>
          {words.versions(String(of.versions))} <p className="erasure-digest">{of.digest}</p>
        </dd>
        {of.movedTo !== null && (
          <>
            <dt>{words.movedTo}</dt>
            <dd className="numbers">{of.movedTo}</dd>
          </>
        )}
      </dl>
    </section>
  );
};

export const ErasureScreen = (): React.JSX.Element => {
  const words = useWords(erasureWords);
  const said = useWords(caseTable);
  return (
    <OneCase
      at="/erasures"
      listKey={ERASURES_KEY}
      shape={ErasureView}
      document={said.document}
      states={said.states}
      title={words.title}
      back={words.back}
    >
      {(erasure, view, again) => (
        <>
          <Facts view={erasure} />
          {erasure.tombstone !== null && <Kept of={erasure.tombstone} />}
          <Decide view={view} onDone={again} />
          <CaseHistory view={view} title={words.history} done={said.done} answers={said.answers} />
        </>
      )}
    </OneCase>
  );
};
