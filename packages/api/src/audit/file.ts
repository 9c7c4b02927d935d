import { createHash, type Hash } from 'node:crypto';
import { z } from 'zod';
import { checkpointFacts } from './checkpoint.ts';
import type { EntryRow } from './query.ts';

/** The lines of an exported log: a header, then parts, each of entries and a signature over them. */

const hex = (bytes: number) => z.string().regex(new RegExp(`^[0-9a-f]{${bytes * 2}}$`));
const position = z.number().int().min(0);

export const header = z.strictObject({
  type: z.literal('header'),
  format: z.literal('atalaya-audit'),
  version: z.literal(1),
  organisationId: z.string(),
  /** Entries of cases and alerts about this person are withheld or, under filters, left out. */
  exportedBy: z.string(),
  hash: z.literal('SHA-256'),
  signature: z.literal('Ed25519'),
  /** How to hash, in words. */
  hashing: z.string(),
  publicKey: hex(32),
  filters: z.record(z.string(), z.string()),
  /** What policy removed before the first position; absent where the file does not begin there. */
  checkpoint: checkpointFacts.optional(),
  /** The file is about the positions after this one and up to that one. */
  after: position,
  until: position,
});
export type Header = z.infer<typeof header>;

const links = { position, previousHash: hex(32), hash: hex(32) };
export const withheldLine = z.strictObject({
  type: z.literal('entry'),
  withheld: z.literal(true),
  ...links,
});
export const entryLine = z.strictObject({
  type: z.literal('entry'),
  at: z.string(),
  actorId: z.string().nullable(),
  action: z.string(),
  subjectType: z.string(),
  subjectId: z.string().nullable(),
  before: z.json(),
  after: z.json(),
  ip: z.string().nullable(),
  requestId: z.string(),
  /** Of entries whose address and device stand apart; the salt is there while they are. */
  userAgent: z.string().nullable().optional(),
  address: hex(32).optional(),
  salt: hex(16).nullable().optional(),
  ...links,
});

export const signatureLine = z.strictObject({
  type: z.literal('signature'),
  /** The part is about the positions after this one and up to that one. */
  after: position,
  to: position,
  entries: z.number().int(),
  /** Hash of the part's last entry; null where it has none. */
  lastHash: hex(32).nullable(),
  /** SHA-256 over the header's line and those of the entries, each with its line end. */
  digest: hex(32),
  /** Whether the file ends here. */
  last: z.boolean(),
  signature: hex(64),
});

const hashing =
  'hash = SHA-256(previousHash as bytes + UTF-8 of the canonical JSON of {organisationId, position, at, actorId, action, subjectType, subjectId, before, after, ip, requestId}): keys sorted, no spaces; before the first entry 32 zero bytes, or the hash of the checkpoint up to which policy removed the log. An entry with address has ip null and no userAgent in that JSON, and address beside it: address = SHA-256(salt as bytes + UTF-8 of the canonical JSON of {ip, userAgent}); ip, userAgent and salt are null when policy removed them. digest = SHA-256(header line + entry lines of the part, each with its line feed). signature = Ed25519 over the JSON of the signature line without its field signature. All in hexadecimal.';

/** The first line of a file. */
export const headerOf = (
  facts: Pick<
    Header,
    'organisationId' | 'exportedBy' | 'publicKey' | 'filters' | 'after' | 'until' | 'checkpoint'
  >,
): Header => {
  const { organisationId, exportedBy, publicKey, filters, after, until, checkpoint } = facts;
  return {
    type: 'header',
    format: 'atalaya-audit',
    version: 1,
    organisationId,
    exportedBy,
    hash: 'SHA-256',
    signature: 'Ed25519',
    hashing,
    publicKey,
    filters,
    ...(checkpoint && { checkpoint }),
    after,
    until,
  };
};

/** An entry's line; of a withheld one only what the chain needs. */
export function lineOf(row: EntryRow, withheld: boolean): string {
  const { position, at, userAgent, address, salt, previousHash, hash, ...rest } = row;
  const apart = {
    userAgent,
    address: address?.toString('hex'),
    salt: salt?.toString('hex') ?? null,
  };
  const said = { ...rest, ...(address && apart) };
  const chain = { previousHash: previousHash.toString('hex'), hash: hash.toString('hex') };
  return JSON.stringify(
    withheld
      ? { type: 'entry', position, withheld: true, ...chain }
      : { type: 'entry', position, at: at.toISOString(), ...said, ...chain },
  );
}

/** What is signed of a part: its signature's line without the signature. */
export const signedText = ({
  signature: _,
  ...facts
}: Omit<z.infer<typeof signatureLine>, 'signature'> & { signature?: string }): string =>
  JSON.stringify(facts);

/** Begins the digest of a part. */
export const digestOf = (headerText: string): Hash =>
  createHash('sha256').update(`${headerText}\n`);
