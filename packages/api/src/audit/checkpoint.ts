import type { Pool } from 'pg';
import { z } from 'zod';
import { isSigned } from './signature.ts';

const hex = (bytes: number) => z.string().regex(new RegExp(`^[0-9a-f]{${bytes * 2}}$`));

/** Up to where policy removed a chain, as exports tell it. */
export const checkpointFacts = z.strictObject({
  /** The last entry that was removed: its position, hash and time. The chain goes on from its hash. */
  position: z.number().int().min(1),
  hash: hex(32),
  at: z.string(),
  publicKey: hex(32),
  /** Ed25519 over the JSON of `[organisationId, position, hash, at]`. */
  signature: hex(64),
});
export type CheckpointFacts = z.infer<typeof checkpointFacts>;

/** A checkpoint as it is stored. */
export interface Checkpoint {
  position: number;
  hash: Buffer;
  at: Date;
  removedAt: Date;
  publicKey: string;
  signature: string;
}

const columns =
  'position, hash, at, removed_at AS "removedAt", public_key AS "publicKey", signature';

/** Where the organisation's chain begins now; null: with its first entry. */
export async function lastCheckpoint(
  pool: Pool,
  organisationId: string,
): Promise<Checkpoint | null> {
  const { rows } = await pool.query<Checkpoint>({
    name: 'audit-checkpoint',
    text: `SELECT ${columns} FROM audit_checkpoint
            WHERE organisation_id = $1 ORDER BY position DESC LIMIT 1`,
    values: [organisationId],
  });
  return rows[0] ?? null;
}

/** The checkpoint at exactly this position, also when there are later ones. */
export async function checkpointAt(
  pool: Pool,
  organisationId: string,
  position: number,
): Promise<Checkpoint | null> {
  const { rows } = await pool.query<Checkpoint>({
    name: 'audit-checkpoint-at',
    text: `SELECT ${columns} FROM audit_checkpoint WHERE organisation_id = $1 AND position = $2`,
    values: [organisationId, position],
  });
  return rows[0] ?? null;
}

/** A stored checkpoint as exports tell it. */
export const factsOf = ({ position, hash, at, publicKey, signature }: Checkpoint) =>
  ({
    position,
    hash: hash.toString('hex'),
    at: at.toISOString(),
    publicKey,
    signature,
  }) satisfies CheckpointFacts;

/** What is signed of a checkpoint. */
export const checkpointText = (
  organisationId: string,
  { position, hash, at }: Pick<CheckpointFacts, 'position' | 'hash' | 'at'>,
): string => JSON.stringify([organisationId, position, hash, at]);

/** Whether the checkpoint says what the holder of its key signed. */
export const isGenuine = (organisationId: string, facts: CheckpointFacts): boolean =>
  isSigned(facts.publicKey, checkpointText(organisationId, facts), facts.signature);

/** What clients are told of it. */
export const removedBy = (checkpoint: Checkpoint | null) =>
  checkpoint && { until: checkpoint.position, before: checkpoint.at, at: checkpoint.removedAt };
