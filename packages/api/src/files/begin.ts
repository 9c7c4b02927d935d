import type { z } from 'zod';
import type { MemberContext, Transaction } from '../context.ts';
import { DomainError } from '../errors.ts';
import type { Settings } from '../settings/schemas.ts';
import { cleanName } from './names.ts';
import type { fileBeginInput, fileBeginOutput, fileUsage } from './schemas.ts';
import { claimOf, familyOf, isAllowed } from './types.ts';

/** A request with that much is through in the time that a request may take, on a slow line too. */
export const chunkBytes = 4 * 1024 * 1024;
/** Where uploads are sent to; the id of the file follows. */
export const uploadPath = '/files/upload';
export const megabyte = 1_000_000;
/** Files of one person that no message carries yet. */
const mostUnattached = 50;

/**
 * Makes room for a file. Throws `notFound`, what keeps the person from writing in the channel,
 * `tooLarge` (`file`, `picture`, `quota`), `refused.fileType` for what is known to be unwelcome
 * already, and `tooMany.uploads`.
 */
export async function beginUpload(
  ctx: MemberContext,
  input: z.output<typeof fileBeginInput>,
): Promise<z.output<typeof fileBeginOutput>> {
  const { actor } = ctx;
  const { channelId, purpose, bytes } = input;
  const settings = await ctx.settings.of(actor.organisationId);
  await ctx.access.writable(actor, channelId, ctx.clock.now());
  const name = cleanName(input.name);
  refuseEarly({ name, bytes, type: input.type ?? '' }, settings);
  const { organisationId, memberId: ownerId } = actor;
  const { id } = await ctx.db.$transaction(async (tx) => {
    await keepQuota(tx, organisationId, bytes, settings.files.quotaMb);
    const waiting = await tx.storedFile.count({
      where: { ownerId, messageId: null, state: { in: ['uploading', 'processing', 'ready'] } },
    });
    if (waiting >= mostUnattached) {
      throw new DomainError('tooMany', { reason: 'uploads', params: { maximum: mostUnattached } });
    }
    return tx.storedFile.create({
      data: {
        organisationId,
        ownerId,
        purpose,
        channelId,
        name,
        bytes,
        storedBytes: bytes,
        createdAt: ctx.clock.now(),
      },
      select: { id: true },
    });
  });
  // After the commit: a place without a row would never be found again, a row without a place is.
  await ctx.uploads.create(id, bytes);
  return { fileId: id, url: `${uploadPath}/${id}`, chunkBytes };
}

/** What is known before a byte has come. The content decides later. */
function refuseEarly(
  { name, bytes, type }: { name: string; bytes: number; type: string },
  settings: Settings,
): void {
  const { maxFileMb, imageMaxMb } = settings.files;
  const claim = claimOf(name) ?? (type === '' ? null : familyOf(type));
  const [maximum, reason] =
    claim === 'picture' ? [Math.min(maxFileMb, imageMaxMb), 'picture'] : [maxFileMb, 'file'];
  if (bytes > maximum * megabyte) {
    throw new DomainError('tooLarge', { field: 'bytes', reason, params: { maximum } });
  }
  // Of an unknown type nothing is known: many machines call everything by the same name.
  if (claim !== null && claim !== 'other' && !isAllowed(claim, settings)) {
    throw new DomainError('refused', { field: 'name', reason: 'fileType' });
  }
}

/** Holds the organisation's count until the transaction ends: two uploads cannot share the last room. */
async function keepQuota(
  tx: Transaction,
  organisationId: string,
  bytes: number,
  quotaMb: number,
): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO file_usage (organisation_id) VALUES (${organisationId}::uuid) ON CONFLICT DO NOTHING`;
  const [used] = await tx.$queryRaw<{ bytes: number }[]>`
    SELECT bytes::float8 AS bytes FROM file_usage
     WHERE organisation_id = ${organisationId}::uuid FOR UPDATE`;
  const taken = used?.bytes ?? 0;
  if (taken + bytes > quotaMb * megabyte) {
    throw new DomainError('tooLarge', {
      field: 'bytes',
      reason: 'quota',
      params: { maximum: quotaMb, used: Math.floor(taken / megabyte) },
    });
  }
}

/** What the organisation's files take, and how much they may. */
export async function usage(ctx: MemberContext): Promise<z.output<typeof fileUsage>> {
  const { organisationId } = ctx.actor;
  const { files } = await ctx.settings.of(organisationId);
  const found = await ctx.db.fileUsage.findUnique({ where: { organisationId } });
  return { bytes: Number(found?.bytes ?? 0), quotaBytes: files.quotaMb * megabyte };
}
