import type { z } from 'zod';
import type { MemberContext, Services } from '../context.ts';
import { DomainError } from '../errors.ts';
import type { pushSubscribeInput } from './schemas.ts';

/** Browsers of one person that are pushed to. */
const mostBrowsers = 10;
const done = { done: true } as const;

/** The browser, as long as the session lasts in which it asked for pushes. */
export async function liveBrowser({ db, clock }: Pick<Services, 'db' | 'clock'>, id: string) {
  const browser = await db.pushSubscription.findUnique({ where: { id } });
  if (!browser) return null;
  const { sessionId, memberId } = browser;
  const where = { id: sessionId, memberId, revokedAt: null, expiresAt: { gt: clock.now() } };
  if ((await db.session.count({ where })) > 0) return browser;
  await db.pushSubscription.deleteMany({ where: { id } });
  return null;
}

/** The caller's browser takes pushes from now on. Throws `invalidInput.endpoint`. */
export async function subscribePush(
  ctx: MemberContext,
  { endpoint, keys }: z.output<typeof pushSubscribeInput>,
): Promise<typeof done> {
  if (!ctx.push.admits(endpoint)) {
    throw new DomainError('invalidInput', { field: 'endpoint', reason: 'endpoint' });
  }
  const { memberId, sessionId } = ctx.actor;
  const data = { memberId, sessionId, ...keys, createdAt: ctx.clock.now() };
  await ctx.db.pushSubscription.upsert({
    where: { endpoint },
    create: { endpoint, ...data },
    update: data,
  });
  const tooMany = await ctx.db.pushSubscription.findMany({
    where: { memberId },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    skip: mostBrowsers,
    select: { id: true },
  });
  await ctx.db.pushSubscription.deleteMany({ where: { id: { in: tooMany.map(({ id }) => id) } } });
  return done;
}

/** Whether the caller is pushed to at this address: by whoever used the browser before they are not. */
export async function isSubscribed(
  ctx: MemberContext,
  endpoint: string,
): Promise<{ subscribed: boolean }> {
  const { memberId } = ctx.actor;
  const own = await ctx.db.pushSubscription.findUnique({
    where: { endpoint, memberId },
    select: { id: true },
  });
  return { subscribed: own !== null && (await liveBrowser(ctx, own.id)) !== null };
}

export async function unsubscribePush(ctx: MemberContext, endpoint: string): Promise<typeof done> {
  await ctx.db.pushSubscription.deleteMany({
    where: { endpoint, memberId: ctx.actor.memberId },
  });
  return done;
}
