import type { z } from 'zod';
import type { MemberContext, StaffContext } from '../context.ts';
import { DomainError } from '../errors.ts';
import { hasPermission } from '../identity/index.ts';
import {
  mostViews,
  type QueueView,
  type queueViews,
  type viewIdInput,
  type viewSaveInput,
} from './desk-schemas.ts';
import { queueFilters } from './schemas.ts';

interface Row {
  id: string;
  name: string;
  filters: unknown;
  shared: boolean;
  memberId: string;
  member: { id: string; displayName: string };
}

const include = { member: { select: { id: true, displayName: true } } } as const;
/** Shared ones of everybody together. */
const mostShared = 200;

const toView = ({ id, name, filters, shared, memberId, member }: Row, me: string): QueueView => ({
  id,
  name,
  filters: queueFilters.parse(filters),
  shared,
  mine: memberId === me,
  by: member,
});

/** The caller's own views, the oldest first, then those that others share, by name. */
export async function listViews({
  db,
  actor: { organisationId, memberId },
}: MemberContext): Promise<z.output<typeof queueViews>> {
  const [own, shared] = await Promise.all([
    db.queueView.findMany({
      where: { organisationId, memberId },
      orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
      include,
    }),
    db.queueView.findMany({
      where: { organisationId, shared: true, memberId: { not: memberId } },
      orderBy: [{ name: 'asc' }, { id: 'asc' }],
      take: mostShared,
      include,
    }),
  ]);
  return { items: [...own, ...shared].map((row) => toView(row, memberId)) };
}

/**
 * Keeps filters under a name, or changes an own view. Who changes nothing for others, such as auditors,
 * shares none. Throws `notFound.view`, `taken.viewName`, `tooLarge.views`, `forbidden.permission`.
 */
export async function saveView(
  ctx: StaffContext,
  { viewId, ...view }: z.output<typeof viewSaveInput>,
): Promise<QueueView> {
  const { organisationId, memberId, role } = ctx.actor;
  const permission = 'moderation:decide';
  if (view.shared && !hasPermission(role, permission)) {
    throw new DomainError('forbidden', {
      field: 'shared',
      reason: 'permission',
      params: { permission },
    });
  }
  try {
    const row = await ctx.db.$transaction(async (tx) => {
      // Of two at once one waits, so that both are counted.
      await tx.$queryRaw`SELECT 1 FROM member WHERE id = ${memberId}::uuid FOR NO KEY UPDATE`;
      if (viewId) {
        const before = await tx.queueView.findFirst({
          where: { id: viewId, memberId },
          select: { name: true, filters: true, shared: true },
        });
        if (!before) throw unknownView();
        await ctx.audit.write(tx, { subjectType: 'view', subjectId: viewId, before, after: view });
        return tx.queueView.update({ where: { id: viewId }, data: view, include });
      }
      const count = await tx.queueView.count({ where: { memberId } });
      if (count >= mostViews) {
        throw new DomainError('tooLarge', { reason: 'views', params: { maximum: mostViews } });
      }
      const createdAt = ctx.clock.now();
      const made = await tx.queueView.create({
        data: { organisationId, memberId, createdAt, ...view },
        include,
      });
      await ctx.audit.write(tx, { subjectType: 'view', subjectId: made.id, after: view });
      return made;
    });
    return toView(row, memberId);
  } catch (error) {
    if ((error as { code?: unknown }).code !== 'P2002') throw error;
    throw new DomainError('taken', { field: 'name', reason: 'viewName' });
  }
}

/** Deletes an own view. Throws `notFound.view`. */
export async function removeView(
  ctx: StaffContext,
  { viewId }: z.output<typeof viewIdInput>,
): Promise<{ done: true }> {
  const { memberId } = ctx.actor;
  await ctx.db.$transaction(async (tx) => {
    const own = { where: { id: viewId, memberId } };
    const before = await tx.queueView.findFirst({
      ...own,
      select: { name: true, filters: true, shared: true },
    });
    if (!before) throw unknownView();
    await tx.queueView.deleteMany(own);
    await ctx.audit.write(tx, { subjectType: 'view', subjectId: viewId, before });
  });
  return { done: true };
}

const unknownView = () => new DomainError('notFound', { field: 'viewId', reason: 'view' });
