import type { z } from 'zod';
import type { StaffContext } from '../context.ts';
import { readCursor, writeCursor } from '../cursor.ts';
import { DomainError } from '../errors.ts';
import { checkpointAt, factsOf } from './checkpoint.ts';
import { csvFile } from './csv.ts';
import { digestOf, headerOf, lineOf, signedText } from './file.ts';
import {
  concernedBy,
  type EntryRow,
  headOf,
  readEntries,
  type Stretch,
  stretchOf,
} from './query.ts';
import type { AuditFilters, auditExported, auditExportInput } from './schemas.ts';
import { signerOf } from './signature.ts';

/** Entries in one part: about half a megabyte. */
const partSize = 1_000;

/** A part of the log, on its way into the file. */
interface Part {
  filters: AuditFilters;
  /** What the whole file is about. */
  whole: Stretch;
  after: number;
  rows: readonly EntryRow[];
  last: boolean;
}

/**
 * One part of the log as a file, the oldest entries first. The parts are small, so that neither side
 * ever holds the whole; each is audited. JSON lines are signed part by part: nothing of what one call
 * signs rests on what the caller says of the part before.
 */
export async function exportEntries(
  ctx: StaffContext,
  { cursor, format, ...filters }: z.output<typeof auditExportInput>,
): Promise<z.output<typeof auditExported>> {
  const { pool, actor } = ctx;
  const { organisationId, memberId } = actor;
  // The end stays where it was at the first part: the export's own entries come after it.
  const { whole, after } = await placeOf(ctx, cursor, filters);
  const found = await readEntries(
    pool,
    organisationId,
    filters,
    { ...whole, after },
    {
      order: 'ASC',
      limit: partSize + 1,
      // A chain needs its links; in a choice of entries, or a table for people, they would only tell.
      ...(format === 'csv' || isChoice(filters) ? { reader: memberId } : {}),
    },
  );
  const rows = found.slice(0, partSize);
  const end = rows.at(-1);
  const last = found.length <= partSize;
  await ctx.db.$transaction((tx) =>
    ctx.audit.write(tx, {
      subjectType: 'audit',
      after: { format, filters, entries: rows.length, from: rows[0]?.position, to: end?.position },
    }),
  );
  const part = { filters, whole, after, rows, last };
  return {
    text: format === 'csv' ? await csvOf(ctx, part) : await signedLines(ctx, part),
    entries: rows.length,
    nextCursor: !last && end ? writeCursor([end.position, whole.until, whole.after]) : null,
  };
}

const isChoice = ({ actorId, action, subjectType, subjectId }: AuditFilters) =>
  [actorId, action, subjectType, subjectId].some((filter) => filter !== undefined);

/** What the file is about, and the position before this part. Throws `invalidInput.cursor`. */
async function placeOf(
  { pool, actor: { organisationId } }: StaffContext,
  cursor: string | null | undefined,
  filters: AuditFilters,
): Promise<{ whole: Stretch; after: number }> {
  const place = readCursor(cursor, ['number', 'number', 'number']);
  if (!place) {
    const whole = await stretchOf(pool, organisationId, filters);
    return { whole, after: whole.after };
  }
  const [after, until, start] = place;
  // Somebody may have made it by hand, and what lies after the end must not be signed as empty.
  const isPlace =
    place.every(Number.isInteger) &&
    0 <= start &&
    start <= after &&
    after < until &&
    until <= (await headOf(pool, organisationId));
  if (!isPlace) throw new DomainError('invalidInput', { field: 'cursor', reason: 'cursor' });
  return { whole: { after: start, until }, after };
}

async function csvOf({ directory, actor }: StaffContext, { rows, after, whole }: Part) {
  const people = await directory.many(
    actor.organisationId,
    rows.flatMap(({ actorId }) => actorId ?? []),
  );
  return csvFile(rows, {
    withHead: after === whole.after,
    nameOf: (memberId) => people.get(memberId)?.displayName ?? null,
  });
}

/** The part as JSON lines with its signature; the first part begins with the header. */
async function signedLines(
  { pool, secretKey, actor: { organisationId, memberId } }: StaffContext,
  { filters, whole, after, rows, last }: Part,
): Promise<string> {
  const signer = signerOf(secretKey);
  const concerned = await concernedBy(pool, organisationId, rows);
  const checkpoint = await checkpointAt(pool, organisationId, whole.after);
  const head = JSON.stringify(
    headerOf({
      organisationId,
      exportedBy: memberId,
      publicKey: signer.publicKey,
      filters: textsOf(filters),
      ...(checkpoint && { checkpoint: factsOf(checkpoint) }),
      ...whole,
    }),
  );
  const lines = rows.map(
    (row) => `${lineOf(row, concerned.get(row.position)?.includes(memberId) ?? false)}\n`,
  );
  const facts = {
    type: 'signature' as const,
    after,
    to: last ? whole.until : (rows.at(-1)?.position ?? after),
    entries: rows.length,
    lastHash: rows.at(-1)?.hash.toString('hex') ?? null,
    digest: digestOf(head).update(lines.join('')).digest('hex'),
    last,
  };
  const signature = signer.sign(signedText(facts));
  const first = after === whole.after ? `${head}\n` : '';
  return `${first}${lines.join('')}${JSON.stringify({ ...facts, signature })}\n`;
}

const textsOf = (filters: AuditFilters): Record<string, string> =>
  Object.fromEntries(
    Object.entries(filters).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value instanceof Date ? value.toISOString() : value]],
    ),
  );
