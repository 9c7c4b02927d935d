import { useSay } from '@atalaya/ui/i18n';
import { Page } from '@atalaya/ui/layout';
import { PagedList, roving } from '@atalaya/ui/lists';
import { Empty } from '@atalaya/ui/pieces';
import { SegmentedControl, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconMessageSearch, IconSearch, IconZoomExclamation } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { FilterChips } from './filter-chips.tsx';
import { type Filters, isAsking, withoutEmpty } from './search-filters.ts';
import styles from './search-page.module.css';
import { messagesFound } from './search-queries.ts';
import { type SearchItem, SearchResult } from './search-result.tsx';

/** The message that was opened last, to come back to. */
let opened: string | null = null;

/** Messages by their words, with filters; what is looked for stands in the address. */
export function SearchPage() {
  const say = useSay();
  const navigate = useNavigate();
  const filters = useSearch({ from: '/shell/search' });
  const [written, write] = useState(filters.q ?? '');
  const [settled] = useDebouncedValue(written.trim(), 200);
  const page = useRef<HTMLDivElement>(null);
  const field = useRef<HTMLInputElement>(null);

  const change = (part: { [Name in keyof Filters]: Filters[Name] | undefined }) =>
    void navigate({
      to: '/search',
      search: (before) => withoutEmpty({ ...before, ...part }),
      // Every pause in writing would be a step to go back by.
      replace: true,
    });
  const changed = useRef(change);
  changed.current = change;
  const inAddress = useRef(filters.q ?? '');
  useEffect(() => {
    if (settled === inAddress.current) return;
    inAddress.current = settled;
    changed.current({ q: settled });
  }, [settled]);
  // The address was changed from elsewhere: another search was asked for.
  useEffect(() => {
    const asked = filters.q ?? '';
    if (asked === inAddress.current) return;
    inAddress.current = asked;
    write(asked);
  }, [filters.q]);

  const list = useInfiniteQuery({
    ...messagesFound(filters),
    placeholderData: (before) => (isAsking(filters) ? before : undefined),
  });
  const isAsked = isAsking(filters);

  // Whoever comes back from a message goes on there; everyone else writes.
  useEffect(() => {
    const before = opened && page.current?.querySelector<HTMLElement>(`[data-result="${opened}"]`);
    opened = null;
    (before || field.current)?.focus();
  }, []);

  const toResults = (event: KeyboardEvent) => {
    if (event.key !== 'ArrowDown') return;
    const first = page.current?.querySelector<HTMLElement>('[data-result]');
    if (!first) return;
    event.preventDefault();
    first.focus();
  };

  return (
    <Page title={say('search.title')}>
      <div ref={page}>
        <TextInput
          ref={field}
          type="search"
          value={written}
          onChange={(event) => write(event.currentTarget.value)}
          onKeyDown={toResults}
          leftSection={<IconSearch size={16} aria-hidden />}
          placeholder={say('search.field')}
          aria-label={say('search.field')}
          maxLength={200}
          autoComplete="off"
          enterKeyHint="search"
        />
        <FilterChips filters={filters} onChange={change} />
        {isAsked ? (
          <div aria-busy={list.isFetching}>
            <Found list={list} filters={filters} onSort={(sort) => change({ sort })} />
          </div>
        ) : (
          <Empty
            icon={IconMessageSearch}
            title={say('search.start')}
            text={say('search.start.text')}
          />
        )}
      </div>
    </Page>
  );
}

interface FoundProps {
  list: ReturnType<typeof useFound>;
  filters: Filters;
  onSort: (sort: Filters['sort']) => void;
}
const useFound = () => useInfiniteQuery(messagesFound({}));

function Found({ list, filters, onSort }: FoundProps) {
  const say = useSay();
  const pages = list.data?.pages ?? [];
  const count = pages.reduce((sum, { items }) => sum + items.length, 0);
  const isPartial = pages.at(-1)?.isPartial === true;
  const hasMore = list.hasNextPage || isPartial;
  return (
    <>
      <div className={styles.bar}>
        <p role="status" className={styles.count}>
          {list.isSuccess &&
            count > 0 &&
            say(hasMore ? 'search.count.first' : 'search.count', { count })}
        </p>
        {filters.q && (
          <SegmentedControl
            size="xs"
            value={filters.sort ?? 'newest'}
            onChange={(sort) => onSort(sort === 'relevance' ? sort : undefined)}
            data={(['newest', 'relevance'] as const).map((value) => ({
              value,
              label: say(`search.sort.${value}`),
            }))}
            aria-label={say('search.sort')}
          />
        )}
      </div>
      <PagedList
        list={list}
        rows={6}
        avatar
        more={isPartial ? say('search.older') : undefined}
        empty={
          !list.hasNextPage && (
            <Empty
              icon={IconZoomExclamation}
              title={say('search.nothing')}
              text={say('search.nothing.text')}
            />
          )
        }
      >
        {(items) => <Results items={items} />}
      </PagedList>
      {filters.sort === 'relevance' && isPartial && !list.hasNextPage && (
        <p className={styles.partial}>{say('search.partial')}</p>
      )}
    </>
  );
}

function Results({ items }: { items: SearchItem[] }) {
  const say = useSay();
  return (
    <ul className={styles.results} aria-label={say('search.results')} {...roving}>
      {items.map((item, index) => (
        <SearchResult
          key={item.message.id}
          item={item}
          isStop={index === 0}
          onOpen={() => {
            opened = item.message.id;
          }}
        />
      ))}
    </ul>
  );
}
