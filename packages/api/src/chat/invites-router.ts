import { done } from '../common.ts';
import { member, router } from '../trpc.ts';
import * as invites from './invites.ts';
import * as s from './schemas.ts';

export const invitesRouter = router({
  /** Makes a link into a channel that the caller manages; the code is shown this once. */
  create: member()
    .input(s.channelLinkCreateInput)
    .output(s.channelLinkCreated)
    .mutation(({ ctx, input }) => invites.createLink(ctx.call, input)),
  /** Links into a channel that can still be used. */
  list: member()
    .input(s.channelIdInput)
    .output(s.channelLinkList)
    .query(({ ctx, input }) => invites.listLinks(ctx.call, input.channelId)),
  revoke: member()
    .input(s.channelLinkIdInput)
    .output(done)
    .mutation(({ ctx, input }) => invites.revokeLink(ctx.call, input.inviteId)),
  /** What a link leads to. Throws `notFound`, to people of other organisations too. */
  get: member()
    .input(s.channelLinkCodeInput)
    .output(s.channelLinkFound)
    .query(({ ctx, input }) => invites.findLink(ctx.call, input.code)),
  /** Lets the caller into the channel; who is in already takes no use. Throws `notFound`. */
  accept: member()
    .input(s.channelLinkCodeInput)
    .output(s.channelDetail)
    .mutation(({ ctx, input }) => invites.acceptLink(ctx.call, input.code)),
});
