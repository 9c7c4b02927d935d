import { done } from '../common.ts';
import { member, open, router } from '../trpc.ts';
import { onMine } from './live.ts';
import { countUnread, deleteNotices, listNotices, markRead } from './own-notices.ts';
import { readPreferences, setPreferences } from './preferences.ts';
import { isSubscribed, subscribePush, unsubscribePush } from './push-browsers.ts';
import * as s from './schemas.ts';
import { unsubscribe } from './unsubscribe.ts';

const preferencesRouter = router({
  /** How the caller is told of what. */
  get: member()
    .output(s.preferencesOutput)
    .query(({ ctx }) => readPreferences(ctx.call)),
  set: member()
    .input(s.preferencesInput)
    .output(s.preferencesOutput)
    .mutation(({ ctx, input }) => setPreferences(ctx.call, input)),
});

const pushRouter = router({
  /** What a browser needs to ask its maker for pushes. */
  key: member()
    .output(s.pushKey)
    .query(({ ctx }) => ({ publicKey: ctx.call.push.publicKey })),
  /** The caller's browser takes pushes, as long as this session lasts. */
  subscribe: member()
    .input(s.pushSubscribeInput)
    .output(done)
    .mutation(({ ctx, input }) => subscribePush(ctx.call, input)),
  /** Whether the caller is pushed to in this browser: it knows only that somebody was. */
  isSubscribed: member()
    .input(s.pushEndpointInput)
    .output(s.pushSubscribed)
    .query(({ ctx, input }) => isSubscribed(ctx.call, input.endpoint)),
  unsubscribe: member()
    .input(s.pushEndpointInput)
    .output(done)
    .mutation(({ ctx, input }) => unsubscribePush(ctx.call, input.endpoint)),
});

export const notificationsRouter = router({
  /** The caller's notices, the newest first. */
  list: member()
    .input(s.notificationListInput)
    .output(s.notificationPage)
    .query(({ ctx, input }) => listNotices(ctx.call, input)),
  unreadCount: member()
    .output(s.unreadCount)
    .query(({ ctx }) => countUnread(ctx.call)),
  markRead: member()
    .input(s.notificationIdsInput)
    .output(done)
    .mutation(({ ctx, input }) => markRead(ctx.call, input.ids)),
  markAllRead: member()
    .output(done)
    .mutation(({ ctx }) => markRead(ctx.call, null)),
  delete: member()
    .input(s.notificationIdsInput)
    .output(done)
    .mutation(({ ctx, input }) => deleteNotices(ctx.call, input.ids)),
  preferences: preferencesRouter,
  push: pushRouter,
  /** Turns one kind of mail off, by the token that stands in such a mail. Throws `notFound`. */
  unsubscribe: open()
    .input(s.unsubscribeInput)
    .output(s.unsubscribeOutput)
    .mutation(({ ctx, input }) => unsubscribe(ctx.call, input.token)),
  /** The notices as they come. Begins with `refresh`. */
  onMine: member({ events: s.notificationEvent }).subscription(({ ctx, signal }) =>
    onMine(ctx.call, signal),
  ),
});
