import { z } from 'zod';
import { humanText } from '../common.ts';
import { channelMemberInput } from './channel-schemas.ts';
import { author } from './message-schemas.ts';

export const channelMuteInput = channelMemberInput.extend({
  /** A month at most. */
  minutes: z.number().int().min(1).max(43_200),
  /** Shown to the person. */
  reason: humanText(0, 250).default(''),
});
export const channelMute = z.object({
  member: author,
  until: z.date(),
  reason: z.string(),
  createdAt: z.date(),
  /** Null: their account is gone. */
  mutedBy: author.nullable(),
});
/** Those in force, the one that ends first before the others. */
export const channelMuteList = z.object({ items: z.array(channelMute) });
