import { DomainError } from '../errors.ts';
import { hasPermission } from '../identity/permissions.ts';
import type { Role } from '../identity/schemas.ts';
import type { ChannelView } from './access.ts';
import type { ChannelRole } from './schemas.ts';

interface Person {
  memberId: string;
  role: Role;
}

const writes: readonly ChannelRole[] = ['owner', 'manager', 'writer'];
const manages: readonly ChannelRole[] = ['owner', 'manager'];

const isMuted = ({ membership }: ChannelView, now: Date): boolean =>
  (membership?.mutedUntil ?? now) > now;

export type SendRefusal =
  | 'archived'
  | 'notMember'
  | 'readOnly'
  | 'managersOnly'
  | 'closed'
  | 'muted';

/** Why the person may not write here now, or null when they may. */
export function sendRefusal(view: ChannelView, now: Date): SendRefusal | null {
  if (view.archived) return 'archived';
  if (!view.membership) return 'notMember';
  // Before the role: readers react, unless they are muted.
  if (isMuted(view, now)) return 'muted';
  if (!writes.includes(view.membership.role)) return 'readOnly';
  if (view.managersOnly && !manages.includes(view.membership.role)) return 'managersOnly';
  return view.closed ? 'closed' : null;
}

/** The refusal as an error. */
export function refusalError(refusal: SendRefusal, mutedUntil: Date | null): DomainError {
  if (refusal === 'closed') return new DomainError('readOnly', { reason: 'direct' });
  if (refusal === 'managersOnly') return new DomainError('readOnly', { reason: 'managersOnly' });
  return refusal === 'muted'
    ? new DomainError('muted', { params: { until: mutedUntil?.toISOString() ?? null } })
    : new DomainError(refusal, refusal === 'readOnly' ? { reason: 'channel' } : {});
}

/** Why the person may not react here now, or null: being there to read is enough. */
export function reactRefusal(view: ChannelView, now: Date): SendRefusal | null {
  const refusal = sendRefusal(view, now);
  return refusal === 'readOnly' || refusal === 'managersOnly' ? null : refusal;
}

/** Throws what keeps the person from writing here now, or from what else `refusalOf` decides. */
export function assertMayWrite(view: ChannelView, now: Date, refusalOf = sendRefusal): void {
  const refusal = refusalOf(view, now);
  if (refusal) throw refusalError(refusal, view.membership?.mutedUntil ?? null);
}

export const mayManage = (person: Person, view: ChannelView): boolean =>
  (view.membership !== null && manages.includes(view.membership.role)) ||
  (view.type === 'public' && hasPermission(person.role, 'channels:manage'));

/** Why the person may not pin here now, or null: whoever writes may, and who manages without writing. */
export function pinRefusal(person: Person, view: ChannelView, now: Date): SendRefusal | null {
  const refusal = sendRefusal(view, now);
  const isOutside = refusal === 'notMember' || refusal === 'readOnly' || refusal === 'managersOnly';
  return isOutside && mayManage(person, view) ? null : refusal;
}

export const mayDelete = (person: Person, view: ChannelView): boolean =>
  view.membership?.role === 'owner' ||
  (view.type === 'public' && hasPermission(person.role, 'channels:manage'));

/** Whether what the person does here rests on their office: that leaves an audit entry. */
export const actsAsStaff = (person: Person, view: ChannelView): boolean =>
  view.type !== 'direct' &&
  view.membership?.role !== 'owner' &&
  (hasPermission(person.role, 'channels:manage') ||
    hasPermission(person.role, 'messages:moderate'));

/** Public channels: every writer; private ones: who manages them. */
export const mayInvite = (person: Person, view: ChannelView): boolean =>
  !view.archived &&
  view.type !== 'direct' &&
  (mayManage(person, view) ||
    (view.type === 'public' && view.membership !== null && writes.includes(view.membership.role)));

