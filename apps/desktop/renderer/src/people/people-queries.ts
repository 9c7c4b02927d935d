import type { RouterInputs } from '@atalaya/api/types';
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api } from '../app/atalaya.ts';

export type PeopleFilters = Pick<
  RouterInputs['people']['list'],
  'search' | 'role' | 'state' | 'sort'
>;

/** The first few people whose name begins like this. */
export const peopleMatching = (search: string) =>
  queryOptions({
    queryKey: ['people', 'matching', search],
    queryFn: async () => (await api.people.list.query({ search, limit: 6 })).items,
    staleTime: 30_000,
  });

/** Everyone, page by page. */
export const peopleList = (filters: PeopleFilters) =>
  infiniteQueryOptions({
    queryKey: ['people', 'list', filters],
    queryFn: ({ pageParam }) => api.people.list.query({ ...filters, limit: 50, cursor: pageParam }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });

/** Everything about one person. */
export const personQuery = (memberId: string) =>
  queryOptions({
    queryKey: ['people', 'one', memberId],
    queryFn: () => api.people.get.query({ memberId }),
    staleTime: 15_000,
  });
