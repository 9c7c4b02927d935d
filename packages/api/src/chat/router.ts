import { cursorInput, done } from '../common.ts';
import { member, router, staff } from '../trpc.ts';
import { keepChannelOpen, setArchived } from './archiving.ts';
import { messageAt } from './at-instant.ts';
import * as blocks from './blocks.ts';
import { listChannels } from './channel-list.ts';
import * as mutes from './channel-mutes.ts';
import * as channels from './channels.ts';
import * as direct from './direct.ts';
import { history } from './history.ts';
import { invitesRouter } from './invites-router.ts';
import { onChannel, onMine } from './live.ts';
import * as membership from './membership.ts';
import { mentionable } from './mentionable.ts';
import { deleteMessage, editMessage } from './message-changes.ts';
import { listPins, setPinned } from './pins.ts';
import { removePreview } from './preview-removal.ts';
import { react } from './reactions.ts';
import { markRead } from './read-state.ts';
import { noteDelivered, readReceipts, setReadReceipts } from './receipts.ts';
import { listRevisions } from './revisions.ts';
import * as saved from './saved.ts';
import * as s from './schemas.ts';
import { search } from './search.ts';
import { sendMessage } from './send.ts';
import { markThreadRead, setFollowing, unreadThreads } from './thread-state.ts';
import { getThread, listThreads } from './threads.ts';
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
    .mutation(({ ctx, input }) => setArchived(ctx.call, input.channelId, 'archived')),
  unarchive: member()
    .input(s.channelIdInput)
    .output(s.channelDetail)
    .mutation(({ ctx, input }) => setArchived(ctx.call, input.channelId, 'open')),
  /** Answers the notice that a quiet channel will be archived: the time begins anew. */
  keepOpen: member()
    .input(s.channelIdInput)
    .output(s.channelDetail)
    .mutation(({ ctx, input }) => keepChannelOpen(ctx.call, input.channelId)),
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
  /** People whom a message there may name, by the beginning of a name. */
  mentionable: member({ rate: 'search' })
    .input(s.mentionableInput)
    .output(s.mentionableOutput)
    .query(({ ctx, input }) => mentionable(ctx.call, input)),
  /** Adds people of the organisation; who is in already is passed over. */
  invite: member()
    .input(s.channelInviteInput)
    .output(done)
    .mutation(({ ctx, input }) => membership.invite(ctx.call, input)),
  removeMember: member()
    .input(s.channelMemberInput)
    .output(done)
    .mutation(({ ctx, input }) => membership.removeMember(ctx.call, input)),
  setRole: member()
    .input(s.channelSetRoleInput)
    .output(done)
    .mutation(({ ctx, input }) => membership.setRole(ctx.call, input)),
  /** Silences a writer or reader there for some time; who manages the channel decides. */
  mute: member()
    .input(s.channelMuteInput)
    .output(done)
    .mutation(({ ctx, input }) => mutes.muteInChannel(ctx.call, input)),
  unmute: member()
    .input(s.channelMemberInput)
    .output(done)
    .mutation(({ ctx, input }) => mutes.unmuteInChannel(ctx.call, input)),
  /** Whom who manages the channel has silenced there. */
  mutes: member()
    .input(s.channelIdInput)
    .output(s.channelMuteList)
    .query(({ ctx, input }) => mutes.listMutes(ctx.call, input.channelId)),
  /** Moves the line between read and unread, on all devices. */
  markRead: member()
    .input(s.markReadInput)
    .output(s.readState)
    .mutation(({ ctx, input }) => markRead(ctx.call, input)),
  /** What is pinned there, the last pinned first. */
  pins: member()
    .input(s.channelIdInput)
    .output(s.pinnedList)
    .query(({ ctx, input }) => listPins(ctx.call, input.channelId)),
});

const directRouter = router({
  /** The conversation with one person; made when there is none. Throws `notFound`, `readOnly.direct`. */
  open: member({ rate: 'openDirect' })
    .input(s.directOpenInput)
    .output(s.channelDetail)
    .mutation(({ ctx, input }) => direct.openDirect(ctx.call, input.memberId)),
  /** Conversations that something was written in, and those that the caller began. */
  list: member()
    .input(cursorInput)
    .output(s.directPage)
    .query(({ ctx, input }) => direct.listDirect(ctx.call, input)),
  unreadCount: member()
    .output(s.directUnread)
    .query(({ ctx }) => direct.unreadDirect(ctx.call)),
});

