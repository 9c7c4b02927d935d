import { useStore } from '@atalaya/ui/state';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { filtersOfText, textOfFilters } from './filter-text.ts';
import { queueList } from './queue-list.ts';

/** Keeps the list's filters in the address: it can be shared, and going back brings them back. */
export function useFiltersInAddress(): void {
  const navigate = useNavigate();
  const given = useSearch({ from: '/shell/queue' }).filter;
  const { filters } = useStore(queueList);
  const shown = textOfFilters(filters);
  const written = useRef<string | null>(null);
  // What the address says counts when it is not this screen that wrote it.
  useEffect(() => {
    if (given === undefined ? written.current === null : given === written.current) return;
    const wanted = given ?? '';
    written.current = wanted;
    if (wanted !== textOfFilters(queueList.get().filters)) queueList.filter(filtersOfText(wanted));
  }, [given]);
  useEffect(() => {
    if (shown === (given ?? '') || textOfFilters(queueList.get().filters) !== shown) return;
    written.current = shown;
    void navigate({
      to: '/queue',
      search: ({ filter: _, ...rest }) => ({ ...rest, ...(shown && { filter: shown }) }),
      replace: true,
    });
  }, [shown, given, navigate]);
}
