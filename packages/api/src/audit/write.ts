import { randomBytes } from 'node:crypto';
import { Prisma } from '@atalaya/db';
import type { CallInfo, Services, Transaction } from '../context.ts';
import { chainStart, commitmentTo, entryHash, presentable } from './entry.ts';

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

type Caller = Pick<Services, 'clock'> & Pick<CallInfo, 'actor' | 'ip'>;

/** Where one call writes what it did. */
export class AuditScope {
  readonly #caller: Caller;
  readonly #path: string;
  readonly #requestId: string;
  readonly #organisations = new Set<string>();

  constructor(caller: Caller, path: string, requestId: string) {
    this.#caller = caller;
    this.#path = path;
    this.#requestId = requestId;
  }

  /** Whether the call has left an entry. */
  get written(): boolean {
    return this.#organisations.size > 0;
  }

  /** In whose logs. */
  get organisations(): ReadonlySet<string> {
    return this.#organisations;
  }

  /** Writes the entry inside the transaction of what it records. */
  async write(tx: Transaction, entry: AuditInput): Promise<void> {
    const { actor, clock, ip } = this.#caller;
    const organisationId = entry.organisationId ?? actor?.organisationId;
    if (!organisationId) throw new Error(`audit entry of ${this.#path} names no organisation`);
    await appendEntry(tx, {
      organisationId,
      at: clock.now(),
      actorId: actor?.memberId ?? null,
      action: entry.action ?? this.#path,
      subjectType: entry.subjectType,
      subjectId: entry.subjectId ?? null,
      before: entry.before,
      after: entry.after,
      ip,
      requestId: this.#requestId,
    });
    this.#organisations.add(organisationId);
  }
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
  /** The program that asked, where the entry is about a session. */
  userAgent?: string;
  requestId: string;
}

/** Appends to the organisation's chain. Entries of one organisation wait for each other's commit. */
export async function appendEntry(tx: Transaction, entry: NewEntry): Promise<void> {
  const { organisationId } = entry;
  const head = await lockHead(tx, organisationId);
  const position = head.position + 1;
  const before = presentable(entry.before);
  const after = presentable(entry.after);
  const { at, ip, userAgent = null, ...said } = entry;
  const salt = Uint8Array.from(randomBytes(16));
  const origin = { ip, userAgent };
  const isKnown = ip !== null || userAgent !== null;
  const address = isKnown ? commitmentTo(origin, salt) : null;
  // The origin stands apart, so that it can go before the entry does.
  const rest = { ...said, ip: null, position };
  const hash = entryHash(head.hash, {
    ...rest,
    address: hexOf(address),
    at: at.toISOString(),
    before,
    after,
  });
  await tx.auditEntry.create({
    data: {
      ...rest,
      address,
      at,
      before: before ?? Prisma.DbNull,
      after: after ?? Prisma.DbNull,
      previousHash: head.hash,
      hash,
    },
  });
  if (isKnown)
    await tx.auditAddress.create({ data: { organisationId, position, at, ...origin, salt } });
  await tx.auditHead.update({ where: { organisationId }, data: { position, hash } });
}

const hexOf = (bytes: Uint8Array | null) => bytes && Buffer.from(bytes).toString('hex');

interface Head {
  position: number;
  hash: Uint8Array<ArrayBuffer>;
}

/** Holds the end of the chain: whoever else writes into it waits. */
export async function lockHead(tx: Transaction, organisationId: string): Promise<Head> {
  const [head] = await tx.$queryRaw<Head[]>`
    INSERT INTO audit_head (organisation_id, position, hash)
    VALUES (${organisationId}::uuid, 0, ${chainStart})
    ON CONFLICT (organisation_id) DO UPDATE SET position = audit_head.position
    RETURNING position, hash`;
  if (!head) throw new Error('audit head could not be locked');
  return { position: head.position, hash: Uint8Array.from(head.hash) };
}
