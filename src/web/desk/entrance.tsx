/** Sign-in, then a role, then the frame: the address stays the one that was asked for. Desk and phone enter alike. */
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { signedOutStore } from '../kit/api.ts';
import { useWords } from '../kit/language.ts';
import type { WorkingSession } from '../kit/session.ts';
import { forgetSession, useSessionQuery } from '../kit/session-query.ts';
import { ErrorState, Skeleton } from '../kit/states.tsx';
import { DemonstrationStrip } from './demonstration-strip.tsx';
import { RoleChoice } from './role-choice.tsx';
import { StartPassword } from './start-password.tsx';
import { SignIn } from './sign-in.tsx';
import { words as table } from './words.ts';

type FrameProps = { readonly session: WorkingSession };

export const Entrance = ({ Frame }: { readonly Frame: React.ComponentType<FrameProps> }): React.JSX.Element => {
  const words = useWords(table);
  const queries = useQueryClient();
  const session = useSessionQuery();
  const [ended, setEnded] = useState(false);
  useEffect(() => {
    signedOutStore.set(() => {
      setEnded(true);
      forgetSession(queries);
    });
    return () => signedOutStore.set(null);
  }, [queries]);
  useEffect(() => {
    if (session.data !== undefined && session.data !== null) setEnded(false);
  }, [session.data]);
  if (session.data === undefined) {
    return session.isError ? (
      <ErrorState what={words.session} fault={session.error} onRetry={() => void session.refetch()} />
    ) : (
      <Skeleton rows={6} height={48} />
    );
  }
  if (session.data === null) return <SignIn note={ended ? words.signedOut : null} />;
  if (session.data.mustChangePassword)
    return (
      <>
        {session.data.demonstration && <DemonstrationStrip />}
        <StartPassword />
      </>
    );
  if (session.data.role === null) {
    return (
      <main>
        {session.data.demonstration && <DemonstrationStrip />}
        <RoleChoice session={session.data} onDone={null} />
      </main>
    );
  }
  return <Frame session={{ ...session.data, role: session.data.role }} />;
};
