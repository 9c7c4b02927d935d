import type { z } from 'zod';
import type { Database, StaffContext, Transaction } from '../context.ts';
import { DomainError } from '../errors.ts';
import { hasPermission } from '../identity/index.ts';
import { roles } from '../identity/schemas.ts';
import { type HeldCase, visibleCase } from './cases.ts';
import { concernedBy, isAbout } from './concerned.ts';
import type { assignees } from './desk-schemas.ts';
import { isSenior } from './policy.ts';

/** More than a list in a dialog is good for; staff are few. */
const mostShown = 200;

/** The roles of those who decide a case: of an escalated one administrators only. */
const rolesFor = (escalated: boolean) =>
  roles.filter(
    (role) => hasPermission(role, 'moderation:decide') && (!escalated || isSenior(role)),
  );

/** The staff who may decide the case and whom it is not about, by name. Throws `notFound.case`. */
export async function listAssignees(
  ctx: Pick<StaffContext, 'db' | 'actor'>,
  caseId: string,
): Promise<z.output<typeof assignees>> {
  const { db, actor } = ctx;
  const row = await visibleCase(db, actor, caseId);
  const items = await db.member.findMany({
    where: {
      organisationId: actor.organisationId,
      state: 'active',
      role: { in: rolesFor(row.escalatedAt !== null) },
      id: { notIn: await concernedBy({ db }, row) },
    },
    orderBy: [{ displayName: 'asc' }, { id: 'asc' }],
    take: mostShown,
    select: { id: true, displayName: true, username: true, role: true },
  });
  return { items };
}

/** Throws `invalidInput.assignee` for who may not decide the case, or whom it is about. */
export async function assertAssignable(
  tx: Transaction,
  held: HeldCase,
  memberId: string,
): Promise<void> {
  const member = await tx.member.findFirst({
    where: { id: memberId, organisationId: held.organisationId, state: 'active' },
    select: { role: true },
  });
  const may = member && rolesFor(held.escalatedAt !== null).includes(member.role);
  if (may && !(await isAbout(tx, held, memberId))) return;
  throw new DomainError('invalidInput', { field: 'memberId', reason: 'assignee' });
}

/** Who decides what was escalated, except those whom the case is about and the one who did it. */
export async function administratorsFor(
  tx: Database | Transaction,
  held: HeldCase,
  except: string,
): Promise<string[]> {
  const concerned = await concernedBy({ db: tx as Database }, held);
  const found = await tx.member.findMany({
    where: {
      organisationId: held.organisationId,
      state: 'active',
      role: { in: rolesFor(true) },
      id: { notIn: [...concerned, except] },
    },
    select: { id: true },
  });
  return found.map(({ id }) => id);
}
