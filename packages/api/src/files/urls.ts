import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { id } from '../common.ts';
import type { MemberContext, Services } from '../context.ts';
import { DomainError } from '../errors.ts';
import { type ReadableFile, readableFiles } from './reading.ts';
import {
  type FileVariant,
  type fileUrlsInput,
  type fileUrlsOutput,
  fileVariant,
} from './schemas.ts';

/** Addresses asked for within half an hour are the same, so that browsers need not load twice. */
const windowSeconds = 1_800;

interface Signed {
  fileId: string;
  variant: FileVariant;
  memberId: string;
  sessionId: string;
  /** Seconds since 1970. */
  until: number;
}

const query = z.object({
  member: id,
  session: id,
  until: z.coerce.number().int().min(0).max(99_999_999_999),
  key: z.string().regex(/^[\w-]{43}$/),
});
const path = z.object({ fileId: id, variant: fileVariant });

/** Addresses of files for the caller, good for half an hour at least and an hour at most. */
export async function fileUrls(
  ctx: MemberContext,
  { fileIds }: z.output<typeof fileUrlsInput>,
): Promise<z.output<typeof fileUrlsOutput>> {
  const { memberId, sessionId } = ctx.actor;
  const now = Math.floor(ctx.clock.now().getTime() / 1000);
  const until = (Math.floor(now / windowSeconds) + 2) * windowSeconds;
  const rows = await readableFiles(ctx, ctx.actor, fileIds);
  const items = rows.map((row) => {
    const url = (variant: FileVariant) =>
      row.variants[variant] === undefined
        ? null
        : address(ctx, { fileId: row.id, variant, memberId, sessionId, until });
    const medium = url('medium');
    return { fileId: row.id, original: url('original') ?? '', medium, small: url('small') };
  });
  return { items, expiresAt: new Date(until * 1000) };
}

function address(ctx: Pick<Services, 'secretKey'>, signed: Signed): string {
  const { fileId, variant, memberId, sessionId, until } = signed;
  const key = sign(ctx, signed).toString('base64url');
  return `/files/${fileId}/${variant}?member=${memberId}&session=${sessionId}&until=${until}&key=${key}`;
}

/**
 * The file that a signed address leads to, if the person it was made for may still read it: their
 * session goes on, they are not banned, the message is neither deleted nor hidden, and they still see
 * the channel. Throws `forbidden.fileLink`, `expired.fileLink`, `notFound.file`.
 */
export async function openFileUrl(
  services: Services,
  given: { path: unknown; query: unknown },
): Promise<{ row: ReadableFile; variant: FileVariant; until: Date }> {
  const place = path.safeParse(given.path);
  const proof = query.safeParse(given.query);
  if (!place.success || !proof.success) throw new DomainError('forbidden', { reason: 'fileLink' });
  const { member: memberId, session: sessionId, until, key } = proof.data;
  const signed = { ...place.data, memberId, sessionId, until };
  if (!timingSafeEqual(Buffer.from(key, 'base64url'), sign(services, signed))) {
    throw new DomainError('forbidden', { reason: 'fileLink' });
  }
  const now = services.clock.now();
  if (until * 1000 <= now.getTime()) throw new DomainError('expired', { reason: 'fileLink' });
  const reader = await readerOf(services, memberId, sessionId, now);
  const [row] = reader ? await readableFiles(services, reader, [signed.fileId]) : [];
  if (row?.variants[signed.variant] === undefined) {
    throw new DomainError('notFound', { reason: 'file' });
  }
  return { row, variant: signed.variant, until: new Date(until * 1000) };
}

/** Who holds the address, as they are now; null when their session is over or they were put out. */
async function readerOf(
  { db }: Pick<Services, 'db'>,
  memberId: string,
  sessionId: string,
  now: Date,
) {
  const session = await db.session.findFirst({
    where: { id: sessionId, memberId, revokedAt: null, expiresAt: { gt: now } },
    select: { organisationId: true },
  });
  const person = await db.member.findUnique({
    where: { id: memberId },
    select: { state: true, role: true },
  });
  if (!session || person?.state !== 'active') return null;
  return { memberId, organisationId: session.organisationId, role: person.role };
}

const keys = new WeakMap<Buffer, Buffer>();

function sign({ secretKey }: Pick<Services, 'secretKey'>, signed: Signed): Buffer {
  let key = keys.get(secretKey);
  if (!key) {
    key = Buffer.from(hkdfSync('sha256', secretKey, '', 'atalaya file address', 32));
    keys.set(secretKey, key);
  }
  const { fileId, variant, memberId, sessionId, until } = signed;
  const text = [fileId, variant, memberId, sessionId, until].join('/');
  return createHmac('sha256', key).update(text).digest();
}
