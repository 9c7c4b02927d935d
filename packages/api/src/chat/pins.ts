import type { z } from 'zod';
import type { MemberContext, StaffContext, Transaction } from '../context.ts';
import { DomainError } from '../errors.ts';
import { channelTopic, packetOf } from './events.ts';
import { appendEvent } from './log.ts';
import { changeMessage, readableMessage, viewUnderLock } from './message-access.ts';
import { pinRefusal, refusalError, sendRefusal } from './policy.ts';
import { type MessageRow, messageColumns, readMessages, seenBy, toMessages } from './rows.ts';
import type { Message, pinnedList } from './schemas.ts';
import { recordIfStaff } from './staff-audit.ts';
import { threadPart } from './thread-rows.ts';

/** A list that nobody can look through is no use to anybody. */
export const mostPins = 100;

/**
 * Pins a message to its channel, or takes it off; doing it twice changes nothing. Throws `notFound`,
 * `conflict` for a deleted or hidden message, `tooLarge.pins`, and what keeps the caller from writing
 * here; who manages the channel pins wherever it is open.
 */
export async function setPinned(
  ctx: StaffContext,
  messageId: string,
  wanted: boolean,
): Promise<Message> {
  const found = await readableMessage(ctx, messageId);
  const { memberId, organisationId } = ctx.actor;
  const { channelId } = found.message;
  assertMayPin(ctx, found.view);
  const seq = await changeMessage(ctx, found, async (tx, current) => {
    const view = await viewUnderLock(tx, found.view, memberId);
    assertMayPin(ctx, view);
    if (current.deletedAt) throw new DomainError('conflict', { reason: 'messageDeleted' });
    if (current.hiddenAt) throw new DomainError('conflict', { reason: 'messageHidden' });
    const where = { id: messageId, pinnedAt: wanted ? null : { not: null } };
    if (wanted) await assertRoom(tx, channelId, messageId);
    const data = wanted
      ? { pinnedAt: ctx.clock.now(), pinnedById: memberId }
      : { pinnedAt: null, pinnedById: null };
    const { count } = await tx.message.updateMany({ where, data });
    if (count === 0) return null;
    if (sendRefusal(view, ctx.clock.now())) {
      await recordIfStaff(tx, ctx, view, {
        action: `chat.messages.${wanted ? 'pin' : 'unpin'}`,
        subjectType: 'message',
        subjectId: messageId,
        after: { channelId },
      });
    }
    const kind = wanted ? 'pinned' : 'unpinned';
    return appendEvent(tx, { channelId, kind, memberId, messageId });
  });
  const rows = await readMessages(ctx.pool, [messageId]);
  const [message] = await toMessages(ctx, organisationId, rows, memberId);
  if (!message) throw new DomainError('notFound', { field: 'messageId', reason: 'message' });
  if (seq !== null) {
    const type = wanted ? 'message.pinned' : 'message.unpinned';
    const part = await threadPart(ctx, organisationId, message);
    const event = { type, seq, message: seenBy(null, message), ...part } as const;
    ctx.hub.publish(channelTopic(channelId), packetOf(ctx.hub, event));
  }
  return message;
}

function assertMayPin(ctx: StaffContext, view: Parameters<typeof pinRefusal>[1]): void {
  const refusal = pinRefusal(ctx.actor, view, ctx.clock.now());
  if (refusal) throw refusalError(refusal, view.membership?.mutedUntil ?? null);
}

async function assertRoom(tx: Transaction, channelId: string, messageId: string): Promise<void> {
  const count = await tx.message.count({
    where: { channelId, pinnedAt: { not: null }, deletedAt: null, id: { not: messageId } },
  });
  if (count >= mostPins) {
    throw new DomainError('tooLarge', { reason: 'pins', params: { maximum: mostPins } });
  }
}

/** What is pinned to a channel, the last pinned first. Throws `notFound`. */
export async function listPins(
  ctx: MemberContext,
  channelId: string,
): Promise<z.output<typeof pinnedList>> {
  await ctx.access.readable(ctx.actor, channelId);
  const { rows } = await ctx.pool.query<MessageRow & { pinnedAt: Date; pinnedById: string | null }>(
    {
      name: 'pins',
      text: `SELECT ${messageColumns}, pinned_by_id AS "pinnedById" FROM message
            WHERE channel_id = $1 AND pinned_at IS NOT NULL AND deleted_at IS NULL
              AND hidden_at IS NULL
            ORDER BY pinned_at DESC, seq DESC LIMIT ${mostPins}`,
      values: [channelId],
    },
  );
  const { memberId, organisationId } = ctx.actor;
  const people = await ctx.directory.many(organisationId, [
    ...new Set(rows.flatMap((row) => row.pinnedById ?? [])),
  ]);
  const plain = rows.map(({ pinnedById: _, ...row }) => row);
  const messages = await toMessages(ctx, organisationId, plain, memberId);
  return {
    items: messages.flatMap((message, index) => {
      const row = rows[index];
      const person = people.get(row?.pinnedById ?? '');
      const { id = '', username = '', displayName = '' } = person ?? {};
      const pinnedBy = person ? { id, username, displayName } : null;
      return row ? [{ message, pinnedAt: row.pinnedAt, pinnedBy }] : [];
    }),
  };
}
