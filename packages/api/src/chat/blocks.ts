import type { z } from 'zod';
import type { MemberContext, Transaction } from '../context.ts';
import { DomainError } from '../errors.ts';
import { publishToMember } from './activity.ts';
import type { blockList, blockState } from './schemas.ts';

type State = z.output<typeof blockState>;

const mostBlocked = 500;

/**
 * Blocks a person, or takes it back; twice changes nothing. The other one is never told. Throws
 * `notFound`, `invalidInput.self`, `tooLarge.blocks`.
 */
export async function setBlocked(
  ctx: MemberContext,
  blockedId: string,
  blocked: boolean,
): Promise<State> {
  const { memberId, organisationId } = ctx.actor;
  if (blockedId === memberId) {
    throw new DomainError('invalidInput', { field: 'memberId', reason: 'self' });
  }
  const other = await ctx.db.member.count({ where: { id: blockedId, organisationId } });
  if (other === 0) throw new DomainError('notFound', { field: 'memberId', reason: 'member' });
  if (blocked) await add(ctx, blockedId);
  else await ctx.db.memberBlock.deleteMany({ where: { memberId, blockedId } });
  const state = { memberId: blockedId, blocked };
  publishToMember(ctx, memberId, { type: 'block', ...state });
  return state;
}

async function add(ctx: MemberContext, blockedId: string): Promise<void> {
  const { memberId } = ctx.actor;
  const count = await ctx.db.memberBlock.count({
    where: { memberId, blockedId: { not: blockedId } },
  });
  if (count >= mostBlocked) {
    throw new DomainError('tooLarge', { reason: 'blocks', params: { maximum: mostBlocked } });
  }
  await ctx.db.memberBlock.createMany({
    data: [{ memberId, blockedId, createdAt: ctx.clock.now() }],
    skipDuplicates: true,
  });
}

/** Whom the caller has blocked, the last one first. */
export async function listBlocked(ctx: MemberContext): Promise<z.output<typeof blockList>> {
  const rows = await ctx.db.memberBlock.findMany({
    where: { memberId: ctx.actor.memberId },
    orderBy: [{ createdAt: 'desc' }, { blockedId: 'desc' }],
    select: {
      createdAt: true,
      blocked: { select: { id: true, username: true, displayName: true } },
    },
  });
  return { items: rows.map(({ createdAt, blocked }) => ({ ...blocked, blockedAt: createdAt })) };
}

/** The people without those who have blocked this one. */
export async function withoutBlockers(
  db: Pick<Transaction, 'memberBlock'>,
  blockedId: string,
  memberIds: readonly string[],
): Promise<string[]> {
  const blocks = await db.memberBlock.findMany({
    where: { blockedId, memberId: { in: [...memberIds] } },
    select: { memberId: true },
  });
  const blockers = new Set(blocks.map(({ memberId }) => memberId));
  return memberIds.filter((id) => !blockers.has(id));
}

/** Whether one of the two has blocked the other. */
export async function isBlockBetween(ctx: MemberContext, otherId: string): Promise<boolean> {
  const { memberId } = ctx.actor;
  const count = await ctx.db.memberBlock.count({
    where: {
      OR: [
        { memberId, blockedId: otherId },
        { memberId: otherId, blockedId: memberId },
      ],
    },
  });
  return count > 0;
}
