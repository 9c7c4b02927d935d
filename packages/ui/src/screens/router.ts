import { plainSearch, searchText } from '../state/index.ts';
import { NoSuchScreen, ScreenFailure } from './boundary.tsx';

/** What the routers of both products have in common. */
export const routerDefaults = {
  ...plainSearch,
  defaultErrorComponent: ScreenFailure,
  defaultNotFoundComponent: NoSuchScreen,
  defaultPreload: 'intent',
  defaultPendingMs: 200,
} as const;

/**
 * Where signing in leads to, as the address says. Only ways inside this site: a link from elsewhere
 * must not send people away.
 */
export function searchNext(search: Record<string, unknown>): { next?: string | undefined } {
  const next = searchText(search['next']);
  return { next: next && /^\/(?![/\\])/.test(next) ? next : undefined };
}
