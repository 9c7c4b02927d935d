import type { Services, Transaction } from '../context.ts';
import { permissionsOf } from '../identity/permissions.ts';
import { type Permission, roles } from '../identity/schemas.ts';
import { defineJob, type Jobs } from '../ports/jobs.ts';
import { digestJob, sendDigest } from './digest.ts';
import { mailJob, sendNoticeMail } from './mail.ts';
import { announceNotifications, type Notice, notifyAll } from './notify.ts';
import { pushJob, sendPush } from './push.ts';
import type { NoticeKind } from './schemas.ts';

/** Who is told: these people, or whoever may do something when the job runs, but not whom it is about. */
export type Audience =
  | { memberIds: readonly string[] }
  | { permission: Permission; except?: readonly string[] };

interface FanOut {
  notice: Omit<Notice, 'now'>;
  at: string;
  to: Audience;
}

const fanOut = defineJob<FanOut>({ name: 'notifications.fan-out', retries: 8, retryDelay: 2 });
/** People who are told in one transaction. */
const together = 500;

/**
 * Tells many people, later: the job exists if and only if the caller's transaction commits. It may
 * stop half-way and run again; each person has the notice once.
 */
export function notifyLater<Kind extends NoticeKind>(
  tx: Transaction,
  { jobs }: { jobs: Jobs },
  { now, ...notice }: Notice<Kind>,
  to: Audience,
): Promise<void> {
  return jobs.enqueue(tx, fanOut, { notice, at: now.toISOString(), to });
}

type Needs = Pick<Services, 'db' | 'jobs' | 'bus'>;

/** Starts this domain's workers. */
export async function workNotificationJobs(services: Services): Promise<void> {
  const { jobs } = services;
  await jobs.work(fanOut, (job) => tellAll(services, job));
  await jobs.work(mailJob, (job) => sendNoticeMail(services, job));
  await jobs.work(pushJob, (job) => sendPush(services, job));
  await jobs.work(digestJob, (job) => sendDigest(services, job));
  await services.dispatcher.start();
}

async function tellAll(services: Needs, { notice, at, to }: FanOut): Promise<void> {
  const memberIds = await audience(services, notice.organisationId, to);
  for (let start = 0; start < memberIds.length; start += together) {
    const some = memberIds.slice(start, start + together);
    await services.db.$transaction((tx) => notifyAll(tx, { ...notice, now: new Date(at) }, some));
    announceNotifications(services, some);
  }
}

async function audience(
  { db }: Needs,
  organisationId: string,
  to: Audience,
): Promise<readonly string[]> {
  const people = await db.member.findMany({
    where: {
      organisationId,
      state: 'active',
      ...('permission' in to
        ? {
            role: { in: roles.filter((role) => permissionsOf[role].includes(to.permission)) },
            id: { notIn: [to.except ?? []].flat() },
          }
        : { id: { in: [...to.memberIds] } }),
    },
    select: { id: true },
    orderBy: { id: 'asc' },
  });
  return people.map(({ id }) => id);
}
