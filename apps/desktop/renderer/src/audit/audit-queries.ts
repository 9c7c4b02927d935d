import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api } from '../app/atalaya.ts';
import { asInput, type Filters } from './filters.ts';

/** The log, the last entry first. It stays as it was read: what comes later is told by `newerEntries`. */
export const auditEntries = (filters: Filters) =>
  infiniteQueryOptions({
    queryKey: ['audit', 'list', filters],
    queryFn: ({ pageParam }) =>
      api.audit.list.query({ ...asInput(filters), limit: 50, cursor: pageParam }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    staleTime: 0,
    refetchOnReconnect: false,
  });

/** Looked at again and again while the screen is open: nothing tells of new entries by itself. */
export const newerEntries = (filters: Filters) =>
  queryOptions({
    queryKey: ['audit', 'newer', filters],
    queryFn: async () => {
      const { items } = await api.audit.list.query({ ...asInput(filters), limit: 100 });
      return items.map(({ position }) => position);
    },
    staleTime: 0,
    refetchInterval: 5_000,
  });
