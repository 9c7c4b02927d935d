import { appendEntry, appendSeldom } from '../audit/index.ts';
import type { Context, Transaction } from '../context.ts';
import { deviceOf } from './sessions.ts';

/** A person's refused attempts from one address are recorded this often; each says how many there were. */
const refusedSeconds = 60;
const countedMs = 3_600_000;

interface Whose {
  memberId: string;
  organisationId: string;
}

/** A session begins, or its person ends it: what the audit log keeps of it. */
export const recordSession = (
  tx: Transaction,
  ctx: Context,
  action: 'auth.login' | 'auth.logout',
  { memberId, organisationId, sessionId }: Whose & { sessionId: string },
): Promise<void> =>
  appendEntry(tx, {
    organisationId,
    at: ctx.clock.now(),
    actorId: memberId,
    action,
    subjectType: 'session',
    subjectId: sessionId,
    after: { memberId },
    ip: ctx.ip,
    userAgent: deviceOf(ctx).userAgent,
    requestId: ctx.requestId,
  });

/**
 * Somebody was not let into a person's account. Nobody knows who it was, so there is no actor. Call it
 * after the attempt's own row is written, which counts.
 */
export async function recordRefusal(
  tx: Transaction,
  ctx: Context,
  { memberId, organisationId }: Whose,
  reason: string,
): Promise<void> {
  const now = ctx.clock.now();
  const { ip, userAgent } = deviceOf(ctx);
  const attemptsOfHour = await tx.loginAttempt.count({
    where: {
      memberId,
      ip,
      succeeded: false,
      createdAt: { gt: new Date(now.getTime() - countedMs) },
    },
  });
  await appendSeldom(
    tx,
    {
      organisationId,
      at: now,
      actorId: null,
      action: 'auth.loginRefused',
      subjectType: 'member',
      subjectId: memberId,
      after: { reason, attemptsOfHour },
      ip,
      userAgent,
      requestId: ctx.requestId,
    },
    { seconds: refusedSeconds },
  );
}
