/** 撤销合并: why, and whose the records are that were written since. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { api, Nothing } from '../../../../web/kit/api.ts';
import { Button } from '../../../../web/kit/button.tsx';
import { momentWords } from '../../../../web/kit/civil.ts';
import { FieldFrame } from '../../../../web/kit/field.tsx';
import { useWords, wordOf } from '../../../../web/kit/language.ts';
import { announce } from '../../../../web/kit/live-region.tsx';
import { serverNow } from '../../../../web/kit/server-time.ts';
import { faultSentence } from '../../../../web/kit/states.tsx';
import { words as kitTable } from '../../../../web/kit/words.ts';
import type { Comparison } from '../shapes.ts';
import { words as table } from '../words.ts';
import { screenWords } from './screen-words.ts';

export const Undo = ({
  comparison,
  onClose,
}: {
  readonly comparison: Comparison;
  readonly onClose: () => void;
}): React.JSX.Element => {
  const screen = useWords(screenWords);
  const kit = useWords(kitTable);
  const client = useQueryClient();
  const [reason, setReason] = useState('');
  const [missing, setMissing] = useState(false);
  const [assigned, setAssigned] = useState<readonly string[]>([]);
  const words = useWords(table);
  const doubtful = comparison.merge?.doubtful ?? [];
  const since = comparison.merge?.since ?? [];
  const undo = useMutation({
    mutationFn: () =>
      api.post(`/api/identity/cases/${encodeURIComponent(comparison.caseId)}/undo`, { reason, assigned }, Nothing),
    onSuccess: async () => {
      announce(screen.undone);
      await client.invalidateQueries({ queryKey: ['identity'] });
      onClose();
    },
  });
  const toggle = (reference: string): void =>
    setAssigned((now) => (now.includes(reference) ? now.filter((each) => each !== reference) : [...now, reference]));
  return (
    <form
      className="card identity-decide"
      aria-label={screen.undoTitle}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setMissing(reason.trim().length < 2);
        if (reason.trim().length >= 2) undo.mutate();
      }}
    >
      <h2>{screen.undoTitle}</h2>
      <p className="note">{screen.undoHint}</p>
      <fieldset className="identity-doubtful">
        <legend>{screen.doubtful}</legend>
        {doubtful.length === 0 && <p className="note">{screen.noDoubtful}</p>}
        {doubtful.map(({ reference, type, at }) => (
          <label key={reference}>
            <input type="checkbox" checked={assigned.includes(reference)} onChange={() => toggle(reference)} />
            <span>
              {type} <span className="note numbers">{momentWords(at, kit, serverNow())}</span> {screen.belongsTo}
            </span>
          </label>
        ))}
      </fieldset>
      {since.length > 0 && (
        <div className="identity-since">
          <p>{screen.since}</p>
          <ul>
            {since.map(({ caseId, number, state }) => (
              <li key={caseId}>
                <Link to={`/identity/${caseId}`}>{number}</Link> {wordOf(words.states, state)}
              </li>
            ))}
          </ul>
        </div>
      )}
      <FieldFrame
        id="undo-reason"
        label={screen.undoReason}
        required
        group={false}
        error={missing ? screen.undoReasonMissing : undefined}
      >
        <textarea id="undo-reason" rows={3} value={reason} onChange={(event) => setReason(event.target.value)} />
      </FieldFrame>
      {undo.isError && (
        <p className="danger" role="alert">
          {faultSentence(undo.error, kit)}
        </p>
      )}
      <div className="identity-acts">
        <Button kind="primary" type="submit" disabled={undo.isPending}>
          {screen.undo}
        </Button>
        <Button onClick={onClose}>{screen.cancel}</Button>
      </div>
    </form>
  );
};
