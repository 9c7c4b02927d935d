import { z } from 'zod';
import { cursorInput, humanText, id, pageOf } from '../common.ts';
import { memberCard } from '../organisations/schemas.ts';

export const channelType = z.enum(['public', 'private', 'direct']);
export const channelRole = z.enum(['owner', 'manager', 'writer', 'reader']);
export type ChannelRole = z.infer<typeof channelRole>;
export const seq = z.number().int().min(0).max(2_147_483_647);

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
  /** Slow mode: seconds between two messages of one person; 0: off. */
  slowSeconds: z.number().int(),
  /** Only owners and managers write. */
  managersOnly: z.boolean(),
  /** Is not archived for being quiet. */
  keepOpen: z.boolean(),
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
  react: z.boolean(),
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
  /** Null: not muted now. */
  mutedUntil: z.date().nullable(),
  /** Whether those who manage the channel have muted the caller there, and why. What staff decided is not here. */
  mute: z.object({ until: z.date(), reason: z.string() }).nullable(),
  /** Whether slow mode holds for the caller. */
  slowed: z.boolean(),
  /** Slow mode: when the caller may write again; null: now. */
  slowUntil: z.date().nullable(),
  /** What the caller may do here. */
  allowed: channelAllowed,
  /** Of a direct channel: the other person; null when their account is gone. */
  with: memberCard.nullable().optional(),
  /** Of a direct channel: how far the other person has read; null where one of the two does not tell. */
  seenTo: seq.nullable().optional(),
  /** The same: what a device of theirs has received, at least what they have read. */
  deliveredTo: seq.nullable().optional(),
});
export type ChannelDetail = z.infer<typeof channelDetail>;
/** Where something stands, in a few words. */
export const channelPlace = z.object({ id, name: z.string(), type: channelType });
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
export const longestSlowSeconds = 21_600;
export const channelUpdateInput = channelIdInput.extend({
  name: channelName.optional(),
  topic: humanText(0, 250).optional(),
  slowSeconds: z.number().int().min(0).max(longestSlowSeconds).optional(),
  managersOnly: z.boolean().optional(),
  keepOpen: z.boolean().optional(),
  /** Version that the screen showed; a newer one on the server is a conflict. */
  ifVersion: z.number().int().optional(),
});
export const mentionableInput = channelIdInput.extend({ search: z.string().trim().max(80) });
export const mentionableOutput = z.object({
  items: z.array(memberCard.extend({ isInChannel: z.boolean() })),
});
export const channelMember = memberCard.extend({ channelRole, joinedAt: z.date() });
export const channelMembersInput = cursorInput.extend({ channelId: id });
export const channelMemberPage = pageOf(channelMember);
export const channelInviteInput = channelIdInput.extend({ memberIds: z.array(id).min(1).max(200) });
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
