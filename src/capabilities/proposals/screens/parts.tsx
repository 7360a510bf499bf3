/** The parts of a proposal's page: its text and signers, its facts, its co-handlers with their clocks, the rule it follows. */
import { Link } from '@tanstack/react-router';
import { dayWords } from '../../../web/kit/civil.ts';
import { useLanguage, useWords, wordOf } from '../../../web/kit/language.ts';
import { Facts as FactRows } from '../../../web/kit/page.tsx';
import { Tag } from '../../../web/kit/tag.tsx';
import { serverNow } from '../../../web/kit/server-time.ts';
import { words as kitTable } from '../../../web/kit/words.ts';
import type { ProposalView } from '../shapes.ts';
import { words as table } from '../words.ts';
import { screenWords } from './screen-words.ts';

type Props = { readonly proposal: ProposalView };

export const TextAndSigners = ({ proposal }: Props): React.JSX.Element => {
  const words = useWords(table);
  const screen = useWords(screenWords);
  return (
    <section className="card proposal-part">
      <h2>{words.questions.content}</h2>
      <p className="proposal-text">{proposal.content}</p>
      <h3>
        {words.questions.signers} <span className="note">{screen.people(proposal.people.length)}</span>
      </h3>
      <ul className="proposal-people">
        {proposal.people.map(({ name, post, number }, at) => (
          <li key={`${name}${String(at)}`}>
            <span className="strong">{name}</span> {post !== null && <span className="note">{post}</span>}{' '}
            {number !== null && <span className="note numbers">{screen.knowsAs(number)}</span>}
          </li>
        ))}
      </ul>
    </section>
  );
};

export const Merged = ({ proposal }: Props): React.JSX.Element | null => {
  const screen = useWords(screenWords);
  const { mergedInto, merged } = proposal;
  if (mergedInto === null && merged.length === 0) return null;
  return (
    <p className="bar plain">
      {mergedInto !== null && (
        <Link to="/proposals/$id" params={{ id: mergedInto.id }}>
          {screen.mergedInto(screen.numberOf(proposal.year, mergedInto.number), mergedInto.title)}
        </Link>
      )}
      {merged.map(({ id, number, title }) => (
        <Link key={id} to="/proposals/$id" params={{ id }}>
          {screen.mergedHere(screen.numberOf(proposal.year, number), title)}
        </Link>
      ))}
    </p>
  );
};

export const Facts = ({ proposal }: Props): React.JSX.Element => {
  const words = useWords(table);
  const screen = useWords(screenWords);
  const kit = useWords(kitTable);
  const day = (on: string | null): string | null => (on === null ? null : dayWords(on, kit, serverNow()));
  const late =
    proposal.firstSentOn !== null && proposal.firstSentDue !== null && proposal.firstSentOn > proposal.firstSentDue;
  const rows: readonly (readonly [string, React.ReactNode])[] = [
    [words.questions.kind, wordOf(words.answers, proposal.kind)],
    [words.questions.category, proposal.category],
    [words.questions.receivedOn, day(proposal.receivedOn)],
    [screen.handedOverOn, day(proposal.handedOverOn)],
    [words.questions.lead, proposal.lead?.name ?? null],
    [words.questions.section, [proposal.section, proposal.responsible].filter((part) => part !== null).join(' ')],
    [screen.answerDue, day(proposal.answerDue)],
    [screen.firstDue, proposal.extendedUntil === null ? null : day(proposal.firstDue)],
    [
      screen.sentOn,
      proposal.firstSentOn === null ? null : (
        <>
          {day(proposal.firstSentOn)}{' '}
          <Tag tone={late ? 'danger' : 'good'}>{late ? screen.wasLate : screen.wasOnTime}</Tag>
        </>
      ),
    ],
    [screen.secondAnswer, proposal.sentOn === proposal.firstSentOn ? null : day(proposal.sentOn)],
    [words.questions.documentNumber, proposal.documentNumber],
    [words.questions.replyClass, proposal.replyClass === null ? null : wordOf(words.answers, proposal.replyClass)],
    [words.questions.evidence, proposal.classEvidence],
    [
      words.questions.verdict,
      proposal.verdict === null
        ? null
        : `${wordOf(words.answers, proposal.verdict)}${proposal.score === null ? '' : ` ${screen.score(proposal.score)}`}`,
    ],
    [words.questions.publication, proposal.publication === null ? null : wordOf(words.answers, proposal.publication)],
    [
      screen.published,
      proposal.publishedOn === null
        ? null
        : `${dayWords(proposal.publishedOn, kit, serverNow())} ${proposal.publishedAt ?? ''}`,
    ],
    [words.questions.rating, proposal.rating === null ? null : wordOf(words.answers, proposal.rating)],
  ];
  return (
    <section className="card proposal-part">
      <h2>{screen.facts}</h2>
      <FactRows rows={rows.flatMap(([label, value]) => (value === null || value === '' ? [] : [{ label, value }]))} />
      {proposal.follows !== null && (
        <p>
          <Link to="/proposals/$id" params={{ id: proposal.follows.id }}>
            {screen.followsOn(screen.numberOf(proposal.follows.year, proposal.follows.number), proposal.follows.title)}
          </Link>
        </p>
      )}
    </section>
  );
};

