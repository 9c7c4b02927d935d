import type { Context } from '../context.ts';
import type { Carriers } from '../files/index.ts';
import { lockIfThere } from './log.ts';
import { noteLooks } from './message-looks.ts';

/** Tells channels that a message's file is ready, or was refused: the message looks different now. */
export function fileCarriers(ctx: Pick<Context, 'hub' | 'pool' | 'directory'>): Carriers {
  return {
    async changed(tx, { organisationId, channelId, messageId, ownerId }) {
      if (!(await lockIfThere(tx, channelId))) return async () => {};
      return noteLooks(tx, ctx, { organisationId, channelId, messageId, memberId: ownerId });
    },
  };
}