export const mayJoin = (view: ChannelView): boolean =>
  view.type === 'public' && !view.membership && !view.archived;

/** A direct channel is both people's for as long as they have accounts. */
export const mayLeave = (view: ChannelView): boolean =>
  view.membership !== null && view.type !== 'direct';

/** Other people's messages: channel managers, and staff where they can read; not in their own talks. */
export const mayModerate = (person: Person, view: ChannelView): boolean =>
  mayManage(person, view) ||
  (hasPermission(person.role, 'messages:moderate') &&
    (view.type === 'public' || (view.type === 'private' && view.membership !== null)));

/** Whether slow mode holds for the person: not for who manages the channel or moderates it. */
export const isSlowed = (person: Person, view: ChannelView): boolean =>
  view.slowSeconds > 0 && !mayModerate(person, view);

/** Writers and readers are silenced by who manages them; who manages loses that role first. */
export const mayMute = (person: Person, view: ChannelView, role: ChannelRole | null): boolean =>
  view.type !== 'direct' && mayManage(person, view) && (role === null || !manages.includes(role));

/**
 * Whether the person may call everybody with `@channel`: who manages it or moderates there, and
 * everyone where few people are. From others it is plain text.
 */
export const mayCall = (
  person: Person,
  view: ChannelView,
  { people, limit }: { people: number; limit: number },
): boolean =>
  view.type !== 'direct' &&
  view.membership !== null &&
  (people <= limit || mayModerate(person, view));

/** A manager changes writers and readers; only an owner changes owners and managers. */
export function maySetRole(
  person: Person,
  view: ChannelView,
  change: { from: ChannelRole; to: ChannelRole | null },
): boolean {
  if (!mayManage(person, view)) return false;
  if (view.membership?.role === 'owner' || hasPermission(person.role, 'channels:manage')) {
    return true;
  }
  const high = (role: ChannelRole | null) => role === 'owner' || role === 'manager';
  return !high(change.from) && !high(change.to);
}

/** Everything a screen needs to know about what to offer. */
export const channelAllowedFor = (person: Person, view: ChannelView, now: Date) => ({
  send: sendRefusal(view, now) === null,
  react: reactRefusal(view, now) === null,
  update: mayManage(person, view) && !view.archived && !isMuted(view, now),
  invite: mayInvite(person, view) && !isMuted(view, now),
  archive: mayManage(person, view) && !isMuted(view, now),
  delete: mayDelete(person, view),
  moderate: mayModerate(person, view),
  pin: pinRefusal(person, view, now) === null,
  leave: mayLeave(view),
  join: mayJoin(view),
});

interface MessageFacts {
  authorId: string;
  createdAt: Date;
  deletedAt: Date | null;
  type: string;
}

/** Why the person may not edit the message, or null. `editMinutes` 0 means without end. */
export function editRefusal(
  person: Person,
  message: MessageFacts,
  editMinutes: number,
  now: Date,
): 'notAuthor' | 'deleted' | 'expired' | null {
  if (message.deletedAt || message.type === 'system') return 'deleted';
  if (message.authorId !== person.memberId) return 'notAuthor';
  const age = now.getTime() - message.createdAt.getTime();
  return editMinutes > 0 && age > editMinutes * 60_000 ? 'expired' : null;
}

/**
 * Why staff may not read what a message said before, or null. It is for looking after others: what was said in
 * a conversation of two only a case's evidence tells, and who took away what they wrote themselves they do not learn.
 */
export const historyRefusal = (
  person: Person,
  { authorId }: Pick<MessageFacts, 'authorId'>,
  { type }: ChannelView,
): 'directHistory' | 'ownHistory' | null =>
  type === 'direct' ? 'directHistory' : authorId === person.memberId ? 'ownHistory' : null;

export const mayDeleteMessage = (
  person: Person,
  message: MessageFacts,
  view: ChannelView,
): boolean =>
  message.deletedAt === null && (message.authorId === person.memberId || mayModerate(person, view));
