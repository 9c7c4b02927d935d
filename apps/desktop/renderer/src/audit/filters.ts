import type { AuditEntry, RouterInputs } from '@atalaya/api/types';
import { searchText } from '@atalaya/ui/state';

/** What the log is filtered by, as it stands in the address. Absent: everything. */
export interface Filters {
  who?: string;
  action?: string;
  type?: string;
  id?: string;
  /** Moments as ISO 8601, so that an address means the same everywhere. */
  from?: string;
  to?: string;
}
export type FilterName = keyof Filters;
type Input = Pick<
  RouterInputs['audit']['list'],
  'actorId' | 'action' | 'subjectType' | 'subjectId' | 'from' | 'to'
>;

const isId = (text: string) => /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(text);
const isMoment = (text: string) => !Number.isNaN(Date.parse(text));
const isWord = (text: string) => text.length <= 100;
const fits = { who: isId, action: isWord, type: isWord, id: isWord, from: isMoment, to: isMoment };

/** The filters of an address. What does not fit is as if it were not there. */
export function filtersIn(search: Record<string, unknown>): Filters {
  const filters: Filters = {};
  for (const name of Object.keys(fits) as FilterName[]) {
    const text = searchText(search[name]);
    if (text && fits[name](text)) filters[name] = text;
  }
  return filters;
}

/** The filters with one replaced; empty takes it away. */
export function withFilter(filters: Filters, name: FilterName, value: string): Filters {
  const { [name]: _before, ...others } = filters;
  return value === '' ? others : { ...others, [name]: value };
}

/** As the server is asked. */
export const asInput = ({ who, action, type, id, from, to }: Filters): Input => ({
  ...(who && { actorId: who }),
  ...(action && { action }),
  ...(type && { subjectType: type }),
  ...(id && { subjectId: id }),
  ...(from && { from: new Date(from) }),
  ...(to && { to: new Date(to) }),
});

/** Whether an entry that is told of belongs in the list; the same rule as the server's. */
export function isWanted(filters: Filters, entry: AuditEntry): boolean {
  const { actorId, action, subjectType, subjectId, from, to } = asInput(filters);
  return (
    (actorId === undefined || actorId === entry.actor?.id) &&
    (action === undefined || entry.action.startsWith(action)) &&
    (subjectType === undefined || subjectType === entry.subjectType) &&
    (subjectId === undefined || subjectId === entry.subjectId) &&
    (from === undefined || entry.at >= from) &&
    (to === undefined || entry.at < to)
  );
}

/** The position that an address leads to; null: none. */
export function positionIn(search: Record<string, unknown>): number | null {
  const position = Number(searchText(search['around']) ?? Number.NaN);
  return Number.isInteger(position) && position > 0 && position < 2 ** 31 ? position : null;
}

/** A moment as a field for local time takes it, and back. Empty stays empty. */
export function localTime(moment: string | undefined): string {
  if (!moment) return '';
  const date = new Date(moment);
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
export const momentOf = (local: string): string =>
  isMoment(local) ? new Date(local).toISOString() : '';
