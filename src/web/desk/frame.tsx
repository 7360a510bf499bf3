/** The frame all desks share: demonstration strip, top bar, side menu, and the work. */
import { Outlet, useNavigate } from '@tanstack/react-router';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { Drawer } from '../kit/drawer.tsx';
import { useKeys } from '../kit/keyboard.tsx';
import { useWords } from '../kit/language.ts';
import { LiveRegion } from '../kit/live-region.tsx';
import { SessionContext } from '../kit/session.ts';
import type { WorkingSession } from '../kit/session.ts';
import { listen } from '../kit/events.ts';
import { DemonstrationStrip } from './demonstration-strip.tsx';
import { KeyList } from './key-list.tsx';
import { PhoneOffer } from './phone-offer.tsx';
import { PrintHead } from './print-head.tsx';
import { RoleChoice } from './role-choice.tsx';
import { menuOf, messagesOf } from './screens.ts';
import { useScreenTitle } from './screen-title.ts';
import { SideMenu } from './side-menu.tsx';
import { TopBar } from './top-bar.tsx';
import { words as table } from './words.ts';
import './frame.css';

type Over = 'menu' | 'keys' | 'role' | null;

export const Frame = ({ session }: { readonly session: WorkingSession }): React.JSX.Element => {
  const words = useWords(table);
  useScreenTitle();
  const queries = useQueryClient();
  const [over, setOver] = useState<Over>(null);
  const close = (): void => setOver(null);
  useEffect(() => listen(queries), [queries, session.role.id]);
  const navigate = useNavigate();
  const entries = menuOf(session.role.role);
  const goTo = (path: string | undefined) => (): boolean => {
    if (path === undefined) return false;
    void navigate({ to: path });
    return true;
  };
  useKeys({
    '?': () => {
      setOver('keys');
      return true;
    },
    // the menu by its places, as they stand
    ...Object.fromEntries(entries.slice(0, 9).map(({ path }, place) => [String(place + 1), goTo(path)])),
    '0': goTo(messagesOf()?.path),
  });
  return (
    <SessionContext value={session}>
      <a href="#work" className="skip-link">
        {words.skip}
      </a>
      <div className="frame">
        {session.demonstration && <DemonstrationStrip />}
        <PhoneOffer />
        <TopBar onMenu={() => setOver('menu')} onChangeRole={() => setOver('role')} />
        <PrintHead session={session} />
        <div className="frame-body">
          <div className="frame-side">
            <SideMenu onGo={close} />
          </div>
          <main id="work" className="work" tabIndex={-1}>
            <Outlet />
          </main>
        </div>
      </div>
      {over === 'menu' && (
        <Drawer label={words.menu} side="left" onClose={close}>
          <SideMenu onGo={close} />
        </Drawer>
      )}
      {over === 'keys' && <KeyList onClose={close} />}
      {over === 'role' && (
        <Drawer label={words.changeRole} onClose={close}>
          <RoleChoice session={session} onDone={close} />
        </Drawer>
      )}
      <LiveRegion />
    </SessionContext>
  );
};
