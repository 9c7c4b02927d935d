import { z } from 'zod';
import { humanText, id, instant } from '../common.ts';
import { file, mostFiles } from '../files/schemas.ts';
import { seq } from './channel-schemas.ts';

export const messageType = z.enum(['text', 'image', 'file', 'system']);
export const reaction = z.object({
  emoji: z.string(),
  count: z.number().int(),
  /** The first fifty people who reacted, in order; and the caller, if they did later. Streams may not have the latter. */
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
/** What a page that a message links to says of itself: plain words of strangers. */
const linkPreview = z.object({
  /** An address of the web, as the message has it but for its form. */
  url: z.string(),
  /** What the site calls itself; may be empty, and untrue. */
  site: z.string(),
  title: z.string(),
  description: z.string(),
});
export type LinkPreview = z.infer<typeof linkPreview>;
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
  /** Of its links, in order; absent: none, or not looked at yet. */
  previews: z.array(linkPreview).optional(),
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
export const messageAtInput = z.object({ channelId: id, at: instant });
/** Null: nothing was written there from then on. */
export const messageAtOutput = z.object({ seq, createdAt: z.date() }).nullable();
export const messageIdInput = z.object({ messageId: id });
export const previewInput = messageIdInput.extend({ url: z.string().min(1).max(2_000) });
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
