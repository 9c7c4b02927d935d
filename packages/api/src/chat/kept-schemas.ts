import { z } from 'zod';
import { id, pageOf } from '../common.ts';
import { channelPlace } from './channel-schemas.ts';
import { author, message } from './message-schemas.ts';

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
