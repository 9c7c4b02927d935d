import { useSay } from '@atalaya/ui/i18n';
import { Button } from '@mantine/core';
import { IconArrowUp } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { api, atalaya } from '../app/atalaya.ts';
import { queries } from '../app/queries.ts';
import styles from './audit.module.css';
import { auditEntries, newerEntries, takeEntries } from './audit-queries.ts';
import type { Filters } from './filters.ts';

interface NewerPillProps {
  filters: Filters;
  /** Position of the newest entry that is shown; null while nothing is. */
  newest: number | null;
}

/** Entries that came since wait above: the list does not move under the cursor. */
export function NewerPill({ filters, newest }: NewerPillProps) {
  const say = useSay();
  const newer = useQuery(newerEntries(filters));
  const latest = useRef(filters);
  latest.current = filters;
  useEffect(() => {
    const follow = atalaya.follow(api.audit.onEntry, undefined, {
      onEvent: (event) => takeEntries(latest.current, event),
    });
    return () => follow.close();
  }, []);
  const count = newer.data?.filter((position) => newest !== null && position > newest).length ?? 0;
  if (count === 0) return null;
  const show = () => {
    const { queryKey } = auditEntries({ filters, around: null });
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
