import type { MemberContext, Services, Transaction } from '../context.ts';
import { announceNotifications, notifyAll, readAlong } from '../notifications/index.ts';
import { defineJob } from '../ports/jobs.ts';
import { workIdleRounds } from './idle-rounds.ts';
import { previewJob, previewLinks } from './link-previews.ts';
import type { Call } from './mentions.ts';

interface MessageJob {
  messageId: string;
  /** Whether the message calls everybody, as was decided when it was written. */
  call: Call | null;
  /** Of an edit: only these are told, who were not named before. */
  only?: string[];
  /** It was held until now: it is told as of this moment. Whom it called besides those it names is not kept. */
  released?: true;
}

const messageJob = defineJob<MessageJob>({
  name: 'chat.message-notices',
  retries: 8,
  retryDelay: 2,
});
/** People who are told in one transaction. */
const together = 500;

/**
 * Tells those whom a message is for, later: the job exists if and only if the message does. Who they
 * are is decided when it runs, by the rows of that moment.
 */
export function tellOfMessage(
  tx: Transaction,
  { jobs }: Pick<Services, 'jobs'>,
  { key, ...job }: MessageJob & { key?: string },
): Promise<void> {
  return jobs.enqueue(tx, messageJob, job, { key: key ?? job.messageId });
}

type Needs = Pick<Services, 'db' | 'pool' | 'jobs' | 'bus' | 'clock' | 'presence'>;

/** Starts this domain's workers. */
export async function workChatJobs(services: Services): Promise<void> {
  await services.jobs.work(messageJob, (job) => tellThem(services, job));
  await services.jobs.work(previewJob, (job, { signal }) => previewLinks(services, job, signal));
  await workIdleRounds(services);
}

interface Told {
  memberId: string;
  kind: 'mention' | 'directMessage' | 'threadReply';
  /** Only the call reaches them. */
  called: boolean;
}

async function tellThem(services: Needs, job: MessageJob): Promise<void> {
  const { db, clock } = services;
  const message = await db.message.findUnique({ where: { id: job.messageId } });
  if (!message || message.deletedAt || message.hiddenAt) return;
  const { channelId, authorId, threadId, mentions } = message;
  const channel = await db.channel.findUnique({ where: { id: channelId } });
  if (!channel || channel.deletedAt) return;
  const told = await audience(services, { ...job, ...message, mentions, type: channel.type });
  const people =
    job.call === 'here' ? await withoutAbsent(services, channel.organisationId, told) : told;
  const facts = { channelId, messageId: message.id, authorId };
  const notice = {
    organisationId: channel.organisationId,
    key: `message:${message.id}`,
    // The moment that it tells of, however late the job is.
    now: job.only || job.released ? clock.now() : message.createdAt,
  };
  for (const some of pieces(people)) {
    await db.$transaction(async (tx) => {
      const of = (kind: Told['kind'], called = false) =>
        some
          .filter((one) => one.kind === kind && one.called === called)
          .map(({ memberId }) => memberId);
      const named = { ...facts, threadId, called: 'name' as const };
      await notifyAll(tx, { ...notice, kind: 'mention', params: named }, of('mention'));
      if (job.call) {
        const called = { ...named, called: job.call };
        await notifyAll(tx, { ...notice, kind: 'mention', params: called }, of('mention', true));
      }
      await notifyAll(tx, { ...notice, kind: 'directMessage', params: facts }, of('directMessage'));
      if (threadId) {
        const reply = { ...facts, threadId };
        await notifyAll(tx, { ...notice, kind: 'threadReply', params: reply }, of('threadReply'));
      }
    });
    const memberIds = some.map(({ memberId }) => memberId);
    // Who has the channel open may have read the message before this job ran.
    await readAlong(services, channelId, memberIds);
    announceNotifications(services, memberIds);
  }
}

interface Facts {
  channelId: string;
  authorId: string;
  threadId: string | null;
  mentions: string[];
  type: 'public' | 'private' | 'direct';
  call: Call | null;
  only?: string[];
}

/** Whom the message is for: people of the channel alone, and none who have blocked its author. */
async function audience({ pool }: Needs, facts: Facts): Promise<Told[]> {
  const { channelId, authorId, threadId, mentions, type, call, only } = facts;
  const { rows } = await pool.query<Told>({
    name: 'message-audience',
    text: `SELECT memberId AS "memberId", kind, kind = 'mention' AND NOT named AS called
             FROM (
               SELECT cm.member_id AS memberId, cm.member_id = ANY($3::uuid[]) AS named,
                      CASE WHEN cm.member_id = ANY($3::uuid[]) OR $5 THEN 'mention'
                           WHEN $6 THEN 'directMessage'
                           WHEN f.following THEN 'threadReply' END AS kind
                 FROM channel_member cm
                 JOIN member m ON m.id = cm.member_id AND m.state = 'active'
                 LEFT JOIN thread_follow f ON f.thread_id = $4 AND f.member_id = cm.member_id
                WHERE cm.channel_id = $1 AND cm.member_id <> $2
                  AND ($7::uuid[] IS NULL OR cm.member_id = ANY($7::uuid[]))
                  AND NOT EXISTS (SELECT FROM member_block b
                                   WHERE b.member_id = cm.member_id AND b.blocked_id = $2)
             ) AS reached
            WHERE kind IS NOT NULL ORDER BY memberId`,
    values: [
      channelId,
      authorId,
      mentions,
      threadId,
      call !== null,
      type === 'direct',
      only ?? null,
    ],
  });
  return rows;
}

/** A call to those who are here passes over who is not. */
async function withoutAbsent(
  { presence }: Needs,
  organisationId: string,
  told: Told[],
): Promise<Told[]> {
  const presences = await presence.of(
    organisationId,
    told.map(({ memberId }) => memberId),
  );
  return told.filter(({ memberId, called }) => !called || presences.get(memberId) !== 'offline');
}

function* pieces<One>(all: readonly One[]): Iterable<One[]> {
  for (let start = 0; start < all.length; start += together) {
    yield all.slice(start, start + together);
  }
}

/** Tells those whom the caller brought into a channel. Announce it after the commit. */
export async function noticeOfInvite(
  tx: Transaction,
  ctx: Pick<MemberContext, 'actor' | 'clock'>,
  channelId: string,
  joined: readonly { memberId: string; seq: number }[],
): Promise<void> {
  const { memberId: authorId, organisationId } = ctx.actor;
  const [first] = joined;
  if (!first) return;
  await notifyAll(
    tx,
    {
      organisationId,
      kind: 'channelInvite',
      params: { channelId, authorId },
      key: `invite:${channelId}:${first.seq}`,
      now: ctx.clock.now(),
    },
    joined.flatMap(({ memberId }) => (memberId === authorId ? [] : memberId)),
  );
}
