import { LRUCache } from 'lru-cache';
import type { Pool } from 'pg';
import { DomainError } from '../errors.ts';
import type { Bus } from '../ports/bus.ts';
import type { Log } from '../ports/log.ts';
import { assertMayWrite } from './policy.ts';
import type { ChannelRole } from './schemas.ts';

export interface ChannelFacts {
  id: string;
  organisationId: string;
  type: 'public' | 'private' | 'direct';
  archived: boolean;
  /** Seconds between two messages of one person; 0: as many as they like. */
  slowSeconds: number;
  /** Only owners and managers write. */
  managersOnly: boolean;
  /** Of a direct channel: one of the two takes no messages now. */
  closed?: boolean;
}

export interface Membership {
  role: ChannelRole;
  mutedUntil: Date | null;
}

/** A channel as one person stands to it. `membership` is null for who has not joined. */
export interface ChannelView extends ChannelFacts {
  membership: Membership | null;
}

interface Entry<Value> {
  value: Value | null;
}

/** How long a cached answer may outlive a lost invalidation. Writes check the rows again anyway. */
const ttl = 30_000;
const topic = 'chat.access';

/** Who may enter which channel, answered from memory; changes invalidate it on every node. */
export class ChannelAccess {
  readonly #pool: Pool;
  readonly #bus: Bus;
  readonly #log: Log;
  readonly #channels: LRUCache<string, Entry<ChannelFacts>>;
  readonly #memberships: LRUCache<string, Entry<Membership>>;
  #stops: (() => void)[] = [];
  /** Counts what was forgotten. */
  #forgotten = 0;

  constructor({ pool, bus, log }: { pool: Pool; bus: Bus; log: Log }) {
    this.#pool = pool;
    this.#bus = bus;
    this.#log = log;
    this.#channels = new LRUCache({
      max: 50_000,
      ttl,
      fetchMethod: async (channelId) => ({ value: await readChannel(pool, channelId) }),
    });
    this.#memberships = new LRUCache({
      max: 200_000,
      ttl,
      fetchMethod: async (key) => ({ value: await readMembership(pool, key) }),
    });
  }

  async start(): Promise<void> {
    this.#stops = [
      await this.#bus.subscribe(topic, (key) => this.#forget(key)),
      this.#bus.onReconnect(() => {
        this.#forgotten++;
        this.#channels.clear();
        this.#memberships.clear();
      }),
    ];
  }

  stop(): void {
    for (const stop of this.#stops) stop();
  }

  /** The channel as the person stands to it; null when there is none. Organisations are not compared. */
  async of(channelId: string, memberId: string): Promise<ChannelView | null> {
    const key = `${channelId}/${memberId}`;
    const channel = this.#channels.get(channelId) ?? (await this.#fetch(this.#channels, channelId));
    if (!channel?.value) return null;
    const membership = this.#memberships.get(key) ?? (await this.#fetch(this.#memberships, key));
    const view = { ...channel.value, membership: membership?.value ?? null };
    if (view.type !== 'direct' || !view.membership) return view;
    return { ...view, closed: await isClosed(this.#pool, channelId) };
  }

  /**
   * The channel if the caller may see it: of their organisation, and public or joined.
   * Throws `notFound`, the same for what does not exist and what is hidden.
   */
  async readable(
    actor: { memberId: string; organisationId: string },
    channelId: string,
  ): Promise<ChannelView> {
    const view = await this.of(channelId, actor.memberId);
    if (
      !view ||
      view.organisationId !== actor.organisationId ||
      (view.type !== 'public' && !view.membership)
    ) {
      throw new DomainError('notFound', { field: 'channelId', reason: 'channel' });
    }
    return view;
  }

  /** The channel if the caller may write there now. Throws `notFound` and what is in their way. */
  async writable(
    actor: { memberId: string; organisationId: string },
    channelId: string,
    now: Date,
  ): Promise<ChannelView> {
    const view = await this.readable(actor, channelId);
    assertMayWrite(view, now);
    return view;
  }

  /** Call after the commit of whatever changed the channel, or one person's place in it. */
  forget(channelId: string, memberId?: string): void {
    const key = memberId ? `${channelId}/${memberId}` : channelId;
    this.#forget(key);
    this.#bus.publish(topic, key);
    this.#log.debug({ key }, 'channel access forgotten');
  }

  #forget(key: string): void {
    this.#forgotten++;
    this.#channels.delete(key);
    this.#memberships.delete(key);
  }

  /** Forgetting something breaks off a reading of it that is under way: then it is read again. */
  async #fetch<Value>(cache: LRUCache<string, Entry<Value>>, key: string) {
    for (;;) {
      const before = this.#forgotten;
      try {
        return await cache.fetch(key);
      } catch (error) {
        if (this.#forgotten === before) throw error;
      }
    }
  }
}

async function readChannel(pool: Pool, channelId: string): Promise<ChannelFacts | null> {
  const { rows } = await pool.query<ChannelFacts>({
    name: 'access-channel',
    text: `SELECT id, organisation_id AS "organisationId", type, archived_at IS NOT NULL AS archived,
                  slow_seconds AS "slowSeconds", managers_only AS "managersOnly"
             FROM channel WHERE id = $1 AND deleted_at IS NULL`,
    values: [channelId],
  });
  return rows[0] ?? null;
}

/** Asked of the rows each time: what it rests on changes without the channel. */
async function isClosed(pool: Pool, channelId: string): Promise<boolean> {
  const { rows } = await pool.query<{ closed: boolean }>({
    name: 'access-direct',
    text: `SELECT (SELECT count(*) FROM channel_member cm JOIN member m ON m.id = cm.member_id
                    WHERE cm.channel_id = $1 AND m.state = 'active') < 2
               OR EXISTS (SELECT FROM member_block b
                            JOIN channel_member one ON one.channel_id = $1
                                                   AND one.member_id = b.member_id
                            JOIN channel_member other ON other.channel_id = $1
                                                     AND other.member_id = b.blocked_id) AS closed`,
    values: [channelId],
  });
  return rows[0]?.closed ?? true;
}

async function readMembership(pool: Pool, key: string): Promise<Membership | null> {
  const { rows } = await pool.query<Membership>({
    name: 'access-membership',
    text: `SELECT role, muted_until AS "mutedUntil"
             FROM channel_member WHERE channel_id = $1 AND member_id = $2`,
    values: key.split('/'),
  });
  return rows[0] ?? null;
}
