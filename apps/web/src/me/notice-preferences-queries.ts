import type { RouterInputs, RouterOutputs } from '@atalaya/api/types';
import { queryOptions } from '@tanstack/react-query';
import { api } from '../app/atalaya.ts';
import { queries } from '../app/queries.ts';

export type NoticePreferences = RouterOutputs['notifications']['preferences']['get'];
export type NoticeChanges = RouterInputs['notifications']['preferences']['set'];

/** How one wants to be told. */
export const noticePreferences = queryOptions({
  queryKey: ['me', 'noticePreferences'],
  queryFn: () => api.notifications.preferences.get.query(),
  staleTime: 60_000,
});

/** The last change that was made: those before it are on their way. */
let last: Promise<unknown> = Promise.resolve();

/**
 * Changes some of it: here at once, then on the server; taken back when that fails. Changes are sent one
 * after the other, and only the last one's answer is shown: those before it know nothing of the later ones.
 */
export async function setNoticePreferences(changes: NoticeChanges): Promise<void> {
  const { queryKey } = noticePreferences;
  // An answer that is under way knows nothing of the change.
  void queries.cancelQueries({ queryKey });
  const before = queries.getQueryData(queryKey);
  queries.setQueryData(queryKey, (old) => old && ({ ...old, ...changes } as NoticePreferences));
  const sent = last.then(() => api.notifications.preferences.set.mutate(changes));
  const settled = sent.catch(() => {});
  last = settled;
  try {
    const answer = await sent;
    if (last === settled) queries.setQueryData(queryKey, answer);
  } catch (error) {
    if (last === settled) queries.setQueryData(queryKey, before);
    // What was put back may hold a change before it that failed, too.
    void queries.invalidateQueries({ queryKey });
    throw error;
  }
}
