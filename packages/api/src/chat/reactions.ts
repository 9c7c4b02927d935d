import type { z } from 'zod';
import type { MemberContext } from '../context.ts';
import { DomainError } from '../errors.ts';
import { channelTopic, packetOf } from './events.ts';
import { appendEvent } from './log.ts';
import { changeMessage, readableMessage, viewUnderLock } from './message-access.ts';
import { assertMayWrite, reactRefusal } from './policy.ts';
import { readMessages, toMessages } from './rows.ts';
import type { Message, reactInput } from './schemas.ts';

/** Most different emoji on one message. */
const mostEmoji = 20;

/**
 * Adds or takes away the caller's reaction; doing it twice changes nothing.
 * Throws `notFound`, `conflict` for a deleted message, `tooMany` emoji, and what keeps the caller
 * from writing here, except that readers may react.
 */
export async function react(
  ctx: MemberContext,
  { messageId, emoji }: z.output<typeof reactInput>,
  change: 'add' | 'remove',
): Promise<Message> {
  const found = await readableMessage(ctx, messageId);
  assertMayWrite(found.view, ctx.clock.now(), reactRefusal);

  const { memberId, organisationId } = ctx.actor;
  const seq = await changeMessage(ctx, found, async (tx, current) => {
    const view = await viewUnderLock(tx, found.view, memberId);
    assertMayWrite(view, ctx.clock.now(), reactRefusal);
    if (current.deletedAt) throw new DomainError('conflict', { reason: 'messageDeleted' });
    if (current.hiddenAt) throw new DomainError('conflict', { reason: 'messageHidden' });
    const key = { messageId, emoji, memberId };
    if (change === 'add') {
      const kinds = await tx.messageReaction.groupBy({ by: ['emoji'], where: { messageId } });
      if (kinds.length >= mostEmoji && !kinds.some((kind) => kind.emoji === emoji)) {
        throw new DomainError('tooLarge', { reason: 'reactions', params: { maximum: mostEmoji } });
      }
    }
    const { count } =
      change === 'add'
        ? await tx.messageReaction.createMany({ data: [key], skipDuplicates: true })
        : await tx.messageReaction.deleteMany({ where: key });
    if (count === 0) return null;
    const { channelId } = found.message;
    const data = { emoji, added: change === 'add' };
    return appendEvent(tx, { channelId, kind: 'reaction', memberId, messageId, data });
  });

  const rows = await readMessages(ctx.pool, [messageId]);
  const [message] = await toMessages(ctx, organisationId, rows, memberId);
  if (!message) throw new DomainError('notFound', { field: 'messageId', reason: 'message' });
  if (seq !== null) {
    const { channelId, reactions } = message;
    const added = change === 'add';
    ctx.hub.publish(
      channelTopic(channelId),
      packetOf(ctx.hub, {
        type: 'message.reaction',
        seq,
        messageId,
        memberId,
        emoji,
        added,
        reactions,
      }),
    );
  }
  return message;
}
