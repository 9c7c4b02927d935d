import { DomainError } from '../errors.ts';

type Standing = {
  state: 'active' | 'deactivated' | 'banned';
  emailVerifiedAt: Date | null;
  mustVerifyEmail: boolean;
  organisation: { active: boolean };
};

export type Hindrance = 'deactivated' | 'banned' | 'organisationInactive' | 'unverified';

/** What keeps a person with the right password from having a session; null when nothing does. */
export function hindranceOf(person: Standing): Hindrance | null {
  if (person.state !== 'active') return person.state;
  if (!person.organisation.active) return 'organisationInactive';
  return person.mustVerifyEmail && !person.emailVerifiedAt ? 'unverified' : null;
}

export const refusalOf = (hindrance: Hindrance) =>
  new DomainError('forbidden', { reason: hindrance });
