/** Start passwords of accounts made by import: drawn on demand, shown once, to be printed or copied now. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { StartingAccounts, StartPasswords } from '../../../consortium/sessions/account-shapes.ts';
import { api } from '../../kit/api.ts';
import { Button } from '../../kit/button.tsx';
import { useWords } from '../../kit/language.ts';
import { faultSentence } from '../../kit/states.tsx';
import { words as kitTable } from '../../kit/words.ts';
import { words as table } from './words.ts';

const PATH = '/api/accounts/start-passwords';

export const StartPasswordsPanel = (): React.JSX.Element | null => {
  const words = useWords(table).start;
  const kit = useWords(kitTable);
  const queries = useQueryClient();
  const [login, setLogin] = useState('');
  const { data } = useQuery({
    queryKey: ['imports', 'start-passwords'],
    queryFn: ({ signal }) => api.get(PATH, StartingAccounts, signal),
    retry: false,
  });
  const give = useMutation({
    mutationFn: (whose: string | null) => api.post(PATH, { login: whose }, StartPasswords),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['imports', 'start-passwords'] }),
  });
  if (data === undefined) return null;
  return (
    <section className="card import-start" aria-labelledby="import-start">
      <h2 id="import-start">{words.title}</h2>
      <p className="note">{words.note(data.waiting)}</p>
      <div className="import-files no-print">
        <Button disabled={data.waiting === 0 || give.isPending} onClick={() => give.mutate(null)}>
          {words.give}
        </Button>
        <label>
          <span className="note">{words.again}</span>{' '}
          <input type="text" value={login} maxLength={40} onChange={(event) => setLogin(event.target.value)} />
        </label>
        <Button disabled={login.trim() === '' || give.isPending} onClick={() => give.mutate(login.trim())}>
          {words.another}
        </Button>
      </div>
      {give.isError && (
        <p className="danger" role="alert">
          {faultSentence(give.error, kit)}
        </p>
      )}
      {give.data !== undefined && (
        <>
          <p className="bar" role="status">
            {words.once(give.data.items.length)}{' '}
            <Button className="no-print" onClick={() => window.print()}>
              {words.print}
            </Button>
          </p>
          <table className="import-start-list">
            <thead>
              <tr>
                <th scope="col">{words.organisation}</th>
                <th scope="col">{words.name}</th>
                <th scope="col">{words.login}</th>
                <th scope="col">{words.password}</th>
              </tr>
            </thead>
            <tbody>
              {give.data.items.map((item) => (
                <tr key={item.login}>
                  <td>{item.organisation}</td>
                  <td>{item.name}</td>
                  <td className="numbers">{item.login}</td>
                  <td className="numbers strong">{item.password}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </>
      )}
    </section>
  );
};
