/** Asking that one entry be erased, or moved to whom it is about; what follows is said before. */
import { useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { Identified } from '../../../../consortium/shapes.ts';
import { api } from '../../../../web/kit/api.ts';
import { Button } from '../../../../web/kit/button.tsx';
import { FieldFrame } from '../../../../web/kit/field.tsx';
import { useWords, wordOf } from '../../../../web/kit/language.ts';
import { announce } from '../../../../web/kit/live-region.tsx';
import { PageHead } from '../../../../web/kit/page.tsx';
import { PersonName } from '../../../../web/kit/person.tsx';
import { faultSentence } from '../../../../web/kit/states.tsx';
import { words as kitTable } from '../../../../web/kit/words.ts';
import { BASES, KINDS } from '../forms.ts';
import { ErasureAsked } from '../shapes.ts';
import { words as caseTable } from '../words.ts';
import { erasureWords } from './erasure-words.ts';
import '../../../../web/kit/case-desk.css';

type Kind = (typeof KINDS)[number];
type Basis = (typeof BASES)[number];
type Found = Identified['items'][number];

/** Whose it is, by a whole number only: a name alone names several. */
const Destination = ({
  found,
  onFound,
}: {
  readonly found: Found | null;
  readonly onFound: (found: Found | null) => void;
}): React.JSX.Element => {
  const words = useWords(erasureWords);
  const kit = useWords(kitTable);
  const [number, setNumber] = useState('');
  const [fault, setFault] = useState<string | null>(null);
  const find = async (): Promise<void> => {
    setFault(null);
    try {
      const { items } = await api.post('/api/residents/identify', { value: number.trim() }, Identified);
      onFound(items[0] ?? null);
      if (items.length === 0) setFault(words.notFound);
    } catch (failed) {
      setFault(faultSentence(failed, kit));
    }
  };
  return (
    <FieldFrame id="erasure-to" label={words.moveTo} required group={false} error={fault ?? undefined}>
      <span className="case-acts">
        <input
          id="erasure-to"
          type="text"
          autoComplete="off"
          placeholder={words.moveFind}
          value={number}
          aria-required
          onChange={(event) => setNumber(event.target.value)}
        />
        <Button aria-disabled={number.trim() === ''} onClick={() => void find()}>
          {words.find}
        </Button>
      </span>
      {found !== null && (
        <p>
          <PersonName name={found.name} gender={found.gender} age={found.age} />
        </p>
      )}
    </FieldFrame>
  );
};

const Choices = <Code extends string>(props: {
  readonly name: string;
  readonly legend: string;
  readonly among: readonly Code[];
  readonly said: Readonly<Record<Code, string>>;
  readonly value: Code | null;
  readonly onChange: (code: Code) => void;
}): React.JSX.Element => (
  <fieldset>
    <legend>{props.legend} *</legend>
    {props.among.map((code) => (
      <label key={code}>
        <input
          type="radio"
          name={props.name}
          checked={props.value === code}
          onChange={() => {
            props.onChange(code);
          }}
        />
        <span>{props.said[code]}</span>
      </label>
    ))}
  </fieldset>
);

export const NewErasureScreen = (): React.JSX.Element => {
  const params: Readonly<Record<string, string | undefined>> = useParams({ strict: false });
  const words = useWords(erasureWords);
  const said = useWords(caseTable);
  const kit = useWords(kitTable);
  const go = useNavigate();
  const [kind, setKind] = useState<Kind | null>(null);
  const [basis, setBasis] = useState<Basis | null>(null);
  const [authority, setAuthority] = useState('');
  const [explanation, setExplanation] = useState('');
  const [to, setTo] = useState<Found | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  const [sending, setSending] = useState(false);
  const { resident = '', type = '', entry = '' } = params;
  const bases =
    kind === 'by-law' ? BASES.filter((code) => code !== 'not-this-resident') : (['not-this-resident'] as const);
  const chosen = kind === 'by-law' ? basis : kind === null ? null : 'not-this-resident';
  const send = async (): Promise<void> => {
    const missing = kind === null || chosen === null || explanation.trim() === '' || (kind === 'moved' && to === null);
    setFault(missing ? words.needFields : null);
    if (missing || sending) return;
    setSending(true);
    try {
      const moveTo = kind === 'moved' ? (to?.id ?? null) : null;
      const body = { resident, entry: `${type}/${entry}`, kind, basis: chosen, authority, moveTo, explanation };
      const made = await api.post('/api/erasures', body, ErasureAsked);
      announce(words.asked(made.number));
      await go({ to: '/erasures/$id', params: { id: made.case } });
    } catch (failed) {
      setFault(faultSentence(failed, kit));
      setSending(false);
    }
  };
  return (
    <div className="case-desk">
      <PageHead title={words.newTitle} note={wordOf(words.types, type)} />
      <section className="card" aria-label={words.newTitle}>
        <p className="bar">{words.law}</p>
        <form
          className="case-answer"
          aria-label={words.newTitle}
          onSubmit={(event) => {
            event.preventDefault();
            void send();
          }}
        >
          <Choices
            name="kind"
            legend={said.questions.kind}
            among={KINDS}
            said={said.answers}
            value={kind}
            onChange={setKind}
          />
          {kind === 'moved' && <Destination found={to} onFound={setTo} />}
          {kind === 'by-law' && (
            <Choices
              name="basis"
              legend={said.questions.basis}
              among={bases}
              said={said.answers}
              value={basis}
              onChange={setBasis}
            />
          )}
          <FieldFrame
            id="erasure-authority"
            label={said.questions.authority}
            required={false}
            group={false}
            error={undefined}
          >
            <input
              id="erasure-authority"
              type="text"
              maxLength={200}
              value={authority}
              onChange={(event) => setAuthority(event.target.value)}
            />
          </FieldFrame>
          <FieldFrame
            id="erasure-explanation"
            label={said.questions.explanation}
            required
            group={false}
            error={undefined}
          >
            <textarea
              id="erasure-explanation"
              rows={3}
              maxLength={500}
              value={explanation}
              aria-required
              onChange={(event) => setExplanation(event.target.value)}
            />
          </FieldFrame>
          {fault !== null && (
            <p className="danger" role="alert">
              {fault}
            </p>
          )}
          <p className="case-acts">
            <Button kind="primary" type="submit" aria-disabled={sending}>
              {sending ? words.sending : words.send}
            </Button>
            <Button onClick={() => window.history.back()}>{words.cancel}</Button>
          </p>
        </form>
      </section>
    </div>
  );
};
