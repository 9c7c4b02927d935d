import type { z } from 'zod';
import type { StaffContext } from '../context.ts';
import { DomainError } from '../errors.ts';
import { readableMessage } from './message-access.ts';
import { historyRefusal } from './policy.ts';
import { toMessages } from './rows.ts';
import type { revisions } from './schemas.ts';

const mostRevisions = 100;

/**
 * What others' messages said before, for staff, in channels that they can read themselves: of other ones, and of
 * conversations of two, a case has its evidence. Looking is recorded. Throws `notFound`, `forbidden`.
 */
export async function listRevisions(
  ctx: StaffContext,
  messageId: string,
): Promise<z.output<typeof revisions>> {
  const { message: row, view } = await readableMessage(ctx, messageId);
  const reason = historyRefusal(ctx.actor, row, view);
  if (reason) throw new DomainError('forbidden', { reason });
  const { organisationId, memberId } = ctx.actor;
  const found = await ctx.db.$transaction(async (tx) => {
    await ctx.audit.write(tx, {
      subjectType: 'message',
      subjectId: messageId,
      after: { channelId: row.channelId },
    });
    return tx.messageRevision.findMany({
      where: { messageId },
      orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
      take: mostRevisions,
    });
  });
  const [message] = await toMessages(ctx, organisationId, [row], memberId);
  if (!message) throw new DomainError('notFound', { field: 'messageId', reason: 'message' });
  const people = await ctx.directory.many(organisationId, [
    ...new Set(found.map(({ changedById }) => changedById)),
  ]);
  return {
    message,
    revisions: found.map(({ content, createdAt, changedById }) => {
      const { username = '', displayName = '' } = people.get(changedById) ?? {};
      return { content, at: createdAt, by: { id: changedById, username, displayName } };
    }),
  };
}
