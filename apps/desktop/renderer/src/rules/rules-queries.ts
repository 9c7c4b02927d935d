import type { Rule, RuleKind } from '@atalaya/api/types';
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api } from '../app/atalaya.ts';
import { queries } from '../app/queries.ts';

export interface RuleFilters {
  search?: string;
  kind?: RuleKind;
  enabled?: boolean;
}

const listKey = ['rules', 'list'] as const;

/** The rules by name, page by page. Nothing tells of changes elsewhere: read afresh when one comes. */
export const ruleList = (filters: RuleFilters) =>
  infiniteQueryOptions({
    queryKey: [...listKey, filters],
    queryFn: ({ pageParam }) =>
      api.moderation.rules.list.query({ ...filters, limit: 50, cursor: pageParam }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    staleTime: 0,
  });

/** One rule, as it is now. */
export const ruleQuery = (ruleId: string) =>
  queryOptions({
    queryKey: ['rules', 'one', ruleId],
    queryFn: () => api.moderation.rules.get.query({ ruleId }),
    staleTime: 0,
  });

/** What was done to one rule, the last first. For those who may read the audit log. */
export const ruleHistory = (ruleId: string) =>
  infiniteQueryOptions({
    queryKey: ['rules', 'history', ruleId],
    queryFn: ({ pageParam }) =>
      api.audit.list.query({
        subjectType: 'rule',
        subjectId: ruleId,
        limit: 10,
        cursor: pageParam,
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    staleTime: 0,
  });

/** Shows a rule as it is now, wherever it is shown. It keeps its place in lists. */
export function showRule(rule: Rule): void {
  queries.setQueryData(ruleQuery(rule.id).queryKey, rule);
  queries.setQueriesData({ queryKey: listKey }, (data: ListData | undefined) =>
    inPages(data, (items) => items.map((one) => (one.id === rule.id ? rule : one))),
  );
}

/** Takes a rule out of the lists. */
export function dropRule(ruleId: string): void {
  queries.removeQueries({ queryKey: ruleQuery(ruleId).queryKey });
  queries.setQueriesData({ queryKey: listKey }, (data: ListData | undefined) =>
    inPages(data, (items) => items.filter(({ id }) => id !== ruleId)),
  );
}

/** Reads lists and histories again: names, places and entries may have changed. */
export const readAgain = (): void =>
  void queries.invalidateQueries({
    queryKey: ['rules'],
    predicate: ({ queryKey }) => queryKey[1] !== 'one',
  });

interface ListData {
  pages: { items: Rule[]; nextCursor: string | null }[];
  pageParams: (string | undefined)[];
}

const inPages = (
  data: ListData | undefined,
  change: (items: Rule[]) => Rule[],
): ListData | undefined =>
  data && { ...data, pages: data.pages.map((page) => ({ ...page, items: change(page.items) })) };
