import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api } from '../app/atalaya.ts';

export const spans = ['7', '30', '90'] as const;
export type Span = (typeof spans)[number];
const daysOf = { 7: 7, 30: 30, 90: 90 } as const;
export const daysIn = (span: Span) => daysOf[span];

// What was read before stays until the other period is there: the screen does not flicker.
const common = { staleTime: 60_000, refetchInterval: 120_000, placeholderData: keepPreviousData };

export const engagementQuery = (span: Span, channelId: string | undefined) =>
  queryOptions({
    queryKey: ['insights', 'engagement', span, channelId ?? null],
    queryFn: () =>
      api.insights.engagement.query({ days: daysIn(span), ...(channelId && { channelId }) }),
    ...common,
  });

export const performanceQuery = (span: Span, channelId: string | undefined) =>
  queryOptions({
    queryKey: ['insights', 'performance', span, channelId ?? null],
    queryFn: () =>
      api.insights.performance.query({ days: daysIn(span), ...(channelId && { channelId }) }),
    ...common,
  });

/** Public channels whose names have these letters. */
export const channelsQuery = (search: string) =>
  infiniteQueryOptions({
    queryKey: ['insights', 'channels', search],
    queryFn: ({ pageParam }) =>
      api.insights.channels.query({ limit: 30, cursor: pageParam, ...(search && { search }) }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
    placeholderData: keepPreviousData,
  });
