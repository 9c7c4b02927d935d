import type { QueueView } from '@atalaya/api/types';
import { createStore } from '@atalaya/ui/state';
import { queryOptions } from '@tanstack/react-query';
import { api } from '../app/atalaya.ts';
import { queries } from '../app/queries.ts';
import { filtersOfText, textOfFilters } from './filter-text.ts';
import type { Filters } from './filters.ts';
import { queueList } from './queue-list.ts';

const key = ['queue-views'] as const;
export const viewsQuery = queryOptions({
  queryKey: key,
  queryFn: async () => (await api.moderation.views.list.query()).items,
  // Others share theirs now and then.
  staleTime: 60_000,
});

/** What of the views is open over the queue. */
export const viewsOpen = createStore<'menu' | 'save' | 'manage' | null>(null);

/** Which views have a key in the menu. */
export const keyedViews = 9;

export const textOfView = ({ filters }: QueueView): string => textOfFilters(filters);

/** The list as the view has it. */
export const showView = (view: QueueView): void =>
  queueList.filter(filtersOfText(textOfView(view)));

/** The view that the filters are of; one's own before what others share. */
export const viewOf = (views: readonly QueueView[], filters: Filters): QueueView | undefined =>
  views.find((view) => textOfView(view) === textOfFilters(filters));

interface Saving {
  viewId?: string;
  name: string;
  filters: QueueView['filters'];
  shared: boolean;
}

export async function saveView(view: Saving): Promise<QueueView> {
  const saved = await api.moderation.views.save.mutate(view);
  await queries.invalidateQueries({ queryKey: key });
  return saved;
}

export async function removeView({ id }: QueueView): Promise<void> {
  await api.moderation.views.remove.mutate({ viewId: id });
  await queries.invalidateQueries({ queryKey: key });
}
