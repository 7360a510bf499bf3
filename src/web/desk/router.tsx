/** Addresses and their screens. Each screen is loaded when it is opened; search parameters are plain codes. */
import { Link, Navigate, createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';
import type { AnyRoute } from '@tanstack/react-router';
import { Empty, ErrorState, Skeleton } from '../kit/states.tsx';
import { useSession } from '../kit/session.ts';
import { useWords } from '../kit/language.ts';
import { CASE_PATH, caseGate } from './case-gate.tsx';
import { Desk } from './desk.tsx';
import { menuOf, screens } from './screens.ts';
import { words as table } from './words.ts';

const NotFound = (): React.JSX.Element => {
  const words = useWords(table);
  return (
    <Empty title={words.notFound} why={words.notFoundNote}>
      <Link to="/">{words.toStart}</Link>
    </Empty>
  );
};

/** The first entry of one's menu. */
const Start = (): React.JSX.Element => {
  const words = useWords(table);
  const first = menuOf(useSession().role.role)[0];
  return first === undefined ? (
    <Empty title={words.noScreens} why={words.noScreensNote} />
  ) : (
    <Navigate to={first.path} replace />
  );
};

const ScreenFault = ({ error, reset }: { readonly error: unknown; readonly reset: () => void }): React.JSX.Element => (
  <ErrorState what={useWords(table).screen} fault={error} onRetry={reset} />
);

const root = createRootRoute({ component: Desk, notFoundComponent: NotFound });
const start = createRoute({ getParentRoute: () => root, path: '/', component: Start });
const routes: readonly AnyRoute[] = screens.map(({ path, load }) =>
  createRoute({
    getParentRoute: () => root,
    path,
    component: lazyRouteComponent(async () => {
      const Screen = await load();
      return { default: path === CASE_PATH ? caseGate(screens, Screen) : Screen };
    }),
    pendingComponent: () => (
      <div aria-busy="true">
        <Skeleton rows={8} height={49} />
      </div>
    ),
    errorComponent: ScreenFault,
  }),
);

/** `?tab=mine&late=1`: every value stays the text it is. */
const parseSearch = (text: string): Record<string, string> =>
  Object.fromEntries(new URLSearchParams(text.replace(/^\?/, '')));
const stringifySearch = (search: Record<string, unknown>): string => {
  const entries = Object.entries(search).flatMap(([key, value]) =>
    typeof value === 'string' || typeof value === 'number' ? [[key, String(value)]] : [],
  );
  return entries.length === 0 ? '' : `?${new URLSearchParams(entries).toString()}`;
};

export const router = createRouter({
  routeTree: root.addChildren([start, ...routes]),
  parseSearch,
  stringifySearch,
  defaultPendingMs: 150,
});
