import type { Prisma } from '@atalaya/db';
import type { MemberContext } from '../context.ts';
import { DomainError } from '../errors.ts';
import { permissionsOf } from './permissions.ts';
import { locale, type Me } from './schemas.ts';

/** What signing in and `auth.me` read of a person. */
export const personSelect = {
  id: true,
  organisationId: true,
  username: true,
  displayName: true,
  email: true,
  emailVerifiedAt: true,
  mustVerifyEmail: true,
  bio: true,
  role: true,
  state: true,
  bannedUntil: true,
  locale: true,
  presenceChoice: true,
  statusText: true,
  organisation: { select: { id: true, name: true, slug: true, active: true } },
} as const satisfies Prisma.MemberSelect;
export type Person = Prisma.MemberGetPayload<{ select: typeof personSelect }>;

/** The person as they see themselves. */
export function meOf(person: Person, sessionId: string): Me {
  const { id, name, slug } = person.organisation;
  return {
    id: person.id,
    username: person.username,
    displayName: person.displayName,
    email: person.email,
    emailVerified: person.emailVerifiedAt !== null,
    bio: person.bio,
    role: person.role,
    permissions: [...permissionsOf[person.role]],
    locale: locale.catch('es').parse(person.locale),
    presenceChoice: person.presenceChoice,
    statusText: person.statusText,
    sessionId,
    organisation: { id, name, slug },
  };
}

export async function readMe({ db, actor }: MemberContext): Promise<Me> {
  const person = await db.member.findUnique({
    where: { id: actor.memberId },
    select: personSelect,
  });
  if (!person) throw new DomainError('sessionEnded');
  return meOf(person, actor.sessionId);
}
