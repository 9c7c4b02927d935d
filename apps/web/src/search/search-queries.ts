import { infiniteQueryOptions } from '@tanstack/react-query';
import { api } from '../app/atalaya.ts';
import { beginOf, endOf, type Filters, isAsking } from './search-filters.ts';

/** Messages that the filters let through, page by page. */
export const messagesFound = (filters: Filters) =>
  infiniteQueryOptions({
    queryKey: ['search', filters],
    queryFn: ({ pageParam, signal }) => {
      const from = filters.from && beginOf(filters.from);
      const to = filters.to && endOf(filters.to);
      return api.chat.search.query(
        {
          query: filters.q ?? '',
          ...(filters.in ? { channelId: filters.in } : {}),
          ...(filters.by ? { authorId: filters.by } : {}),
          ...(from ? { from } : {}),
          ...(to ? { to } : {}),
          ...(filters.file ? { hasFile: true } : {}),
          sort: filters.sort ?? 'newest',
          cursor: pageParam,
        },
        { signal },
      );
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    enabled: isAsking(filters),
    // What was written a moment ago is found a moment later: the same search again asks again.
    staleTime: 0,
  });
