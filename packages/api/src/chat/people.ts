import type { Transaction } from '../context.ts';
import { DomainError } from '../errors.ts';

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
