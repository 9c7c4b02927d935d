import type { Prisma } from '@atalaya/db';
import type { z } from 'zod';
import { id } from '../common.ts';
import type { MemberContext, StaffContext } from '../context.ts';
import { readCursor, writeCursor } from '../cursor.ts';
import { DomainError } from '../errors.ts';
import { randomToken, tokenHash } from '../identity/index.ts';
import type { inviteCreated, inviteCreateInput, invitePage } from './schemas.ts';

const select = {
  id: true,
  usesLeft: true,
  createdAt: true,
  expiresAt: true,
  createdById: true,
} as const;

/** Makes an invitation to the caller's organisation. Its code cannot be read again. */
export async function createInvite(
  ctx: StaffContext,
  { uses, days }: z.output<typeof inviteCreateInput>,
): Promise<z.output<typeof inviteCreated>> {
  const { organisationId, memberId } = ctx.actor;
  const code = randomToken();
  const now = ctx.clock.now();
  const row = await ctx.db.$transaction(async (tx) => {
    const created = await tx.invite.create({
      data: {
        organisationId,
        codeHash: tokenHash(code),
        createdById: memberId,
        createdAt: now,
        expiresAt: new Date(now.getTime() + days * 24 * 3600 * 1000),
        usesLeft: uses,
      },
      select,
    });
    await ctx.audit.write(tx, {
      subjectType: 'invite',
      subjectId: created.id,
      after: { uses, expiresAt: created.expiresAt },
    });
    return created;
  });
  return { ...presented(row, await makersOf(ctx, [row])), code };
}

/** Invitations that can still be used, newest first. */
export async function listInvites(
  ctx: MemberContext,
  { cursor, limit }: { cursor?: string | null | undefined; limit: number },
): Promise<z.output<typeof invitePage>> {
  const { db, actor, clock } = ctx;
  const after = readCursor(cursor, ['string', 'string']);
  const rows = await db.invite.findMany({
    where: {
      organisationId: actor.organisationId,
      revokedAt: null,
      usesLeft: { gt: 0 },
      expiresAt: { gt: clock.now() },
      ...(after && olderThan(after)),
    },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: limit + 1,
    select,
  });
  const items = rows.slice(0, limit);
  const makers = await makersOf(ctx, items);
  const last = items.at(-1);
  const more = rows.length > limit && last;
  return {
    items: items.map((row) => presented(row, makers)),
    nextCursor: more ? writeCursor([last.createdAt.toISOString(), last.id]) : null,
  };
}

function olderThan([createdAt, lastId]: [string, string]) {
  const time = new Date(createdAt);
  if (Number.isNaN(time.getTime()) || !id.safeParse(lastId).success) {
    throw new DomainError('invalidInput', { field: 'cursor', reason: 'cursor' });
  }
  return { OR: [{ createdAt: { lt: time } }, { createdAt: time, id: { lt: lastId } }] };
}

/** Throws `notFound` for one of another organisation or one that was revoked already. */
export async function revokeInvite(ctx: StaffContext, inviteId: string): Promise<{ done: true }> {
  const { organisationId } = ctx.actor;
  await ctx.db.$transaction(async (tx) => {
    const { count } = await tx.invite.updateMany({
      where: { id: inviteId, organisationId, revokedAt: null },
      data: { revokedAt: ctx.clock.now() },
    });
    if (count === 0) throw new DomainError('notFound', { reason: 'invite' });
    await ctx.audit.write(tx, { subjectType: 'invite', subjectId: inviteId });
  });
  return { done: true };
}

type Row = Prisma.InviteGetPayload<{ select: typeof select }>;

type Makers = Awaited<ReturnType<typeof makersOf>>;

const makersOf = ({ actor, directory }: MemberContext, rows: readonly Row[]) =>
  directory.many(
    actor.organisationId,
    rows.flatMap(({ createdById }) => createdById ?? []),
  );

function presented({ createdById, ...row }: Row, makers: Makers) {
  const maker = createdById ? makers.get(createdById) : undefined;
  return { ...row, createdBy: maker ? { id: maker.id, name: maker.displayName } : null };
}
