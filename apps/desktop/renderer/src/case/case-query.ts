import { queryOptions } from '@tanstack/react-query';
import { api } from '../app/atalaya.ts';
import { queries } from '../app/queries.ts';

export const caseKey = (caseId: string) => ['case', caseId] as const;

/** A case with everything about it. Events of the queue say when it is stale. */
export const caseQuery = (caseId: string) =>
  queryOptions({
    queryKey: caseKey(caseId),
    queryFn: () => api.moderation.cases.get.query({ caseId }),
    staleTime: 5 * 60_000,
  });

/** Reads cases ahead, so that they are there when they are opened. */
export function prefetchCases(ids: readonly string[]): void {
  for (const id of ids) void queries.prefetchQuery(caseQuery(id));
}
