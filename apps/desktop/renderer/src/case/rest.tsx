import { useSay } from '@atalaya/ui/i18n';
import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { caseKey } from './case-query.ts';

interface Page<Item> {
  items: Item[];
  nextCursor: string | null;
}

interface Source<Item> {
  caseId: string;
  /** What it is: part of the key in the cache. */
  kind: string;
  /** Where what came with the case ends; null: that was all. */
  cursor: string | null;
  read: (cursor: string) => Promise<Page<Item>>;
}

export interface Rest<Item> {
  items: readonly Item[];
  hasMore: boolean;
  isLoading: boolean;
  more: () => void;
}

/** What a case has more of than came with it, page by page when somebody asks. */
export function useRest<Item>({ caseId, kind, cursor, read }: Source<Item>): Rest<Item> {
  const [isAsked, setAsked] = useState(false);
  const query = useInfiniteQuery({
    queryKey: [...caseKey(caseId), kind, cursor],
    queryFn: ({ pageParam }) => read(pageParam),
    initialPageParam: cursor ?? '',
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    enabled: isAsked && cursor !== null,
  });
  return {
    items: query.data?.pages.flatMap(({ items }) => items) ?? [],
    hasMore: cursor !== null && (query.data === undefined || query.hasNextPage),
    isLoading: query.isFetching,
    more: () => (query.data === undefined ? setAsked(true) : void query.fetchNextPage()),
  };
}

/** The button that asks for more of it; nothing when that was all. */
export function MoreButton({ rest }: { rest: Rest<unknown> }) {
  const say = useSay();
  if (!rest.hasMore) return null;
  return (
    <Button variant="subtle" size="compact-sm" loading={rest.isLoading} onClick={rest.more}>
      {say('case.more')}
    </Button>
  );
}
