import type { Transaction } from '../context.ts';
import { DomainError } from '../errors.ts';
import { type FileRow, fileColumns, toFile } from './rows.ts';
import type { FileView } from './schemas.ts';
import { claimOf, pictures } from './types.ts';

interface Attachment {
  messageId: string;
  channelId: string;
  ownerId: string;
  /** In the order in which they are to be shown. */
  fileIds: readonly string[];
}

/**
 * Gives files to a message in the transaction that writes it: their sender's own, sent for this
 * channel, all bytes there, and carried by no other message. Throws `conflict.files` otherwise.
 */
export async function attachFiles(
  tx: Transaction,
  { messageId, channelId, ownerId, fileIds }: Attachment,
): Promise<FileView[]> {
  const rows = await tx.$queryRawUnsafe<(FileRow & { place: number })[]>(
    `UPDATE file f SET message_id = $1::uuid, place = i.place
       FROM unnest($4::uuid[]) WITH ORDINALITY AS i(id, place)
      WHERE f.id = i.id AND f.owner_id = $3::uuid AND f.channel_id = $2::uuid
        AND f.purpose = 'message' AND f.message_id IS NULL AND f.state IN ('processing', 'ready')
     RETURNING ${fileColumns}, f.place`,
    messageId,
    channelId,
    ownerId,
    fileIds,
  );
  if (rows.length !== fileIds.length) {
    throw new DomainError('conflict', { field: 'fileIds', reason: 'files' });
  }
  return rows.toSorted((a, b) => a.place - b.place).map(toFile);
}

/** A type of message by what it carries; of what was not looked at yet the name is believed. */
export const messageTypeOf = (files: readonly FileView[]): 'image' | 'file' =>
  files.every(({ type, name }) => (type ? type in pictures : claimOf(name) === 'picture'))
    ? 'image'
    : 'file';

/** Their message is deleted, or back again (null). Their bytes go some weeks later. */
export async function markGone(
  tx: Transaction,
  messageId: string,
  goneAt: Date | null,
): Promise<void> {
  await tx.storedFile.updateMany({ where: { messageId }, data: { goneAt } });
}

/** They are part of a case's evidence: their bytes stay, and staff may see them there. */
export async function freezeFiles(tx: Transaction, messageId: string): Promise<void> {
  await tx.$executeRaw`
    UPDATE file SET frozen_at = now() WHERE message_id = ${messageId}::uuid AND frozen_at IS NULL`;
}

/** Files of messages as evidence keeps them, with the hash of what is kept. */
export interface FileFacts {
  id: string;
  name: string;
  type: string;
  bytes: number;
  /** SHA-256 in hexadecimal; null while it was being looked at. */
  hash: string | null;
}

/** The files of messages, whatever their state, by the id of their message. */
export async function fileFacts(
  tx: Transaction,
  messageIds: readonly string[],
): Promise<Map<string, FileFacts[]>> {
  const rows = await tx.$queryRawUnsafe<FileRow[]>(
    `SELECT ${fileColumns} FROM file f WHERE f.message_id = ANY($1::uuid[]) ORDER BY f.place`,
    messageIds,
  );
  const found = Map.groupBy(rows, ({ messageId }) => messageId ?? '');
  return new Map(
    [...found].map(([messageId, files]) => [
      messageId,
      files.map(({ id, name, type, bytes, hash }) => ({ id, name, type, bytes, hash })),
    ]),
  );
}
