import type { MemberContext, Transaction } from '../context.ts';
import { DomainError } from '../errors.ts';
import type { MemberCard } from '../organisations/schemas.ts';

/** Throws `notFound` with field `memberIds` unless all are active people of the organisation. */
export async function assertInOrganisation(
  tx: Transaction,
  organisationId: string,
  memberIds: string[],
): Promise<void> {
  if (memberIds.length === 0) return;
  const known = await tx.member.count({
    where: { id: { in: memberIds }, organisationId, state: 'active' },
  });
  if (known !== memberIds.length) {
    throw new DomainError('notFound', { field: 'memberIds', reason: 'member' });
  }
}

/** Of direct channels that the caller is in: the other person, unless their account is gone. */
export async function othersIn(
  ctx: MemberContext,
  channelIds: string[],
): Promise<Map<string, MemberCard>> {
  if (channelIds.length === 0) return new Map();
  const { rows } = await ctx.pool.query<Omit<MemberCard, 'presence'> & { channelId: string }>({
    name: 'direct-others',
    text: `SELECT cm.channel_id AS "channelId", m.id, m.username, m.display_name AS "displayName",
                  m.role, m.state, m.status_text AS "statusText"
             FROM channel_member cm JOIN member m ON m.id = cm.member_id
            WHERE cm.channel_id = ANY($1::uuid[]) AND cm.member_id <> $2`,
    values: [channelIds, ctx.actor.memberId],
  });
  const presences = await ctx.presence.of(
    ctx.actor.organisationId,
    rows.map(({ id }) => id),
  );
  return new Map(
    rows.map(({ channelId, ...person }) => [
      channelId,
      { ...person, presence: presences.get(person.id) ?? 'offline' },
    ]),
  );
}
