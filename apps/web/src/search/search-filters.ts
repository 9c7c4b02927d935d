import { searchText } from '@atalaya/ui/state';

/** What a search is about, as it stands in the address. */
export interface Filters {
  q?: string;
  /** Id of the one channel to look in. */
  in?: string;
  /** Id of who wrote it. */
  by?: string;
  /** First and last day, as 2026-11-21. */
  from?: string;
  to?: string;
  file?: 'yes';
  sort?: 'relevance';
}

const day = (value: unknown): string | undefined => {
  const text = searchText(value);
  return text && /^\d{4}-\d{2}-\d{2}$/.test(text) && beginOf(text) ? text : undefined;
};

/** The filters of an address; whatever is none is left out. */
export function filtersOf(search: Record<string, unknown>): Filters {
  return withoutEmpty({
    q: searchText(search['q'])?.slice(0, 200),
    in: searchText(search['in']),
    by: searchText(search['by']),
    from: day(search['from']),
    to: day(search['to']),
    file: search['file'] === 'yes' ? 'yes' : undefined,
    sort: search['sort'] === 'relevance' ? 'relevance' : undefined,
  });
}

type Open = { [Name in keyof Filters]: Filters[Name] | undefined };

export const withoutEmpty = (filters: Open): Filters =>
  Object.fromEntries(Object.entries(filters).filter(([, value]) => value)) as Filters;

/** Whether there is anything to look for. */
export const isAsking = ({ q, in: channel, by, from, to, file }: Filters): boolean =>
  Boolean(q?.trim() || channel || by || from || to || file);

/** Midnight at the beginning of a day, where the person is; null for what is no day. */
export function beginOf(text: string): Date | null {
  const [year = 0, month = 0, date = 0] = text.split('-').map(Number);
  const begin = new Date(year, month - 1, date);
  return begin.getMonth() === month - 1 && begin.getDate() === date ? begin : null;
}

/** The day after: until its beginning a day lasts. */
export function endOf(text: string): Date | null {
  const begin = beginOf(text);
  return begin && new Date(begin.getFullYear(), begin.getMonth(), begin.getDate() + 1);
}

/** The day so many days ago, as it stands in an address. */
export const daysAgo = (count: number, now = new Date()): string =>
  dayText(new Date(now.getFullYear(), now.getMonth(), now.getDate() - count));

/** A moment's day, as it stands in an address and in a field for dates. */
export function dayText(date: Date): string {
  const two = (number: number) => String(number).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
