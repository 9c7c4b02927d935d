import { randomBytes } from 'node:crypto';
import type { Prisma } from '@atalaya/db';
import { hashPassword } from '../identity/passwords.ts';
import type { World } from './world.ts';

/** Every factory-made person's password. */
export const testPassword = 'paso firme en la torre';
let passwordHash: Promise<string> | null = null;

const some = () => randomBytes(4).toString('hex');

/** An organisation with nobody in it. */
export function anOrganisation(
  { services }: World,
  data: Partial<Prisma.OrganisationCreateInput> = {},
) {
  const name = data.name ?? `Org ${some()}`;
  return services.db.organisation.create({ data: { name, slug: `org-${some()}`, ...data } });
}

/** A person of the organisation who signs in with `testPassword`. */
export async function aMember(
  { services }: World,
  organisation: { id: string },
  data: Partial<Omit<Prisma.MemberUncheckedCreateInput, 'organisationId'>> = {},
) {
  passwordHash ??= hashPassword(testPassword);
  const username = data.username ?? `person-${some()}`;
  return services.db.member.create({
    data: {
      organisationId: organisation.id,
      email: `${username}@${organisation.id.slice(-6)}.test`,
      username,
      displayName: username,
      emailVerifiedAt: new Date(),
      tokensValidFrom: new Date(0),
      credential: { create: { passwordHash: await passwordHash } },
      ...data,
    },
  });
}
