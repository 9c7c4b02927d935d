import type { z } from 'zod';
import type { MemberContext } from '../context.ts';
import type { mineOutput } from './schemas.ts';

/** What does not last is told for this long. */
const toldMs = 30 * 24 * 3600 * 1000;

/** What is in force against the caller: what lasts until it ends, the rest for some weeks. */
export async function readMine({
  db,
  actor,
  clock,
}: MemberContext): Promise<z.output<typeof mineOutput>> {
  const now = clock.now();
  const sanctions = await db.sanction.findMany({
    where: {
      memberId: actor.memberId,
      liftedAt: null,
      OR: [
        { kind: { in: ['mute', 'ban'] }, OR: [{ endsAt: null }, { endsAt: { gt: now } }] },
        {
          kind: { in: ['warn', 'hide', 'delete'] },
          startsAt: { gt: new Date(now.getTime() - toldMs) },
        },
      ],
    },
    orderBy: [{ startsAt: 'desc' }, { id: 'desc' }],
    take: 100,
    select: {
      id: true,
      kind: true,
      channelId: true,
      messageId: true,
      policy: true,
      statement: true,
      startsAt: true,
      endsAt: true,
    },
  });
  return { sanctions };
}
