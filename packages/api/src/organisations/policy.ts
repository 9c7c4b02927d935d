import { hasPermission } from '../identity/index.ts';
import type { Role } from '../identity/schemas.ts';

interface Caller {
  memberId: string;
  role: Role;
}
interface Subject {
  id: string;
  role: Role;
}

/** Who stands above whom. An auditor changes nothing, and is managed like a moderator. */
const rank: Record<Role, number> = {
  member: 0,
  moderator: 1,
  auditor: 1,
  admin: 2,
  superadmin: 3,
};

export const isAbove = (actor: Caller, subject: Subject) =>
  rank[actor.role] > rank[subject.role] || actor.role === 'superadmin';

/** Oneself always; others by permission, and only those who stand below. */
export const canUpdateMember = (actor: Caller, subject: Subject): boolean =>
  actor.memberId === subject.id ||
  (hasPermission(actor.role, 'members:update') && isAbove(actor, subject));

/** Never oneself: so there is always a superadmin left. */
export const canDeactivateMember = (actor: Caller, subject: Subject): boolean =>
  actor.memberId !== subject.id &&
  hasPermission(actor.role, 'members:deactivate') &&
  isAbove(actor, subject);

/** Everyone lists who is active; only staff list who was deactivated or banned. */
export const canListState = (role: Role, state: string): boolean =>
  state === 'active' || hasPermission(role, 'system:status');
