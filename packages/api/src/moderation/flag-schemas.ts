import { z } from 'zod';
import { humanText, id, instant } from '../common.ts';

export const flagMuteInput = z.object({
  memberId: id,
  /** Absent: until it is lifted. */
  until: instant.optional(),
  /** The person is told. Who reads it as staff may be the one whom the flags were about: it names nobody. */
  reason: humanText(3, 500),
});
export const flagUnmuteInput = z.object({ memberId: id });

/** Somebody may not flag. */
export const flagMute = z.object({
  since: z.date(),
  /** Null: until it is lifted. */
  until: z.date().nullable(),
  reason: z.string(),
  by: z.object({ id, displayName: z.string() }),
});
export type FlagMute = z.infer<typeof flagMute>;
/** How many flags, roughly: exact numbers would tell who flagged just now. */
export const flagBand = z.enum(['none', 'few', 'many']);
/** How somebody flags, as staff may know it: without what is about the reader. */
export const flagging = z.object({
  /** Of the last twenty decided: those where something was done, and those that were found fine. */
  upheld: flagBand,
  dismissed: flagBand,
  /** What the next flag counts: all, less, or less than half. */
  weight: z.enum(['full', 'less', 'little']),
  mute: flagMute.nullable(),
  /** Whether the reader may mute and unmute. */
  mayMute: z.boolean(),
  /** For how long at most; null: without a limit. */
  longestMinutes: z.number().int().nullable(),
});
export type Flagging = z.infer<typeof flagging>;

/** The mute in force after the call; null: there is none. */
export const flagMuteOutput = z.object({ mute: flagMute.nullable() });
