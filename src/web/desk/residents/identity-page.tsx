/** 证件与身份: who a resident is by name and cards, how that changed, and what is still to be found out. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, Navigate, useParams } from '@tanstack/react-router';
import { MATCHING_WORDS } from '../../../consortium/identity/matching-words.ts';
import { IdentityView } from '../../../consortium/residents/shapes.ts';
import { api } from '../../kit/api.ts';
import { momentWords } from '../../kit/civil.ts';
import { useWords, wordOf } from '../../kit/language.ts';
import { PageHead } from '../../kit/page.tsx';
import { serverNow } from '../../kit/server-time.ts';
import { ErrorState, Skeleton } from '../../kit/states.tsx';
import { words as kitTable } from '../../kit/words.ts';
import { Cards, identityPath } from './identity-cards.tsx';
import { Identify, Person } from './identity-person.tsx';
import { registeringWords } from './registering-words.ts';
import { words as table } from './words.ts';
import './identity-page.css';
import './likely.css';
import './residents.css';

const History = ({ history }: { readonly history: IdentityView['history'] }): React.JSX.Element => {
  const words = useWords(registeringWords);
  const matching = useWords(MATCHING_WORDS);
  const list = useWords(table);
  const kit = useWords(kitTable);
  const textOf = (what: string, text: string | null): string => {
    if (text === null) return '';
    return what === 'gender' ? text.replace(/[a-z]+/g, (code) => wordOf(list.genders, code)) : text;
  };
  return (
    <section className="card id-part" aria-labelledby="id-history">
      <header>
        <h2 id="id-history">{words.history}</h2>
      </header>
      <ol className="id-history">
        {history.map((entry, n) => (
          <li key={`${entry.at}-${String(n)}`}>
            <span className="note numbers">{momentWords(entry.at, kit, serverNow())}</span>
            <span>
              {entry.changes.map(({ what, card, text }) => (
                <span key={`${what} ${card ?? ''} ${text ?? ''}`} className="id-change">
                  {words.changes[what]} {card !== null && `${wordOf(matching.cards, card)} `}
                  <span className={card === null ? '' : 'numbers'}>{textOf(what, text)}</span>
                </span>
              ))}
            </span>
            <span className="note">{[entry.organisation, entry.by ?? words.system].filter(Boolean).join(' ')}</span>
          </li>
        ))}
      </ol>
    </section>
  );
};

export const IdentityPage = (): React.JSX.Element => {
  const words = useWords(registeringWords);
  const client = useQueryClient();
  const { id = '' }: { readonly id?: string } = useParams({ strict: false });
  const query = useQuery({
    queryKey: ['resident-identity', id],
    queryFn: ({ signal }) => api.get(identityPath(id), IdentityView, signal),
  });
  const view = query.data;
  const onDone = async (): Promise<void> => {
    await client.invalidateQueries({ queryKey: ['resident-identity', id] });
    await client.invalidateQueries({ queryKey: ['record', id] });
  };
  // the id was absorbed: what is shown is kept under the one that goes on
  if (view !== undefined && view.id !== id) return <Navigate to={`/residents/${view.id}/identity`} replace />;
  return (
    <div className="residents">
      <PageHead title={words.identityTitle} note={view?.name}>
        <Link to="/residents/$id" params={{ id }} className="button">
          {words.identityBack}
        </Link>
      </PageHead>
      {query.isError && <ErrorState what={words.failed} fault={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending && <Skeleton rows={5} height={64} />}
      {view !== undefined && (
        <div className="id-page">
          {view.cases.map((open) => (
            <p key={open.id} className="bar">
              <span>{words.pending(open.number)}</span> <Link to={`/identity/${open.id}`}>{words.openCase}</Link>
            </p>
          ))}
          <Person view={view} onDone={onDone} />
          <Cards view={view} onDone={onDone} />
          {(view.nameless === 'unnamed' || view.cases.length === 0) && <Identify view={view} onDone={onDone} />}
          <History history={view.history} />
        </div>
      )}
    </div>
  );
};
