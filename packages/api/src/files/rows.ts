import type { Pool } from 'pg';
import type { FileRefusal, FileVariant, FileView } from './schemas.ts';

export interface FileRow {
  id: string;
  organisationId: string;
  ownerId: string;
  channelId: string | null;
  messageId: string | null;
  state: FileView['state'] | 'removed';
  refusal: FileRefusal | null;
  name: string;
  type: string;
  bytes: number;
  variants: Partial<Record<FileVariant, number>>;
  width: number | null;
  height: number | null;
  thumbhash: string | null;
  /** SHA-256 of what is kept, in hexadecimal. */
  hash: string | null;
  frozenAt: Date | null;
}

/** Sizes come as floating point, which is exact for every size that a file may have. */
export const fileColumns = `f.id, f.organisation_id AS "organisationId", f.owner_id AS "ownerId",
  f.channel_id AS "channelId", f.message_id AS "messageId", f.state, f.refusal, f.name, f.type,
  f.bytes::float8 AS bytes, f.variants, f.width, f.height, f.thumbhash,
  encode(f.kept_hash, 'hex') AS hash, f.frozen_at AS "frozenAt"`;

export function toFile(row: FileRow): FileView {
  const { id, name, type, bytes, width, height, thumbhash, refusal } = row;
  const state = row.state === 'removed' ? 'refused' : row.state;
  return { id, name, type, bytes, width, height, thumbhash, state, refusal };
}

export async function readFile(pool: Pick<Pool, 'query'>, fileId: string): Promise<FileRow | null> {
  const { rows } = await pool.query<FileRow>({
    name: 'file-by-id',
    text: `SELECT ${fileColumns} FROM file f WHERE f.id = $1`,
    values: [fileId],
  });
  return rows[0] ?? null;
}

/** The files of several messages in one read, in their order. */
export async function filesOf(
  pool: Pick<Pool, 'query'>,
  messageIds: readonly string[],
): Promise<Map<string, FileView[]>> {
  const found = new Map<string, FileView[]>();
  if (messageIds.length === 0) return found;
  const { rows } = await pool.query<FileRow & { messageId: string }>({
    name: 'files-of-messages',
    text: `SELECT ${fileColumns} FROM file f
            WHERE f.message_id = ANY($1::uuid[]) AND f.state <> 'removed'
            ORDER BY f.message_id, f.place`,
    values: [messageIds],
  });
  for (const row of rows) {
    const list = found.get(row.messageId);
    if (list) list.push(toFile(row));
    else found.set(row.messageId, [toFile(row)]);
  }
  return found;
}
