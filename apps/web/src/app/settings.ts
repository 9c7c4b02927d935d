import type { RouterOutputs } from '@atalaya/api/types';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { api } from './atalaya.ts';
import { queries } from './queries.ts';

type Known = RouterOutputs['settings']['get'];

const queryKey = ['settings'] as const;

const settings = queryOptions({
  queryKey,
  queryFn: async () => later(await api.settings.get.query()),
  // Live events keep them right from the first moment on.
  staleTime: Number.POSITIVE_INFINITY,
});

/** An answer may come after the news of a change that it does not know of. */
function later(read: Known): Known {
  const known = queries.getQueryData<Known>(queryKey);
  return known && known.version > read.version ? known : read;
}

/** The organisation's settings that members see, as they are now; undefined until they are known. */
export const useSettings = (): Known['values'] | undefined => useQuery(settings).data?.values;

/** Takes in what staff changed: every screen follows at once. */
export function takeSettingsEvent(
  event: { type: 'refresh' } | ({ type: 'changed' } & Known),
): void {
  if (event.type === 'refresh') void queries.invalidateQueries({ queryKey });
  else queries.setQueryData<Known>(queryKey, { values: event.values, version: event.version });
}
