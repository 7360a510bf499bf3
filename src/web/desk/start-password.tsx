/** The start password is changed before anything else. */
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, Nothing } from '../kit/api.ts';
import { Button } from '../kit/button.tsx';
import { FieldFrame } from '../kit/field.tsx';
import { useWords } from '../kit/language.ts';
import { useSessionActs } from '../kit/session-query.ts';
import { faultSentence } from '../kit/states.tsx';
import { words as kitTable } from '../kit/words.ts';
import { LanguageSwitch } from './language-switch.tsx';
import { words as table } from './words.ts';
import './entrance.css';

export const StartPassword = (): React.JSX.Element => {
  const words = useWords(table).startPassword;
  const kit = useWords(kitTable);
  const queries = useQueryClient();
  const { signOut } = useSessionActs();
  const [typed, setTyped] = useState({ current: '', next: '', again: '' });
  const [said, setSaid] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const save = async (): Promise<void> => {
    if (typed.next !== typed.again) {
      setSaid(words.differ);
      return;
    }
    setBusy(true);
    try {
      await api.post('/api/session/password', { current: typed.current, next: typed.next }, Nothing);
      await queries.invalidateQueries({ queryKey: ['session'] });
    } catch (fault) {
      setSaid(faultSentence(fault, kit));
    } finally {
      setBusy(false);
    }
  };
  return (
    <main className="entrance">
      <div className="entrance-head">
        <h1>{words.title}</h1>
        <LanguageSwitch />
      </div>
      <p className="note">{words.why}</p>
      <form
        className="entrance-form entrance-passwords"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        {(['current', 'next', 'again'] as const).map((field) => (
          <FieldFrame
            key={field}
            id={`password-${field}`}
            label={words[field]}
            required={false}
            group={false}
            error={undefined}
          >
            <input
              id={`password-${field}`}
              type="password"
              required
              autoComplete={field === 'current' ? 'current-password' : 'new-password'}
              value={typed[field]}
              onChange={(event) => setTyped({ ...typed, [field]: event.target.value })}
            />
          </FieldFrame>
        ))}
        {said !== null && (
          <p className="danger" role="alert">
            {said}
          </p>
        )}
        <Button kind="primary" type="submit" disabled={busy}>
          {words.save}
        </Button>
        <Button kind="link" onClick={() => void signOut()}>
          {words.signOut}
        </Button>
      </form>
    </main>
  );
};
