/** What all pages of the phone share: the demonstration strip, the line's state, the page, and the tabs under the thumb. */
import { useQueryClient } from '@tanstack/react-query';
import { Link, useAddress } from '../paths.tsx';
import { useEffect } from 'react';
import { DemonstrationStrip } from '../../desk/demonstration-strip.tsx';
import { useConnection } from '../../kit/connection.ts';
import { timeOf } from '../../kit/civil.ts';
import { listen } from '../../kit/events.ts';
import { Icon } from '../../kit/icon.tsx';
import type { IconName } from '../../kit/icon.tsx';
import { useWords } from '../../kit/language.ts';
import { LiveRegion } from '../../kit/live-region.tsx';
import { SessionContext } from '../../kit/session.ts';
import type { WorkingSession } from '../../kit/session.ts';
import { OutboxOf, useWaiting } from '../outbox/doctor-outbox.tsx';
import { words as table } from '../words.ts';
import './doctor.css';
import './doctor-parts.css';

/** Said once, on top: no line, and what waits; or what the server did not take. */
const LineStrip = (): React.JSX.Element | null => {
  const words = useWords(table);
  const connection = useConnection();
  const { entries } = useWaiting();
  const refused = entries.filter((entry) => entry.refused !== null).length;
  if (refused > 0)
    return (
      <div className="line-strip needs-you" role="status">
        <strong>{words.needsYou(refused)}</strong>
        <Link to="/outbox" className="line-strip-act">
          {words.seeThem}
        </Link>
      </div>
    );
  if (connection.state !== 'offline') return null;
  const count = entries.length === 0 ? words.nothingWaiting : words.waiting(entries.length);
  const since = connection.at === null ? words.offlineNever : words.offlineSince(timeOf(new Date(connection.at)));
  return (
    <div className="line-strip" role="status">
      <Icon name="unplugged" />
      <p>
        <strong>{words.offline}</strong>
        <span className="dotted">
          <span>{count}</span>
          <span>{since}</span>
        </span>
      </p>
      {entries.length > 0 && (
        <Link to="/outbox" className="line-strip-act">
          {words.seeWaiting}
        </Link>
      )}
    </div>
  );
};

const TABS = [
  ['/today', 'calendar', 'today'],
  ['/residents', 'people', 'residents'],
  ['/referrals', 'arrows', 'referrals'],
  ['/outbox', 'cloud', 'outbox'],
  ['/me', 'person', 'me'],
] as const satisfies readonly (readonly [string, IconName, string])[];

const Tabs = (): React.JSX.Element => {
  const words = useWords(table);
  const { entries } = useWaiting();
  const address = useAddress();
  return (
    <nav className="tabs" aria-label={words.tabsLabel}>
      {TABS.map(([path, icon, tab]) => (
        <Link
          key={path}
          to={path}
          className={address.startsWith(path) ? 'tab here' : 'tab'}
          aria-current={address.startsWith(path) ? 'page' : undefined}
        >
          <Icon name={icon} />
          <span>{words.tabs[tab]}</span>
          {tab === 'outbox' && entries.length > 0 && (
            <span className="tab-count">
              <span className="unseen">{words.waiting(entries.length)}</span>
              <span aria-hidden="true">{entries.length}</span>
            </span>
          )}
        </Link>
      ))}
    </nav>
  );
};

export const PhoneFrame = ({
  session,
  children,
}: {
  readonly session: WorkingSession;
  readonly children: React.ReactNode;
}): React.JSX.Element => {
  const queries = useQueryClient();
  useEffect(() => listen(queries), [queries, session.role.id]);
  return (
    <SessionContext value={session}>
      <OutboxOf person={session.person.id} key={session.person.id}>
        <div className="phone">
          {session.demonstration && <DemonstrationStrip />}
          <LineStrip />
          {children}
          <Tabs />
        </div>
        <LiveRegion />
      </OutboxOf>
    </SessionContext>
  );
};
