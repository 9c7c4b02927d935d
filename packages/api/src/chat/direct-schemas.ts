import { z } from 'zod';
import { id, pageOf } from '../common.ts';
import { memberCard } from '../organisations/schemas.ts';
import { channelListItem, seq } from './channel-schemas.ts';
import { message } from './message-schemas.ts';

export const directOpenInput = z.object({ memberId: id });
export const directUnread = z.object({
  /** In how many conversations something is unread. */
  conversations: z.number().int(),
});

/** Up to which number a device has received what was written in direct channels. */
export const deliveredInput = z.object({
  items: z
    .array(z.object({ channelId: id, seq }))
    .min(1)
    .max(50),
});

/** Read receipts are for who gives them: off, one neither tells nor is told. */
export const receiptsChoice = z.object({ on: z.boolean() });

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

export const blockInput = z.object({ memberId: id });
export const blockState = z.object({ memberId: id, blocked: z.boolean() });
/** The last one first. */
export const blockList = z.object({
  items: z.array(
    z.object({ id, username: z.string(), displayName: z.string(), blockedAt: z.date() }),
  ),
});
