/** 答复函: begun from the proposal with what is known of it; afterwards where it stands, and the way to it. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { StepTaken } from '../../../engines/pathways/shapes.ts';
import { api } from '../../../web/kit/api.ts';
import { Button } from '../../../web/kit/button.tsx';
import { momentWords } from '../../../web/kit/civil.ts';
import { useLanguage, useWords, wordOf } from '../../../web/kit/language.ts';
import { announce } from '../../../web/kit/live-region.tsx';
import { serverNow } from '../../../web/kit/server-time.ts';
import { ErrorState, Skeleton, faultSentence } from '../../../web/kit/states.tsx';
import { Tag } from '../../../web/kit/tag.tsx';
import { words as kitTable } from '../../../web/kit/words.ts';
import { LetterBegins } from '../shapes.ts';
import type { ProposalView } from '../shapes.ts';
import { words as table } from '../words.ts';
import { letterCardWords } from './letter-card-words.ts';

export const LetterCard = ({ proposal }: { readonly proposal: ProposalView }): React.JSX.Element | null => {
  const words = useWords(letterCardWords);
  const kit = useWords(kitTable);
  const { letterNow } = proposal;
  if (letterNow === null) return null;
  const { id, state, number, closed, ownerRole, changedAt, countersigns } = letterNow;
  return (
    <section className="card proposal-part">
      <h2>
        {words.title}{' '}
        <Tag tone={closed ? (state === 'sent' ? 'good' : 'plain') : 'plain'}>{wordOf(words.states, state)}</Tag>
      </h2>
      <p className="dotted">
        <span className="numbers">{number ?? words.noNumber}</span>
        {!closed && ownerRole !== null && <span className="note">{words.with(wordOf(kit.roles, ownerRole))}</span>}
        <span className="note">{momentWords(changedAt, kit, serverNow())}</span>
      </p>
      {countersigns.length > 0 && (
        <p className="note dotted">
          {countersigns.map(({ unit, state: said }) => (
            <span key={unit}>
              {unit} {wordOf(words.countersigns, said)}
            </span>
          ))}
        </p>
      )}
      <Link to="/letters/$id" params={{ id }} className="button no-print">
        {words.open}
      </Link>
    </section>
  );
};

type Props = {
  readonly proposal: ProposalView;
  readonly version: number;
  readonly onClose: () => void;
};

/** What the letter begins with is shown before it is begun; the drafter chooses the template and the class. */
const Begin = ({
  begins,
  proposal,
  version,
  onClose,
}: Props & { readonly begins: LetterBegins }): React.JSX.Element => {
  const words = useWords(letterCardWords);
  const own = useWords(table);
  const kit = useWords(kitTable);
  const language = useLanguage();
  const queries = useQueryClient();
  const [code, setCode] = useState(begins.templates[0]?.code ?? '');
  const [replyClass, setReplyClass] = useState('');
  const [addressee, setAddressee] = useState(begins.opening.addressee);
  const [fault, setFault] = useState<unknown>(null);
  const [missing, setMissing] = useState(false);
  const [busy, setBusy] = useState(false);
  const key = useRef(crypto.randomUUID());
  const template = begins.templates.find((each) => each.code === code);
  const printed = template?.classes.find((each) => each.code === replyClass)?.printed ?? null;
  const { material, previous, session, matterNumber, matterTitle } = begins.opening;
  const begin = async (): Promise<void> => {
    if (template === undefined || replyClass === '' || addressee.trim() === '') {
      setMissing(true);
      return;
    }
    setBusy(true);
    setFault(null);
    const letter = {
      ...begins.opening,
      addressee,
      template: code,
      ...(printed === null ? {} : { replyClass: printed }),
    };
    try {
      await api.post(
        `/api/cases/${encodeURIComponent(proposal.id)}/steps/start-letter`,
        { version, answers: { replyClass, letters: [letter] } },
        StepTaken,
        key.current,
      );
      announce(words.begun);
      await queries.invalidateQueries({ queryKey: ['case'] });
      await queries.invalidateQueries({ queryKey: ['proposals'] });
      onClose();
    } catch (failed) {
      setFault(failed);
      key.current = crypto.randomUUID();
      setBusy(false);
    }
  };
  return (
    <form
      className="card proposal-form"
      aria-label={own.steps['start-letter']}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void begin();
      }}
    >
      <h2>{own.steps['start-letter']}</h2>
      <div className="proposal-begin">
        <label htmlFor="letter-template">{own.questions.template}</label>
        <select id="letter-template" value={code} onChange={(event) => setCode(event.target.value)}>
          {begins.templates.map((each) => (
            <option key={each.code} value={each.code}>
              {each.name}（{each.prefix}）
            </option>
          ))}
        </select>
        <label htmlFor="letter-class">{own.questions.replyClass}</label>
        <select
          id="letter-class"
          value={replyClass}
          aria-invalid={missing && replyClass === ''}
          onChange={(event) => setReplyClass(event.target.value)}
        >
          <option value="">{words.chooseClass}</option>
          {(proposal.rule?.classes ?? []).map((each) => (
            <option key={each.code} value={each.code}>
              {wordOf(own.answers, each.code)} {each[language]}
            </option>
          ))}
        </select>
        <label htmlFor="letter-addressee">{own.questions.addressee}</label>
        <input
          id="letter-addressee"
          value={addressee}
          maxLength={200}
          onChange={(event) => setAddressee(event.target.value)}
        />
      </div>
      {template?.verified === false && (
        <p>
          <Tag tone="warning">{words.unverified}</Tag>
        </p>
      )}
      <p className="note">{words.takesOver}</p>
      <ul className="proposal-rule">
        <li>{words.takesMatter(session, matterNumber, matterTitle)}</li>
        {material.map(({ heading, said }) => (
          <li key={heading}>
            {heading}：<span className="note">{said.slice(0, 120)}</span>
          </li>
        ))}
        {previous !== undefined && <li>{words.takesPrevious}</li>}
      </ul>
      {missing && replyClass === '' && (
        <p className="danger" role="alert">
          {words.classFirst}
        </p>
      )}
      {fault !== null && (
        <p className="bar danger" role="alert">
          {faultSentence(fault, kit)}
        </p>
      )}
      <div className="proposal-acts">
        <Button kind="primary" type="submit" disabled={busy || template === undefined}>
          {words.begin}
        </Button>
        <Button onClick={onClose}>{kit.cancel}</Button>
      </div>
    </form>
  );
};

export const StartLetter = (props: Props): React.JSX.Element => {
  const words = useWords(letterCardWords);
  const begins = useQuery({
    queryKey: ['proposals', 'letter', props.proposal.id],
    queryFn: ({ signal }) =>
      api.get(`/api/proposals/${encodeURIComponent(props.proposal.id)}/letter`, LetterBegins, signal),
  });
  if (begins.isError)
    return <ErrorState what={words.title} fault={begins.error} onRetry={() => void begins.refetch()} />;
  if (begins.data === undefined) return <Skeleton rows={3} height={48} />;
  return <Begin {...props} begins={begins.data} />;
};
