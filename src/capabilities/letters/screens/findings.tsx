/** What was found, must-do first; each with its words, why, and what can be done: mend, take the new value, or say why it stands. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { checkWords } from '../../../engines/letters/check-words.ts';
import { api, Nothing } from '../../../web/kit/api.ts';
import { Button } from '../../../web/kit/button.tsx';
import { momentWords } from '../../../web/kit/civil.ts';
import { useWords } from '../../../web/kit/language.ts';
import { announce } from '../../../web/kit/live-region.tsx';
import { serverNow } from '../../../web/kit/server-time.ts';
import { faultSentence } from '../../../web/kit/states.tsx';
import { Tag } from '../../../web/kit/tag.tsx';
import { words as kitTable } from '../../../web/kit/words.ts';
import type { FindingView, LetterView } from '../shapes.ts';
import { letterWords } from './letter-words.ts';
import { LETTERS_KEY } from './use-letter.ts';

const useAnswer = (id: string, onDone: () => void) => {
  const client = useQueryClient();
  const words = useWords(letterWords);
  return useMutation({
    mutationFn: (body: { readonly findings: readonly string[]; readonly reason: string }) =>
      api.post(`/api/letters/${id}/answers`, body, Nothing),
    onSuccess: async () => {
      announce(words.done);
      onDone();
      await client.invalidateQueries({ queryKey: [...LETTERS_KEY, id] });
    },
  });
};

/** Numbers in a quote stand out. */
const Quote = ({ text }: { readonly text: string }): React.JSX.Element => (
  <>
    {text
      .split(/(\d[\d.,]*(?:万|亿)?(?:人次|[家张个人名所项件条台次户%元])?)/)
      .map((part, at) => (at % 2 === 1 ? <b key={at}>{part}</b> : <span key={at}>{part}</span>))}
  </>
);

const Reason = ({
  id,
  findings,
  onDone,
}: {
  readonly id: string;
  readonly findings: readonly string[];
  readonly onDone: () => void;
}): React.JSX.Element => {
  const words = useWords(letterWords);
  const kit = useWords(kitTable);
  const [reason, setReason] = useState('');
  const answering = useAnswer(id, onDone);
  return (
    <form
      className="letter-reason"
      onSubmit={(event) => {
        event.preventDefault();
        if (reason.trim().length >= 2) answering.mutate({ findings, reason: reason.trim() });
      }}
    >
      <label htmlFor="finding-reason">{words.reasonLabel}</label>
      <textarea
        id="finding-reason"
        rows={3}
        maxLength={1000}
        autoFocus
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
      <p className="note">{words.reasonHint}</p>
      {answering.isError && (
        <p className="danger" role="alert">
          {faultSentence(answering.error, kit)}
        </p>
      )}
      <div className="letter-card-row">
        <Button small kind="primary" type="submit" disabled={reason.trim().length < 2 || answering.isPending}>
          {words.save}
        </Button>
        <Button small onClick={onDone}>
          {words.cancel}
        </Button>
      </div>
    </form>
  );
};

type Props = {
  readonly view: LetterView;
  readonly current: string | null;
  readonly checking: boolean;
  readonly onCurrent: (key: string) => void;
  readonly onTake: (claim: string) => void;
  readonly onBind: (finding: FindingView) => void;
  readonly onLook: () => void;
};

const Item = ({
  finding,
  number,
  props,
  explaining,
  onExplain,
}: {
  readonly finding: FindingView;
  readonly number: number;
  readonly props: Props;
  readonly explaining: boolean;
  readonly onExplain: (key: string | null) => void;
}): React.JSX.Element => {
  const words = useWords(letterWords);
  const kit = useWords(kitTable);
  const checks = useWords(checkWords);
  const { view, current, onCurrent, onTake, onBind } = props;
  const { key, kind, quotes, because, answer, mend, claim, paragraph } = finding;
  const hint = kind === 'unbound';
  return (
    <li
      className={`letter-finding ${key === current ? 'current' : ''} ${answer === null ? (hint ? 'hint' : 'must') : 'answered'}`}
      id={`finding-${key}`}
    >
      <button
        type="button"
        className="letter-finding-head"
        onClick={() => onCurrent(key)}
        aria-current={key === current}
      >
        <span className="letter-finding-number">{number}</span>
        <b>{checks.kinds[kind]}</b>
        {mend && <Tag tone="danger">{words.mend}</Tag>}
        <span className="note">{paragraph === null || paragraph < 0 ? words.head : words.place(paragraph + 1)}</span>
      </button>
      <blockquote>
        {quotes.map((quote, at) => (
          <p key={at}>
            “<Quote text={quote} />”
          </p>
        ))}
      </blockquote>
      <p className="letter-finding-why">{because}</p>
      {answer !== null && (
        <p className="letter-finding-answer">
          {words.explained(answer.by ?? '—', momentWords(answer.at, kit, serverNow()))}
          {answer.reason}
        </p>
      )}
      {view.mayAnswer && !explaining && (
        <div className="letter-card-row">
          {claim !== null && kind === 'figure-changed' && (
            <Button small onClick={() => onTake(claim)}>
              {words.takeNew}
            </Button>
          )}
          {hint && view.mayEdit && (
            <Button small onClick={() => onBind(finding)}>
              {words.bind}
            </Button>
          )}
          {!mend && (
            <Button small onClick={() => onExplain(key)}>
              {words.explain}
            </Button>
          )}
        </div>
      )}
      {explaining && <Reason id={view.id} findings={[key]} onDone={() => onExplain(null)} />}
    </li>
  );
};

export const Findings = (
  props: Props & { readonly explaining: string | null; readonly onExplain: (key: string | null) => void },
): React.JSX.Element => {
  const words = useWords(letterWords);
  const kit = useWords(kitTable);
  const { view, checking, onLook, explaining, onExplain } = props;
  const { findings } = view;
  const open = findings.filter(({ answer }) => answer === null);
  const unbound = open.filter(({ kind }) => kind === 'unbound').map(({ key }) => key);
  return (
    <section aria-label={words.tabs.findings} aria-busy={checking}>
      <p className="letter-findings-sum">
        {findings.length === 0 ? (
          words.allClear(Object.keys(view.content.claims).length)
        ) : (
          <>
            <b className={open.length > 0 ? 'danger' : ''}>{words.mustDo(open.length)}</b>
            {findings.length > open.length && `，${words.hints(findings.length - open.length)}`}
          </>
        )}
        <span className="note numbers">
          {checking
            ? words.checking
            : view.lookedAt === null
              ? words.notChecked
              : words.checkedAt(momentWords(view.lookedAt, kit, serverNow()))}
        </span>
      </p>
      {view.signed === null && (
        <div className="letter-card-row">
          <Button small onClick={onLook} disabled={checking}>
            {words.checkAgain}
          </Button>
          {view.mayAnswer && unbound.length > 1 && explaining !== 'all' && (
            <Button small onClick={() => onExplain('all')}>
              {words.explainAll}
            </Button>
          )}
        </div>
      )}
      {explaining === 'all' && <Reason id={view.id} findings={unbound} onDone={() => onExplain(null)} />}
      <ol className="letter-findings">
        {findings.map((finding, at) => (
          <Item
            key={finding.key}
            finding={finding}
            number={at + 1}
            props={props}
            explaining={explaining === finding.key}
            onExplain={onExplain}
          />
        ))}
      </ol>
    </section>
  );
};
