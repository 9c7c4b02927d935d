import type { AuditEvent } from '@atalaya/api/types';
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api } from '../app/atalaya.ts';
import { queries } from '../app/queries.ts';
import { asInput, type Filters, isWanted } from './filters.ts';

/** What of the log is shown. */
export interface View {
  filters: Filters;
  /** The position that the first page is around; null: the log's end. */
  around: number | null;
}

/** The log, the last entry first. It stays as it was read: what comes later is told by `newerEntries`. */
export const auditEntries = ({ filters, around }: View) =>
  infiniteQueryOptions({
    queryKey: ['audit', 'list', filters, around],
    queryFn: ({ pageParam }) =>
      api.audit.list.query({
        ...asInput(filters),
        ...(around !== null && { around }),
        limit: 50,
        cursor: pageParam,
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    staleTime: 0,
    refetchOnReconnect: false,
  });

/** Positions of the last entries: which of them are shown, only the screen knows. */
export const newerEntries = (filters: Filters) =>
  queryOptions({
    queryKey: ['audit', 'newer', filters],
    queryFn: async () => {
      const { items } = await api.audit.list.query({ ...asInput(filters), limit: 100 });
      return items.map(({ position }) => position);
    },
    // Read when entries may have been missed; the live line tells of all others.
    enabled: false,
    staleTime: 0,
  });

/** Takes note of what the live line tells. */
export function takeEntries(filters: Filters, event: AuditEvent): void {
  const { queryKey } = newerEntries(filters);
  if (event.type === 'refresh') {
    void queries.prefetchQuery({ ...newerEntries(filters), staleTime: 0 });
    return;
  }
  const wanted = event.entries.filter((entry) => isWanted(filters, entry));
  if (wanted.length === 0) return;
  const positions = wanted.map(({ position }) => position);
  queries.setQueryData(queryKey, (known = []) => [...new Set([...positions, ...known])]);
}
