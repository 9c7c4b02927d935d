import { uuidv7 } from 'uuidv7';
import type { z } from 'zod';
import type { AuditedContext, Transaction } from '../context.ts';
import { DomainError } from '../errors.ts';
import { accountExistsMail, verificationMail } from './jobs.ts';
import { checkPassword, hashPassword } from './passwords.ts';
import { findPlace, type Place, takeInvite } from './place.ts';
import type { registerInput } from './schemas.ts';

type Registration = z.output<typeof registerInput>;

/**
 * Makes an account and sends a verification mail. Where the address is in use the answer is the
 * same, and its owner gets a mail that says so. Throws `taken` (username), `featureOff`,
 * `notFound.invite`, `forbidden.noOrganisation`, `invalidInput.weakPassword`, and
 * `refused.filter` for username or name.
 */
export async function register(
  ctx: AuditedContext,
  input: Registration,
): Promise<{ registered: true }> {
  checkPassword(input.password, input);
  const passwordHash = await hashPassword(input.password);
  const enrolled = await ctx.db.$transaction((tx) => enrol(tx, ctx, input, passwordHash));
  if (enrolled) {
    ctx.directory.invalidate(enrolled.memberId);
    await enrolled.announce?.();
  }
  return { registered: true };
}

interface Enrolled {
  memberId: string;
  /** Tells staff of the case that the name became. */
  announce: (() => Promise<void>) | null;
}

async function enrol(
  tx: Transaction,
  ctx: AuditedContext,
  input: Registration,
  passwordHash: string,
): Promise<Enrolled | null> {
  const place = await findPlace(tx, ctx.clock, input);
  const { features } = await ctx.settings.of(place.organisationId);
  if (!features.registration) throw new DomainError('featureOff', { reason: 'registration' });
  const { organisationId } = place;
  const { username, displayName } = input;
  const id = uuidv7();
  // Asked before the address is looked at, as below.
  const findings = await ctx.filter.admit({
    organisationId,
    channelId: null,
    authorId: id,
    words: { username, displayName },
  });
  await refuseTakenUsername(tx, place, input);
  const memberId = await addMember(tx, ctx, { id, ...input }, place);
  if (!memberId) {
    await tellOwner(tx, ctx, input);
    return null;
  }
  await tx.credential.create({ data: { memberId, passwordHash, changedAt: ctx.clock.now() } });
  if (place.inviteId) await takeInvite(tx, ctx.clock, place.inviteId);
  await ctx.audit.write(tx, {
    organisationId,
    subjectType: 'member',
    subjectId: memberId,
    after: { username: input.username, role: place.role, by: place.by },
  });
  await ctx.jobs.enqueue(tx, verificationMail, { memberId });
  if (findings.length === 0) return { memberId, announce: null };
  const subject = { type: 'member', id: memberId } as const;
  return { memberId, announce: await ctx.filter.file(tx, { organisationId, subject, findings }) };
}

/** Asked before the address is looked at, so that the answer tells nothing about the address. */
async function refuseTakenUsername(tx: Transaction, place: Place, input: Registration) {
  const { organisationId } = place;
  const { username } = input;
  const holder = await tx.member.findUnique({
    where: { organisationId_username: { organisationId, username } },
    select: { id: true },
  });
  if (holder) throw new DomainError('taken', { field: 'username', reason: 'username' });
}

/** Gives null when the address is in use. Two people at the same moment are no error here. */
async function addMember(
  tx: Transaction,
  ctx: AuditedContext,
  input: Registration & { id: string },
  place: Place,
): Promise<string | null> {
  const { id, email, username, locale = 'es' } = input;
  const [row] = await tx.member.createManyAndReturn({
    data: [
      {
        id,
        organisationId: place.organisationId,
        email,
        username,
        displayName: input.displayName ?? username,
        role: place.role,
        mustVerifyEmail: place.mustVerifyEmail,
        locale,
        createdAt: ctx.clock.now(),
        // No token was issued before this person existed.
        tokensValidFrom: new Date(0),
      },
    ],
    skipDuplicates: true,
    select: { id: true },
  });
  return row?.id ?? null;
}

async function tellOwner(tx: Transaction, ctx: AuditedContext, input: Registration) {
  const owner = await tx.member.findUnique({
    where: { email: input.email },
    select: { id: true, organisationId: true },
  });
  // Then it was the username that somebody else took a moment ago.
  if (!owner) throw new DomainError('taken', { field: 'username', reason: 'username' });
  await ctx.audit.write(tx, {
    organisationId: owner.organisationId,
    action: 'auth.registerInUse',
    subjectType: 'member',
    subjectId: owner.id,
  });
  await ctx.jobs.enqueue(tx, accountExistsMail, { memberId: owner.id });
}
