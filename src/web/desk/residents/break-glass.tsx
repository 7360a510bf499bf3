/** 紧急查看: what will follow is said first; a coded reason and words of one's own open this one record to this one person. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { EmergencyOpened, EmergencyTerms } from '../../../consortium/access/shapes.ts';
import type { EMERGENCY_REASONS } from '../../../consortium/access/shapes.ts';
import { api } from '../../kit/api.ts';
import { Button } from '../../kit/button.tsx';
import { momentWords } from '../../kit/civil.ts';
import { FieldFrame } from '../../kit/field.tsx';
import { useWords, wordOf } from '../../kit/language.ts';
import { announce } from '../../kit/live-region.tsx';
import { serverNow } from '../../kit/server-time.ts';
import { faultSentence } from '../../kit/states.tsx';
import { words as kitTable } from '../../kit/words.ts';
import { breakGlassWords } from './break-glass-words.ts';
import './break-glass.css';

type Reason = (typeof EMERGENCY_REASONS)[number];
const LEAST_WORDS = 10;

const Terms = ({ terms }: { readonly terms: EmergencyTerms }): React.JSX.Element => {
  const words = useWords(breakGlassWords);
  const kit = useWords(kitTable);
  const until = momentWords(terms.untilAt, kit, serverNow());
  const { organisation, role } = terms.reviewer;
  return (
    <>
      <p className="strong">{words.what}</p>
      <ul className="glass-follows">
        <li>{words.follows(until)}</li>
        <li>{words.told}</li>
        <li>{words.marked}</li>
        <li>{words.reviewed(organisation.name, wordOf(kit.roles, role))}</li>
      </ul>
      {!terms.verified && <p className="note">{words.unverified}</p>}
    </>
  );
};

export const BreakGlass = ({
  id,
  onDone,
  onCancel,
}: {
  readonly id: string;
  readonly onDone: () => void;
  readonly onCancel: () => void;
}): React.JSX.Element => {
  const words = useWords(breakGlassWords);
  const kit = useWords(kitTable);
  const [reason, setReason] = useState<Reason | null>(null);
  const [explanation, setExplanation] = useState('');
  const [tried, setTried] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  const [sending, setSending] = useState(false);
  const terms = useQuery({
    queryKey: ['emergency-terms', id],
    queryFn: ({ signal }) => api.get(`/api/residents/${id}/emergency`, EmergencyTerms, signal),
    retry: false,
  });
  const tooShort = explanation.trim().length < LEAST_WORDS;
  const open = async (): Promise<void> => {
    setTried(true);
    if (reason === null || tooShort) {
      document.getElementById(reason === null ? 'glass-reason-0' : 'glass-explanation')?.focus();
      return;
    }
    setSending(true);
    setFault(null);
    try {
      await api.post(`/api/residents/${id}/emergency`, { reason, explanation: explanation.trim() }, EmergencyOpened);
      announce(words.opened);
      onDone();
    } catch (failed) {
      setFault(faultSentence(failed, kit));
    } finally {
      setSending(false);
    }
  };
  if (terms.isError)
    return (
      <p className="danger" role="alert">
        {faultSentence(terms.error, kit)}
      </p>
    );
  return (
    <form
      className="break-glass"
      aria-label={words.title}
      onSubmit={(event) => {
        event.preventDefault();
        void open();
      }}
    >
      <h2>{words.title}</h2>
      {terms.data !== undefined && <Terms terms={terms.data} />}
      <FieldFrame
        id="glass-reason"
        label={words.reason}
        required
        group
        error={tried && reason === null ? words.needReason : undefined}
      >
        <div className="glass-reasons" role="radiogroup" aria-label={words.reason}>
          {(terms.data?.reasons ?? []).map(({ code, opensWithheld }, place) => (
            <label key={code}>
              <input
                type="radio"
                name="glass-reason"
                id={`glass-reason-${String(place)}`}
                checked={reason === code}
                onChange={() => setReason(code)}
              />
              <span>{words.reasons[code]}</span>
              {opensWithheld && <span className="note">{words.withheldToo}</span>}
            </label>
          ))}
        </div>
      </FieldFrame>
      <FieldFrame
        id="glass-explanation"
        label={words.explanation}
        required
        group={false}
        error={tried && tooShort ? words.needWords : undefined}
      >
        <textarea
          id="glass-explanation"
          rows={3}
          maxLength={500}
          value={explanation}
          aria-required
          aria-invalid={tried && tooShort}
          aria-describedby={tried && tooShort ? 'glass-explanation-fault' : 'glass-explanation-note'}
          onChange={(event) => setExplanation(event.target.value)}
        />
        <p className="note" id="glass-explanation-note">
          {words.explanationHint}
        </p>
      </FieldFrame>
      {fault !== null && (
        <p className="danger" role="alert">
          {fault}
        </p>
      )}
      <p className="glass-acts">
        <Button className="glass-danger" type="submit" aria-disabled={sending || terms.data === undefined}>
          {sending ? words.acting : words.act}
        </Button>
        <Button onClick={onCancel}>{words.cancel}</Button>
      </p>
    </form>
  );
};
