import type { AuditEntry } from '@atalaya/api/types';
import { fullStamp } from '@atalaya/ui/format';
import { useSay } from '@atalaya/ui/i18n';
import { PagedList } from '@atalaya/ui/lists';
import { Empty } from '@atalaya/ui/pieces';
import { Button } from '@mantine/core';
import { IconHistoryOff } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useRouterState } from '@tanstack/react-router';
import { useState } from 'react';
import { useScreenKeys } from '../app/keys.ts';
import { NoPermission, Screen } from '../app/screen.tsx';
import { useMay } from '../app/session.ts';
import styles from './audit.module.css';
import { auditEntries, type View } from './audit-queries.ts';
import { EntryPanel } from './entry-panel.tsx';
import { EntryTable } from './entry-table.tsx';
import { FilterBar } from './filter-bar.tsx';
import { type Filters, filtersIn, positionIn, withFilter } from './filters.ts';
import { NewerPill } from './newer-pill.tsx';
import { LogOutcome, LogTools, useLogWork } from './tools.tsx';

/** Everything that staff did, filtered; whole or not; and as a file. */
export function AuditScreen() {
  const say = useSay();
  const may = useMay('audit:read');
  return may ? <Log /> : <NoPermission title={say('audit.title')} />;
}

/** What the address says is shown, and the way to something else. */
function useView() {
  const navigate = useNavigate();
  const view = useRouterState({
    select: ({ location }): View => ({
      filters: filtersIn(location.search),
      around: positionIn(location.search),
    }),
    structuralSharing: true,
  });
  const go = (filters: Filters, { replace = false, around = null as number | null } = {}) =>
    void navigate({
      to: '/audit',
      search: { ...filters, ...(around !== null && { around: String(around) }) },
      replace,
    } as Parameters<typeof navigate>[0]);
  return { view, go };
}

function Log() {
  const say = useSay();
  const { view, go } = useView();
  const { filters, around } = view;
  const [open, setOpen] = useState<number | null>(null);
  const list = useInfiniteQuery(auditEntries(view));
  const entries = list.data?.pages.flatMap(({ items }) => items) ?? [];
  const entry = entries.find(({ position }) => position === open);
  const removed = list.data?.pages.at(-1)?.removed;
  const work = useLogWork(filters);
  useEntryKeys(entry !== undefined, setOpen);
  const isFiltered = Object.keys(filters).length > 0;
  const clear = () => go({});
  // Where an entry is missing the log has a hole, which no filter may hide.
  const goToEntry = (position: number) => {
    setOpen(position);
    go({}, { around: position });
  };
  return (
    <Screen
      title={say('audit.title')}
      actions={<LogTools {...work} />}
      side={
        entry && (
          <EntryPanel
            entry={entry}
            onFilter={(only) => go({ ...filters, ...only })}
            onClose={() => {
              setOpen(null);
              buttonOf(entry.position)?.focus();
            }}
          />
        )
      }
    >
      <LogOutcome {...work} onEntry={goToEntry} />
      <FilterBar
        filters={filters}
        actions={[...new Set(entries.map(({ action }) => action))].toSorted()}
        types={[...new Set(entries.map(({ subjectType }) => subjectType))]}
        onChange={(name, value) => go(withFilter(filters, name, value), { replace: true })}
        onClear={clear}
      />
      {around === null ? (
        <NewerPill filters={filters} newest={list.isSuccess ? (entries[0]?.position ?? 0) : null} />
      ) : (
        <p className={styles.around}>
          {say('audit.around', { position: around })}
          <Button size="compact-xs" variant="default" onClick={() => go(filters)}>
            {say('audit.latest')}
          </Button>
        </p>
      )}
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
        {(items: AuditEntry[]) => (
          <EntryTable entries={items} open={open} sought={around} onOpen={setOpen} />
        )}
      </PagedList>
      {removed && !list.hasNextPage && (
        <p className={styles.removed}>
          {say('audit.removed', {
            position: removed.until,
            date: fullStamp(say.locale, removed.before),
          })}
        </p>
      )}
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
