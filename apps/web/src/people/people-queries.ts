import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api } from '../app/atalaya.ts';
import { takeCards } from './presence.ts';

/** The first few people whose name begins like this; for pickers. */
export const peopleMatching = (search: string) =>
  queryOptions({
    queryKey: ['people', 'matching', search],
    queryFn: async () =>
      takeCards((await api.members.list.query({ limit: 8, ...(search ? { search } : {}) })).items),
    staleTime: 30_000,
  });

export type PeopleState = 'active' | 'deactivated';

/** Everyone, page by page. Those whose account is deactivated are for staff. */
export const peopleList = (search: string, state: PeopleState = 'active') =>
  infiniteQueryOptions({
    queryKey: ['people', 'list', state, search],
    queryFn: async ({ pageParam }) => {
      const page = await api.members.list.query({
        limit: 50,
        state,
        cursor: pageParam,
        ...(search ? { search } : {}),
      });
      takeCards(page.items);
      return page;
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });

/** One person. */
export const personDetail = (memberId: string) =>
  queryOptions({
    queryKey: ['people', 'one', memberId],
    queryFn: async () => {
      const person = await api.members.get.query({ memberId });
      takeCards([person]);
      return person;
    },
  });
