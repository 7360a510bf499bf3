/** 慈善救助: funds with what they were given for, and aid granted to persons in care. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../../web/kit/api.ts';
import { Button } from '../../../web/kit/button.tsx';
import { dayWords } from '../../../web/kit/civil.ts';
import { serverNow } from '../../../web/kit/server-time.ts';
import { useWords, wordOf } from '../../../web/kit/language.ts';
import { announce } from '../../../web/kit/live-region.tsx';
import { PageHead } from '../../../web/kit/page.tsx';
import { ErrorState, faultSentence, Skeleton } from '../../../web/kit/states.tsx';
import { words as kitTable } from '../../../web/kit/words.ts';
import { Worked } from '../shapes/claims.ts';
import { Aid } from '../shapes.ts';
import { ColumnHeads } from './column-heads.tsx';
import { claimsWords } from './claims-words.ts';
import { yuan } from './format.ts';
import { fenOf } from './statement-text.ts';
import './hospice.css';
import './claims.css';

const KEY = ['hospice', 'aid'] as const;

const GrantForm = ({ aid, onDone }: { readonly aid: Aid; readonly onDone: () => void }): React.JSX.Element => {
  const words = useWords(claimsWords);
  const kit = useWords(kitTable);
  const [typed, setTyped] = useState({ case: '', fund: '', yuan: '', from: aid.today, until: '' });
  const [fault, setFault] = useState<string | null>(null);
  const granting = useMutation({
    mutationFn: (body: object) => api.post('/api/hospice/aid', body, Worked),
    onSuccess: () => {
      announce(words.grantedDone);
      setTyped({ ...typed, yuan: '' });
      onDone();
    },
  });
  const submit = (): void => {
    const fen = fenOf(typed.yuan);
    const whole = typed.case !== '' && typed.fund !== '' && fen !== undefined && fen > 0;
    setFault(whole ? null : words.missing);
    if (whole && !granting.isPending)
      granting.mutate({ case: typed.case, fund: typed.fund, fen, from: typed.from, until: typed.until || null });
  };
  const set = (name: keyof typeof typed) => (event: { readonly target: { readonly value: string } }) =>
    setTyped({ ...typed, [name]: event.target.value });
  const choice = (name: 'case' | 'fund', label: string, options: readonly (readonly [string, string])[]) => (
    <label>
      <span className="note">{label}</span>
      <select value={typed[name]} onChange={set(name)}>
        <option value="">{words.choose}</option>
        {options.map(([code, name_]) => (
          <option key={code} value={code}>
            {name_}
          </option>
        ))}
      </select>
    </label>
  );
  return (
    <form
      className="card claims"
      aria-label={words.grant}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <h2>{words.grant}</h2>
      {aid.people.length === 0 && <p className="note">{words.noPeople}</p>}
      <div className="aid-form">
        {choice(
          'case',
          words.person,
          aid.people.map((one) => [one.case, one.resident.name]),
        )}
        {choice(
          'fund',
          words.fund,
          aid.funds.map((one) => [one.id, one.donor]),
        )}
        <label>
          <span className="note">{words.amount}</span>
          <input type="text" inputMode="decimal" value={typed.yuan} onChange={set('yuan')} />
        </label>
        <label>
          <span className="note">{words.from}</span>
          <input type="date" value={typed.from} onChange={set('from')} />
        </label>
        <label>
          <span className="note">{words.until}</span>
          <input type="date" value={typed.until} onChange={set('until')} />
        </label>
      </div>
      {(fault !== null || granting.isError) && (
        <p className="danger" role="alert">
          {fault ?? faultSentence(granting.error, kit)}
        </p>
      )}
      {granting.isSuccess && fault === null && (
        <p className="good" role="status">
          {words.grantedDone}
        </p>
      )}
      <Button kind="primary" type="submit" aria-disabled={granting.isPending || aid.people.length === 0}>
        {granting.isPending ? words.granting : words.grant}
      </Button>
    </form>
  );
};

export const AidScreen = (): React.JSX.Element => {
  const words = useWords(claimsWords);
  const kit = useWords(kitTable);
  const client = useQueryClient();
  const found = useQuery({ queryKey: KEY, queryFn: ({ signal }) => api.get('/api/hospice/aid', Aid, signal) });
  const { fundColumns: columns } = words;
  const { data } = found;
  return (
    <div className="hospice">
      <PageHead title={words.aid} note={words.aidNote} />
      {data === undefined && found.isError && (
        <ErrorState what={words.aid} fault={found.error} onRetry={() => void found.refetch()} />
      )}
      {data === undefined && !found.isError && <Skeleton rows={4} height={48} />}
      {data !== undefined && (
        <>
          <section className="card hospice-scroll" tabIndex={0} aria-label={words.funds}>
            <h2>{words.funds}</h2>
            <table className="hospice-table numbers">
              <ColumnHeads of={Object.values(columns)} />
              <tbody>
                {data.funds.map((fund) => (
                  <tr key={fund.id}>
                    <td>{fund.donor}</td>
                    <td className={fund.purpose === 'care-of-persons' ? undefined : 'warning'}>
                      {wordOf(words.purposes, fund.purpose)}
                    </td>
                    <td>{yuan(fund.given)}</td>
                    <td>{yuan(fund.granted)}</td>
                    <td>{yuan(fund.given - fund.granted)}</td>
                    <td>{fund.perResident === null ? words.noLimit : yuan(fund.perResident)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
          <GrantForm aid={data} onDone={() => void client.invalidateQueries({ queryKey: ['hospice'] })} />
          <section className="card claims" aria-label={words.grants}>
            <h2>{words.grants}</h2>
            {data.grants.length === 0 && <p className="note">{words.noGrants}</p>}
            <ul>
              {data.grants.map((grant) => (
                <li key={grant.id}>
                  <b>{grant.resident.name}</b>
                  <span>{grant.donor}</span>
                  <span className="numbers">{yuan(grant.fen)}</span>
                  <span className="note numbers">
                    {`${dayWords(grant.from, kit, serverNow())} – ${grant.until === null ? words.untilUsed : dayWords(grant.until, kit, serverNow())}`}
                  </span>
                </li>
              ))}
            </ul>
          </section>
        </>
      )}
    </div>
  );
};
