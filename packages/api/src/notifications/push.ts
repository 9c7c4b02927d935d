import type { Services } from '../context.ts';
import { defineJob } from '../ports/jobs.ts';
import type { PushMessage } from '../ports/push.ts';
import { secondsTo } from './mail.ts';
import { lineOf, placeOf, together } from './outside-words.ts';
import { type Addressee, addressee } from './person.ts';
import { liveBrowser } from './push-browsers.ts';
import { quietUntil } from './quiet-hours.ts';
import { type NoticeRow, noticeColumns, toNotifications } from './rows.ts';
import type { Notification } from './schemas.ts';
import { isHere, isOfMessage, stillNew } from './still-new.ts';

/** To one browser, as what one of them does not take is no matter of the others: */
export type PushJob = {
  subscriptionId: string;
  /** It has had its time to be read on a screen that is open. */
  hasWaited?: true;
} & (
  | { noticeId: string }
  /** All that quiet hours have held back, which end at this moment. */
  | { dueAt: string }
);

export const pushJob = defineJob<PushJob>({
  name: 'notifications.push',
  retries: 5,
  retryDelay: 5,
});

/** Seconds in which a message is read by who is here, before it is pushed to them. */
const readingSeconds = 60;
/** Seconds after quiet hours, so that what came in their last moment is held, too. */
const afterQuietSeconds = 5;
/** What was held beyond this is not counted. */
const mostHeld = 1_000;

type Needs = Pick<
  Services,
  'db' | 'pool' | 'jobs' | 'push' | 'clock' | 'log' | 'publicUrl' | 'settings' | 'presence'
>;

/**
 * Pushes a notice to one browser, unless it was read meanwhile, as a notice or as the message in its
 * channel, or may not be read any more.
 *
 * Who is here (a screen is open and in use) is given a minute to read a message there; what is still
 * unread then is pushed, as they may have just left. In quiet hours nothing is pushed; what is still
 * unread at their end comes as one.
 */
export async function sendPush(services: Needs, job: PushJob): Promise<void> {
  const { db, clock } = services;
  const browser = await liveBrowser(services, job.subscriptionId);
  if (!browser) return;
  const person = await addressee(db, browser.memberId);
  if (!person || person.isBanned) return;
  // Switched off since this was ordered.
  if (!(await services.settings.of(person.organisationId)).notifications.push) return;
  const quiet = quietUntil(person.preferences, clock.now());
  if (quiet) return hold(services, job, person, quiet);
  const notices = await stillNew(services, person, await read(services, job, person));
  if (notices.length === 0) return;
  if (!job.hasWaited && notices.some(isOfMessage) && (await isHere(services, person))) {
    return waitForReading(services, job);
  }
  const result = await services.push.send(browser, messageOf(services, person, notices, job));
  if (result === 'gone') await db.pushSubscription.deleteMany({ where: { id: browser.id } });
}

/** Notes until when it is held. All that is held until then, for this browser, is one job. */
async function hold(
  { db, jobs, clock }: Needs,
  job: PushJob,
  { id: memberId }: Addressee,
  until: Date,
): Promise<void> {
  const { subscriptionId } = job;
  const what = 'noticeId' in job ? { id: job.noticeId } : { pushDueAt: new Date(job.dueAt) };
  const dueAt = until.toISOString();
  await db.$transaction(async (tx) => {
    await tx.notification.updateMany({
      where: { memberId, readAt: null, ...what },
      data: { pushDueAt: until },
    });
    await jobs.enqueue(
      tx,
      pushJob,
      { subscriptionId, dueAt },
      {
        key: `${subscriptionId}/until/${dueAt}`,
        startAfterSeconds: secondsTo(until, clock.now()) + afterQuietSeconds,
      },
    );
  });
}

function waitForReading({ db, jobs }: Needs, job: PushJob): Promise<void> {
  const what = 'noticeId' in job ? job.noticeId : job.dueAt;
  return db.$transaction((tx) =>
    jobs.enqueue(
      tx,
      pushJob,
      { ...job, hasWaited: true },
      { key: `${what}/${job.subscriptionId}/waited`, startAfterSeconds: readingSeconds },
    ),
  );
}

/** What the job is about, as far as it is unread and the person wants it pushed. */
async function read(services: Needs, job: PushJob, person: Addressee): Promise<Notification[]> {
  const isOne = 'noticeId' in job;
  const { rows } = await services.pool.query<NoticeRow>({
    name: isOne ? 'notice-to-push' : 'notices-held-back',
    text: `SELECT ${noticeColumns} FROM notification
            WHERE member_id = $1 AND ${isOne ? 'id' : 'push_due_at'} = $2 AND read_at IS NULL
            ORDER BY created_at, id LIMIT ${mostHeld}`,
    values: [person.id, isOne ? job.noticeId : job.dueAt],
  });
  const notices = await toNotifications(services, person.id, rows);
  return notices.filter(({ kind }) => person.preferences.choices[kind].push);
}

function messageOf(
  { publicUrl }: Needs,
  { language }: Addressee,
  notices: readonly Notification[],
  job: PushJob,
): PushMessage {
  const [first] = notices;
  const isOne = first !== undefined && notices.length === 1;
  // Sent twice, the browser shows it once.
  const id = isOne || 'noticeId' in job ? (first?.id ?? '') : job.dueAt.replaceAll(/\D/g, '');
  const said = isOne
    ? {
        title: lineOf(language, first),
        body: ('about' in first ? first.about?.excerpt : null) ?? '',
        url: placeOf(publicUrl, first),
      }
    : together(language, publicUrl, notices);
  return {
    payload: JSON.stringify({ id, ...said }),
    topic: id.replaceAll('-', ''),
    urgent: notices.some(({ kind }) => kind !== 'threadReply'),
  };
}
