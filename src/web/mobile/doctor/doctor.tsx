/**
 * The village doctor's phone: the same entrance as the desk, then five pages and what opens from them. They come as one
 * file: a page fetched only when it is opened could not be opened without a line.
 */
import { Navigate, RouterProvider, createRootRoute, createRoute, createRouter } from '@tanstack/react-router';
import { Entrance } from '../../desk/entrance.tsx';
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

const root = createRootRoute({ component: () => <Entrance Frame={PhoneFrame} />, notFoundComponent: NotFound });
const page = (path: string, component: () => React.JSX.Element) =>
  createRoute({ getParentRoute: () => root, path, component });

const router = createRouter({
  basepath: '/m',
  routeTree: root.addChildren([
    page('/', () => <Navigate to="/today" replace />),
    page('/today', Today),
    page('/residents', Residents),
    page('/residents/find', FindResident),
    page('/residents/$id', Resident),
    page('/referrals', Referrals),
    page('/referrals/new/$resident', NewReferral),
    page('/referrals/drafts/$draft', OpenDraft),
    page('/cases/$id', OneReferral),
    page('/outbox', ToSend),
    page('/me', Me),
  ]),
  defaultPendingMs: 150,
});

export const Doctor = (): React.JSX.Element => <RouterProvider router={router} />;
