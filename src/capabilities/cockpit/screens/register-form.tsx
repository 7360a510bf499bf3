/** Enters or corrects one entry of a register. What was typed stays when the server refuses it. */
import { useState } from 'react';
import { z } from 'zod';
import { api } from '../../../web/kit/api.ts';
import { Button } from '../../../web/kit/button.tsx';
import { DayInput } from '../../../web/kit/date-field.tsx';
import { useWords } from '../../../web/kit/language.ts';
import { announce } from '../../../web/kit/live-region.tsx';
import { faultSentence } from '../../../web/kit/states.tsx';
import { words as kitTable } from '../../../web/kit/words.ts';
import type { Entry, EntryBody, EntryList } from '../shapes.ts';
import { registerWords as table } from './register-words.ts';
import '../../../web/kit/form.css';

const Made = z.object({ id: z.string(), version: z.int() });
type Draft = Omit<EntryBody, 'amount' | 'until'> & { readonly amount: string; readonly until: string };

const draftOf = (entry: Entry | null, list: EntryList, register: string | undefined): Draft => ({
  register: entry?.register ?? register ?? list.registers[0]?.code ?? '',
  organisation: entry?.organisation ?? list.organisations[0]?.id ?? '',
  covers: entry?.covers ?? 'own',
  from: entry?.from ?? '',
  until: entry?.until ?? '',
  amount: entry?.amount ?? '',
  said: entry?.said ?? '',
  item: entry?.item ?? '',
  sentence: entry?.sentence ?? '',
  source: entry?.source ?? '',
  disputed: entry?.evidence === 'disputed',
});

const bodyOf = (draft: Draft): EntryBody => ({
  ...draft,
  amount: draft.amount.trim() === '' ? null : draft.amount.trim().replaceAll(',', ''),
  until: draft.until === '' ? null : draft.until,
});

export const RegisterForm = ({
  list,
  entry,
  register,
  onDone,
}: {
  readonly list: EntryList;
  /** The entry to be corrected; null for a new one. */
  readonly entry: Entry | null;
  readonly register: string | undefined;
  readonly onDone: (saved: boolean) => void;
}): React.JSX.Element => {
  const words = useWords(table);
  const kit = useWords(kitTable);
  const [draft, setDraft] = useState(() => draftOf(entry, list, register));
  const [reason, setReason] = useState('');
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  const set = (change: Partial<Draft>): void => setDraft({ ...draft, ...change });
  const chosen = list.registers.find(({ code }) => code === draft.register);
  const save = async (): Promise<void> => {
    setBusy(true);
    setFault(null);
    try {
      if (entry === null) await api.post('/api/registers', bodyOf(draft), Made);
      else await api.put(`/api/registers/${entry.id}`, { entry: bodyOf(draft), version: entry.version, reason }, Made);
      announce(entry === null ? words.saved : words.corrected);
      onDone(true);
    } catch (error) {
      setFault(faultSentence(error, kit));
      setBusy(false);
    }
  };
  const text = (name: 'amount' | 'said' | 'item' | 'sentence' | 'source', wide = false) => (
    <label className={wide ? 'wide' : undefined}>
      {words.fields[name]}
      {name === 'amount' && words.unit(chosen?.unit ?? '')}
      {name === 'sentence' ? (
        <textarea rows={2} value={draft[name]} onChange={(event) => set({ [name]: event.target.value })} />
      ) : (
        <input
          type="text"
          inputMode={name === 'amount' ? 'decimal' : undefined}
          value={draft[name]}
          onChange={(event) => set({ [name]: event.target.value })}
        />
      )}
    </label>
  );
  const choice = (
    name: 'register' | 'organisation' | 'covers',
    options: readonly (readonly [string, string])[],
  ): React.JSX.Element => (
    <label>
      {words.fields[name]}
      <select value={draft[name]} onChange={(event) => set({ [name]: event.target.value })}>
        {options.map(([code, label]) => (
          <option key={code} value={code}>
            {label}
          </option>
        ))}
      </select>
    </label>
  );
  const day = (name: 'from' | 'until') => (
    <label htmlFor={`register-${name}`}>
      {words.fields[name]}
      <DayInput
        id={`register-${name}`}
        label={words.fields[name]}
        value={draft[name]}
        onChange={(value) => set({ [name]: value })}
        readOnly={false}
        described={{}}
      />
    </label>
  );
  return (
    <form
      className="card register-form"
      aria-label={entry === null ? words.add : words.correct}
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      {choice(
        'register',
        list.registers.map(({ code, name }) => [code, name] as const),
      )}
      {choice(
        'organisation',
        list.organisations.map(({ id, name }) => [id, name] as const),
      )}
      {text('amount')}
      {choice('covers', [
        ['own', words.covers.own],
        ['region', words.covers.region],
      ])}
      {day('from')}
      {day('until')}
      {text('sentence', true)}
      {text('source', true)}
      {text('said')}
      {text('item')}
      <label className="option wide">
        <input type="checkbox" checked={draft.disputed} onChange={(event) => set({ disputed: event.target.checked })} />
        <span>{words.fields.disputed}</span>
      </label>
      {entry !== null && (
        <label className="wide">
          {words.fields.reason}
          <input type="text" value={reason} onChange={(event) => setReason(event.target.value)} />
        </label>
      )}
      {fault !== null && (
        <p className="bar danger wide" role="alert">
          {fault}
        </p>
      )}
      <div className="wide">
        <Button type="submit" kind="primary" disabled={busy} aria-busy={busy}>
          {entry === null ? words.save : words.saveCorrection}
        </Button>{' '}
        <Button onClick={() => onDone(false)}>{words.close}</Button>
      </div>
    </form>
  );
};
