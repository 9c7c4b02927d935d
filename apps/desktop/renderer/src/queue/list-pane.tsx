import type { CaseRow } from '@atalaya/api/types';
import { useSay } from '@atalaya/ui/i18n';
import { Empty, Failure, RowsSkeleton } from '@atalaya/ui/pieces';
import { useStore } from '@atalaya/ui/state';
import { Button, Checkbox } from '@mantine/core';
import { IconAlertTriangle, IconArrowUp, IconChecks, IconFilterOff } from '@tabler/icons-react';
import { useCallback, useEffect, useRef } from 'react';
import { useMay, useMe } from '../app/session.ts';
import { BulkBar } from './bulk-bar.tsx';
import { QueueRow } from './case-row.tsx';
import { FilterBar } from './filter-bar.tsx';
import { isStandard, standardFilters } from './filters.ts';
import styles from './list-pane.module.css';
import { queueCounts } from './live-queue.ts';
import { clearMarks, markAll, marks, markTo, toggleMark } from './marks.ts';
import { queueList } from './queue-list.ts';
import { useBulk } from './use-bulk.ts';
import { useMarkKeys } from './use-mark-keys.ts';
import { ViewsMenu } from './views-menu.tsx';

interface QueueListPaneProps {
  selected: string | null;
  onSelect: (id: string | null) => void;
}

/** The cases as dense rows, what is due first on top. New ones wait above until they are wanted. */
export function QueueListPane({ selected, onSelect }: QueueListPaneProps) {
  const say = useSay();
  const me = useMe();
  const list = useStore(queueList);
  const counts = useStore(queueCounts);
  const { filters, rows, waiting } = list;
  const box = useRef<HTMLDivElement>(null);
  const current = rows.some(({ id }) => id === selected) ? selected : (rows[0]?.id ?? null);
  const isMarking = useMay('moderation:decide') && filters.state === 'open';
  const { versions } = useStore(marks);
  const bulk = useBulk({
    onDecided: (ids) => selected !== null && ids.has(selected) && onSelect(null),
  });
  useMarkKeys({ selected, onSelect, bulk });
  const mark = useCallback(
    (row: CaseRow, extend: boolean) =>
      extend ? markTo(queueList.get().rows, row.id, selected) : toggleMark(row),
    [selected],
  );
  // What is marked in one list is not in another.
  const shown = useRef(filters);
  useEffect(() => {
    if (shown.current !== filters) clearMarks();
    shown.current = filters;
  }, [filters]);
  const hasMarks = bulk.rows.length > 0;
  useEffect(() => {
    box.current?.querySelector('[aria-current="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [selected, rows.length]);
  return (
    <section className={styles.pane} aria-label={say('queue.list')}>
      <header className={styles.head}>
        <h1>{say('queue.title')}</h1>
        {counts && filters.state === 'open' && (
          <p className={styles.counts}>
            <span>{say('queue.count', { count: counts.open })}</span>
            {counts.overdue > 0 && (
              <span className={styles.overdue}>
                {say('queue.overdue', { count: counts.overdue })}
              </span>
            )}
          </p>
        )}
        <ViewsMenu filters={filters} />
      </header>
      {isMarking && rows.length > 0 && (
        <Checkbox
          className={styles.all}
          size="xs"
          label={say('bulk.all')}
          checked={bulk.rows.length === rows.length}
          indeterminate={hasMarks && bulk.rows.length < rows.length}
          onChange={() => (bulk.rows.length === rows.length ? clearMarks() : markAll(rows))}
        />
      )}
      <FilterBar filters={filters} onChange={queueList.filter} />
      <div className={styles.scroll} ref={box}>
        {waiting.length > 0 && (
          <div className={styles.news}>
            <Button
              className={styles.pill}
              size="compact-sm"
              radius="xl"
              leftSection={<IconArrowUp size={14} aria-hidden />}
              onClick={queueList.showWaiting}
            >
              {say('queue.new', { count: waiting.length })}
            </Button>
          </div>
        )}
        <p className="visually-hidden" role="status">
          {waiting.length > 0 && say('queue.arrived', { count: waiting.length })}
        </p>
        {(list.status === 'loading' || (list.loadingMore && rows.length === 0)) && (
          <RowsSkeleton rows={12} />
        )}
        {list.status === 'failed' && (
          <Failure icon={IconAlertTriangle} error={list.error} onRetry={queueList.retry} />
        )}
        {list.status === 'ready' && rows.length === 0 && list.nextCursor === null && <NoCases />}
        {rows.length > 0 && (
          // One stop of the Tab key for the whole list; the screen's keys move inside it.
          <div
            role="listbox"
            aria-label={say('queue.list')}
            aria-multiselectable={isMarking || undefined}
            className={styles.list}
            tabIndex={-1}
          >
            {rows.map((row) => (
              <QueueRow
                key={row.id}
                row={row}
                me={me.id}
                isSelected={row.id === selected}
                isStop={row.id === current}
                onSelect={onSelect}
                isMarked={hasMarks ? versions.has(row.id) : null}
                onMark={isMarking ? mark : undefined}
              />
            ))}
          </div>
        )}
        {list.nextCursor !== null && (
          <Button
            variant="subtle"
            size="sm"
            fullWidth
            loading={list.loadingMore}
            onClick={() => void queueList.more().catch(() => {})}
          >
            {say('action.more')}
          </Button>
        )}
      </div>
      {isMarking && <BulkBar bulk={bulk} />}
    </section>
  );
}

function NoCases() {
  const say = useSay();
  const { filters } = useStore(queueList);
  if (isStandard(filters)) {
    return <Empty icon={IconChecks} title={say('queue.empty')} text={say('queue.empty.text')} />;
  }
  if (filters.state === 'decided' && Object.keys(filters).length === 1) {
    return (
      <Empty icon={IconChecks} title={say('queue.noDecided')} text={say('queue.noDecided.text')} />
    );
  }
  return (
    <Empty icon={IconFilterOff} title={say('queue.nothing')} text={say('queue.nothing.text')}>
      <Button variant="default" size="sm" onClick={() => queueList.filter(standardFilters)}>
        {say('queue.nothing.clear')}
      </Button>
    </Empty>
  );
}
