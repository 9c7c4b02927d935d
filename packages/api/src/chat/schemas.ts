import { z } from 'zod';
import { cursorInput, humanText, id, pageOf } from '../common.ts';
import { memberCard } from '../organisations/schemas.ts';

export const channelType = z.enum(['public', 'private', 'direct']);
export const channelRole = z.enum(['owner', 'manager', 'writer', 'reader']);
export type ChannelRole = z.infer<typeof channelRole>;
export const seq = z.number().int().min(0).max(2_147_483_647);

// Channels ------------------------------------------------------------------

export const channel = z.object({
  id,
  type: channelType,
  name: z.string(),
  topic: z.string(),
  createdAt: z.date(),
  archivedAt: z.date().nullable(),
  lastSeq: seq,
  lastMessageAt: z.date().nullable(),
  memberCount: z.number().int(),
  version: z.number().int(),
});
export type Channel = z.infer<typeof channel>;
export const channelListItem = channel.extend({
  /** Null when the caller has not joined. */
  role: channelRole.nullable(),
  lastReadSeq: seq,
  /** Messages of others after `lastReadSeq`; 1000 stands for that many or more. */
  unread: z.number().int().min(0).max(1000),
  mentions: z.number().int().min(0).max(1000),
});
export type ChannelListItem = z.infer<typeof channelListItem>;
export const channelAllowed = z.object({
  send: z.boolean(),
  update: z.boolean(),
  invite: z.boolean(),
  archive: z.boolean(),
  delete: z.boolean(),
  moderate: z.boolean(),
  leave: z.boolean(),
  join: z.boolean(),
});
export const channelDetail = channelListItem.extend({
  mutedUntil: z.date().nullable(),
  /** What the caller may do here. */
  allowed: channelAllowed,
});
export type ChannelDetail = z.infer<typeof channelDetail>;
export const channelListInput = cursorInput.extend({
  /** `joined`: the caller's channels; `discover`: public ones that the caller has not joined. */
  scope: z.enum(['joined', 'discover']).default('joined'),
  search: z.string().trim().max(80).optional(),
  archived: z.boolean().default(false),
});
export const channelPage = pageOf(channelListItem);
export const channelIdInput = z.object({ channelId: id });
export const channelName = humanText(1, 80);
export const channelCreateInput = z.object({
  name: channelName,
  type: z.enum(['public', 'private']).default('public'),
  topic: humanText(0, 250).optional(),
  memberIds: z.array(id).max(200).optional(),
});
export const channelUpdateInput = channelIdInput.extend({
  name: channelName.optional(),
  topic: humanText(0, 250).optional(),
  /** Version that the screen showed; a newer one on the server is a conflict. */
  ifVersion: z.number().int().optional(),
});
export const channelMember = memberCard.extend({ channelRole, joinedAt: z.date() });
export const channelMembersInput = cursorInput.extend({ channelId: id });
export const channelMemberPage = pageOf(channelMember);
export const channelInviteInput = channelIdInput.extend({ memberIds: z.array(id).min(1).max(200) });
export const channelInviteOutput = z.object({ added: z.number().int() });
export const channelMemberInput = channelIdInput.extend({ memberId: id });
export const channelSetRoleInput = channelMemberInput.extend({ role: channelRole });
export const markReadInput = channelIdInput.extend({
  /** Everything up to this number is read; a smaller number than before marks as unread. */
  seq,
});
export const readState = z.object({
  channelId: id,
  lastReadSeq: seq,
  unread: z.number().int(),
  mentions: z.number().int(),
});

// Messages ------------------------------------------------------------------

export const messageType = z.enum(['text', 'image', 'file', 'system']);
export const reaction = z.object({
  emoji: z.string(),
  count: z.number().int(),
  /** The first fifty people who reacted, in order. */
  memberIds: z.array(id),
});
export const author = z.object({ id, username: z.string(), displayName: z.string() });
export const message = z.object({
  id,
  channelId: id,
  /** Place in the channel: greater is later, and the order of commits. */
  seq,
  clientId: z.string(),
  type: messageType,
  author,
  /** Markdown; empty when the message was deleted, and for all but its author when it is hidden. */
  content: z.string(),
  mentions: z.array(id),
  reactions: z.array(reaction),
  createdAt: z.date(),
  editedAt: z.date().nullable(),
  deletedAt: z.date().nullable(),
  /** Hidden by moderation, or held until staff decide: only the author reads it. */
  hiddenAt: z.date().nullable(),
});
export type Message = z.infer<typeof message>;

/** Twice the greatest limit that settings allow; the setting itself is checked by the domain. */
const content = humanText(1, 40_000);
export const sendInput = z.object({
  channelId: id,
  content,
  /** Made by the client, the same for every try to send this message. */
  clientId: z
    .string()
    .min(1)
    .max(64)
    .regex(/^[\x21-\x7e]+$/),
});
export const historyInput = z.object({
  channelId: id,
  /** Messages with a smaller number, the newest of them. */
  before: seq.optional(),
  /** Messages with a greater number, the oldest of them. */
  after: seq.optional(),
  limit: z.number().int().min(1).max(200).default(50),
});
export const historyOutput = z.object({
  /** In ascending order. */
  messages: z.array(message),
  hasOlder: z.boolean(),
  hasNewer: z.boolean(),
  /** Number of the channel's last event: subscribe from here to miss nothing. */
  headSeq: seq,
});
export const messageIdInput = z.object({ messageId: id });
export const editInput = messageIdInput.extend({ content });
export const reactInput = messageIdInput.extend({
  emoji: z
    .string()
    .max(32)
    .regex(
      // Alternatives that have no character in common: refusing overlapping ones takes time without end.
      /^(?:\u200d|\uFE0F|\u20E3|[\p{Emoji}\p{Emoji_Presentation}\u{E0020}-\u{E007F}])+$/u,
    )
    .refine((text) => /\p{Extended_Pictographic}|\p{Regional_Indicator}|\u20E3/u.test(text)),
});

// Live ----------------------------------------------------------------------

export const onChannelInput = z.object({
  channelId: id,
  /** `id` of the last event that the client saw; absent: only what happens from now on. */
  lastEventId: z
    .string()
    .regex(/^\d{1,10}$/)
    .nullish(),
});
export const channelEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('message.created'), seq, message }),
  z.object({ type: z.literal('message.edited'), seq, message }),
  z.object({ type: z.literal('message.deleted'), seq, message }),
  /** Streams are the same for all: the author, too, reads the text in the history only. */
  z.object({ type: z.literal('message.hidden'), seq, message }),
  /** A hidden or deleted message is back. */
  z.object({ type: z.literal('message.shown'), seq, message }),
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
  /** Counts may have changed unseen: list the channels afresh. */
  z.object({ type: z.literal('refresh') }),
]);
export type MineEvent = z.infer<typeof mineEvent>;
