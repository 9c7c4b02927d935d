import type { Pool, PoolClient } from 'pg';
import type { z } from 'zod';
import type { Presence, presenceChoice } from '../identity/schemas.ts';
import { effectivePresence } from './presence-rule.ts';

/** How a person is to be shown, as the rows say at one moment. */
export interface Shown {
  memberId: string;
  organisationId: string;
  presence: Presence;
  statusText: string;
  /** Microseconds by the database's clock: of two answers about a person the later one holds. */
  at: number;
}

/** What changed on this node since the last time. */
export interface LeaseChanges {
  here: { memberId: string; organisationId: string; away: boolean }[];
  gone: string[];
  /** People to be told of for another reason, such as a choice of their own. */
  asked: string[];
  now: Date;
}

/**
 * The rows behind presence: which node holds connections of whom. All times are the database's, so
 * the nodes' clocks need not agree.
 */
export class PresenceLeases {
  readonly #pool: Pool;
  readonly #nodeId: string;
  readonly #leaseMs: number;

  constructor(pool: Pool, nodeId: string, leaseMs: number) {
    this.#pool = pool;
    this.#nodeId = nodeId;
    this.#leaseMs = leaseMs;
  }

  /** Extends this node's lease. False when it had expired and others have swept it away. */
  async renew(): Promise<boolean> {
    const { rowCount } = await this.#pool.query({
      name: 'node-lease-renew',
      text: `UPDATE node_lease SET expires_at = clock_timestamp() + make_interval(secs => $2)
              WHERE id = $1`,
      values: [this.#nodeId, this.#leaseMs / 1000],
    });
    return rowCount === 1;
  }

  /** Begins this node's lease, without people. */
  async register(): Promise<void> {
    await this.#pool.query(
      `INSERT INTO node_lease (id, expires_at)
       VALUES ($1, clock_timestamp() + make_interval(secs => $2))
       ON CONFLICT (id) DO UPDATE SET expires_at = excluded.expires_at`,
      [this.#nodeId, this.#leaseMs / 1000],
    );
  }

  /** Ends the leases of nodes that are gone; gives whom they held. Of several nodes one gets them. */
  async sweep(): Promise<string[]> {
    const { rows } = await this.#pool.query<{ id: string }>({
      name: 'node-lease-sweep',
      text: `WITH expired AS (
               SELECT id FROM node_lease WHERE expires_at < clock_timestamp() AND id <> $1
                  FOR UPDATE SKIP LOCKED),
             people AS (
               DELETE FROM presence_lease WHERE node_id IN (SELECT id FROM expired)
               RETURNING member_id),
             nodes AS (DELETE FROM node_lease WHERE id IN (SELECT id FROM expired))
             SELECT DISTINCT member_id AS id FROM people`,
      values: [this.#nodeId],
    });
    return rows.map(({ id }) => id);
  }

  /** Writes the changes, and gives how everyone they touch is shown from now on. */
  async write(changes: LeaseChanges): Promise<Shown[]> {
    const client = await this.#pool.connect();
    try {
      await client.query('BEGIN');
      const shown = await this.#apply(client, changes);
      await client.query('COMMIT');
      return shown;
    } catch (error) {
      await client.query('ROLLBACK').catch(() => {});
      throw error;
    } finally {
      client.release();
    }
  }

  async #apply(client: PoolClient, { here, gone, asked, now }: LeaseChanges): Promise<Shown[]> {
    const active = [...here.map(({ memberId }) => memberId), ...gone];
    const everyone = [...new Set([...active, ...asked])];
    // Two nodes that write of one person take turns, so the later one sees what the other wrote.
    await client.query({
      name: 'presence-hold',
      text: 'SELECT FROM member WHERE id = ANY($1::uuid[]) ORDER BY id FOR NO KEY UPDATE',
      values: [everyone],
    });
    if (active.length > 0) {
      await client.query({
        name: 'presence-write',
        text: `WITH here AS (
                 INSERT INTO presence_lease (node_id, member_id, organisation_id, away)
                 SELECT $1, * FROM unnest($2::uuid[], $3::uuid[], $4::boolean[])
                 ON CONFLICT (node_id, member_id) DO UPDATE SET away = excluded.away),
               gone AS (
                 DELETE FROM presence_lease WHERE node_id = $1 AND member_id = ANY($5::uuid[]))
               UPDATE member SET last_active_at = $6 WHERE id = ANY($7::uuid[])`,
        values: [
          this.#nodeId,
          here.map(({ memberId }) => memberId),
          here.map(({ organisationId }) => organisationId),
          here.map(({ away }) => away),
          gone,
          now,
          active,
        ],
      });
    }
    return read(client, everyone);
  }

  /** How these people of the organisation are shown now. */
  async shown(organisationId: string, memberIds: readonly string[]): Promise<Shown[]> {
    const people = await read(this.#pool, memberIds);
    return people.filter((person) => person.organisationId === organisationId);
  }
}

interface Row {
  id: string;
  organisationId: string;
  state: string;
  choice: z.output<typeof presenceChoice>;
  statusText: string;
  online: boolean;
  away: boolean;
  at: string;
}

async function read(on: Pool | PoolClient, memberIds: readonly string[]): Promise<Shown[]> {
  if (memberIds.length === 0) return [];
  const { rows } = await on.query<Row>({
    name: 'presence-read',
    text: `SELECT m.id, m.organisation_id AS "organisationId", m.state,
                  m.presence_choice AS choice, m.status_text AS "statusText",
                  n.id IS NOT NULL AS online, coalesce(bool_and(l.away), false) AS away,
                  (extract(epoch FROM clock_timestamp()) * 1000000)::bigint AS at
             FROM member m
             LEFT JOIN (presence_lease l
                  JOIN node_lease n ON n.id = l.node_id AND n.expires_at > clock_timestamp())
               ON l.organisation_id = m.organisation_id AND l.member_id = m.id
            WHERE m.id = ANY($1::uuid[])
            GROUP BY m.id, n.id IS NOT NULL`,
    values: [memberIds],
  });
  return rows.map(({ id, organisationId, state, choice, statusText, online, away, at }) => ({
    memberId: id,
    organisationId,
    presence: effectivePresence({ active: state === 'active', choice, online, away }),
    statusText,
    at: Number(at),
  }));
}
