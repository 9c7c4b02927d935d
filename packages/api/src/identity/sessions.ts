import type { Context, Transaction } from '../context.ts';
import { DomainError } from '../errors.ts';
import type { Clock } from '../ports/clock.ts';
import { meOf, type Person, personSelect } from './me.ts';
import { randomToken, tokenHash } from './random-token.ts';
import type { SignedIn } from './schemas.ts';

/** A session ends when its refresh token was not used for this long. */
export const sessionSeconds = 30 * 24 * 3600;
const cookieName = 'atalaya_session';
const longestUserAgent = 400;

/** Who keeps the refresh token: the browser in its cookie, or the client that was given it. */
export type Keeping = 'cookie' | 'token';

/** The device as it is written to the session; also what tells two devices apart. */
export const deviceOf = (ctx: Pick<Context, 'ip' | 'userAgent'>) => ({
  ip: ctx.ip,
  userAgent: ctx.userAgent.replaceAll('\0', '').toWellFormed().slice(0, longestUserAgent),
});

/** Reads the person and holds the row, so that who is deactivated meanwhile gets no session. */
export async function holdPerson(tx: Transaction, memberId: string): Promise<Person | null> {
  await tx.$queryRaw`SELECT 1 FROM member WHERE id = ${memberId}::uuid FOR SHARE`;
  return tx.member.findUnique({ where: { id: memberId }, select: personSelect });
}

/** Begins a session with its first refresh token. */
export async function openSession(
  tx: Transaction,
  ctx: Context,
  person: Person,
): Promise<{ sessionId: string; refreshToken: string }> {
  const now = ctx.clock.now();
  const { id } = await tx.session.create({
    data: {
      memberId: person.id,
      organisationId: person.organisationId,
      ...deviceOf(ctx),
      createdAt: now,
      lastActiveAt: now,
      expiresAt: sessionEnd(ctx.clock),
    },
    select: { id: true },
  });
  return { sessionId: id, refreshToken: await addRefreshToken(tx, ctx.clock, id) };
}

/** Writes a new refresh token of the session; only its hash stays here. */
export async function addRefreshToken(
  tx: Transaction,
  clock: Clock,
  sessionId: string,
): Promise<string> {
  const refreshToken = randomToken();
  await tx.refreshToken.create({
    data: {
      sessionId,
      hash: tokenHash(refreshToken),
      createdAt: clock.now(),
      expiresAt: sessionEnd(clock),
    },
  });
  return refreshToken;
}

export const sessionEnd = (clock: Clock) => new Date(clock.now().getTime() + sessionSeconds * 1000);

/** The answer to whoever has just signed in or refreshed. Sets the cookie where it is wanted. */
export async function present(
  ctx: Context,
  person: Person,
  session: { sessionId: string; refreshToken: string },
  keeping: Keeping,
): Promise<SignedIn> {
  const { sessionId, refreshToken } = session;
  if (keeping === 'cookie') cookiesOf(ctx).set(cookieName, refreshToken, sessionSeconds);
  const { token, expiresAt } = await ctx.tokens.issue({
    memberId: person.id,
    organisationId: person.organisationId,
    sessionId,
    role: person.role,
  });
  return {
    accessToken: token,
    accessTokenExpiresAt: expiresAt,
    refreshToken: keeping === 'cookie' ? null : refreshToken,
    member: meOf(person, sessionId),
  };
}

/** Throws `invalidInput.noCookies` where the call came by a way that carries no cookies. */
export function cookiesOf(ctx: Context) {
  if (!ctx.cookies)
    throw new DomainError('invalidInput', { field: 'session', reason: 'noCookies' });
  return ctx.cookies;
}

/** The refresh token that the call brings: given by the client, or in the browser's cookie. */
export function presentedToken(
  ctx: Context,
  given: string | undefined,
): { refreshToken: string; keeping: Keeping } | null {
  if (given) return { refreshToken: given, keeping: 'token' };
  const kept = ctx.cookies?.get(cookieName);
  return kept ? { refreshToken: kept, keeping: 'cookie' } : null;
}

export const clearCookie = (ctx: Context) => ctx.cookies?.clear(cookieName);
