import type { Context } from '../context.ts';
import { recordSession } from './events.ts';
import { tokenHash } from './random-token.ts';
import { clearCookie, presentedToken } from './sessions.ts';

/** Ends the session of the refresh token, the cookie or the access token, whichever is there. */
export async function logout(ctx: Context, given: string | undefined): Promise<{ done: true }> {
  const sessionId = await sessionOf(ctx, given);
  clearCookie(ctx);
  if (!sessionId) return { done: true };
  const ended = await ctx.db.$transaction(async (tx) => {
    const [session] = await tx.session.updateManyAndReturn({
      where: { id: sessionId, revokedAt: null },
      data: { revokedAt: ctx.clock.now(), revokedReason: 'signedOut' },
      select: { memberId: true, organisationId: true },
    });
    if (session) await recordSession(tx, ctx, 'auth.logout', { ...session, sessionId });
    return session !== undefined;
  });
  if (ended) ctx.revocations.revokeSession(sessionId, 'signedOut');
  return { done: true };
}

async function sessionOf(ctx: Context, given: string | undefined): Promise<string | null> {
  const presented = presentedToken(ctx, given);
  if (!presented) return ctx.actor?.sessionId ?? null;
  const token = await ctx.db.refreshToken.findUnique({
    where: { hash: tokenHash(presented.refreshToken) },
    select: { sessionId: true },
  });
  return token?.sessionId ?? ctx.actor?.sessionId ?? null;
}
