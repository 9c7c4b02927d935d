import type { MemberContext } from '../context.ts';
import { channelTopic, packetOf } from './events.ts';
import { sendRefusal } from './policy.ts';

/** How long a screen shows that someone is writing, unless told again. */
const forMs = 5_000;

/** Tells the channel that the caller is writing; says nothing where they may not write. */
export async function typing(ctx: MemberContext, channelId: string): Promise<{ done: true }> {
  const view = await ctx.access.readable(ctx.actor, channelId);
  const author = await ctx.directory.get(ctx.actor.organisationId, ctx.actor.memberId);
  if (author && sendRefusal(view, ctx.clock.now()) === null) {
    const { id, username, displayName } = author;
    const member = { id, username, displayName };
    ctx.hub.publish(channelTopic(channelId), packetOf(ctx.hub, { type: 'typing', member, forMs }));
  }
  return { done: true };
}
