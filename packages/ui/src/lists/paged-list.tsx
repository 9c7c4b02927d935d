import { Button, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconAlertTriangle, IconSearch } from '@tabler/icons-react';
import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useSay } from '../i18n/index.ts';
import { Failure, RowsSkeleton } from '../pieces/index.ts';

interface Search {
  /** What stands in the field. */
  written: string;
  write: (written: string) => void;
  /** What is searched for: the field's content once the person pauses. */
  settled: string;
}

/** A search that follows the writing at a little distance. */
export function useSearchText(): Search {
  const [written, write] = useState('');
  const [settled] = useDebouncedValue(written.trim(), 180);
  return { written, write, settled };
}

/** The field above a list that is searched. */
export function SearchField({ search, label }: { search: Search; label: string }) {
  return (
    <TextInput
      value={search.written}
      onChange={(event) => search.write(event.currentTarget.value)}
      leftSection={<IconSearch size={16} aria-hidden />}
      placeholder={label}
      aria-label={label}
      maxLength={80}
    />
  );
}

interface PagedListProps<Item> {
  list: UseInfiniteQueryResult<InfiniteData<{ items: Item[] }>>;
  /** How many rows stand in while the first page is read, and whether they have a picture. */
  rows: number;
  avatar?: boolean;
  /** In the place of a list with nothing in it. */
  empty?: ReactNode;
  /** What the button for the next page says, when not «more». */
  more?: string | undefined;
  children: (items: Item[]) => ReactNode;
}

/** A list that is read page by page: waiting, failed, empty, there, and the way to more. */
export function PagedList<Item>({
  list,
  rows,
  avatar,
  empty,
  more,
  children,
}: PagedListProps<Item>) {
  const say = useSay();
  const items = list.data?.pages.flatMap((page) => page.items);
  return (
    <>
      {list.isPending && <RowsSkeleton rows={rows} avatar={avatar ?? false} />}
      {list.isError && (
        <Failure icon={IconAlertTriangle} error={list.error} onRetry={() => void list.refetch()} />
      )}
      {items?.length === 0 && empty}
      {items && items.length > 0 && children(items)}
      {list.hasNextPage && (
        <Button
          variant="subtle"
          size="sm"
          fullWidth
          loading={list.isFetchingNextPage}
          onClick={() => void list.fetchNextPage()}
        >
          {more ?? say('action.more')}
        </Button>
      )}
    </>
  );
}