const blocksRouter = router({
  /** Whom the caller does not want to hear from. */
  list: member()
    .output(s.blockList)
    .query(({ ctx }) => blocks.listBlocked(ctx.call)),
  /** They cannot write to each other any more; the other one is not told. */
  add: member()
    .input(s.blockInput)
    .output(s.blockState)
    .mutation(({ ctx, input }) => blocks.setBlocked(ctx.call, input.memberId, true)),
  remove: member()
    .input(s.blockInput)
    .output(s.blockState)
    .mutation(({ ctx, input }) => blocks.setBlocked(ctx.call, input.memberId, false)),
});

const receiptsRouter = router({
  /** Whether the caller tells, and is told, what was read in direct channels. */
  get: member()
    .output(s.receiptsChoice)
    .query(({ ctx }) => readReceipts(ctx.call)),
  set: member()
    .input(s.receiptsChoice)
    .output(s.receiptsChoice)
    .mutation(({ ctx, input }) => setReadReceipts(ctx.call, input)),
  /** A device of the caller's has received what was written there. Other channels are passed over. */
  delivered: member()
    .input(s.deliveredInput)
    .output(done)
    .mutation(({ ctx, input }) => noteDelivered(ctx.call, input)),
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
  /** The first message at or after an instant: from where to read the history. Throws `notFound`. */
  at: member()
    .input(s.messageAtInput)
    .output(s.messageAtOutput)
    .query(({ ctx, input }) => messageAt(ctx.call, input)),
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
  /** Takes what a link shows off the message; the link stays. For whoever may delete the message. */
  removePreview: member()
    .input(s.previewInput)
    .output(s.message)
    .mutation(({ ctx, input }) => removePreview(ctx.call, input)),
  pin: member()
    .input(s.messageIdInput)
    .output(s.message)
    .mutation(({ ctx, input }) => setPinned(ctx.call, input.messageId, true)),
  unpin: member()
    .input(s.messageIdInput)
    .output(s.message)
    .mutation(({ ctx, input }) => setPinned(ctx.call, input.messageId, false)),
  /** What a message said before. */
  revisions: staff('moderation:read', { audited: true })
    .input(s.messageIdInput)
    .output(s.revisions)
    .query(({ ctx, input }) => listRevisions(ctx.call, input.messageId)),
});

const threadsRouter = router({
  /** Threads that the caller follows. */
  list: member()
    .input(s.threadListInput)
    .output(s.threadPage)
    .query(({ ctx, input }) => listThreads(ctx.call, input)),
  /** In how many of them something is unread. */
  unreadCount: member()
    .output(s.threadsUnread)
    .query(({ ctx }) => unreadThreads(ctx.call)),
  /** A message with a page of its replies, in ascending order. `messageId` may be a reply's. */
  get: member()
    .input(s.threadGetInput)
    .output(s.threadGetOutput)
    .query(({ ctx, input }) => getThread(ctx.call, input)),
  markRead: member()
    .input(s.threadMarkReadInput)
    .output(s.threadState)
    .mutation(({ ctx, input }) => markThreadRead(ctx.call, input)),
  /** Whoever replies, is answered or is named follows without asking. */
  follow: member()
    .input(s.messageIdInput)
    .output(s.threadState)
    .mutation(({ ctx, input }) => setFollowing(ctx.call, input.messageId, true)),
  unfollow: member()
    .input(s.messageIdInput)
    .output(s.threadState)
    .mutation(({ ctx, input }) => setFollowing(ctx.call, input.messageId, false)),
});

const savedRouter = router({
  /** Messages that the caller put aside for later. */
  list: member()
    .input(cursorInput)
    .output(s.savedPage)
    .query(({ ctx, input }) => saved.listSaved(ctx.call, input)),
  inChannel: member()
    .input(s.channelIdInput)
    .output(s.savedInChannel)
    .query(({ ctx, input }) => saved.savedOf(ctx.call, input.channelId)),
  add: member()
    .input(s.messageIdInput)
    .output(s.savedState)
    .mutation(({ ctx, input }) => saved.saveMessage(ctx.call, input.messageId)),
  remove: member()
    .input(s.messageIdInput)
    .output(s.savedState)
    .mutation(({ ctx, input }) => saved.unsaveMessage(ctx.call, input.messageId)),
});

export const chatRouter = router({
  channels: channelsRouter,
  /** Links into channels. */
  invites: invitesRouter,
  direct: directRouter,
  blocks: blocksRouter,
  receipts: receiptsRouter,
  messages: messagesRouter,
  threads: threadsRouter,
  saved: savedRouter,
  /** Messages by their words, with who wrote them, where and when. Throws `notFound` for the channel. */
  search: member({ rate: 'search' })
    .input(s.searchInput)
    .output(s.searchPage)
    .query(({ ctx, input }) => search(ctx.call, input)),
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
