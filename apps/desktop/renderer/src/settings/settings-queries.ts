import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api } from '../app/atalaya.ts';

/** The organisation's settings. Changes elsewhere are told, and then they are read afresh. */
export const settingsQuery = queryOptions({
  queryKey: ['settings', 'values'],
  queryFn: () => api.settings.get.query(),
  staleTime: Number.POSITIVE_INFINITY,
});

/** What there is to set: kinds, ranges, defaults. */
export const settingsSchemaQuery = queryOptions({
  queryKey: ['settings', 'schema'],
  queryFn: () => api.settings.schema.query(),
  staleTime: Number.POSITIVE_INFINITY,
});

/** Who changed what, the last change first: of one setting, or of all of them. */
export const settingsHistory = (path: string | null) =>
  infiniteQueryOptions({
    queryKey: ['settings', 'history', path],
    queryFn: ({ pageParam }) =>
      api.settings.history.query({ ...(path !== null && { path }), limit: 20, cursor: pageParam }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });
