import type { z } from 'zod';
import type { Context } from '../context.ts';
import { DomainError } from '../errors.ts';
import { mailAgain } from './email-verification.ts';
import { type Person, personSelect } from './me.ts';
import { passwordFits } from './passwords.ts';
import { type Hindrance, hindranceOf, refusalOf } from './policy.ts';
import { tokenHash } from './random-token.ts';
import type { loginInput, SignedIn } from './schemas.ts';
import { cookiesOf, deviceOf, holdPerson, type Keeping, openSession, present } from './sessions.ts';

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
    await ctx.db.loginAttempt.create({
      data: attempt(ctx, email, found?.id ?? null, found ? 'wrongPassword' : 'unknownAddress'),
    });
    throw new DomainError('wrongCredentials');
  }
  return completeLogin(ctx, found, input.session);
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
    if (hindrance) return { hindrance };
    const session = await openSession(tx, ctx, person);
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
