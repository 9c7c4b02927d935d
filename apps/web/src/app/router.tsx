import { NoSuchScreen, routerDefaults, searchNext } from '@atalaya/ui/screens';
import { searchText } from '@atalaya/ui/state';
import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router';
import { banFrom, keptBan } from '../entry/ban.ts';
import { SignIn } from '../entry/sign-in.tsx';
import { filtersOf } from '../search/search-filters.ts';
import { sessionSettled } from './session.ts';
import { Starting } from './starting.tsx';

const root = createRootRoute({ component: Outlet, notFoundComponent: NoSuchScreen });

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: searchNext,
  beforeLoad: async () => {
    if ((await sessionSettled()).status === 'signedIn') throw redirect({ to: '/' });
  },
  component: SignIn,
});
const join = createRoute({
  getParentRoute: () => root,
  path: '/join',
  validateSearch: (search): { code?: string } => {
    const code = searchText(search['code']);
    return code ? { code } : {};
  },
  component: lazyRouteComponent(() => import('../entry/register.tsx'), 'Register'),
});
const banned = createRoute({
  getParentRoute: () => root,
  path: '/banned',
  beforeLoad: async () => {
    if ((await sessionSettled()).status === 'signedIn') throw redirect({ to: '/' });
    if (keptBan.get() === null) throw redirect({ to: '/sign-in' });
  },
  component: lazyRouteComponent(() => import('../entry/banned.tsx'), 'Banned'),
});
const verify = createRoute({
  getParentRoute: () => root,
  path: '/verify',
  validateSearch: (search): { code: string } => ({ code: searchText(search['code']) ?? '' }),
  component: lazyRouteComponent(() => import('../entry/verify.tsx'), 'Verify'),
});

const unsubscribe = createRoute({
  getParentRoute: () => root,
  path: '/unsubscribe',
  validateSearch: (search): { token: string } => ({ token: searchText(search['token']) ?? '' }),
  component: lazyRouteComponent(() => import('../entry/unsubscribe.tsx'), 'Unsubscribe'),
});

/** Everything for people who are signed in. */
const shell = createRoute({
  getParentRoute: () => root,
  id: 'shell',
  beforeLoad: async ({ location }) => {
    const session = await sessionSettled();
    const ban = banFrom(session);
    if (ban) {
      keptBan.set(ban);
      throw redirect({ to: '/banned' });
    }
    if (session.status !== 'signedIn') {
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
  // The number of a message to begin at; the thread that is open: the id of its first message.
  validateSearch: (search): { m?: string; t?: string } => {
    const seq = searchText(search['m']);
    const thread = searchText(search['t']);
    return {
      ...(seq && /^\d{1,9}$/.test(seq) ? { m: seq } : {}),
      ...(thread && /^[\da-f-]{36}$/.test(thread) ? { t: thread } : {}),
    };
  },
  component: lazyRouteComponent(() => import('../chat/channel-screen.tsx'), 'ChannelScreen'),
});
const joinLink = createRoute({
  getParentRoute: () => shell,
  path: '/join/$code',
  component: lazyRouteComponent(() => import('../chat/join-link.tsx'), 'JoinLink'),
});
const people = createRoute({
  getParentRoute: () => shell,
  path: '/people',
  validateSearch: (search): { who?: string } => {
    const who = searchText(search['who']);
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

const notices = createRoute({
  getParentRoute: () => shell,
  path: '/notices',
  component: lazyRouteComponent(() => import('../notices/notices-page.tsx'), 'Notices'),
});
const threads = createRoute({
  getParentRoute: () => shell,
  path: '/threads',
  component: lazyRouteComponent(() => import('../chat/threads-page.tsx'), 'ThreadsPage'),
});
const saved = createRoute({
  getParentRoute: () => shell,
  path: '/saved',
  component: lazyRouteComponent(() => import('../chat/saved-page.tsx'), 'SavedPage'),
});
const search = createRoute({
  getParentRoute: () => shell,
  path: '/search',
  validateSearch: filtersOf,
  component: lazyRouteComponent(() => import('../search/search-page.tsx'), 'SearchPage'),
});

const routeTree = root.addChildren([
  signIn,
  join,
  banned,
  verify,
  unsubscribe,
  shell.addChildren([
    home,
    browse,
    channel,
    joinLink,
    threads,
    saved,
    search,
    people,
    notices,
    me,
    invites,
  ]),
]);

export const router = createRouter({
  routeTree,
  ...routerDefaults,
  defaultPendingComponent: Starting,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
