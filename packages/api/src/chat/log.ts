import type { Transaction } from '../context.ts';
import { DomainError } from '../errors.ts';

interface Entry {
  channelId: string;
  kind:
    | 'edited'
    | 'deleted'
    | 'hidden'
    | 'shown'
    | 'reaction'
    | 'joined'
    | 'left'
    | 'updated'
    | 'pinned'
    | 'unpinned';
  memberId: string;
  messageId?: string;
  data?: Record<string, unknown>;
}

/**
 * Takes the channel's next number: locks the channel's row until the transaction ends, so that
 * numbers are handed out in the order of commits. Call it before touching rows below the channel.
 * Throws `notFound` for a deleted channel.
 */
export async function lockChannel(tx: Transaction, channelId: string): Promise<void> {
  if (!(await lockIfThere(tx, channelId))) throw new DomainError('notFound', { reason: 'channel' });
}

/** The same, giving whether the channel is there: what moderation does goes on without it. */
export async function lockIfThere(tx: Transaction, channelId: string): Promise<boolean> {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM channel WHERE id = ${channelId}::uuid AND deleted_at IS NULL FOR NO KEY UPDATE`;
  return rows.length > 0;
}

/** Writes an event into the channel's log and gives its number. The caller has locked the channel. */
export async function appendEvent(tx: Transaction, entry: Entry): Promise<number> {
  const { channelId, kind, memberId, messageId, data = {} } = entry;
  const rows = await tx.$queryRaw<{ seq: number }[]>`
    WITH numbered AS (
      UPDATE channel SET last_seq = last_seq + 1 WHERE id = ${channelId}::uuid RETURNING last_seq
    )
    INSERT INTO channel_event (channel_id, seq, kind, message_id, member_id, data)
    SELECT ${channelId}::uuid, last_seq, ${kind}::"ChannelEventKind", ${messageId ?? null}::uuid,
           ${memberId}::uuid, ${JSON.stringify(data)}::jsonb
      FROM numbered RETURNING seq`;
  const seq = rows[0]?.seq;
  if (seq === undefined) throw new DomainError('notFound', { reason: 'channel' });
  return seq;
}
