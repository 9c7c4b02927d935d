import { queryOptions } from '@tanstack/react-query';
import { api } from './atalaya.ts';

/** The organisation's settings that members see. */
export const settings = queryOptions({
  queryKey: ['settings'],
  queryFn: async () => (await api.settings.get.query()).values,
  staleTime: 5 * 60_000,
});
