import { z } from 'zod';
import { cursorInput, id, pageOf } from '../common.ts';
import { channelPlace, seq } from './channel-schemas.ts';
import { message, messageIdInput } from './message-schemas.ts';

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
export const threadListItem = z.object({
  root: message,
  channel: channelPlace,
  /** Without those of whom the caller has blocked; null: there is no other. */
  lastReply: message.nullable(),
  state: threadState,
});
/** Those with the newest replies first. */
export const threadPage = pageOf(threadListItem);
export const threadsUnread = z.object({ threads: z.number().int() });
export const threadMarkReadInput = messageIdInput.extend({ seq });
