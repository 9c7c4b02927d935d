import type { Notification, NotificationEvent, RouterOutputs } from '@atalaya/api/types';
import { type InfiniteData, infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api } from '../app/atalaya.ts';
import { queries } from '../app/queries.ts';
import { standing } from '../moderation/standing.ts';

type Page = RouterOutputs['notifications']['list'];
type Pages = InfiniteData<Page, string | undefined>;

/** Notices about oneself: the kinds that say what staff decided about this person. */
export type SanctionNotice = Extract<Notification, { kind: 'sanction' }>;

/** Deleted here, and not on the server while it can still be taken back. */
const leaving = new Set<string>();

/** One's notices, the newest first, page by page. */
export const noticeList = infiniteQueryOptions({
  queryKey: ['notices', 'list'],
  queryFn: async ({ pageParam }) => {
    const page = await api.notifications.list.query({ limit: 30, cursor: pageParam });
    return { ...page, items: page.items.filter(({ id }) => !leaving.has(id)) };
  },
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page) => page.nextCursor ?? undefined,
  // Live events keep it right from the first moment on.
  staleTime: Number.POSITIVE_INFINITY,
});

/** How many are unread; `apart` from those that the number beside a channel counts. */
export const unreadNotices = queryOptions({
  queryKey: ['notices', 'unread'],
  queryFn: () => api.notifications.unreadCount.query(),
  staleTime: Number.POSITIVE_INFINITY,
});

/** Takes in what happened to one's notices. */
export function takeNoticeEvent(event: NotificationEvent): void {
  void queries.invalidateQueries({ queryKey: ['notices'] });
  if (event.type === 'changed') return;
  if (event.type === 'created' && !event.notification.kind.startsWith('sanction')) return;
  void queries.invalidateQueries(standing);
}

/** So many are left. How many of them are apart from channels the server says a moment later. */
const atMost = (unread: number) => ({
  unread,
  apart: Math.min(unread, queries.getQueryData(unreadNotices.queryKey)?.apart ?? 0),
});

/** Changes what is shown; gives the way back. */
function ahead(change: (items: Notification[]) => Notification[]): () => void {
  const { queryKey } = noticeList;
  const before = queries.getQueryData<Pages>(queryKey);
  const beforeCount = queries.getQueryData(unreadNotices.queryKey);
  if (!before) return () => {};
  const after = {
    ...before,
    pages: before.pages.map((page) => ({ ...page, items: change(page.items) })),
  };
  queries.setQueryData<Pages>(queryKey, after);
  const unread = ({ pages }: Pages) =>
    pages.flatMap(({ items }) => items).filter(({ readAt }) => readAt === null).length;
  if (beforeCount !== undefined) {
    const count = Math.max(0, beforeCount.unread + unread(after) - unread(before));
    queries.setQueryData(unreadNotices.queryKey, atMost(count));
  }
  return () => {
    queries.setQueryData(queryKey, before);
    queries.setQueryData(unreadNotices.queryKey, beforeCount);
    // What came meanwhile is not in what was put back.
    void queries.invalidateQueries({ queryKey: ['notices'] });
  };
}

const asRead = (notice: Notification): Notification => ({
  ...notice,
  readAt: notice.readAt ?? new Date(),
});

async function carryOut(takeBack: () => void, call: () => Promise<unknown>): Promise<void> {
  try {
    await call();
  } catch (error) {
    takeBack();
    throw error;
  }
}

/** Marks one notice as read: here at once, then on the server. */
export const markNoticeRead = (id: string): Promise<void> =>
  carryOut(
    ahead((items) => items.map((one) => (one.id === id ? asRead(one) : one))),
    () => api.notifications.markRead.mutate({ ids: [id] }),
  );

/** Marks all as read, also those that are not on the screen. */
export async function markAllNoticesRead(): Promise<void> {
  const takeBack = ahead((items) => items.map(asRead));
  queries.setQueryData(unreadNotices.queryKey, atMost(0));
  await carryOut(takeBack, () => api.notifications.markAllRead.mutate());
}

/** Takes a notice off the screen. Call `carryOut` to delete it, `takeBack` to have it again. */
export function removeNotice(id: string) {
  leaving.add(id);
  const putBack = ahead((items) => items.filter((one) => one.id !== id));
  const takeBack = () => {
    leaving.delete(id);
    putBack();
  };
  return {
    takeBack,
    carryOut: () => carryOut(takeBack, () => api.notifications.delete.mutate({ ids: [id] })),
  };
}
