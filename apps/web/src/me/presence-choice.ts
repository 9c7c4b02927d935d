import type { Me } from '@atalaya/api/types';
import { useErrorText } from '@atalaya/ui/i18n';
import { toastFailure } from '@atalaya/ui/toasts';
import { api } from '../app/atalaya.ts';
import { queries } from '../app/queries.ts';
import { meQuery, useMe } from '../app/session.ts';
import { takePresence } from '../people/presence.ts';

type Choice = Me['presenceChoice'];
export const presenceChoices: readonly Choice[] = ['auto', 'away', 'busy', 'invisible'];

/** How this person wants to be shown, and the way to change it. */
export function usePresenceChoice(): [Choice, (choice: Choice) => void] {
  const { presenceChoice: current } = useMe();
  const errorText = useErrorText();
  const show = (presenceChoice: Choice) =>
    queries.setQueryData(meQuery.queryKey, (me) => me && { ...me, presenceChoice });
  const choose = (choice: Choice) => {
    show(choice);
    api.members.setPresence.mutate({ choice }).then(
      ({ memberId, presence, statusText }) => takePresence(memberId, presence, statusText),
      (error) => {
        show(current);
        toastFailure(errorText(error));
      },
    );
  };
  return [current, choose];
}
