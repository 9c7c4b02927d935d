import { NoSuchScreen, routerDefaults, Starting, searchNext } from '@atalaya/ui/screens';
import { searchText, useStore } from '@atalaya/ui/state';
import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router';
import { SignIn } from '../entry/sign-in.tsx';
import { atalaya } from './atalaya.ts';
import { server } from './native.ts';
import { sessionSettled } from './session.ts';

const root = createRootRoute({ component: Outlet, notFoundComponent: NoSuchScreen });

const choose = createRoute({
  getParentRoute: () => root,
  path: '/server',
  component: lazyRouteComponent(() => import('../entry/choose-server.tsx'), 'ChooseServer'),
});
const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: searchNext,
  beforeLoad: async () => {
    if (server === null) throw redirect({ to: '/server' });
    if ((await sessionSettled()).status === 'signedIn') throw redirect({ to: '/' });
  },
  component: SignIn,
});

/** Everything for staff who are signed in. */
const shell = createRoute({
  getParentRoute: () => root,
  id: 'shell',
  beforeLoad: async ({ location }) => {
    if (server === null) throw redirect({ to: '/server' });
    if ((await sessionSettled()).status !== 'signedIn') {
      const search = location.href === '/' ? {} : { next: location.href };
      throw redirect({ to: '/sign-in', search });
    }
  },
  component: lazyRouteComponent(() => import('../shell/shell.tsx'), 'Shell'),
});
const dashboard = createRoute({
  getParentRoute: () => shell,
  path: '/',
  component: lazyRouteComponent(() => import('../dashboard/dashboard.tsx'), 'DashboardScreen'),
});
const queue = createRoute({
  getParentRoute: () => shell,
  path: '/queue',
  validateSearch: (search): { case?: string; decide?: string; filter?: string } => {
    const id = searchText(search['case']);
    const decide = searchText(search['decide']);
    const filter = searchText(search['filter']);
    return { ...(id && { case: id }), ...(decide && { decide }), ...(filter && { filter }) };
  },
  component: lazyRouteComponent(() => import('../queue/queue.tsx'), 'QueueScreen'),
});
const oneCase = createRoute({
  getParentRoute: () => shell,
  path: '/case/$caseId',
  component: lazyRouteComponent(() => import('../case/case-window.tsx'), 'CaseWindow'),
});
const alerts = createRoute({
  getParentRoute: () => shell,
  path: '/alerts',
  component: lazyRouteComponent(() => import('../alerts/alerts.tsx'), 'AlertsScreen'),
});
const insights = createRoute({
  getParentRoute: () => shell,
  path: '/insights',
  validateSearch: (search): { days?: string; channel?: string } => {
    const days = searchText(search['days']);
    const channel = searchText(search['channel']);
    return { ...(days && { days }), ...(channel && { channel }) };
  },
  component: lazyRouteComponent(() => import('../insights/insights.tsx'), 'InsightsScreen'),
});
const people = createRoute({
  getParentRoute: () => shell,
  path: '/people',
  validateSearch: (search): { who?: string; sort?: string } => {
    const who = searchText(search['who']);
    const sort = searchText(search['sort']);
    return { ...(who && { who }), ...(sort && { sort }) };
  },
  component: lazyRouteComponent(() => import('../people/people.tsx'), 'PeopleScreen'),
});
const rules = createRoute({
  getParentRoute: () => shell,
  path: '/rules',
  validateSearch: (search): { rule?: string } => {
    const rule = searchText(search['rule']);
    return { ...(rule && { rule }) };
  },
  component: lazyRouteComponent(() => import('../rules/rules.tsx'), 'RulesScreen'),
});
const settings = createRoute({
  getParentRoute: () => shell,
  path: '/settings',
  component: lazyRouteComponent(() => import('../settings/settings.tsx'), 'SettingsScreen'),
});
const audit = createRoute({
  getParentRoute: () => shell,
  path: '/audit',
  component: lazyRouteComponent(() => import('../audit/audit.tsx'), 'AuditScreen'),
});
const jobs = createRoute({
  getParentRoute: () => shell,
  path: '/jobs',
  component: lazyRouteComponent(() => import('../jobs/jobs.tsx'), 'JobsScreen'),
});

const routeTree = root.addChildren([
  choose,
  signIn,
  shell.addChildren([
    dashboard,
    queue,
    oneCase,
    alerts,
    insights,
    people,
    rules,
    settings,
    jobs,
    audit,
  ]),
]);

/** While it is not known yet who is here. */
function Waiting() {
  const state = useStore(atalaya.session.state);
  return <Starting error={state.status === 'restoring' ? state.error : null} />;
}

export const router = createRouter({
  routeTree,
  basepath: '/console',
  ...routerDefaults,
  defaultPendingComponent: Waiting,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
