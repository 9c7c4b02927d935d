import type { AuditEntry } from '@atalaya/api/types';
import { useSay } from '@atalaya/ui/i18n';
import { PagedList } from '@atalaya/ui/lists';
import { Empty } from '@atalaya/ui/pieces';
import { Button } from '@mantine/core';
import { IconArrowUp, IconHistoryOff } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useNavigate, useRouterState } from '@tanstack/react-router';
import { useState } from 'react';
import { useScreenKeys } from '../app/keys.ts';
import { queries } from '../app/queries.ts';
import { NoPermission, Screen } from '../app/screen.tsx';
import { useMay } from '../app/session.ts';
import styles from './audit.module.css';
import { auditEntries, newerEntries } from './audit-queries.ts';
import { EntryPanel } from './entry-panel.tsx';
import { EntryTable } from './entry-table.tsx';
import { FilterBar } from './filter-bar.tsx';
import { type Filters, filtersIn, withFilter } from './filters.ts';
import { LogOutcome, LogTools, useLogWork } from './tools.tsx';

/** Everything that staff did, filtered; whole or not; and as a file. */
export function AuditScreen() {
  const say = useSay();
  const may = useMay('audit:read');
  return may ? <Log /> : <NoPermission title={say('audit.title')} />;
}

/** The filters of the address, and the way to others. */
function useFilters() {
  const navigate = useNavigate();
  const filters = useRouterState({
    select: ({ location }) => filtersIn(location.search),
    structuralSharing: true,
  });
  const go = (next: Filters, replace: boolean) =>
    void navigate({ to: '/audit', search: next, replace } as Parameters<typeof navigate>[0]);
  return { filters, go };
}

function Log() {
  const say = useSay();
  const { filters, go } = useFilters();
  const [open, setOpen] = useState<number | null>(null);
  const list = useInfiniteQuery(auditEntries(filters));
  const entries = list.data?.pages.flatMap(({ items }) => items) ?? [];
  const entry = entries.find(({ position }) => position === open);
  const work = useLogWork(filters);
  useEntryKeys(entry !== undefined, setOpen);
  const isFiltered = Object.keys(filters).length > 0;
  const clear = () => go({}, false);
  return (
    <Screen
      title={say('audit.title')}
      actions={<LogTools {...work} />}
      side={
        entry && (
          <EntryPanel
            entry={entry}
            onFilter={(only) => go({ ...filters, ...only }, false)}
            onClose={() => {
              setOpen(null);
              buttonOf(entry.position)?.focus();
            }}
          />
        )
      }
    >
      <LogOutcome {...work} />
      <FilterBar
        filters={filters}
        actions={[...new Set(entries.map(({ action }) => action))].toSorted()}
        types={[...new Set(entries.map(({ subjectType }) => subjectType))]}
        onChange={(name, value) => go(withFilter(filters, name, value), true)}
        onClear={clear}
      />
      <NewerPill filters={filters} newest={list.isSuccess ? (entries[0]?.position ?? 0) : null} />
      <PagedList
        list={list}
        rows={14}
        empty={
          <Empty
            icon={IconHistoryOff}
            title={say(isFiltered ? 'audit.nothing' : 'audit.none')}
            text={say(isFiltered ? 'audit.nothing.text' : 'audit.none.text')}
          >
            {isFiltered && (
              <Button variant="default" size="sm" onClick={clear}>
                {say('audit.clear')}
              </Button>
            )}
          </Empty>
        }
      >
        {(items: AuditEntry[]) => <EntryTable entries={items} open={open} onOpen={setOpen} />}
      </PagedList>
    </Screen>
  );
}

const buttonOf = (position: number) =>
  document.querySelector<HTMLElement>(`[data-entry="${position}"]`);

/** J and K move through the entries; the details follow where they are open. */
function useEntryKeys(isOpen: boolean, setOpen: (position: number) => void): void {
  const move = (by: 1 | -1) => {
    const rows = [...document.querySelectorAll<HTMLElement>('[data-entry]')];
    const at = rows.findIndex(
      (row) => row === document.activeElement || (isOpen && row.ariaExpanded === 'true'),
    );
    const row = rows[at < 0 ? 0 : Math.max(0, Math.min(rows.length - 1, at + by))];
    row?.focus();
    row?.scrollIntoView({ block: 'nearest' });
    if (row && isOpen) setOpen(Number(row.dataset['entry']));
  };
  useScreenKeys({
    title: 'audit.title',
    keys: [
      { keys: ['j', 'arrowdown'], label: 'J ↓', does: 'keys.next', press: () => move(1) },
      { keys: ['k', 'arrowup'], label: 'K ↑', does: 'keys.previous', press: () => move(-1) },
      { keys: [], label: 'Enter', does: 'keys.openEntry', press: () => {} },
    ],
  });
}

interface NewerPillProps {
  filters: Filters;
  /** Position of the newest entry that is shown; null while nothing is. */
  newest: number | null;
}

/** Entries that came since wait above: the list does not move under the cursor. */
function NewerPill({ filters, newest }: NewerPillProps) {
  const say = useSay();
  const isOver = filters.to !== undefined && new Date(filters.to) < new Date();
  const newer = useQuery({ ...newerEntries(filters), enabled: newest !== null && !isOver });
  const count = newer.data?.filter((position) => newest !== null && position > newest).length ?? 0;
  if (count === 0) return null;
  const show = () => {
    const { queryKey } = auditEntries(filters);
    // Only the first page is read again: who wants to see what is new is at the top.
    queries.setQueryData(queryKey, (before) =>
      before
        ? { pages: before.pages.slice(0, 1), pageParams: before.pageParams.slice(0, 1) }
        : undefined,
    );
    void queries.invalidateQueries({ queryKey });
  };
  return (
    <Button
      className={styles.pill}
      size="compact-sm"
      radius="xl"
      leftSection={<IconArrowUp size={14} aria-hidden />}
      onClick={show}
    >
      {say('audit.new', { count })}
    </Button>
  );
}
