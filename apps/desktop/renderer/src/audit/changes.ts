import type { AuditEntry } from '@atalaya/api/types';

type Json = AuditEntry['before'];

/** One value of an entry, before and after; undefined: it was not there. */
export interface ChangeLine {
  /** Such as `role`; empty where the entry is about one single value. */
  path: string;
  before: string | undefined;
  after: string | undefined;
}

/** What an entry says value by value, what changed first. */
export function changeLines({ before, after }: Pick<AuditEntry, 'before' | 'after'>): ChangeLine[] {
  const was = flat(before);
  const is = flat(after);
  const lines = [...new Set([...was.keys(), ...is.keys()])].map((path) => ({
    path,
    before: was.get(path),
    after: is.get(path),
  }));
  return lines.toSorted((a, b) => Number(isSame(a)) - Number(isSame(b)));
}

export const isSame = ({ before, after }: ChangeLine): boolean => before === after;

/** `role: member → moderator`, as far as it goes in one line. */
export const lineText = ({ path, before, after }: ChangeLine): string =>
  `${path === '' ? '' : `${path}: `}${[before, after].filter((text) => text !== undefined).join(' → ')}`;

function flat(value: Json, path = ''): Map<string, string> {
  if (value === null) return path === '' ? new Map() : new Map([[path, '—']]);
  if (typeof value !== 'object') return new Map([[path, String(value)]]);
  if (Array.isArray(value)) return new Map([[path, JSON.stringify(value)]]);
  return new Map(
    Object.entries(value).flatMap(([name, field]) => [
      ...flat(field as Json, path === '' ? name : `${path}.${name}`),
    ]),
  );
}
