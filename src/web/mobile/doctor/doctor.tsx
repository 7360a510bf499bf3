/** The village doctor's phone: the same entrance as the desk, then five pages and what opens from them. */
import {
  Navigate,
  RouterProvider,
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
} from '@tanstack/react-router';
import { Entrance } from '../../desk/entrance.tsx';
import { Skeleton } from '../../kit/states.tsx';
import { PhoneFrame } from './phone-frame.tsx';
import { NotFound } from './not-found.tsx';

const root = createRootRoute({ component: () => <Entrance Frame={PhoneFrame} />, notFoundComponent: NotFound });
const waiting = () => <Skeleton rows={6} height={76} />;
const page = (path: string, load: () => Promise<React.ComponentType>) =>
  createRoute({
    getParentRoute: () => root,
    path,
    component: lazyRouteComponent(async () => ({ default: await load() })),
    pendingComponent: waiting,
  });

const router = createRouter({
  basepath: '/m',
  routeTree: root.addChildren([
    createRoute({ getParentRoute: () => root, path: '/', component: () => <Navigate to="/today" replace /> }),
    page('/today', () => import('./today.tsx').then(({ Today }) => Today)),
    page('/residents', () => import('./residents.tsx').then(({ Residents }) => Residents)),
    page('/residents/find', () => import('./find-resident.tsx').then(({ FindResident }) => FindResident)),
    page('/residents/$id', () => import('./resident.tsx').then(({ Resident }) => Resident)),
    page('/referrals', () => import('./referrals.tsx').then(({ Referrals }) => Referrals)),
    page('/referrals/new/$resident', () => import('./new-referral.tsx').then(({ NewReferral }) => NewReferral)),
    page('/referrals/drafts/$draft', () => import('./new-referral.tsx').then(({ OpenDraft }) => OpenDraft)),
    page('/cases/$id', () => import('./one-referral.tsx').then(({ OneReferral }) => OneReferral)),
    page('/outbox', () => import('./to-send.tsx').then(({ ToSend }) => ToSend)),
    page('/me', () => import('./me.tsx').then(({ Me }) => Me)),
  ]),
  defaultPendingMs: 150,
});

export const Doctor = (): React.JSX.Element => <RouterProvider router={router} />;
