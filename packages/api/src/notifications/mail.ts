import type { Services } from '../context.ts';
import { defineJob } from '../ports/jobs.ts';
import { noticesMail } from './mail-texts.ts';
import { type Addressee, addressee } from './person.ts';
import { quietUntil } from './quiet-hours.ts';
import { type NoticeRow, noticeColumns, toNotifications } from './rows.ts';
import type { Notification } from './schemas.ts';
import { isHere, isOfMessage, stillNew } from './still-new.ts';
import { unsubscribeUrl } from './unsubscribe.ts';

export interface MailJob {
  memberId: string;
  /** Names the mail, and what is in it. */
  mailId: string;
}

export const mailJob = defineJob<MailJob>({
  name: 'notifications.mail',
  retries: 8,
  retryDelay: 15,
});

type Needs = Pick<
  Services,
  'db' | 'pool' | 'jobs' | 'mailer' | 'clock' | 'log' | 'presence' | 'publicUrl' | 'secretKey'
>;

/** Seconds from now to a moment, never none. */
export const secondsTo = (moment: Date, now: Date): number =>
  Math.max(1, Math.ceil((moment.getTime() - now.getTime()) / 1000));

/**
 * Sends a person one mail with everything that waits for one. What goes into it is written down under
 * the mail's name before it is sent, so that a try after a crash is the same mail again.
 */
export async function sendNoticeMail(services: Needs, job: MailJob): Promise<void> {
  const { db, jobs, clock, mailer } = services;
  const { memberId, mailId } = job;
  const person = await addressee(db, memberId);
  if (!person?.mayMail) return giveUp(services, memberId);
  const now = clock.now();
  const quiet = quietUntil(person.preferences, now);
  // What was named before may be on its way: it is sent as it is, at once.
  const begun = await isBegun(services, job);
  if (quiet && !begun) {
    // All mails of these quiet hours become one.
    await db.$transaction((tx) =>
      jobs.enqueue(tx, mailJob, job, {
        key: `${memberId}:quiet:${quiet.toISOString()}`,
        startAfterSeconds: secondsTo(quiet, now),
      }),
    );
    return;
  }
  if (!begun) await gather(services, job);
  const notices = await read(services, job);
  const worthTelling = await withoutSeen(services, person, notices);
  if (worthTelling.length > 0) {
    const kinds = worthTelling.map(({ kind }) => kind);
    const off = unsubscribeUrl(services, memberId, kinds);
    const { publicUrl } = services;
    const mail = noticesMail(person.language, worthTelling, { publicUrl, unsubscribeUrl: off });
    await mailer.send({ ...mail, to: person.email, id: mailId });
  }
  await finish(services, job);
}

/** Puts what waits into the mail. */
async function gather({ pool }: Needs, { memberId, mailId }: MailJob): Promise<void> {
  await pool.query({
    name: 'notices-into-mail',
    text: `UPDATE notification SET mail_id = $2
            WHERE member_id = $1 AND mail_due AND mail_id IS NULL`,
    values: [memberId, mailId],
  });
}

/** What is in the mail, as far as it is still unread. */
async function read(services: Needs, { memberId, mailId }: MailJob): Promise<Notification[]> {
  const { rows } = await services.pool.query<NoticeRow>({
    name: 'notices-of-mail',
    text: `SELECT ${noticeColumns} FROM notification
            WHERE member_id = $1 AND mail_due AND mail_id = $2 AND read_at IS NULL
            ORDER BY created_at, id`,
    values: [memberId, mailId],
  });
  return toNotifications(services, memberId, rows);
}

/** Leaves out what may not be told any more, and of messages what the person sees at this moment. */
async function withoutSeen(
  services: Needs,
  person: Addressee,
  notices: readonly Notification[],
): Promise<Notification[]> {
  const worthTelling = await stillNew(services, person, notices);
  // Whoever wants mails without delay wants them here, too.
  const isSeen = person.preferences.mailAfterMinutes > 0 && (await isHere(services, person));
  return worthTelling.filter((notice) => !(isSeen && isOfMessage(notice)));
}

/** The mail is done with. */
async function finish({ pool, clock }: Needs, { memberId, mailId }: MailJob): Promise<void> {
  await pool.query({
    name: 'notices-mailed',
    text: `UPDATE notification SET mail_due = false, mailed_at = $3
            WHERE member_id = $1 AND mail_due AND mail_id = $2`,
    values: [memberId, mailId, clock.now()],
  });
}

/** Nothing can be mailed to the person: nothing waits for it any more. */
async function giveUp({ pool }: Needs, memberId: string): Promise<void> {
  await pool.query({
    name: 'notices-unmailed',
    text: 'UPDATE notification SET mail_due = false WHERE member_id = $1 AND mail_due',
    values: [memberId],
  });
}

/** Whether something was put into the mail before. */
async function isBegun({ pool }: Needs, { memberId, mailId }: MailJob): Promise<boolean> {
  const { rows } = await pool.query({
    name: 'notices-mail-begun',
    text: 'SELECT FROM notification WHERE member_id = $1 AND mail_due AND mail_id = $2 LIMIT 1',
    values: [memberId, mailId],
  });
  return rows.length > 0;
}
