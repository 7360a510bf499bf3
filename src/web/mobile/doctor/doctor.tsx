/**
 * The village doctor's phone: the same entrance as the desk, then five pages and what opens from them. They come as one
 * file: a page fetched only when it is opened could not be opened without a line.
 */
import { Entrance } from '../../desk/entrance.tsx';
import { keepSessions } from '../../kit/kept-session.ts';
import type { WorkingSession } from '../../kit/session.ts';
import { Forward, Pages } from '../paths.tsx';
import type { Page } from '../paths.tsx';
import { FindResident } from './find-resident.tsx';
import { Me } from './me.tsx';
import { NewReferral, OpenDraft } from './new-referral.tsx';
import { NotFound } from './not-found.tsx';
import { OneReferral } from './one-referral.tsx';
import { PhoneFrame } from './phone-frame.tsx';
import { Referrals } from './referrals.tsx';
import { Resident } from './resident.tsx';
import { Residents } from './residents.tsx';
import { ToSend } from './to-send.tsx';
import { Today } from './today.tsx';

const ToToday = (): React.JSX.Element => <Forward to="/today" />;

const PAGES: readonly Page[] = [
  { path: '', Draw: ToToday },
  { path: '/', Draw: ToToday },
  { path: '/today', Draw: Today },
  { path: '/residents', Draw: Residents },
  { path: '/residents/find', Draw: FindResident },
  { path: '/residents/:id', Draw: Resident },
  { path: '/referrals', Draw: Referrals },
  { path: '/referrals/new/:id', Draw: NewReferral },
  { path: '/referrals/drafts/:id', Draw: OpenDraft },
  { path: '/cases/:id', Draw: OneReferral },
  { path: '/outbox', Draw: ToSend },
  { path: '/me', Draw: Me },
];

const Frame = ({ session }: { readonly session: WorkingSession }): React.JSX.Element => (
  <PhoneFrame session={session}>
    <Pages pages={PAGES} Missing={NotFound} />
  </PhoneFrame>
);

// without a line the page opens as well: with the program the worker kept, for whoever is signed in
keepSessions();
if (import.meta.env.PROD && 'serviceWorker' in navigator)
  navigator.serviceWorker
    .register('/m/worker.js', { scope: '/m/', updateViaCache: 'none' })
    // forbidden or full: the page works as it did, with a line
    .catch(() => undefined);

export const Doctor = (): React.JSX.Element => <Entrance Frame={Frame} />;
