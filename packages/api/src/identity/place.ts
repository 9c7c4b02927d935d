import type { Transaction } from '../context.ts';
import { DomainError } from '../errors.ts';
import type { Clock } from '../ports/clock.ts';
import { tokenHash } from './random-token.ts';
import type { Role } from './schemas.ts';

/** Where a person who registers belongs, and why. */
export interface Place {
  organisationId: string;
  role: Role;
  by: 'invite' | 'domain' | 'open' | 'first';
  inviteId: string | null;
  /** The address alone opened the door: it must be shown to be theirs before they enter. */
  mustVerifyEmail: boolean;
}

/** Any number that nobody else locks. */
const firstOrganisationLock = 0x41_74_6f_31;

/**
 * Finds the organisation that takes the person: by invitation, else by the domain of the address,
 * else the one that is open to all. The first person of an empty installation founds one.
 * Throws `notFound.invite` or `forbidden.noOrganisation`.
 */
export async function findPlace(
  tx: Transaction,
  clock: Clock,
  { email, inviteCode }: { email: string; inviteCode?: string | undefined },
): Promise<Place> {
  if (inviteCode) return placeByInvite(tx, clock, inviteCode);
  const place = (await placeByDomain(tx, email)) ?? (await openPlace(tx)) ?? (await firstPlace(tx));
  if (!place) throw new DomainError('forbidden', { reason: 'noOrganisation' });
  return place;
}

async function placeByInvite(tx: Transaction, clock: Clock, code: string): Promise<Place> {
  const invite = await tx.invite.findFirst({
    where: {
      codeHash: tokenHash(code),
      revokedAt: null,
      usesLeft: { gt: 0 },
      expiresAt: { gt: clock.now() },
      organisation: { active: true },
    },
    select: { id: true, organisationId: true, role: true },
  });
  if (!invite) throw unusableInvite();
  return { ...invite, by: 'invite', inviteId: invite.id, mustVerifyEmail: false };
}

/** Uses the invitation up by one. Throws `notFound.invite` when the last use was just taken. */
export async function takeInvite(tx: Transaction, clock: Clock, id: string): Promise<void> {
  const { count } = await tx.invite.updateMany({
    where: { id, usesLeft: { gt: 0 }, revokedAt: null, expiresAt: { gt: clock.now() } },
    data: { usesLeft: { decrement: 1 } },
  });
  if (count === 0) throw unusableInvite();
}

const unusableInvite = () => new DomainError('notFound', { field: 'inviteCode', reason: 'invite' });

async function placeByDomain(tx: Transaction, email: string): Promise<Place | null> {
  const emailDomain = email.slice(email.lastIndexOf('@') + 1);
  const found = await tx.organisation.findFirst({
    where: { emailDomain, active: true },
    select: { id: true, openRegistration: true },
  });
  return found && { ...plain(found.id, 'domain'), mustVerifyEmail: !found.openRegistration };
}

async function openPlace(tx: Transaction): Promise<Place | null> {
  const found = await tx.organisation.findFirst({
    where: { openRegistration: true, active: true },
    orderBy: { createdAt: 'asc' },
    select: { id: true },
  });
  return found && plain(found.id, 'open');
}

/** Two people may register at an empty installation at the same moment: one founds, one is refused. */
async function firstPlace(tx: Transaction): Promise<Place | null> {
  if ((await tx.organisation.count()) > 0) return null;
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${firstOrganisationLock}::bigint)`;
  if ((await tx.organisation.count()) > 0) return null;
  const { id } = await tx.organisation.create({
    data: { name: 'Atalaya', slug: 'atalaya' },
    select: { id: true },
  });
  return { ...plain(id, 'first'), role: 'superadmin' };
}

const plain = (organisationId: string, by: Place['by']): Place => ({
  organisationId,
  role: 'member',
  by,
  inviteId: null,
  mustVerifyEmail: false,
});
