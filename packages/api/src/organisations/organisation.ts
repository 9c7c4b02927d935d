import type { Prisma } from '@atalaya/db';
import type { z } from 'zod';
import type { MemberContext, StaffContext } from '../context.ts';
import { DomainError } from '../errors.ts';
import type { organisation, organisationUpdateInput } from './schemas.ts';

type Organisation = z.output<typeof organisation>;

const select = {
  id: true,
  name: true,
  slug: true,
  emailDomain: true,
  plan: true,
  active: true,
  openRegistration: true,
  createdAt: true,
} as const satisfies Prisma.OrganisationSelect;

/** The caller's organisation; `memberCount` counts active people. */
export async function getOrganisation({
  db,
  directory,
  actor,
}: MemberContext): Promise<Organisation> {
  const id = actor.organisationId;
  const [found, memberCount] = await Promise.all([
    db.organisation.findUnique({ where: { id }, select }),
    directory.count(id),
  ]);
  if (!found) throw new DomainError('notFound', { reason: 'organisation' });
  return { ...found, memberCount };
}

/** Throws `taken` for an e-mail domain that another organisation has. */
export async function updateOrganisation(
  ctx: StaffContext,
  input: z.output<typeof organisationUpdateInput>,
): Promise<Organisation> {
  const id = ctx.actor.organisationId;
  const data = Object.fromEntries(
    Object.entries(input).filter(([, value]) => value !== undefined),
  ) as Prisma.OrganisationUpdateInput;
  await ctx.db.$transaction(async (tx) => {
    await tx.$queryRaw`SELECT 1 FROM organisation WHERE id = ${id}::uuid FOR NO KEY UPDATE`;
    if (input.emailDomain) await refuseTakenDomain(tx, id, input.emailDomain);
    const before = await tx.organisation.findUniqueOrThrow({ where: { id }, select });
    const after = await tx.organisation.update({ where: { id }, data, select });
    await ctx.audit.write(tx, {
      subjectType: 'organisation',
      subjectId: id,
      before: pick(before, Object.keys(data)),
      after: pick(after, Object.keys(data)),
    });
  });
  return getOrganisation(ctx);
}

async function refuseTakenDomain(
  tx: Prisma.TransactionClient,
  id: string,
  emailDomain: string,
): Promise<void> {
  // Held until the end: two organisations that ask for one domain must not both pass.
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${emailDomain}, 0))`;
  const holder = await tx.organisation.findFirst({
    where: { emailDomain, id: { not: id } },
    select: { id: true },
  });
  if (holder) throw new DomainError('taken', { field: 'emailDomain', reason: 'emailDomain' });
}

const pick = (record: Record<string, unknown>, keys: string[]) =>
  Object.fromEntries(keys.map((key) => [key, record[key]]));
