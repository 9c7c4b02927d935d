import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router';
import { SignIn } from '../entry/sign-in.tsx';
import { NoSuchScreen, ScreenFailure } from './boundary.tsx';
import { sessionSettled } from './session.ts';
import { Starting } from './starting.tsx';

const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

/** What is searched for in an address is text; a code that looks like a number stays as it is. */
const parseSearch = (search: string) => Object.fromEntries(new URLSearchParams(search));
function stringifySearch(search: Record<string, unknown>): string {
  const given = Object.entries(search).filter(([, value]) => text(value) !== undefined);
  const written = new URLSearchParams(
    given.map(([name, value]) => [name, String(value)]),
  ).toString();
  return written === '' ? '' : `?${written}`;
}

const root = createRootRoute({ component: Outlet, notFoundComponent: NoSuchScreen });

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  // Only ways inside this site: a link from elsewhere must not send people away after signing in.
  validateSearch: (search): { next?: string | undefined } => {
    const next = text(search['next']);
    return { next: next && /^\/(?![/\\])/.test(next) ? next : undefined };
  },
  beforeLoad: async () => {
    if ((await sessionSettled()).status === 'signedIn') throw redirect({ to: '/' });
  },
  component: SignIn,
});
const join = createRoute({
  getParentRoute: () => root,
  path: '/join',
  validateSearch: (search): { code?: string } => {
    const code = text(search['code']);
    return code ? { code } : {};
  },
  component: lazyRouteComponent(() => import('../entry/register.tsx'), 'Register'),
});
const verify = createRoute({
  getParentRoute: () => root,
  path: '/verify',
  validateSearch: (search): { code: string } => ({ code: text(search['code']) ?? '' }),
  component: lazyRouteComponent(() => import('../entry/verify.tsx'), 'Verify'),
});

/** Everything for people who are signed in. */
const shell = createRoute({
  getParentRoute: () => root,
  id: 'shell',
  beforeLoad: async ({ location }) => {
    if ((await sessionSettled()).status !== 'signedIn') {
      const search = location.href === '/' ? {} : { next: location.href };
      throw redirect({ to: '/sign-in', search });
    }
  },
  component: lazyRouteComponent(() => import('../shell/shell.tsx'), 'Shell'),
});
const home = createRoute({
  getParentRoute: () => shell,
  path: '/',
  component: lazyRouteComponent(() => import('../chat/channels-home.tsx'), 'ChannelsHome'),
});
const browse = createRoute({
  getParentRoute: () => shell,
  path: '/browse',
  component: lazyRouteComponent(() => import('../chat/browse.tsx'), 'Browse'),
});
const channel = createRoute({
  getParentRoute: () => shell,
  path: '/c/$channelId',
  component: lazyRouteComponent(() => import('../chat/channel-screen.tsx'), 'ChannelScreen'),
});
const people = createRoute({
  getParentRoute: () => shell,
  path: '/people',
  validateSearch: (search): { who?: string } => {
    const who = text(search['who']);
    return who ? { who } : {};
  },
  component: lazyRouteComponent(() => import('../people/people.tsx'), 'People'),
});
const me = createRoute({
  getParentRoute: () => shell,
  path: '/me',
  component: lazyRouteComponent(() => import('../me/me.tsx'), 'MeScreen'),
});
const invites = createRoute({
  getParentRoute: () => shell,
  path: '/invites',
  component: lazyRouteComponent(() => import('../invites/invites.tsx'), 'Invites'),
});

const routeTree = root.addChildren([
  signIn,
  join,
  verify,
  shell.addChildren([home, browse, channel, people, me, invites]),
]);

export const router = createRouter({
  routeTree,
  parseSearch,
  stringifySearch,
  defaultErrorComponent: ScreenFailure,
  defaultNotFoundComponent: NoSuchScreen,
  defaultPreload: 'intent',
  defaultPendingComponent: Starting,
  defaultPendingMs: 200,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
