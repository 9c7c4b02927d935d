import type { Context } from '../context.ts';
import type { Carriers } from '../files/index.ts';
import { channelTopic, packetOf } from './events.ts';
import { appendEvent, lockIfThere } from './log.ts';
import { readMessages, toMessages } from './rows.ts';
import { threadPart } from './thread-rows.ts';

/** Tells channels that a message's file is ready, or was refused: the message looks different now. */
export function fileCarriers(ctx: Pick<Context, 'hub' | 'pool' | 'directory'>): Carriers {
  return {
    async changed(tx, { organisationId, channelId, messageId, ownerId }) {
      if (!(await lockIfThere(tx, channelId))) return async () => {};
      const seq = await appendEvent(tx, {
        channelId,
        kind: 'edited',
        memberId: ownerId,
        messageId,
      });
      return async () => {
        const rows = await readMessages(ctx.pool, [messageId]);
        const [message] = await toMessages(ctx, organisationId, rows, null);
        if (!message) return;
        const part = await threadPart(ctx, organisationId, message);
        const event = { type: 'message.edited', seq, message, ...part } as const;
        ctx.hub.publish(channelTopic(channelId), packetOf(ctx.hub, event));
      };
    },
  };
}
