import type { Services } from '../context.ts';
import { defineJob } from '../ports/jobs.ts';
import { digestMail } from './mail-texts.ts';
import { addressee } from './person.ts';
import { localTime } from './quiet-hours.ts';
import { unsubscribeUrl } from './unsubscribe.ts';

interface DigestJob {
  memberId: string;
  day: string;
}

export const digestJob = defineJob<DigestJob>({
  name: 'notifications.digest',
  retries: 8,
  retryDelay: 30,
});

type Needs = Pick<
  Services,
  'db' | 'pool' | 'jobs' | 'mailer' | 'clock' | 'publicUrl' | 'secretKey' | 'settings'
>;

/** Channels that a summary names, those with most to read. */
const mostChannels = 10;

const switchedOff = { path: 'notifications.dailyDigest', value: { equals: false } };

/** Writes a job for everybody whose hour has come and who had no summary today. Twice writes one. */
export async function orderDigests({
  db,
  jobs,
  clock,
}: Pick<Needs, 'db' | 'jobs' | 'clock'>): Promise<number> {
  const wanting = await db.notificationPreference.findMany({
    where: {
      digestHour: { not: null },
      member: { organisation: { settings: { none: switchedOff } } },
    },
    select: { memberId: true, digestHour: true, timeZone: true, lastDigestOn: true },
  });
  let ordered = 0;
  for (const { memberId, digestHour, timeZone, lastDigestOn } of wanting) {
    const { day, hour } = localTime(clock.now(), timeZone);
    if (hour < (digestHour ?? 24) || lastDigestOn === day) continue;
    await db.$transaction(async (tx) => {
      const { count } = await tx.notificationPreference.updateMany({
        where: { memberId, OR: [{ lastDigestOn: null }, { lastDigestOn: { not: day } }] },
        data: { lastDigestOn: day },
      });
      if (count === 0) return;
      await jobs.enqueue(tx, digestJob, { memberId, day }, { key: `${memberId}/${day}` });
      ordered++;
    });
  }
  return ordered;
}

/** Mails what is unread; nothing when all is read. */
export async function sendDigest(services: Needs, { memberId, day }: DigestJob): Promise<void> {
  const { db, pool, mailer, publicUrl } = services;
  const person = await addressee(db, memberId);
  if (!person?.mayMail || person.isBanned) return;
  if (!(await services.settings.of(person.organisationId)).notifications.dailyDigest) return;
  const notices = await db.notification.count({ where: { memberId, readAt: null, inApp: true } });
  const { rows: channels } = await pool.query<{ name: string; unread: number; mentions: number }>({
    name: 'digest-channels',
    text: `SELECT coalesce(other.display_name, c.name) AS name, counts.unread, counts.mentions
             FROM channel_member cm
             JOIN channel c ON c.id = cm.channel_id AND c.deleted_at IS NULL AND c.archived_at IS NULL
             LEFT JOIN LATERAL (
               SELECT m.display_name FROM channel_member o JOIN member m ON m.id = o.member_id
                WHERE c.type = 'direct' AND o.channel_id = c.id AND o.member_id <> $1 LIMIT 1
             ) other ON true,
             LATERAL (
               SELECT count(*)::int AS unread,
                      count(*) FILTER (WHERE $1::uuid = ANY(m.mentions))::int AS mentions
                 FROM (SELECT mentions FROM message
                        WHERE channel_id = c.id AND seq > cm.last_read_seq AND in_channel
                          AND author_id <> $1 AND deleted_at IS NULL AND hidden_at IS NULL
                          AND NOT EXISTS (SELECT FROM member_block b WHERE b.member_id = $1
                                                                     AND b.blocked_id = author_id)
                        ORDER BY seq LIMIT 1000) m
             ) counts
            WHERE cm.member_id = $1 AND counts.unread > 0
            ORDER BY counts.mentions DESC, counts.unread DESC, name LIMIT ${mostChannels}`,
    values: [memberId],
  });
  if (notices === 0 && channels.length === 0) return;
  const off = unsubscribeUrl(services, memberId, ['digest']);
  const mail = digestMail(
    person.language,
    { notices, channels },
    { publicUrl, unsubscribeUrl: off },
  );
  await mailer.send({ ...mail, to: person.email, id: `digest.${day}.${memberId}` });
}
