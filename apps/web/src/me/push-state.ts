import { queryOptions } from '@tanstack/react-query';
import { useEffect } from 'react';
import { queries } from '../app/queries.ts';
import { useMe } from '../app/session.ts';
import { isPushed, keepPush } from './push.ts';

/** Whether this person is pushed to in this browser. */
export const pushState = queryOptions({ queryKey: ['me', 'push'], queryFn: isPushed });

/** Who had pushes in this browser has them again after signing in. */
export function useKeptPush(): void {
  const myId = useMe().id;
  useEffect(() => {
    // What fails now is tried again when the page is opened the next time; the switch says how it stands.
    keepPush(myId)
      .then(() => queries.invalidateQueries(pushState))
      .catch(() => {});
  }, [myId]);
}
