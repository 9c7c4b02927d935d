import type { PersonRow } from '@atalaya/api/types';
import { shortDate } from '@atalaya/ui/format';
import type { Spoken } from '@atalaya/ui/i18n';

/** How an account stands, and until when where that is known. */
export const accountState = (
  say: Spoken,
  { state, bannedUntil }: Pick<PersonRow, 'state' | 'bannedUntil'>,
  now: Date,
): string =>
  state === 'banned' && bannedUntil
    ? say('staffPeople.bannedUntil', { when: shortDate(say.locale, bannedUntil, now) })
    : say(`memberState.${state}`);
