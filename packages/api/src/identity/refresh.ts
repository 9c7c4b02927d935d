import { appendEntry } from '../audit/index.ts';
import type { Context, Transaction } from '../context.ts';
import { DomainError } from '../errors.ts';
import type { Person } from './me.ts';
import { type Hindrance, hindranceOf } from './policy.ts';
import { tokenHash } from './random-token.ts';
import type { SignedIn } from './schemas.ts';
import {
  addRefreshToken,
  clearCookie,
  deviceOf,
  holdPerson,
  present,
  presentedToken,
  sessionEnd,
} from './sessions.ts';
import { refusal } from './sign-in.ts';

/** Tabs of one browser may refresh with the same token at the same moment. */
const graceMs = 10_000;

interface Renewed {
  outcome: 'renewed';
  person: Person;
  session: { sessionId: string; refreshToken: string };
}
type Outcome =
  | Renewed
  | { outcome: 'ended' }
  | { outcome: 'refused'; hindrance: Hindrance; memberId: string }
  | { outcome: 'reused'; sessionId: string; memberId: string };

/**
 * Gives a new refresh token and access token for a refresh token, which is then used up.
 * A used one that comes again was stolen: its whole session ends. Throws `sessionEnded`.
 */
export async function refreshSession(ctx: Context, given: string | undefined): Promise<SignedIn> {
  const presented = presentedToken(ctx, given);
  if (!presented) throw new DomainError('sessionEnded');
  const result = await ctx.db.$transaction((tx) => rotate(tx, ctx, presented.refreshToken));
  if (result.outcome === 'renewed') {
    return present(ctx, result.person, result.session, presented.keeping);
  }
  const isBanned = result.outcome === 'refused' && result.hindrance === 'banned';
  // Each tab of the browser asks why it was signed out; the cookie opens nothing any more.
  if (presented.keeping === 'cookie' && !isBanned) clearCookie(ctx);
  if (result.outcome === 'refused') {
    throw await refusal(ctx, result.memberId, result.hindrance);
  }
  if (result.outcome === 'reused') {
    const { sessionId, memberId } = result;
    ctx.revocations.revokeSession(sessionId, 'refreshReused');
    ctx.log.warn(
      { session: sessionId, member: memberId, requestId: ctx.requestId },
      'a used refresh token came again; the session was ended',
    );
  }
  throw new DomainError('sessionEnded');
}

async function rotate(tx: Transaction, ctx: Context, refreshToken: string): Promise<Outcome> {
  const now = ctx.clock.now();
  const hash = tokenHash(refreshToken);
  // The claim comes first: of several callers with one token the row lets exactly one through.
  const { count } = await tx.refreshToken.updateMany({
    where: { hash, rotatedAt: null, expiresAt: { gt: now } },
    data: { rotatedAt: now },
  });
  const token = await tx.refreshToken.findUnique({ where: { hash }, include: { session: true } });
  if (!token || token.expiresAt <= now) return { outcome: 'ended' };
  const { session } = token;
  if (session.revokedReason === 'banned') return endedByBan(tx, ctx, session);
  if (session.revokedAt || session.expiresAt <= now) return { outcome: 'ended' };

  const parallel =
    token.rotatedAt !== null &&
    now.getTime() - token.rotatedAt.getTime() <= graceMs &&
    session.userAgent === deviceOf(ctx).userAgent;
  if (count === 0 && !parallel) {
    await endReused(tx, ctx, session);
    return { outcome: 'reused', sessionId: session.id, memberId: session.memberId };
  }
  return renew(tx, ctx, session);
}

/** The device that a ban has signed out is told why, as it would be when signing in. */
async function endedByBan(
  tx: Transaction,
  ctx: Context,
  { memberId }: { memberId: string },
): Promise<Outcome> {
  const person = await holdPerson(tx, memberId);
  const hindrance = person && hindranceOf(person, ctx.clock.now());
  return hindrance === 'banned'
    ? { outcome: 'refused', hindrance, memberId }
    : { outcome: 'ended' };
}

async function renew(
  tx: Transaction,
  ctx: Context,
  { id, memberId }: { id: string; memberId: string },
): Promise<Outcome> {
  const person = await holdPerson(tx, memberId);
  if (!person) return { outcome: 'ended' };
  const hindrance = hindranceOf(person, ctx.clock.now());
  if (hindrance) return { outcome: 'refused', hindrance, memberId };
  // Again with the condition: the session may have been ended while this call waited.
  const { count } = await tx.session.updateMany({
    where: { id, revokedAt: null },
    data: { lastActiveAt: ctx.clock.now(), expiresAt: sessionEnd(ctx.clock), ...deviceOf(ctx) },
  });
  if (count === 0) return { outcome: 'ended' };
  const refreshToken = await addRefreshToken(tx, ctx.clock, id);
  return { outcome: 'renewed', person, session: { sessionId: id, refreshToken } };
}

async function endReused(
  tx: Transaction,
  ctx: Context,
  session: { id: string; memberId: string; organisationId: string },
): Promise<void> {
  const { count } = await tx.session.updateMany({
    where: { id: session.id, revokedAt: null },
    data: { revokedAt: ctx.clock.now(), revokedReason: 'refreshReused' },
  });
  if (count === 0) return;
  await appendEntry(tx, {
    organisationId: session.organisationId,
    at: ctx.clock.now(),
    actorId: null,
    action: 'auth.refreshReused',
    subjectType: 'session',
    subjectId: session.id,
    after: { memberId: session.memberId },
    ip: ctx.ip,
    userAgent: deviceOf(ctx).userAgent,
    requestId: ctx.requestId,
  });
}
