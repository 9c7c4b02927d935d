import { done } from '../common.ts';
import { member, router } from '../trpc.ts';
import { onMine } from './live.ts';
import { countUnread, deleteNotices, listNotices, markRead } from './own-notices.ts';
import * as s from './schemas.ts';

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
  /** The notices as they come. Begins with `refresh`. */
  onMine: member({ events: s.notificationEvent }).subscription(({ ctx, signal }) =>
    onMine(ctx.call, signal),
  ),
});
