import type { z } from 'zod';
import type { StaffContext } from '../context.ts';
import { DomainError } from '../errors.ts';
import { changeMessage, readableMessage } from './message-access.ts';
import { noteLooks } from './message-looks.ts';
import { mayDeleteMessage } from './policy.ts';
import { readMessages, toMessages } from './rows.ts';
import type { Message, previewInput } from './schemas.ts';
import { recordIfStaff } from './staff-audit.ts';

/**
 * Takes a link's preview off a message for good; the link stays. Doing it twice changes nothing. Throws
 * `notFound`, `forbidden` for who may not delete the message.
 */
export async function removePreview(
  ctx: StaffContext,
  { messageId, url }: z.output<typeof previewInput>,
): Promise<Message> {
  const { memberId, organisationId } = ctx.actor;
  const found = await readableMessage(ctx, messageId);
  const { channelId, authorId, deletedAt } = found.message;
  if (!deletedAt && !mayDeleteMessage(ctx.actor, found.message, found.view)) {
    throw new DomainError('forbidden', { reason: 'notAuthor' });
  }
  const tell = await changeMessage(ctx, found, async (tx) => {
    const { count } = await tx.linkPreview.updateMany({
      where: { messageId, url, removedAt: null },
      data: { removedAt: ctx.clock.now(), removedById: memberId },
    });
    if (count === 0) return null;
    if (authorId !== memberId) {
      await recordIfStaff(tx, ctx, found.view, {
        action: 'chat.messages.removePreview',
        subjectType: 'message',
        subjectId: messageId,
        before: { channelId, authorId },
      });
    }
    return noteLooks(tx, ctx, { organisationId, channelId, messageId, memberId });
  });
  await tell?.();
  const rows = await readMessages(ctx.pool, [messageId]);
  const [message] = await toMessages(ctx, organisationId, rows, memberId);
  if (!message) throw new DomainError('notFound', { field: 'messageId', reason: 'message' });
  return message;
}
