import { z } from 'zod';
import { id } from '../common.ts';
import { channel, channelRole, readState, seq } from './channel-schemas.ts';
import { author, message, reaction, threadSummary } from './message-schemas.ts';
import { threadState } from './thread-schemas.ts';

export const onChannelInput = z.object({
  channelId: id,
  /** `id` of the last event that the client saw; absent: only what happens from now on. */
  lastEventId: z
    .string()
    .regex(/^\d{1,10}$/)
    .nullish(),
});
const ofMessage = {
  seq,
  message,
  /** Of a reply: what the message that it answers shows of its thread now. */
  thread: threadSummary.optional(),
};
export const channelEvent = z.discriminatedUnion('type', [
  /** Of replies too: a list of the channel passes over those that are in their thread alone. */
  z.object({ type: z.literal('message.created'), ...ofMessage }),
  z.object({ type: z.literal('message.edited'), ...ofMessage }),
  z.object({ type: z.literal('message.deleted'), ...ofMessage }),
  /** Streams are the same for all: the author, too, reads the text in the history only. */
  z.object({ type: z.literal('message.hidden'), ...ofMessage }),
  /** A hidden or deleted message is back. */
  z.object({ type: z.literal('message.shown'), ...ofMessage }),
  z.object({ type: z.literal('message.pinned'), ...ofMessage }),
  z.object({ type: z.literal('message.unpinned'), ...ofMessage }),
  z.object({
    type: z.literal('message.reaction'),
    seq,
    messageId: id,
    memberId: id,
    emoji: z.string(),
    added: z.boolean(),
    reactions: z.array(reaction),
  }),
  z.object({ type: z.literal('member.joined'), seq, member: author, role: channelRole }),
  z.object({ type: z.literal('member.left'), seq, member: author }),
  z.object({ type: z.literal('channel.updated'), seq, channel }),
  /** Someone is writing; show it for `forMs` milliseconds. */
  z.object({ type: z.literal('typing'), member: author, forMs: z.number().int() }),
  /** Of a direct channel: how far one of the two has read. Not kept: `seenTo` of the channel is. */
  z.object({ type: z.literal('seen'), memberId: id, seenTo: seq }),
  /** The same: up to where a device of theirs has received it. Not kept: `deliveredTo` of the channel is. */
  z.object({ type: z.literal('delivered'), memberId: id, deliveredTo: seq }),
  /** What was missed, up to `seq`, is about to be sent. */
  z.object({ type: z.literal('resuming'), seq }),
  /** Everything that was missed has been sent; what follows is live. */
  z.object({ type: z.literal('ready'), seq }),
  /** Too much was missed: read the history afresh from `seq`. */
  z.object({ type: z.literal('reset'), seq }),
]);
export type ChannelEvent = z.infer<typeof channelEvent>;

/** What a person is told of all their channels, opened or not. */
export const mineEvent = z.discriminatedUnion('type', [
  /** New messages since the last such event of this channel. */
  z.object({
    type: z.literal('activity'),
    channelId: id,
    messages: z.array(z.object({ seq, authorId: id, mentions: z.array(id) })),
  }),
  z.object({ type: z.literal('channel.added'), channelId: id }),
  z.object({ type: z.literal('channel.removed'), channelId: id }),
  z.object({ type: z.literal('channel.updated'), channel }),
  z.object({ type: z.literal('read'), state: readState }),
  /** A reply in a thread that the person follows, their own or another's. */
  z.object({
    type: z.literal('thread.reply'),
    channelId: id,
    threadId: id,
    seq,
    authorId: id,
  }),
  /** The person read, followed or stopped following a thread. */
  z.object({ type: z.literal('thread.read'), state: threadState }),
  z.object({ type: z.literal('saved'), channelId: id, messageId: id, saved: z.boolean() }),
  /** The person blocked someone or took it back. */
  z.object({ type: z.literal('block'), memberId: id, blocked: z.boolean() }),
  /** The person turned read receipts on or off. */
  z.object({ type: z.literal('receipts'), on: z.boolean() }),
  /** Counts may have changed unseen: list the channels afresh. */
  z.object({ type: z.literal('refresh') }),
]);
export type MineEvent = z.infer<typeof mineEvent>;
