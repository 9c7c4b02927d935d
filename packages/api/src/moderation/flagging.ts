import type { StaffContext } from '../context.ts';
import { hasPermission } from '../identity/index.ts';
import type { Role } from '../identity/schemas.ts';
import { isAbove } from '../organisations/index.ts';
import { readFlagMute } from './flag-mutes.ts';
import { flagWeight, readRecord } from './flagger-record.ts';
import { longestBanMinutes } from './policy.ts';
import { bandOf, type Flagging } from './schemas.ts';

/**
 * How somebody flags, as a member of the staff may know it: roughly, and without what is about the reader,
 * who would else see who flagged them.
 */
export async function readFlagging(
  { db, actor, clock, settings }: Pick<StaffContext, 'db' | 'actor' | 'clock' | 'settings'>,
  person: { id: string; role: Role },
): Promise<Flagging> {
  const [record, mute, { moderation }] = await Promise.all([
    readRecord(db, person.id, actor.memberId),
    readFlagMute(db, person.id, clock.now()),
    settings.of(actor.organisationId),
  ]);
  return {
    upheld: bandOf(record.upheld),
    dismissed: bandOf(record.dismissed),
    weight: weightBand(flagWeight(record)),
    mute,
    mayMute:
      hasPermission(actor.role, 'moderation:decide') &&
      person.id !== actor.memberId &&
      isAbove(actor, person),
    longestMinutes: longestBanMinutes(actor.role, moderation.longestBanDaysOfModerator),
  };
}

const weightBand = (weight: number): Flagging['weight'] =>
  weight === 100 ? 'full' : weight >= 50 ? 'less' : 'little';
