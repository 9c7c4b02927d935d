import type { Prisma } from '@atalaya/db';
import type { z } from 'zod';
import type { Actor, MemberContext, StaffContext, Transaction } from '../context.ts';
import { DomainError } from '../errors.ts';
import { canDeactivateMember, canUpdateMember } from './policy.ts';
import type { memberDetail, memberUpdateInput } from './schemas.ts';

export type MemberDetail = z.output<typeof memberDetail>;

/** The one way to a member's row: of the caller's organisation, or `notFound`. */
export const scopedMember = (actor: Pick<Actor, 'organisationId'>, memberId: string) =>
  ({
    id: memberId,
    organisationId: actor.organisationId,
  }) as const satisfies Prisma.MemberWhereInput;

export const unknownMember = () =>
  new DomainError('notFound', { field: 'memberId', reason: 'member' });

const detailSelect = {
  id: true,
  username: true,
  displayName: true,
  role: true,
  state: true,
  statusText: true,
  bio: true,
  lastActiveAt: true,
  createdAt: true,
} as const satisfies Prisma.MemberSelect;

/** A person of the caller's organisation, with what the caller may do with them. Throws `notFound`. */
export async function getMember(ctx: MemberContext, memberId: string): Promise<MemberDetail> {
  const { actor } = ctx;
  const row = await ctx.db.member.findFirst({
    where: scopedMember(actor, memberId),
    select: detailSelect,
  });
  if (!row) throw unknownMember();
  const presences = await ctx.presence.of(actor.organisationId, [memberId]);
  return {
    ...row,
    presence: presences.get(memberId) ?? 'offline',
    allowed: {
      update: canUpdateMember(actor, row),
      deactivate: canDeactivateMember(actor, row),
    },
  };
}

/** Locks the person for a change. Throws `notFound`. */
export async function holdMember(tx: Transaction, actor: Actor, memberId: string) {
  await tx.$queryRaw`SELECT 1 FROM member WHERE id = ${memberId}::uuid FOR NO KEY UPDATE`;
  const row = await tx.member.findFirst({
    where: scopedMember(actor, memberId),
    select: { ...detailSelect, locale: true },
  });
  if (!row) throw unknownMember();
  return row;
}

/**
 * Changes oneself, or another person, which leaves an audit entry. Throws `notFound`, `forbidden`;
 * for what others read also `muted.everywhere` and `refused.filter`.
 */
export async function updateMember(
  ctx: StaffContext,
  { memberId = ctx.actor.memberId, ...input }: z.output<typeof memberUpdateInput>,
): Promise<MemberDetail> {
  const { actor } = ctx;
  const { organisationId } = actor;
  const data = given(input);
  const words = await newWords(ctx, memberId, data);
  const says = Object.values(words).some((text) => text !== '');
  const authorId = actor.memberId;
  const findings = await ctx.filter.admit({ organisationId, channelId: null, authorId, words });
  const about = { organisationId, subject: { type: 'member', id: memberId } as const };
  const announce = await ctx.db.$transaction(async (tx) => {
    if (findings.length > 0) await ctx.filter.hold(tx, about);
    const before = await holdMember(tx, actor, memberId);
    if (!canUpdateMember(actor, before)) {
      throw new DomainError('forbidden', { reason: 'updateMember' });
    }
    if (says) {
      await ctx.standing.assertUnmuted(tx, { memberId: actor.memberId, channelId: null });
    }
    await tx.member.update({
      where: { id: memberId },
      data: { ...data, version: { increment: 1 } },
    });
    const announce = findings.length > 0 ? await ctx.filter.file(tx, { ...about, findings }) : null;
    if (memberId === actor.memberId) return announce;
    await ctx.audit.write(tx, {
      subjectType: 'member',
      subjectId: memberId,
      before: Object.fromEntries(keysOf(data).map((key) => [key, before[key]])),
      after: data,
    });
    return announce;
  });
  ctx.directory.invalidate(memberId);
  if (input.statusText !== undefined) await ctx.presence.changed(memberId);
  await announce?.();
  return getMember(ctx, memberId);
}

const wordFields = ['displayName', 'bio', 'statusText'] as const;

/** What the person would say of themselves that they do not say now. */
async function newWords(
  { db, actor }: MemberContext,
  memberId: string,
  data: Given,
): Promise<Record<string, string>> {
  const before = await db.member.findFirst({
    where: scopedMember(actor, memberId),
    select: { displayName: true, bio: true, statusText: true },
  });
  return Object.fromEntries(
    wordFields.flatMap((field) => {
      const text = data[field];
      return text === undefined || text === before?.[field] ? [] : [[field, text]];
    }),
  );
}

type Changes = Omit<z.output<typeof memberUpdateInput>, 'memberId'>;
type Given = { [Key in keyof Changes]?: Exclude<Changes[Key], undefined> };

const given = (changes: Changes): Given =>
  Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
const keysOf = (changes: Given) => Object.keys(changes) as (keyof Given)[];
