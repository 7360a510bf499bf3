/** `/m/r`: the resident's own referral behind a one-time code, typed or brought in the fragment of a link, never in the query. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Suspense, lazy, useEffect, useState } from 'react';
import { Entered, ResidentReferral } from '../../../consortium/resident-access/shapes.ts';
import { DemonstrationStrip } from '../../desk/demonstration-strip.tsx';
import { LanguageSwitch } from '../../desk/language-switch.tsx';
import { Nothing, ProblemError, UnreachableError, api, csrfStore } from '../../kit/api.ts';
import { timeOf } from '../../kit/civil.ts';
import { useConnection } from '../../kit/connection.ts';
import { useLanguage, useWords } from '../../kit/language.ts';
import { LiveRegion } from '../../kit/live-region.tsx';
import { serverTimeIs } from '../../kit/server-time.ts';
import { useDemonstrationAccounts } from '../../kit/session-query.ts';
import { ErrorState, Skeleton, faultSentence } from '../../kit/states.tsx';
import { words as kitTable } from '../../kit/words.ts';
import { chooseLargeType, useLargeType } from '../type-size.ts';
import { EnterCode } from './enter-code.tsx';
import { ReferralToday } from './referral-today.tsx';
import { words as table } from './words.ts';
import './resident.css';

/** The code of a link, taken out of the address at once: neither history nor a glance at the phone shows it later. */
const takeCode = (): string | null => {
  const code = decodeURIComponent(window.location.hash.slice(1));
  if (code === '') return null;
  window.history.replaceState(null, '', window.location.pathname);
  return code;
};
const broughtCode = takeCode();

const KEY = ['own-referral'] as const;

/** Loaded by those alone whose code opens their record. */
const MyRecord = lazy(() => import('./my-record.tsx').then(({ MyRecord: page }) => ({ default: page })));

/** Loaded by a family member a resident let in. */
const MyFamily = lazy(() => import('./my-family.tsx').then(({ MyFamily: page }) => ({ default: page })));

/** Null: this phone is not let in, or no longer. `record`: its code opens the whole record; `family`: a relative's page. */
const readOwn = async (signal: AbortSignal): Promise<ResidentReferral | 'record' | 'family' | null> => {
  try {
    const view = await api.get('/api/resident/referral', ResidentReferral, signal);
    csrfStore.set(view.csrf);
    serverTimeIs(view.asOf);
    return view;
  } catch (fault) {
    if (fault instanceof ProblemError && fault.status === 401) return null;
    if (fault instanceof ProblemError && fault.problem.code === 'resident.opens-record') return 'record';
    if (fault instanceof ProblemError && fault.problem.code === 'resident.opens-family') return 'family';
    throw fault;
  }
};

const Head = ({ title }: { readonly title: string }): React.JSX.Element => {
  const words = useWords(table);
  const large = useLargeType();
  return (
    <header className="own-head">
      <h1>{title}</h1>
      <LanguageSwitch />
      <button type="button" className="button link" aria-pressed={large} onClick={() => chooseLargeType(!large)}>
        {large ? words.plain : words.large}
      </button>
    </header>
  );
};

const Offline = ({ known }: { readonly known: boolean }): React.JSX.Element | null => {
  const words = useWords(table);
  const connection = useConnection();
  if (connection.state !== 'offline') return null;
  return (
    <p className="own-offline" role="status">
      {known && connection.at !== null ? words.offline(timeOf(new Date(connection.at))) : words.offlineNever}
    </p>
  );
};

export const MyReferral = (): React.JSX.Element => {
  const words = useWords(table);
  const kit = useWords(kitTable);
  const language = useLanguage();
  const queries = useQueryClient();
  const [code, setCode] = useState(broughtCode);
  const [said, setSaid] = useState<string | null>(null);
  const [entering, setEntering] = useState(broughtCode !== null);
  const [wasIn, setWasIn] = useState(false);
  const demonstration = (useDemonstrationAccounts().data ?? []).length > 0;
  const own = useQuery({
    // Worded by the server in the reader's language.
    queryKey: [...KEY, language],
    queryFn: ({ signal }) => readOwn(signal),
    refetchInterval: 30_000,
    placeholderData: (before) => before,
    enabled: !entering,
  });
  const enter = async (typed: string): Promise<void> => {
    setEntering(true);
    setSaid(null);
    try {
      const { csrf } = await api.post('/api/resident/enter', { code: typed }, Entered);
      csrfStore.set(csrf);
      setCode(null);
    } catch (fault) {
      // A link opened again on the phone it was used on: the page itself knows.
      setSaid(fault instanceof UnreachableError ? words.codeOffline : faultSentence(fault, kit));
    } finally {
      setEntering(false);
      await queries.invalidateQueries({ queryKey: KEY });
    }
  };
  useEffect(() => {
    if (broughtCode !== null) void enter(broughtCode);
    // Once, for the link this page was opened with.
  }, []);
  const view = own.data ?? null;
  const inside = view !== null;
  useEffect(() => {
    if (inside) setWasIn(true);
  }, [inside]);
  const leave = async (): Promise<void> => {
    await api.remove('/api/resident/enter', Nothing);
    csrfStore.set(null);
    setWasIn(false);
    setSaid(null);
    await queries.invalidateQueries({ queryKey: KEY });
  };
  return (
    <div className="own">
      {demonstration && <DemonstrationStrip />}
      <Head title={view === 'family' ? words.familyTitle : view === 'record' ? words.recordTitle : words.title} />
      <Offline known={inside} />
      <main>
        {view === 'family' ? (
          <Suspense fallback={<Skeleton rows={5} height={96} />}>
            <MyFamily onLeave={leave} />
          </Suspense>
        ) : view === 'record' ? (
          <Suspense fallback={<Skeleton rows={5} height={96} />}>
            <MyRecord onLeave={leave} />
          </Suspense>
        ) : view !== null ? (
          <ReferralToday view={view} onLeave={leave} />
        ) : own.data === null || said !== null || (own.isError && code !== null) ? (
          <EnterCode
            begun={code ?? ''}
            busy={entering}
            said={said ?? (wasIn ? words.wasIn : null)}
            onEnter={(typed) => void enter(typed)}
          />
        ) : own.isError ? (
          <ErrorState what={words.title} fault={own.error} onRetry={() => void own.refetch()} />
        ) : (
          <Skeleton rows={4} height={112} />
        )}
      </main>
      <LiveRegion />
    </div>
  );
};
