import type { MemberContext, Services } from '../context.ts';
import { DomainError } from '../errors.ts';
import type { Sweeper } from '../sweep.ts';
import { discard } from './keep.ts';

const dayMs = 24 * 3_600_000;
/** How long a file is kept that no message carries, or whose message was deleted. */
const keptMs = { unattached: dayMs, gone: 30 * dayMs };
/** Files that are taken away in one go. */
const batch = 200;

/** Takes back a file of one's own that no message carries. Throws `notFound`, `conflict.fileSent`. */
export async function deleteFile(ctx: MemberContext, fileId: string): Promise<{ done: true }> {
  const { count } = await ctx.db.storedFile.updateMany({
    where: { id: fileId, ownerId: ctx.actor.memberId, messageId: null },
    data: { state: 'removed' },
  });
  if (count === 0) {
    const found = await ctx.db.storedFile.findFirst({
      where: { id: fileId, ownerId: ctx.actor.memberId },
    });
    if (!found) throw new DomainError('notFound', { field: 'fileId', reason: 'file' });
    throw new DomainError('conflict', { field: 'fileId', reason: 'fileSent' });
  }
  await takeAway(ctx, { id: fileId, organisationId: ctx.actor.organisationId });
  return { done: true };
}

type Stores = Pick<Services, 'db' | 'files' | 'uploads'>;

/** Bytes first: a row without bytes is found again, bytes without a row are not. */
async function takeAway(
  services: Stores,
  row: { id: string; organisationId: string },
): Promise<void> {
  await services.uploads.delete(row.id);
  await discard(services, row);
  await services.db.storedFile.deleteMany({ where: { id: row.id, state: 'removed' } });
}

type Needs = Stores & Pick<Services, 'pool' | 'clock'>;

/** Takes away what nobody asks for any more: uploads given up, files of messages long deleted. */
export const fileSweeper = (services: Needs): Sweeper => ({
  name: 'files',
  async sweep() {
    const now = services.clock.now().getTime();
    const [dayAgo, monthAgo] = [new Date(now - keptMs.unattached), new Date(now - keptMs.gone)];
    await condemn(services, 'message_id IS NULL AND created_at < $1', dayAgo);
    await condemn(services, 'gone_at < $1 AND frozen_at IS NULL', monthAgo);
    await condemn(
      services,
      `message_id IS NOT NULL AND frozen_at IS NULL
         AND channel_id IN (SELECT id FROM channel WHERE deleted_at < $1)`,
      monthAgo,
    );
    return takeAllAway(services);
  },
});

/** From now on nobody may attach or read them. */
async function condemn({ pool }: Needs, over: string, before: Date): Promise<void> {
  const text = `UPDATE file SET state = 'removed' WHERE state <> 'removed' AND ${over}`;
  await pool.query(text, [before]);
}

/** Also what was condemned before and then left half done. */
async function takeAllAway(services: Needs): Promise<number> {
  let after = '00000000-0000-0000-0000-000000000000';
  for (let gone = 0; ; ) {
    const { rows } = await services.pool.query<{ id: string; organisationId: string }>(
      `SELECT id, organisation_id AS "organisationId" FROM file
        WHERE state = 'removed' AND id > $1 ORDER BY id LIMIT ${batch}`,
      [after],
    );
    for (const row of rows) {
      await takeAway(services, row);
      after = row.id;
      gone++;
    }
    if (rows.length < batch) return gone;
  }
}
