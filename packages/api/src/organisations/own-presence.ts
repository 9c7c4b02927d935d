import type { z } from 'zod';
import type { MemberContext } from '../context.ts';
import { liveQuiet } from '../live/quiet.ts';
import type { PresenceChange, PresenceEvent, presenceInput } from './schemas.ts';

/** Shows the caller by hand or by activity, and tells everyone. */
export async function setPresence(
  ctx: MemberContext,
  presenceChoice: z.output<typeof presenceInput>['choice'],
): Promise<PresenceChange> {
  const { memberId, organisationId } = ctx.actor;
  const { statusText } = await ctx.db.member.update({
    where: { id: memberId },
    data: { presenceChoice },
    select: { statusText: true },
  });
  await ctx.presence.changed(memberId);
  const presences = await ctx.presence.of(organisationId, [memberId]);
  return { memberId, presence: presences.get(memberId) ?? 'offline', statusText };
}

/** Notes that the caller left or came back to the keyboard of this device. */
export async function reportActivity(ctx: MemberContext, away: boolean): Promise<{ done: true }> {
  if (ctx.connection) ctx.presence.activity(ctx.connection, away);
  return { done: true };
}

export const onPresence = (ctx: MemberContext, signal: AbortSignal | undefined) =>
  liveQuiet<PresenceEvent>(
    ctx,
    {
      refresh: () => ctx.presence.refresh(),
      open: (write) => ctx.presence.subscribe(ctx.actor.organisationId, write),
    },
    signal,
  );
