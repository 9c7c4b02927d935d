import { z } from 'zod';
import { cursorInput, id, instant, pageOf } from '../common.ts';
import { channelPlace } from './channel-schemas.ts';
import { message } from './message-schemas.ts';

export const searchInput = cursorInput.extend({
  /**
   * All words in any form, whatever their accents; "a phrase" and -without in quotes and with a minus; the last
   * word may be unfinished. Empty: everything that the filters let through; without filters, nothing.
   */
  query: z.string().trim().max(200).default(''),
  /** One channel that the caller may read; absent: all that they have joined. */
  channelId: id.optional(),
  authorId: id.optional(),
  /** Written from this moment on. */
  from: instant.optional(),
  /** Written before this moment. */
  to: instant.optional(),
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
