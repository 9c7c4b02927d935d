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

/** Changes some of it: here at once, then on the server; taken back when that fails. */
export async function setNoticePreferences(changes: NoticeChanges): Promise<void> {
  const { queryKey } = noticePreferences;
  // An answer that is under way knows nothing of the change.
  void queries.cancelQueries({ queryKey });
  const before = queries.getQueryData(queryKey);
  queries.setQueryData(queryKey, (old) => old && ({ ...old, ...changes } as NoticePreferences));
  try {
    queries.setQueryData(queryKey, await api.notifications.preferences.set.mutate(changes));
  } catch (error) {
    queries.setQueryData(queryKey, before);
    throw error;
  }
}
