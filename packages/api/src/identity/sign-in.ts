import { setTimeout as pause } from 'node:timers/promises';
import type { z } from 'zod';
import type { Context } from '../context.ts';
import { DomainError } from '../errors.ts';
import { mailAgain } from './email-verification.ts';
import { recordRefusal, recordSession } from './events.ts';
import { type Person, personSelect } from './me.ts';
import { passwordFits } from './passwords.ts';
import { type Hindrance, hindranceOf, refusalOf } from './policy.ts';
import { tokenHash } from './random-token.ts';
import type { loginInput, SignedIn } from './schemas.ts';
import { cookiesOf, deviceOf, holdPerson, type Keeping, openSession, present } from './sessions.ts';

/** Writing down a wrong attempt takes less; so whether it went into somebody's log does not show. */
const wrongMs = 40;

/**
 * Signs a person in with their password. An unknown address and a wrong password have the same
 * answer and take the same time. Throws `wrongCredentials` or `forbidden`.
 */
export async function login(ctx: Context, input: z.output<typeof loginInput>): Promise<SignedIn> {
  if (input.session === 'cookie') cookiesOf(ctx);
  const email = input.email.replaceAll('\0', '').trim().toLowerCase();
  const found = await ctx.db.member.findUnique({
    where: { email },
    select: { ...personSelect, credential: { select: { passwordHash: true } } },
  });
  const fits = await passwordFits(input.password, found?.credential?.passwordHash ?? null);
  if (!found || !fits) {
    await Promise.all([recordWrong(ctx, email, found), pause(wrongMs)]);
    throw new DomainError('wrongCredentials');
  }
  return completeLogin(ctx, found, input.session);
}

/** Of an address that nobody has there is an attempt, but no organisation in whose log it could be. */
async function recordWrong(ctx: Context, email: string, found: Person | null): Promise<void> {
  const reason = found ? 'wrongPassword' : 'unknownAddress';
  await ctx.db.$transaction(async (tx) => {
    await tx.loginAttempt.create({ data: attempt(ctx, email, found?.id ?? null, reason) });
    if (found) await recordRefusal(tx, ctx, { ...found, memberId: found.id }, reason);
  });
  ctx.alertWatch.wake();
}

/**
 * The one way into a session, however the person has proved who they are: checks that they may
 * enter, records the attempt, begins the session. Throws `forbidden` with the reason.
 */
export async function completeLogin(
  ctx: Context,
  { id, email }: Pick<Person, 'id' | 'email'>,
  keeping: Keeping,
): Promise<SignedIn> {
  const outcome = await ctx.db.$transaction(async (tx) => {
    const person = await holdPerson(tx, id);
    if (!person) throw new DomainError('wrongCredentials');
    const hindrance = hindranceOf(person, ctx.clock.now());
    await tx.loginAttempt.create({ data: attempt(ctx, email, id, hindrance ?? 'ok') });
    if (hindrance === 'unverified') await mailAgain(tx, ctx, id);
    const whose = { memberId: id, organisationId: person.organisationId };
    if (hindrance) {
      await recordRefusal(tx, ctx, whose, hindrance);
      return { hindrance };
    }
    const session = await openSession(tx, ctx, person);
    // Last: the whole organisation waits for the lock of its audit log.
    await recordSession(tx, ctx, 'auth.login', { ...whose, sessionId: session.sessionId });
    return { person, session };
  });
  if (outcome.hindrance) throw await refusal(ctx, id, outcome.hindrance);
  return present(ctx, outcome.person, outcome.session, keeping);
}

/** The refusal in words: who is banned is told why and until when. */
export const refusal = async (
  ctx: Pick<Context, 'standing'>,
  memberId: string,
  hindrance: Hindrance,
) => refusalOf(hindrance, hindrance === 'banned' ? await ctx.standing.banOf(memberId) : null);

function attempt(ctx: Context, email: string, memberId: string | null, reason: string) {
  return {
    memberId,
    emailHash: tokenHash(email),
    ...deviceOf(ctx),
    succeeded: reason === 'ok',
    reason,
    createdAt: ctx.clock.now(),
  };
}
