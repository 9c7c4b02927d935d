import type { z } from 'zod';
import type { MemberContext, Services } from '../context.ts';
import { DomainError } from '../errors.ts';
import { defineJob } from '../ports/jobs.ts';
import { secondsTo } from './mail.ts';
import { lineOf, placeOf } from './outside-words.ts';
import { addressee } from './person.ts';
import { quietUntil } from './quiet-hours.ts';
import { type NoticeRow, noticeColumns, toNotifications } from './rows.ts';
import type { pushSubscribeInput } from './schemas.ts';

export interface PushJob {
  noticeId: string;
  subscriptionId: string;
}

/** One notice to one browser: what one of them does not take is no matter of the others. */
export const pushJob = defineJob<PushJob>({
  name: 'notifications.push',
  retries: 5,
  retryDelay: 5,
});

/** Browsers of one person that are pushed to. */
const mostBrowsers = 10;
const done = { done: true } as const;

type Needs = Pick<
  Services,
  'db' | 'pool' | 'jobs' | 'push' | 'clock' | 'log' | 'publicUrl' | 'settings'
>;

/** Pushes a notice to one browser, unless it was read meanwhile or may not be read any more. */
export async function sendPush(services: Needs, job: PushJob): Promise<void> {
  const { db, clock, jobs } = services;
  const now = clock.now();
  const subscription = await liveSubscription(services, job.subscriptionId, now);
  if (!subscription) return;
  const person = await addressee(db, subscription.memberId);
  if (!person || person.isBanned) return;
  // Switched off since this was ordered.
  if (!(await services.settings.of(person.organisationId)).notifications.push) return;
  const quiet = quietUntil(person.preferences, now);
  if (quiet) {
    await db.$transaction((tx) =>
      jobs.enqueue(tx, pushJob, job, {
        key: `${job.noticeId}/${job.subscriptionId}/${quiet.toISOString()}`,
        startAfterSeconds: secondsTo(quiet, now),
      }),
    );
    return;
  }
  const { rows } = await services.pool.query<NoticeRow>({
    name: 'notice-to-push',
    text: `SELECT ${noticeColumns} FROM notification
            WHERE id = $1 AND member_id = $2 AND read_at IS NULL`,
    values: [job.noticeId, person.id],
  });
  const [notice] = await toNotifications(services, person.id, rows);
  if (!notice || ('about' in notice && notice.about === null)) return;
  const excerpt = 'about' in notice ? notice.about?.excerpt : null;
  if ('messageId' in notice.params && 'about' in notice && !excerpt) return;
  const payload = {
    id: notice.id,
    title: lineOf(person.language, notice),
    body: excerpt ?? '',
    url: placeOf(services.publicUrl, notice),
  };
  const result = await services.push.send(subscription, {
    payload: JSON.stringify(payload),
    // Sent twice, the browser shows it once.
    topic: notice.id.replaceAll('-', ''),
    urgent: notice.kind !== 'threadReply',
  });
  if (result === 'gone') await db.pushSubscription.deleteMany({ where: { id: subscription.id } });
}

/** The browser, as long as the session lasts in which it asked for pushes. */
async function liveSubscription({ db }: Needs, id: string, now: Date) {
  const subscription = await db.pushSubscription.findUnique({ where: { id } });
  if (!subscription) return null;
  const { sessionId, memberId } = subscription;
  const where = { id: sessionId, memberId, revokedAt: null, expiresAt: { gt: now } };
  if ((await db.session.count({ where })) > 0) return subscription;
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

export async function unsubscribePush(ctx: MemberContext, endpoint: string): Promise<typeof done> {
  await ctx.db.pushSubscription.deleteMany({
    where: { endpoint, memberId: ctx.actor.memberId },
  });
  return done;
}
