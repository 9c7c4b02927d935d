import { z } from 'zod';
import { cursorInput, humanText, id, pageOf } from '../common.ts';
import { file, mostFiles } from '../files/schemas.ts';
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
  pin: z.boolean(),
  leave: z.boolean(),
  join: z.boolean(),
});
export const channelDetail = channelListItem.extend({
  mutedUntil: z.date().nullable(),
  /** What the caller may do here. */
  allowed: channelAllowed,
  /** Of a direct channel: the other person; null when their account is gone. */
  with: memberCard.nullable().optional(),
  /** Of a direct channel: how far the other person has read; null where one of the two does not tell. */
  seenTo: seq.nullable().optional(),
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

// Direct channels ------------------------------------------------------------

export const directOpenInput = z.object({ memberId: id });
export const directUnread = z.object({
  /** In how many conversations something is unread. */
  conversations: z.number().int(),
});

/** Read receipts are for who gives them: off, one neither tells nor is told. */
export const receiptsChoice = z.object({ on: z.boolean() });

// Blocks ----------------------------------------------------------------------

export const blockInput = z.object({ memberId: id });
export const blockState = z.object({ memberId: id, blocked: z.boolean() });
/** The last one first. */
export const blockList = z.object({
  items: z.array(
    z.object({ id, username: z.string(), displayName: z.string(), blockedAt: z.date() }),
  ),
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
/** What the channel shows of a thread under its first message. */
export const threadSummary = z.object({
  /** Without what was deleted or is hidden; 0 when nothing else is left. */
  replyCount: z.number().int(),
  lastReplySeq: seq,
  lastReplyAt: z.date().nullable(),
  /** The first few people who replied, in order. */
  repliers: z.array(author),
});
export type ThreadSummary = z.infer<typeof threadSummary>;
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
  /** What it carries, in order; absent: nothing, or nothing that may be seen. */
  files: z.array(file).optional(),
  createdAt: z.date(),
  editedAt: z.date().nullable(),
  deletedAt: z.date().nullable(),
  /** Hidden by moderation, or held until staff decide: only the author reads it. */
  hiddenAt: z.date().nullable(),
  /** The message that this one answers; absent: it is no reply. */
  threadId: id.optional(),
  /** Of a reply: whether the channel shows it too, and not its thread alone. */
  inChannel: z.boolean().optional(),
  /** Of a message that was replied to. */
  thread: threadSummary.optional(),
  pinnedAt: z.date().optional(),
});
export type Message = z.infer<typeof message>;

/** A conversation of two, called what the other person is called. */
export const directConversation = channelListItem.extend({
  /** Null when their account is gone. */
  with: memberCard.nullable(),
  /** The last one that is neither deleted nor hidden. */
  lastMessage: message.nullable(),
});
export type DirectConversation = z.infer<typeof directConversation>;
/** The last written to first. */
export const directPage = pageOf(directConversation);

/** Twice the greatest limit that settings allow; the setting itself is checked by the domain. */
const longestContent = 40_000;
const content = humanText(1, longestContent);
export const sendInput = z
  .object({
    channelId: id,
    /** May be empty where there are files. */
    content: humanText(0, longestContent),
    /** Made by the client, the same for every try to send this message. */
    clientId: z
      .string()
      .min(1)
      .max(64)
      .regex(/^[\x21-\x7e]+$/),
    /** The author's own files, sent for this channel (`files.begin`), in the order to be shown. */
    fileIds: z
      .array(id)
      .max(mostFiles)
      .refine((ids) => new Set(ids).size === ids.length)
      .optional(),
    /** The message that this one answers: one of the channel that is no reply itself. */
    threadId: id.optional(),
    /** Of a reply: whether the channel shows it too. */
    inChannel: z.boolean().default(false),
  })
  .superRefine(({ content, fileIds = [] }, ctx) => {
    if (content !== '' || fileIds.length > 0) return;
    ctx.addIssue({
      code: 'too_small',
      origin: 'string',
      minimum: 1,
      inclusive: true,
      path: ['content'],
      input: content,
    });
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

// Threads -------------------------------------------------------------------

/** How the caller stands to a thread. */
export const threadState = z.object({
  threadId: id,
  channelId: id,
  following: z.boolean(),
  /** Replies up to this number are read. */
  lastReadSeq: seq,
  /** Replies of others after it; 0 for who does not follow. */
  unread: z.number().int(),
});
export type ThreadState = z.infer<typeof threadState>;
export const threadGetInput = messageIdInput.extend({
  /** Replies with a smaller number, the newest of them. */
  before: seq.optional(),
  /** Replies with a greater number, the oldest of them. */
  after: seq.optional(),
  limit: z.number().int().min(1).max(200).default(50),
});
export const threadGetOutput = z.object({
  /** The message that was replied to; a tombstone when it is deleted. */
  root: message,
  /** In ascending order. */
  messages: z.array(message),
  hasOlder: z.boolean(),
  hasNewer: z.boolean(),
  /** Number of the channel's last event: its stream from here on has what is new in the thread. */
  headSeq: seq,
  state: threadState,
});
export const threadListInput = cursorInput.extend({ unread: z.boolean().default(false) });
const channelPlace = z.object({ id, name: z.string(), type: channelType });
export const threadListItem = z.object({
  root: message,
  channel: channelPlace,
  /** Null when it went while the list was read. */
  lastReply: message.nullable(),
  state: threadState,
});
/** Those with the newest replies first. */
export const threadPage = pageOf(threadListItem);
export const threadsUnread = z.object({ threads: z.number().int() });
export const threadMarkReadInput = messageIdInput.extend({ seq });

// Pins, saved messages, edit history ----------------------------------------

export const pinned = z.object({
  message,
  pinnedAt: z.date(),
  /** Null: not known any more. */
  pinnedBy: author.nullable(),
});
/** The last pinned first. */
export const pinnedList = z.object({ items: z.array(pinned) });
export const savedState = z.object({ messageId: id, saved: z.boolean() });
export const savedItem = z.object({
  messageId: id,
  savedAt: z.date(),
  /** Null: deleted, hidden, or in a channel that the caller cannot read any more. */
  found: z.object({ message, channel: channelPlace }).nullable(),
});
/** The last saved first. */
export const savedPage = pageOf(savedItem);
/** The newest thousand of a channel. */
export const savedInChannel = z.object({ messageIds: z.array(id) });
export const revisions = z.object({
  message,
  /** What it said before, the newest first. */
  revisions: z.array(z.object({ content: z.string(), at: z.date(), by: author })),
});

// Search --------------------------------------------------------------------

export const searchInput = cursorInput.extend({
  /**
   * All words in any form, whatever their accents; "a phrase" and -without in quotes and with a minus; the last
   * word may be unfinished. Empty: everything that the filters let through.
   */
  query: z.string().trim().max(200).default(''),
  /** One channel that the caller may read; absent: all that they have joined. */
  channelId: id.optional(),
  authorId: id.optional(),
  /** Written from this moment on. */
  from: z.date().optional(),
  /** Written before this moment. */
  to: z.date().optional(),
  hasFile: z.boolean().optional(),
  /** `relevance` ranks the newest five hundred; `newest` goes on to the first message of all. */
  sort: z.enum(['relevance', 'newest']).default('newest'),
  limit: z.number().int().min(1).max(50).default(20),
});
export const searchExcerpt = z.object({
  /** The piece of the message where the words are, in one line of Markdown. */
  text: z.string(),
  /** The words that were found: characters of `text` from and to. */
  marks: z.array(z.tuple([z.number().int(), z.number().int()])),
  isCutBefore: z.boolean(),
  isCutAfter: z.boolean(),
});
export type SearchExcerpt = z.infer<typeof searchExcerpt>;
export const searchItem = z.object({ message, channel: channelPlace, excerpt: searchExcerpt });
export type SearchItem = z.infer<typeof searchItem>;
export const searchPage = pageOf(searchItem).extend({
  /** There may be more that is older and was not looked at: `newest` and `nextCursor` go on to it. */
  isPartial: z.boolean(),
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
