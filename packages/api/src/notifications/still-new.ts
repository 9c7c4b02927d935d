import type { Services } from '../context.ts';
import type { Addressee } from './person.ts';
import type { Notification } from './schemas.ts';

/** Whether a notice tells of a message: something that is read in its channel. */
export const isOfMessage = ({ params }: Notification): boolean => 'messageId' in params;

/** Whether the person has the product open and is not away from it: they see there what is new. */
export async function isHere(
  { presence }: Pick<Services, 'presence'>,
  { id, organisationId }: Addressee,
): Promise<boolean> {
  return (await presence.of(organisationId, [id])).get(id) === 'online';
}

/**
 * Of a person's unread notices those that may be told outside the product: no message that they have
 * read in its channel or thread, nothing that they may not read any more; to who is banned only what
 * was decided about them.
 */
export async function stillNew(
  { pool }: Pick<Services, 'pool'>,
  person: Addressee,
  notices: readonly Notification[],
): Promise<Notification[]> {
  const ids = notices.flatMap(({ params }) =>
    'messageId' in params ? (params.messageId ?? []) : [],
  );
  const { rows } = await pool.query<{ id: string }>({
    name: 'messages-unread-by',
    text: `SELECT m.id FROM message m
             JOIN channel_member cm ON cm.channel_id = m.channel_id AND cm.member_id = $1
             LEFT JOIN thread_follow f ON f.thread_id = m.thread_id AND f.member_id = $1
            WHERE m.id = ANY($2::uuid[]) AND m.deleted_at IS NULL AND m.hidden_at IS NULL
              AND m.seq > CASE WHEN m.in_channel THEN cm.last_read_seq
                               ELSE coalesce(f.last_read_seq, 0) END`,
    values: [person.id, ids],
  });
  const unread = new Set(rows.map(({ id }) => id));
  return notices.filter((notice) => {
    if (!('about' in notice)) return true;
    if (person.isBanned) return false;
    if (notice.kind === 'channelInvite') return notice.about !== null;
    return notice.about?.excerpt != null && unread.has(notice.params.messageId);
  });
}
