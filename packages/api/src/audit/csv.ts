import { csvLine } from '../csv.ts';
import type { EntryRow } from './query.ts';

/** For people and their programs for tables. Without hashes: a table proves nothing. */
const fields = [
  'position',
  'at',
  'actorId',
  'actorName',
  'action',
  'subjectType',
  'subjectId',
  'before',
  'after',
  'ip',
  'userAgent',
  'requestId',
] as const;

interface Wanted {
  withHead: boolean;
  nameOf: (memberId: string) => string | null;
}

/** Entries as CSV, with the names of who acted. */
export function csvFile(rows: readonly EntryRow[], { withHead, nameOf }: Wanted): string {
  const lines = rows.map((row) => {
    const cells = {
      ...row,
      at: row.at.toISOString(),
      actorName: row.actorId === null ? null : nameOf(row.actorId),
      before: jsonOf(row.before),
      after: jsonOf(row.after),
    };
    return csvLine(fields.map((field) => cells[field]));
  });
  return [...(withHead ? [csvLine(fields)] : []), ...lines].map((line) => `${line}\n`).join('');
}

const jsonOf = (value: unknown) => (value === null ? null : JSON.stringify(value));
