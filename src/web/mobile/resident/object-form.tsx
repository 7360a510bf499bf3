/** 不认可: to what, why, and in one's own words; sent once however often it is pressed. */
import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { Objected } from '../../../consortium/access/own-shapes.ts';
import { UnreachableError, api } from '../../kit/api.ts';
import { Button } from '../../kit/button.tsx';
import { useWords } from '../../kit/language.ts';
import { announce } from '../../kit/live-region.tsx';
import { faultSentence } from '../../kit/states.tsx';
import { words as kitTable } from '../../kit/words.ts';
import '../../kit/form.css';
import { words as table } from './objection-words.ts';

export const OBJECTIONS = '/api/resident/objections';
export const OBJECTIONS_KEY = ['own-objections'] as const;

type Wrong = keyof (typeof table)['zh']['wrongs'];
export type Choice = { readonly value: string; readonly label: string };

const Choices = (props: {
  readonly legend: string;
  readonly name: string;
  readonly among: readonly Choice[];
  readonly value: string | null;
  readonly onChange: (value: string) => void;
}): React.JSX.Element => (
  <fieldset className="options">
    <legend>{props.legend}</legend>
    {props.among.map(({ value, label }) => (
      <label key={value} className="option">
        <input
          type="radio"
          name={props.name}
          checked={props.value === value}
          onChange={() => {
            props.onChange(value);
          }}
        />
        <span>{label}</span>
      </label>
    ))}
  </fieldset>
);

/** Without `look` and `entries` it is about something else. */
export const ObjectForm = (props: {
  readonly id: string;
  readonly look?: string;
  readonly entries?: readonly Choice[];
  readonly wrongs: readonly Wrong[];
  readonly onDone: () => void;
}): React.JSX.Element => {
  const { id, look, entries, wrongs, onDone } = props;
  const words = useWords(table);
  const kit = useWords(kitTable);
  const queries = useQueryClient();
  const [entry, setEntry] = useState<string | null>(null);
  const [wrong, setWrong] = useState<string | null>(wrongs.length === 1 ? (wrongs[0] ?? null) : null);
  const [note, setNote] = useState('');
  const [fault, setFault] = useState<string | null>(null);
  const [sending, setSending] = useState(false);
  const key = useRef(`objection-${String(Math.random()).slice(2)}`);
  /** What was asked for has been mended, or at least tried: the sentence under it goes. */
  const given =
    <Value,>(set: (value: Value) => void) =>
    (value: Value): void => {
      set(value);
      setFault(null);
    };
  const missing = (): string | null => {
    if (entries !== undefined && entry === null) return words.needEntry;
    if (wrong === null) return words.needWhy;
    const needsWords = wrong === 'other-reason' || wrong === 'content-wrong';
    return needsWords && note.trim() === '' ? words.needNote : null;
  };
  const send = async (): Promise<void> => {
    if (sending) return;
    const lacks = missing();
    setFault(lacks);
    if (lacks !== null) return;
    setSending(true);
    try {
      const body = { look: look ?? null, entry, wrong, note: note.trim() };
      const made = await api.post(OBJECTIONS, body, Objected, key.current);
      announce(words.sent(made.number));
      await queries.invalidateQueries({ queryKey: OBJECTIONS_KEY });
      await queries.invalidateQueries({ queryKey: ['own-looks'] });
      onDone();
    } catch (failed) {
      setFault(failed instanceof UnreachableError ? words.offline : faultSentence(failed, kit));
      setSending(false);
    }
  };
  return (
    <form
      className="own-object"
      noValidate
      aria-label={words.object}
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      {entries !== undefined && (
        <Choices
          legend={words.whichEntry}
          name={`${id}-entry`}
          among={entries}
          value={entry}
          onChange={given(setEntry)}
        />
      )}
      {wrongs.length > 1 && (
        <Choices
          legend={words.why}
          name={`${id}-wrong`}
          among={wrongs.map((value) => ({ value, label: words.wrongs[value] }))}
          value={wrong}
          onChange={given(setWrong)}
        />
      )}
      <label htmlFor={`${id}-note`}>{words.note}</label>
      <textarea
        id={`${id}-note`}
        className="own-note"
        rows={2}
        maxLength={500}
        placeholder={words.noteHint}
        value={note}
        onChange={(event) => given(setNote)(event.target.value)}
      />
      {fault !== null && (
        <p className="bar danger" role="alert">
          {fault}
        </p>
      )}
      <Button kind="primary" type="submit" className="wide" aria-disabled={sending}>
        {sending ? words.sending : words.send}
      </Button>
      <Button className="wide" onClick={onDone}>
        {words.cancel}
      </Button>
    </form>
  );
};
