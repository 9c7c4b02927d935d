import { Prisma } from '@atalaya/db';
import type { CallInfo, Services, Transaction } from '../context.ts';
import { chainStart, entryHash, presentable } from './entry.ts';

export interface AuditInput {
  subjectType: string;
  subjectId?: string | null;
  /** The subject before and after, or the part of it that changed. Secrets are left out. */
  before?: unknown;
  after?: unknown;
  /** Default: the procedure's path. */
  action?: string;
  /** Default: the caller's organisation. */
  organisationId?: string;
}

/** Where one call writes what it did. */
export interface AuditScope {
  readonly written: boolean;
  /** Writes the entry inside the transaction of what it records. */
  write(tx: Transaction, entry: AuditInput): Promise<void>;
}

type Caller = Pick<Services, 'clock'> & Pick<CallInfo, 'actor' | 'ip' | 'requestId'>;

export function auditScope(ctx: Caller, path: string): AuditScope {
  let written = false;
  return {
    get written() {
      return written;
    },
    async write(tx, entry) {
      const organisationId = entry.organisationId ?? ctx.actor?.organisationId;
      if (!organisationId) throw new Error(`audit entry of ${path} names no organisation`);
      await appendEntry(tx, {
        organisationId,
        at: ctx.clock.now(),
        actorId: ctx.actor?.memberId ?? null,
        action: entry.action ?? path,
        subjectType: entry.subjectType,
        subjectId: entry.subjectId ?? null,
        before: entry.before,
        after: entry.after,
        ip: ctx.ip,
        requestId: ctx.requestId,
      });
      written = true;
    },
  };
}

export interface NewEntry {
  organisationId: string;
  at: Date;
  actorId: string | null;
  action: string;
  subjectType: string;
  subjectId: string | null;
  before?: unknown;
  after?: unknown;
  ip: string | null;
  requestId: string;
}

/** Appends to the organisation's chain. Entries of one organisation wait for each other's commit. */
export async function appendEntry(tx: Transaction, entry: NewEntry): Promise<void> {
  const { organisationId } = entry;
  const head = await lockHead(tx, organisationId);
  const position = head.position + 1;
  const before = presentable(entry.before);
  const after = presentable(entry.after);
  const { at, ...rest } = entry;
  const hash = entryHash(head.hash, { ...rest, at: at.toISOString(), position, before, after });
  await tx.auditEntry.create({
    data: {
      ...rest,
      at,
      position,
      before: before ?? Prisma.DbNull,
      after: after ?? Prisma.DbNull,
      previousHash: head.hash,
      hash,
    },
  });
  await tx.auditHead.update({ where: { organisationId }, data: { position, hash } });
}

interface Head {
  position: number;
  hash: Uint8Array<ArrayBuffer>;
}

async function lockHead(tx: Transaction, organisationId: string): Promise<Head> {
  const [head] = await tx.$queryRaw<Head[]>`
    INSERT INTO audit_head (organisation_id, position, hash)
    VALUES (${organisationId}::uuid, 0, ${chainStart})
    ON CONFLICT (organisation_id) DO UPDATE SET position = audit_head.position
    RETURNING position, hash`;
  if (!head) throw new Error('audit head could not be locked');
  return { position: head.position, hash: Uint8Array.from(head.hash) };
}
