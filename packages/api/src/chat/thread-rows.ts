import type { Pool } from 'pg';
import type { Directory } from '../organisations/index.ts';
import type { Message, ThreadSummary } from './schemas.ts';

/** So many faces stand under a message that was replied to. */
export const mostRepliers = 5;

interface SummaryRow {
  threadId: string;
  replyCount: number;
  lastReplySeq: number;
  lastReplyAt: Date | null;
  repliers: string[];
}

interface Reads {
  pool: Pick<Pool, 'query'>;
  directory: Directory;
}

/** Of a message that nobody answered, or whose replies are all gone. */
export const noReplies: ThreadSummary = {
  replyCount: 0,
  lastReplySeq: 0,
  lastReplyAt: null,
  repliers: [],
};

/** What is shown of the threads of several messages, in one read; nothing for those without one. */
export async function threadsOf(
  { pool, directory }: Reads,
  organisationId: string,
  messageIds: readonly string[],
): Promise<Map<string, ThreadSummary>> {
  if (messageIds.length === 0) return new Map();
  const { rows } = await pool.query<SummaryRow>({
    name: 'threads-of',
    text: `SELECT message_id AS "threadId", reply_count AS "replyCount",
                  last_reply_seq AS "lastReplySeq", last_reply_at AS "lastReplyAt", repliers
             FROM thread WHERE message_id = ANY($1::uuid[])`,
    values: [[...new Set(messageIds)]],
  });
  if (rows.length === 0) return new Map();
  const people = await directory.many(organisationId, [
    ...new Set(rows.flatMap(({ repliers }) => repliers)),
  ]);
  return new Map(
    rows.map(({ threadId, repliers, ...summary }) => [
      threadId,
      {
        ...summary,
        repliers: repliers.map((id) => {
          const { username = '', displayName = '' } = people.get(id) ?? {};
          return { id, username, displayName };
        }),
      },
    ]),
  );
}

/** The part of an event about a reply that tells what its thread looks like now; nothing for others. */
export async function threadPart(
  reads: Reads,
  organisationId: string,
  { threadId }: Pick<Message, 'threadId'>,
): Promise<{ thread?: ThreadSummary }> {
  if (!threadId) return {};
  const threads = await threadsOf(reads, organisationId, [threadId]);
  return { thread: threads.get(threadId) ?? noReplies };
}
