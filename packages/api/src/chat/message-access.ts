import type { MemberContext, Transaction } from '../context.ts';
import { DomainError } from '../errors.ts';
import type { ChannelView, Membership } from './access.ts';
import { lockChannel } from './log.ts';
import { type MessageRow, readMessages } from './rows.ts';

/** What a change of a message rests on, as it is under the lock. */
export interface CurrentMessage {
  content: string;
  deletedAt: Date | null;
  hiddenAt: Date | null;
}

export interface MessageInReach {
  message: MessageRow;
  view: ChannelView;
}

const missing = () => new DomainError('notFound', { field: 'messageId', reason: 'message' });

/**
 * The channel as the person stands to it by the rows, under the channel's lock: they may have been
 * muted or put out while the call waited for it. Their place is held until the transaction ends.
 */
export async function viewUnderLock(
  tx: Transaction,
  view: ChannelView,
  memberId: string,
): Promise<ChannelView> {
  const { archivedAt, ...rules } = await tx.channel.findUniqueOrThrow({
    where: { id: view.id },
    select: { archivedAt: true, slowSeconds: true, managersOnly: true },
  });
  const [membership = null] = await tx.$queryRaw<Membership[]>`
    SELECT role, muted_until AS "mutedUntil" FROM channel_member
     WHERE channel_id = ${view.id}::uuid AND member_id = ${memberId}::uuid FOR SHARE`;
  return { ...view, ...rules, archived: archivedAt !== null, membership };
}

/** A message that the caller may see, with its channel. Throws `notFound`. */
export async function readableMessage(
  ctx: MemberContext,
  messageId: string,
): Promise<MessageInReach> {
  const [message] = await readMessages(ctx.pool, [messageId]);
  if (!message) throw missing();
  const view = await ctx.access.readable(ctx.actor, message.channelId).catch((error: unknown) => {
    // The message and not the channel is what the caller asked for. Other errors are no answer to it.
    throw error instanceof DomainError && error.code === 'notFound' ? missing() : error;
  });
  return { message, view };
}

/** Changes a message inside one transaction: channel locked first, then the message as it is now. */
export async function changeMessage<Result>(
  ctx: MemberContext,
  { message }: MessageInReach,
  change: (tx: Transaction, current: CurrentMessage) => Promise<Result>,
  beforeChannel: (tx: Transaction) => Promise<void> = async () => {},
): Promise<Result> {
  return ctx.db.$transaction(async (tx) => {
    await beforeChannel(tx);
    await lockChannel(tx, message.channelId);
    const current = await tx.message.findUnique({
      where: { id: message.id },
      select: { content: true, deletedAt: true, hiddenAt: true },
    });
    if (!current) throw missing();
    return change(tx, current);
  });
}
