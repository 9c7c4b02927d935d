import { z } from 'zod';
import { id } from '../common.ts';
import { channelIdInput, channelPlace } from './channel-schemas.ts';
import { author } from './message-schemas.ts';

/** What a link gives: nobody becomes owner or manager by one. */
export const channelInviteRole = z.enum(['writer', 'reader']);
export const channelLinkCreateInput = channelIdInput.extend({
  role: channelInviteRole.default('writer'),
  uses: z.number().int().min(1).max(1000).default(25),
  days: z.number().int().min(1).max(90).default(7),
});
export const channelLink = z.object({
  id,
  role: channelInviteRole,
  usesLeft: z.number().int(),
  createdAt: z.date(),
  expiresAt: z.date(),
  createdBy: author,
});
/** The code is shown once; only its hash is kept. */
export const channelLinkCreated = channelLink.extend({ code: z.string() });
/** Those that can still be used, the newest first. */
export const channelLinkList = z.object({ items: z.array(channelLink) });
export const channelLinkIdInput = z.object({ inviteId: id });
export const channelLinkCodeInput = z.object({ code: z.string().min(1).max(100) });
/** What a link leads to, for people of its organisation. */
export const channelLinkFound = z.object({
  channel: channelPlace.extend({ topic: z.string(), memberCount: z.number().int() }),
  role: channelInviteRole,
  invitedBy: author,
  /** Whether the caller is in already. */
  joined: z.boolean(),
});
