/** 去不了，改时间: one way out. It tells the doctor and the hospital; the arrangement stands until they ring. */
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ChangeRequested, REQUEST_REASONS } from '../../../consortium/resident-access/shapes.ts';
import type { RequestReason, ResidentReferral } from '../../../consortium/resident-access/shapes.ts';
import { RESIDENT_WORDS } from '../../../consortium/resident-access/words.ts';
import { UnreachableError, api } from '../../kit/api.ts';
import { Button } from '../../kit/button.tsx';
import { useWords } from '../../kit/language.ts';
import { useServerNow } from '../../kit/server-time.ts';
import { faultSentence } from '../../kit/states.tsx';
import { words as kitTable } from '../../kit/words.ts';
import '../../kit/form.css';
import { momentSaid } from './plain-time.ts';
import { words as table } from './words.ts';

const LONGEST_NOTE = 200;

const Form = ({ onDone }: { readonly onDone: () => void }) => {
  const words = useWords(table);
  const kit = useWords(kitTable);
  const told = useWords(RESIDENT_WORDS);
  const queries = useQueryClient();
  const [reason, setReason] = useState<RequestReason | null>(null);
  const [note, setNote] = useState('');
  const [fault, setFault] = useState<string | null>(null);
  const [sending, setSending] = useState(false);
  const send = async (): Promise<void> => {
    if (sending) return;
    if (reason === null) {
      setFault(words.changeNeed);
      return;
    }
    setSending(true);
    setFault(null);
    try {
      const body = { reason, ...(note.trim() === '' ? {} : { note: note.trim() }) };
      await api.post('/api/resident/change-request', body, ChangeRequested);
      await queries.invalidateQueries({ queryKey: ['own-referral'] });
      onDone();
    } catch (failed) {
      setFault(failed instanceof UnreachableError ? words.changeOffline : faultSentence(failed, kit));
      setSending(false);
    }
  };
  return (
    <form
      noValidate
      aria-label={words.change}
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <fieldset className="options">
        <legend>{words.changeTitle}</legend>
        {REQUEST_REASONS.map((code) => (
          <label key={code} className="option">
            <input
              type="radio"
              name="reason"
              checked={reason === code}
              onChange={() => {
                setReason(code);
                setFault(null);
              }}
            />
            <span>{told.reasons[code]}</span>
          </label>
        ))}
      </fieldset>
      <label htmlFor="own-note">{words.changeNote}</label>
      <textarea
        id="own-note"
        className="own-note"
        rows={2}
        maxLength={LONGEST_NOTE}
        placeholder={words.changeHint}
        value={note}
        onChange={(event) => setNote(event.target.value)}
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

export const ChangeTime = ({ view }: { readonly view: ResidentReferral }): React.JSX.Element | null => {
  const words = useWords(table);
  const kit = useWords(kitTable);
  const told = useWords(RESIDENT_WORDS);
  const now = useServerNow();
  const [open, setOpen] = useState(false);
  if (!view.mayAskForChange && view.requests.length === 0) return null;
  const last = view.requests.at(-1);
  return (
    <section className="own-part own-change" aria-label={words.change}>
      {last !== undefined && (
        <p className="bar primary" role="status">
          <b>{words.told(told.reasons[last.reason], momentSaid(last.at, words, kit, now))}</b>
          {last.note !== null && <span>{last.note}</span>}
          {view.mayAskForChange && <span>{words.toldNext}</span>}
        </p>
      )}
      {view.mayAskForChange &&
        (open ? (
          <Form onDone={() => setOpen(false)} />
        ) : (
          <Button className="wide" onClick={() => setOpen(true)}>
            {words.change}
          </Button>
        ))}
    </section>
  );
};
