import type { QueryClient } from '@tanstack/react-query';
import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';
import { Button } from 'antd';
import { useT } from '@/i18n';
import { sessionQuery } from '@/api/session';
import { paths } from '@/lib/paths';
import { parseSearch, stringifySearch } from '@/lib/search';
import { AppLink } from '@/ui/AppLink';
import { Page } from '@/ui/Page';
import { Empty, Failed, Loading } from '@/ui/States';
import { rooms } from './rooms';
import { Shell } from './Shell';

function NotFound() {
  const t = useT();
  return (
    <Page title={t.common.notFoundTitle}>
      <div className="panel">
        <Empty title={t.common.notFoundTitle} hint={t.common.notFoundHint}>
          <AppLink to={paths.home}>
            <Button tabIndex={-1}>{t.nav.home}</Button>
          </AppLink>
        </Empty>
      </div>
    </Page>
  );
}

/** Who is logged in is known before anything is drawn; without a session the client leaves for /login. */
export function createWorkbench(client: QueryClient) {
  const root = createRootRoute({
    component: Shell,
    notFoundComponent: NotFound,
    errorComponent: ({ error, reset }) => <Failed error={error} retry={reset} />,
    beforeLoad: () => client.ensureQueryData(sessionQuery).then(() => undefined),
  });
  const routes = rooms.map((room) =>
    createRoute({ getParentRoute: () => root, path: room.path, component: lazyRouteComponent(room.load) }),
  );
  return createRouter({
    routeTree: root.addChildren(routes),
    parseSearch,
    stringifySearch,
    defaultPreload: 'intent',
    defaultPendingComponent: () => <Loading />,
    defaultErrorComponent: ({ error, reset }) => <Failed error={error} retry={reset} />,
    scrollRestoration: true,
  });
}
