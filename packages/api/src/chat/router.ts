import { done } from '../common.ts';
import { member, router } from '../trpc.ts';
import { listChannels } from './channel-list.ts';
import * as channels from './channels.ts';
import { history } from './history.ts';
import { onChannel, onMine } from './live.ts';
import * as membership from './membership.ts';
import { deleteMessage, editMessage } from './message-changes.ts';
import { react } from './reactions.ts';
import { markRead } from './read-state.ts';
import * as s from './schemas.ts';
import { sendMessage } from './send.ts';
import { typing } from './typing.ts';

const channelsRouter = router({
  /** The caller's channels with unread counts, or public ones to discover. */
  list: member()
    .input(s.channelListInput)
    .output(s.channelPage)
    .query(({ ctx, input }) => listChannels(ctx.call, input)),
  /** One channel with what the caller may do there. Throws `notFound`. */
  get: member()
    .input(s.channelIdInput)
    .output(s.channelDetail)
    .query(({ ctx, input }) => channels.getChannel(ctx.call, input.channelId)),
  /** Makes a channel; the caller is its owner. Throws `notFound` for people of elsewhere. */
  create: member({ rate: 'createChannel' })
    .input(s.channelCreateInput)
    .output(s.channelDetail)
    .mutation(({ ctx, input }) => channels.createChannel(ctx.call, input)),
  /** Throws `conflict` when `ifVersion` is not the version any more. */
  update: member()
    .input(s.channelUpdateInput)
    .output(s.channelDetail)
    .mutation(({ ctx, input }) => channels.updateChannel(ctx.call, input)),
  /** Closes the channel for writing; everything stays readable. */
  archive: member()
    .input(s.channelIdInput)
    .output(s.channelDetail)
    .mutation(({ ctx, input }) => channels.setArchived(ctx.call, input.channelId, 'archived')),
  unarchive: member()
    .input(s.channelIdInput)
    .output(s.channelDetail)
    .mutation(({ ctx, input }) => channels.setArchived(ctx.call, input.channelId, 'open')),
  /** Takes the channel and its messages out of everyone's sight. */
  delete: member()
    .input(s.channelIdInput)
    .output(done)
    .mutation(({ ctx, input }) => channels.deleteChannel(ctx.call, input.channelId)),
  /** Joins a public channel; joining twice changes nothing. */
  join: member()
    .input(s.channelIdInput)
    .output(s.channelDetail)
    .mutation(({ ctx, input }) => membership.joinChannel(ctx.call, input.channelId)),
  /** Throws `forbidden.lastOwner` when others would be left without an owner. */
  leave: member()
    .input(s.channelIdInput)
    .output(done)
    .mutation(({ ctx, input }) => membership.leaveChannel(ctx.call, input.channelId)),
  members: member()
    .input(s.channelMembersInput)
    .output(s.channelMemberPage)
    .query(({ ctx, input }) => membership.listMembers(ctx.call, input)),
  /** Adds people of the organisation; who is in already is passed over. */
  invite: member()
    .input(s.channelInviteInput)
    .output(s.channelInviteOutput)
    .mutation(({ ctx, input }) => membership.invite(ctx.call, input)),
  removeMember: member()
    .input(s.channelMemberInput)
    .output(done)
    .mutation(({ ctx, input }) => membership.removeMember(ctx.call, input)),
  setRole: member()
    .input(s.channelSetRoleInput)
    .output(done)
    .mutation(({ ctx, input }) => membership.setRole(ctx.call, input)),
  /** Moves the line between read and unread, on all devices. */
  markRead: member()
    .input(s.markReadInput)
    .output(s.readState)
    .mutation(({ ctx, input }) => markRead(ctx.call, input)),
});

const messagesRouter = router({
  /** Writes a message. The same `clientId` again gives the message that is there already. */
  send: member({ rate: 'send' })
    .input(s.sendInput)
    .output(s.message)
    .mutation(({ ctx, input }) => sendMessage(ctx.call, input)),
  /** A page of messages in ascending order: the newest, or those before or after a number. */
  history: member()
    .input(s.historyInput)
    .output(s.historyOutput)
    .query(({ ctx, input }) => history(ctx.call, input)),
  /** Throws `expired` when the time for edits is over. */
  edit: member()
    .input(s.editInput)
    .output(s.message)
    .mutation(({ ctx, input }) => editMessage(ctx.call, input)),
  /** Leaves a tombstone: the place stays, the text goes. */
  delete: member()
    .input(s.messageIdInput)
    .output(s.message)
    .mutation(({ ctx, input }) => deleteMessage(ctx.call, input)),
  react: member()
    .input(s.reactInput)
    .output(s.message)
    .mutation(({ ctx, input }) => react(ctx.call, input, 'add')),
  unreact: member()
    .input(s.reactInput)
    .output(s.message)
    .mutation(({ ctx, input }) => react(ctx.call, input, 'remove')),
});

export const chatRouter = router({
  channels: channelsRouter,
  messages: messagesRouter,
  /** Tells the channel that the caller is writing. Never stored. */
  typing: member({ rate: 'typing' })
    .input(s.channelIdInput)
    .output(done)
    .mutation(({ ctx, input }) => typing(ctx.call, input.channelId)),
  /** What happens in a channel, from `lastEventId` on: nothing lost, nothing twice, in order. */
  onChannel: member({ events: s.channelEvent })
    .input(s.onChannelInput)
    .subscription(({ ctx, input, signal }) => onChannel(ctx.call, input, signal)),
  /** New messages in any of the caller's channels, for badges; and changes of the channel list. */
  onMine: member({ events: s.mineEvent }).subscription(({ ctx, signal }) =>
    onMine(ctx.call, signal),
  ),
});
