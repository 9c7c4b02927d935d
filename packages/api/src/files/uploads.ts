import { id } from '../common.ts';
import type { Actor, Context, MemberContext, Services } from '../context.ts';
import { DomainError } from '../errors.ts';
import { processing } from './jobs.ts';
import { readFile, toFile } from './rows.ts';
import type { FileView } from './schemas.ts';

const missing = () => new DomainError('notFound', { field: 'fileId', reason: 'file' });

/**
 * Whether the person may go on sending this upload: it is theirs and still coming, and their session
 * goes on. Throws `notFound`, `sessionEnded`, `tooMany`.
 */
export async function admitUpload(services: Services, actor: Actor, fileId: string): Promise<void> {
  if (services.revocations.refuses(actor)) throw new DomainError('sessionEnded');
  const retryAfter = await services.limiter.consume(`upload:${actor.memberId}`, 3_000, 60);
  if (retryAfter > 0) {
    throw new DomainError('tooMany', { retryAfter, params: { seconds: retryAfter } });
  }
  // Comes from an address: may be anything.
  if (!id.safeParse(fileId).success) throw missing();
  const row = await readFile(services.pool, fileId);
  if (row?.ownerId !== actor.memberId || row.state !== 'uploading') throw missing();
}

/**
 * All bytes are here: from now on nobody adds any, and a job looks at them. Harmless when repeated;
 * nothing happens while bytes are missing.
 */
export async function completeUpload(services: Context | Services, fileId: string): Promise<void> {
  const { db, jobs, uploads } = services;
  const row = await readFile(services.pool, fileId);
  if (row?.state !== 'uploading' || (await uploads.size(fileId)) !== row.bytes) return;
  const moved = await db.$transaction(async (tx) => {
    const { count } = await tx.storedFile.updateMany({
      where: { id: fileId, state: 'uploading' },
      data: { state: 'processing' },
    });
    if (count > 0) await jobs.enqueue(tx, processing, { fileId }, { key: fileId });
    return count > 0;
  });
  if (moved) services.fileFeed.tell(row.ownerId, { ...toFile(row), state: 'processing' });
}

/** For a sender who does not know whether the last answer was lost. Gives how the file stands. */
export async function complete(ctx: MemberContext, fileId: string): Promise<FileView> {
  await own(ctx, fileId);
  await completeUpload(ctx, fileId);
  return own(ctx, fileId);
}

/** One of the caller's own files, whatever its state. Throws `notFound`. */
export async function own(ctx: MemberContext, fileId: string): Promise<FileView> {
  const row = await readFile(ctx.pool, fileId);
  if (row?.ownerId !== ctx.actor.memberId || row.state === 'removed') throw missing();
  return toFile(row);
}
