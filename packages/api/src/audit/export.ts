import type { z } from 'zod';
import type { StaffContext } from '../context.ts';
import { readCursor, writeCursor } from '../cursor.ts';
import { DomainError } from '../errors.ts';
import type { EntryRow } from './query.ts';
import { readEntries, stretchOf } from './query.ts';
import type { auditExported, auditExportInput } from './schemas.ts';

/** Entries in one part: about half a megabyte. */
const partSize = 1_000;

/**
 * One part of the log as a file, the oldest entries first, with the hashes from which anybody can
 * verify the chain. The parts are small, so that neither side ever holds the whole; each is audited.
 */
export async function exportEntries(
  ctx: StaffContext,
  { cursor, format, ...filters }: z.output<typeof auditExportInput>,
): Promise<z.output<typeof auditExported>> {
  const { pool, directory, actor } = ctx;
  const { organisationId } = actor;
  const place = readCursor(cursor, ['number', 'number']);
  if (place && !place.every((position) => Number.isInteger(position) && position >= 0)) {
    throw new DomainError('invalidInput', { field: 'cursor', reason: 'cursor' });
  }
  // The end stays where it was at the first part: the export's own entries come after it.
  const stretch = place
    ? { after: place[0], until: place[1] }
    : await stretchOf(pool, organisationId, filters);
  const rows = await readEntries(pool, organisationId, filters, stretch, {
    order: 'ASC',
    limit: partSize + 1,
  });
  const part = rows.slice(0, partSize);
  const last = part.at(-1);
  await ctx.db.$transaction((tx) =>
    ctx.audit.write(tx, {
      subjectType: 'audit',
      after: { format, filters, entries: part.length, from: part[0]?.position, to: last?.position },
    }),
  );
  const people = await directory.many(
    organisationId,
    part.flatMap(({ actorId }) => actorId ?? []),
  );
  const nameOf = (actorId: string | null) =>
    actorId === null ? null : (people.get(actorId)?.displayName ?? null);
  const lines = part.map((row) => writers[format]({ ...row, actorName: nameOf(row.actorId) }));
  const head = format === 'csv' && !place ? [csvLine(fields)] : [];
  return {
    text: [...head, ...lines].map((line) => `${line}\n`).join(''),
    entries: part.length,
    nextCursor: rows.length > partSize && last ? writeCursor([last.position, stretch.until]) : null,
  };
}

type Line = EntryRow & { actorName: string | null };

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
  'requestId',
  'previousHash',
  'hash',
] as const satisfies (keyof Line)[];

const plain = (row: Line) => ({
  ...row,
  at: row.at.toISOString(),
  previousHash: row.previousHash.toString('hex'),
  hash: row.hash.toString('hex'),
});

const writers = {
  jsonl: (row: Line) => {
    const values = plain(row);
    return JSON.stringify(Object.fromEntries(fields.map((field) => [field, values[field]])));
  },
  csv: (row: Line) => {
    const { before, after, ...values } = plain(row);
    const texts = { ...values, before: jsonOf(before), after: jsonOf(after) };
    return csvLine(fields.map((field) => texts[field]));
  },
};

const jsonOf = (value: unknown) => (value === null ? null : JSON.stringify(value));

const csvLine = (cells: readonly (string | number | null)[]) => cells.map(csvCell).join(',');

function csvCell(value: string | number | null): string {
  if (value === null) return '';
  // Programs for tables take a text that begins like this for a formula.
  const text = typeof value === 'string' ? value.replace(/^[=+\-@\t\r]/, "'$&") : String(value);
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
