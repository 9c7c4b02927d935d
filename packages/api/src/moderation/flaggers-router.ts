import { router, staff } from '../trpc.ts';
import { muteFlagger, unmuteFlagger } from './flag-mutes.ts';
import * as s from './flag-schemas.ts';

export const flaggersRouter = router({
  /** Somebody may not flag until then. Throws `forbidden`: `higherRole`, `muteTooLong`. */
  mute: staff('moderation:decide', { audited: true })
    .input(s.flagMuteInput)
    .output(s.flagMuteOutput)
    .mutation(({ ctx, input }) => muteFlagger(ctx.call, input)),
  unmute: staff('moderation:decide', { audited: true })
    .input(s.flagUnmuteInput)
    .output(s.flagMuteOutput)
    .mutation(({ ctx, input }) => unmuteFlagger(ctx.call, input.memberId)),
});
