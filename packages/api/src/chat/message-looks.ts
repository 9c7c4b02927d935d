import type { Context, Transaction } from '../context.ts';
import { channelTopic, packetOf } from './events.ts';
import { appendEvent } from './log.ts';
import { readMessages, toMessages } from './rows.ts';
import { threadPart } from './thread-rows.ts';

interface Looks {
  organisationId: string;
  channelId: string;
  messageId: string;
  /** Whose doing it is. */
  memberId: string;
}

/**
 * Notes in the channel's log that a message looks different now, though its author did not edit it. The
 * channel is locked. Call the result after the commit.
 */
export async function noteLooks(
  tx: Transaction,
  ctx: Pick<Context, 'hub' | 'pool' | 'directory'>,
  { organisationId, channelId, messageId, memberId }: Looks,
): Promise<() => Promise<void>> {
  const seq = await appendEvent(tx, { channelId, kind: 'edited', memberId, messageId });
  return async () => {
    const rows = await readMessages(ctx.pool, [messageId]);
    const [message] = await toMessages(ctx, organisationId, rows, null);
    if (!message) return;
    const part = await threadPart(ctx, organisationId, message);
    const event = { type: 'message.edited', seq, message, ...part } as const;
    ctx.hub.publish(channelTopic(channelId), packetOf(ctx.hub, event));
  };
}