export const CoHandlers = ({ proposal }: Props): React.JSX.Element | null => {
  const words = useWords(table);
  const screen = useWords(screenWords);
  const kit = useWords(kitTable);
  if (proposal.coHandlings.length === 0) return null;
  return (
    <section className="card proposal-part">
      <h2>
        {words.questions.coHandlers}{' '}
        <span className="note">
          {screen.coAnswered(
            proposal.coHandlings.filter(({ state }) => state !== 'asked').length,
            proposal.coHandlings.length,
          )}
        </span>
      </h2>
      <ul className="proposal-others">
        {proposal.coHandlings.map((one) => (
          <li key={one.id}>
            <p>
              <span className="strong">{one.organisation.name}</span>{' '}
              <span className="note">{wordOf(words.answers, one.task)}</span>{' '}
              <Tag tone={one.late ? 'danger' : one.state === 'given' ? 'good' : 'plain'}>
                {wordOf(words.states, one.state)}
              </Tag>{' '}
              <span className={one.late ? 'danger' : 'note'}>
                {one.answeredOn === null
                  ? screen.dueBy(dayWords(one.answerBy, kit, serverNow()))
                  : screen.answeredOn(dayWords(one.answeredOn, kit, serverNow()))}
              </span>
              {one.late && <Tag tone="danger">{screen.late}</Tag>}
            </p>
            <p className="note">{one.question}</p>
            {one.opinion !== null && <p className="proposal-text">{one.opinion}</p>}
            {one.agreed === false && <p className="warning">{screen.disagreed}</p>}
            {(one.own || (proposal.party && one.state === 'asked')) && (
              <Link to="/proposals/shares/$id" params={{ id: one.id }} className="no-print">
                {one.own ? screen.toShare : screen.openShare}
              </Link>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
};

export const RuleNote = ({ proposal }: Props): React.JSX.Element | null => {
  const screen = useWords(screenWords);
  const words = useWords(table);
  const language = useLanguage();
  const { rule } = proposal;
  if (rule === null) return null;
  return (
    <details className="card proposal-part">
      <summary>
        {screen.rule} {!rule.verified && <Tag tone="warning">{screen.unverified}</Tag>}
      </summary>
      <ul className="proposal-rule">
        <li>{screen.ruleAnswer(rule.answerMonths, rule.extendToMonths)}</li>
        <li>{screen.ruleReturn(rule.returnDays)}</li>
        {rule.draftOpinion === 'required' && <li>{screen.ruleOpinion}</li>}
        {rule.classes.map((one) => (
          <li key={one.code}>
            {wordOf(words.answers, one.code)} {one[language]}
          </li>
        ))}
      </ul>
      <p className="note">{rule.source}</p>
    </details>
  );
};
