import { DomainError } from '../errors.ts';

type Standing = {
  state: 'active' | 'deactivated' | 'banned';
  bannedUntil: Date | null;
  emailVerifiedAt: Date | null;
  mustVerifyEmail: boolean;
  organisation: { active: boolean };
};

export type Hindrance = 'deactivated' | 'banned' | 'organisationInactive' | 'unverified';

/** What keeps a person with the right password from having a session; null when nothing does. */
export function hindranceOf(person: Standing, now: Date): Hindrance | null {
  if (person.state === 'deactivated') return 'deactivated';
  // A ban ends by the clock, whether or not somebody has tidied it away yet.
  if (person.state === 'banned' && !(person.bannedUntil && person.bannedUntil <= now)) {
    return 'banned';
  }
  if (!person.organisation.active) return 'organisationInactive';
  return person.mustVerifyEmail && !person.emailVerifiedAt ? 'unverified' : null;
}

/** What the banned are told: why, and until when (null: for good). */
export interface BanFacts {
  policy: string;
  statement: string;
  until: Date | null;
}

export function refusalOf(hindrance: Hindrance, ban: BanFacts | null = null): DomainError {
  if (hindrance !== 'banned' || !ban) return new DomainError('forbidden', { reason: hindrance });
  const { policy, statement, until } = ban;
  const params = { policy, statement, until: until?.toISOString() ?? null };
  return new DomainError('forbidden', { reason: 'banned', params });
}
