import type { Services } from '../context.ts';
import { DomainError } from '../errors.ts';
import { hasPermission } from '../identity/permissions.ts';
import type { Role } from '../identity/schemas.ts';
import { type FileRow, fileColumns } from './rows.ts';

export interface Reader {
  memberId: string;
  organisationId: string;
  role: Role;
}

/** A file that somebody may read, all of it in the store. */
export type ReadableFile = FileRow;

interface FoundFile extends FileRow {
  messageGone: boolean;
  messageHidden: boolean;
}

/** Of some files those that the person may read now. */
export async function readableFiles(
  { pool, access }: Pick<Services, 'pool' | 'access'>,
  reader: Reader,
  fileIds: readonly string[],
): Promise<ReadableFile[]> {
  const { rows } = await pool.query<FoundFile>({
    name: 'files-to-read',
    text: `SELECT ${fileColumns}, m.id IS NULL OR m.deleted_at IS NOT NULL AS "messageGone",
                  m.hidden_at IS NOT NULL AS "messageHidden"
             FROM file f LEFT JOIN message m ON m.id = f.message_id
            WHERE f.id = ANY($1::uuid[]) AND f.organisation_id = $2 AND f.state = 'ready'`,
    values: [fileIds, reader.organisationId],
  });
  const readable: ReadableFile[] = [];
  for (const row of rows) {
    if (mayRead(reader, row) && (isEvidenceFor(reader, row) || (await seesChannel(row)))) {
      readable.push(row);
    }
  }
  return readable;

  async function seesChannel({ channelId }: FoundFile): Promise<boolean> {
    if (channelId === null) return true;
    try {
      return (await access.readable(reader, channelId)) !== null;
    } catch (error) {
      if (error instanceof DomainError && error.code === 'notFound') return false;
      throw error;
    }
  }
}

/** Whoever judges cases sees what is frozen in one, but not what they sent themselves. */
const isEvidenceFor = ({ role, memberId }: Reader, row: FoundFile): boolean =>
  row.frozenAt !== null && row.ownerId !== memberId && hasPermission(role, 'moderation:read');

function mayRead(reader: Reader, row: FoundFile): boolean {
  if (isEvidenceFor(reader, row)) return true;
  const own = row.ownerId === reader.memberId;
  if (row.messageId === null) return own;
  return !row.messageGone && (!row.messageHidden || own);
}
