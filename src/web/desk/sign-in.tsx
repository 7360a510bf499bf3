import { useState } from 'react';
import { Button } from '../kit/button.tsx';
import { FieldFrame } from '../kit/field.tsx';
import { useLanguage, useWords, wordOf } from '../kit/language.ts';
import { faultSentence } from '../kit/states.tsx';
import { words as kitTable } from '../kit/words.ts';
import { DemonstrationStrip } from './demonstration-strip.tsx';
import { LanguageSwitch } from './language-switch.tsx';
import { useDemonstrationAccounts, useSessionActs } from '../kit/session-query.ts';
import { words as table } from './words.ts';
import './entrance.css';

const Accounts = ({ onChoose }: { readonly onChoose: (login: string, password: string) => void }) => {
  const words = useWords(table);
  const roles = useWords(kitTable).roles;
  const { data: accounts = [] } = useDemonstrationAccounts();
  if (accounts.length === 0) return null;
  return (
    <section className="entrance-accounts" aria-labelledby="accounts-title">
      <h2 id="accounts-title">{words.accounts}</h2>
      <p className="note">{words.accountsNote}</p>
      <ul>
        {accounts.map((account) => (
          <li key={account.login}>
            <button type="button" className="entrance-choice" onClick={() => onChoose(account.login, account.password)}>
              <span className="dotted">
                <span className="strong">{wordOf(roles, account.role)}</span>
                <span>{account.organisation}</span>
              </span>
              <span className="note">
                {account.login} {account.tries}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
};

export const SignIn = ({ note }: { readonly note: string | null }): React.JSX.Element => {
  const words = useWords(table);
  const kit = useWords(kitTable);
  const language = useLanguage();
  const { signIn } = useSessionActs();
  const [login, setLogin] = useState('');
  const [password, setPassword] = useState('');
  const [fault, setFault] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const submit = async (asLogin: string, withPassword: string): Promise<void> => {
    setBusy(true);
    setFault(null);
    try {
      await signIn(asLogin, withPassword);
    } catch (failed) {
      setFault(failed);
      setBusy(false);
    }
  };
  const offered = useDemonstrationAccounts().data ?? [];
  return (
    <>
      {offered.length > 0 && <DemonstrationStrip />}
      <main className="entrance" lang={language === 'zh' ? 'zh-CN' : 'en'}>
        <div className="entrance-head">
          <h1>{words.signInTitle}</h1>
          <LanguageSwitch />
        </div>
        {note !== null && <p className="bar">{note}</p>}
        <form
          className="entrance-form"
          onSubmit={(event) => {
            event.preventDefault();
            void submit(login, password);
          }}
        >
          <FieldFrame id="login" label={words.login} required={false} group={false} error={undefined}>
            <input
              id="login"
              type="text"
              autoComplete="username"
              autoCapitalize="none"
              required
              value={login}
              onChange={(event) => setLogin(event.target.value)}
            />
          </FieldFrame>
          <FieldFrame id="password" label={words.password} required={false} group={false} error={undefined}>
            <input
              id="password"
              type="password"
              autoComplete="current-password"
              required
              value={password}
              onChange={(event) => setPassword(event.target.value)}
            />
          </FieldFrame>
          {fault !== null && (
            <p className="bar danger" role="alert">
              {faultSentence(fault, kit)}
            </p>
          )}
          <Button kind="primary" type="submit" disabled={busy}>
            {busy ? words.signingIn : words.signIn}
          </Button>
        </form>
        <Accounts onChoose={(asLogin, withPassword) => void submit(asLogin, withPassword)} />
      </main>
    </>
  );
};
