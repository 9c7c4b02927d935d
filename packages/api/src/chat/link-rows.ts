import type { Pool } from 'pg';
import type { Transaction } from '../context.ts';
import { linksIn } from './links.ts';
import type { LinkPreview } from './schemas.ts';

interface Linking {
  id: string;
  content: string;
}

/**
 * The previews of several messages in one read, in the order of their links. A message shows only those
 * whose link it has now. Without links nothing is read.
 */
export async function previewsOf(
  pool: Pick<Pool, 'query'>,
  messages: readonly Linking[],
): Promise<Map<string, LinkPreview[]>> {
  const links = new Map<string, string[]>();
  for (const { id, content } of messages) {
    const urls = linksIn(content);
    if (urls.length > 0) links.set(id, urls);
  }
  const found = new Map<string, LinkPreview[]>();
  if (links.size === 0) return found;
  const { rows } = await pool.query<LinkPreview & { messageId: string }>({
    name: 'previews-of-messages',
    text: `SELECT message_id AS "messageId", url, site, title, description FROM link_preview
            WHERE message_id = ANY($1::uuid[]) AND removed_at IS NULL`,
    values: [[...links.keys()]],
  });
  const kept = Map.groupBy(rows, ({ messageId }) => messageId);
  for (const [id, of] of kept) {
    const previews = (links.get(id) ?? []).flatMap((url) => {
      const row = of.find((one) => one.url === url);
      if (!row) return [];
      const { messageId: _, ...preview } = row;
      return [preview];
    });
    if (previews.length > 0) found.set(id, previews);
  }
  return found;
}

/** A preview as evidence keeps it. */
export interface PreviewFacts extends LinkPreview {
  /** Somebody took it off. */
  removed: boolean;
}

/** The previews of messages, those too that were taken off, by the id of their message. */
export async function previewFacts(
  tx: Transaction,
  messageIds: string[],
): Promise<Map<string, PreviewFacts[]>> {
  const rows = await tx.linkPreview.findMany({
    where: { messageId: { in: messageIds } },
    orderBy: [{ createdAt: 'asc' }, { url: 'asc' }],
  });
  const found = Map.groupBy(rows, ({ messageId }) => messageId);
  return new Map(
    [...found].map(([messageId, previews]) => [
      messageId,
      previews.map(({ url, site, title, description, removedAt }) => ({
        url,
        site,
        title,
        description,
        removed: removedAt !== null,
      })),
    ]),
  );
}
