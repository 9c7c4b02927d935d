import type { MemberContext } from '../context.ts';
import type { Packet } from '../live/packet.ts';
import { liveQuiet } from '../live/quiet.ts';
import type { SettingsEvent } from './schemas.ts';

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
          write(packet({ type: 'changed', ...now })),
        );
      },
    },
    signal,
  );
};
