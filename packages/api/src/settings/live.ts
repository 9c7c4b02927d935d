import type { MemberContext } from '../context.ts';
import { hasPermission } from '../identity/permissions.ts';
import type { Packet } from '../live/packet.ts';
import { liveQuiet } from '../live/quiet.ts';
import {
  memberSections,
  type SettingsEvent,
  type SettingsOutput,
  type SettingsRead,
} from './schemas.ts';

/** The settings that the caller may see. */
export async function readSettings({ settings, actor }: MemberContext): Promise<SettingsRead> {
  return seenBy(actor, await settings.read(actor.organisationId));
}

/** Members do not learn at which number an alert or a limit of moderation begins. */
function seenBy({ role }: MemberContext['actor'], now: SettingsOutput): SettingsRead {
  if (hasPermission(role, 'system:status')) return now;
  const seen = Object.entries(now.values).filter(([section]) =>
    (memberSections as readonly string[]).includes(section),
  );
  return { ...now, values: Object.fromEntries(seen) as SettingsRead['values'] };
}

/** The caller's organisation's settings as they change. */
export const onSettings = (ctx: MemberContext, signal: AbortSignal | undefined) => {
  const packet = (event: SettingsEvent): Packet => ctx.hub.packet(null, event);
  const { organisationId } = ctx.actor;
  return liveQuiet<SettingsEvent>(
    ctx,
    {
      refresh: () => packet({ type: 'refresh' }),
      open: async (write) => {
        // Loaded now, so that the first change is told as one.
        await ctx.settings.read(organisationId);
        return ctx.settings.subscribe(organisationId, (now) =>
          write(packet({ type: 'changed', ...seenBy(ctx.actor, now) })),
        );
      },
    },
    signal,
  );
};
