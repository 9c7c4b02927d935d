import type { Dashboard } from '@atalaya/api/types';
import { type Filters, overdueFilters, standardFilters } from '../queue/filters.ts';
import { queueList } from '../queue/queue-list.ts';

type Opens = Dashboard['figures']['messages']['opens'];

interface Place {
  to: '/' | '/queue' | '/alerts' | '/people';
  search?: { sort: string };
  hash?: string;
  /** What has to be seen to before one goes there. */
  prepare?: () => void;
}

/** The queue as it is counted, whatever filters it had the last time. */
const queueWith = (filters: Filters) => (): void => queueList.filter(filters);

/** Where each number leads: to the very things that it counts. */
export const places: Record<Opens, Place> = {
  'people.active': { to: '/people', search: { sort: 'lastActive' } },
  'people.joined': { to: '/people', search: { sort: 'joined' } },
  activity: { to: '/', hash: 'activity' },
  queue: { to: '/queue', prepare: queueWith(standardFilters) },
  'queue.overdue': { to: '/queue', prepare: queueWith(overdueFilters) },
  'alerts.open': { to: '/alerts' },
};

export const decidedCases: Place = { to: '/queue', prepare: queueWith({ state: 'decided' }) };
