/** 登记就诊: today's visit with its reason makes the relation that lets this organisation read the record. */
import { useState } from 'react';
import { REGISTRATION_REASONS, Registered } from '../../../consortium/shapes.ts';
import { api } from '../../kit/api.ts';
import { Button } from '../../kit/button.tsx';
import { useWords } from '../../kit/language.ts';
import { announce } from '../../kit/live-region.tsx';
import { Segmented } from '../../kit/segmented.tsx';
import { faultSentence } from '../../kit/states.tsx';
import { words as kitTable } from '../../kit/words.ts';
import { words as table } from './words.ts';

type Reason = (typeof REGISTRATION_REASONS)[number];

export const Registration = ({
  id,
  title,
  onDone,
}: {
  readonly id: string;
  readonly title: string;
  readonly onDone: () => void;
}): React.JSX.Element => {
  const words = useWords(table);
  const kit = useWords(kitTable);
  const [reason, setReason] = useState<Reason | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  const [sending, setSending] = useState(false);
  const register = async (): Promise<void> => {
    if (reason === null) {
      setFault(words.registerNeed);
      return;
    }
    setSending(true);
    setFault(null);
    try {
      await api.post(`/api/residents/${id}/registration`, { reason }, Registered);
      announce(words.registeredOpen);
      onDone();
    } catch (failed) {
      setFault(faultSentence(failed, kit));
    } finally {
      setSending(false);
    }
  };
  return (
    <form
      className="registration"
      aria-label={title}
      onSubmit={(event) => {
        event.preventDefault();
        void register();
      }}
    >
      <p className="strong">{title}</p>
      <p className="note">{words.registerWhy}</p>
      <div className="registration-row">
        <span id={`registration-${id}-label`}>{words.registerReason}</span>
        <Segmented
          labelledBy={`registration-${id}-label`}
          invalid={fault !== null && reason === null}
          describedBy={fault === null ? undefined : `registration-${id}-fault`}
          value={reason}
          onChoose={setReason}
          options={REGISTRATION_REASONS.map((code) => ({ code, label: words.reasons[code] }))}
        />
        <Button kind="primary" type="submit" aria-disabled={sending}>
          {sending ? words.saving : words.registerDo}
        </Button>
      </div>
      {fault !== null && (
        <p className="danger" id={`registration-${id}-fault`} role="alert">
          {fault}
        </p>
      )}
    </form>
  );
};
