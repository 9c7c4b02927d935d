import type { Database } from '../context.ts';
import { locale } from '../identity/schemas.ts';
import type { Language } from './outside-words.ts';
import { preferencesOf } from './preferences.ts';
import type { NoticePreferences } from './schemas.ts';

/** Whom something is sent to outside the product. */
export interface Addressee {
  id: string;
  organisationId: string;
  email: string;
  language: Language;
  preferences: NoticePreferences;
  /** Is told what was decided about them, and nothing of what others write. */
  isBanned: boolean;
  /** Whether the address was shown to be theirs. */
  mayMail: boolean;
}

/** A person as a mail or push needs to know them; null: nothing may be sent to them now. */
export async function addressee(
  db: Pick<Database, 'member'>,
  memberId: string,
): Promise<Addressee | null> {
  const person = await db.member.findUnique({
    where: { id: memberId },
    select: {
      organisationId: true,
      email: true,
      emailVerifiedAt: true,
      locale: true,
      state: true,
      notificationPreference: true,
    },
  });
  if (!person || person.state === 'deactivated') return null;
  return {
    id: memberId,
    organisationId: person.organisationId,
    email: person.email,
    language: locale.catch('es').parse(person.locale),
    preferences: preferencesOf(person.notificationPreference),
    isBanned: person.state === 'banned',
    mayMail: person.emailVerifiedAt !== null,
  };
}
