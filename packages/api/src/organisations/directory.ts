import { LRUCache } from 'lru-cache';
import type { Pool } from 'pg';
import type { Role } from '../identity/schemas.ts';
import type { Bus } from '../ports/bus.ts';

/** A person as others' screens name them. */
export interface Author {
  id: string;
  username: string;
  displayName: string;
}

export interface Entry extends Author {
  organisationId: string;
  role: Role;
  state: 'active' | 'deactivated' | 'banned';
  createdAt: Date;
}

/** Names of the organisation's people, from memory wherever possible. */
export interface Directory {
  /** Null for someone of another organisation. */
  get(organisationId: string, memberId: string): Promise<Entry | null>;
  /** Those of the ids that belong to the organisation. */
  many(organisationId: string, ids: readonly string[]): Promise<Map<string, Entry>>;
  /** Ids of the active people with these usernames. */
  byUsername(organisationId: string, usernames: readonly string[]): Promise<Map<string, string>>;
  /** How many active people the organisation has; of many thousands as many as a moment ago. */
  count(organisationId: string): Promise<number>;
  /** Forgets a person on all nodes. Call it after the commit that changed them. */
  invalidate(memberId: string): void;
  start(): Promise<void>;
  stop(): void;
}

const topic = 'directory';
/** A lost message about a change is made good after this time. */
const ttl = 60_000;
/** Counting this many people is slow enough to be remembered, for so long. */
const manyPeople = 5_000;
const countTtl = 15_000;
/** How long a name that nobody has is remembered as such. */
const unknownTtl = 5_000;

export function createDirectory({ pool, bus }: { pool: Pool; bus: Bus }): Directory {
  const people = new LRUCache<string, Entry>({ max: 50_000, ttl });
  const names = new LRUCache<string, { id: string | null }>({ max: 50_000, ttl });
  /** Who was forgotten lately, and when: what was read before that must not be kept. */
  const forgotten = new LRUCache<string, number>({ max: 10_000 });
  const counts = new LRUCache<string, number>({ max: 1_000, ttl: countTtl });
  const stops: (() => void)[] = [];
  let moment = 0;

  function forget(memberId: string): void {
    moment++;
    forgotten.set(memberId, moment);
    const entry = people.get(memberId);
    people.delete(memberId);
    if (entry) names.delete(nameKey(entry.organisationId, entry.username));
  }

  function keep(entry: Entry, readAt: number): void {
    if ((forgotten.get(entry.id) ?? 0) > readAt) return;
    people.set(entry.id, entry);
  }

  async function read(column: 'id' | 'username', organisationId: string, values: string[]) {
    const readAt = moment;
    const { rows } = await pool.query<Entry>(queries[column](organisationId, values));
    for (const entry of rows) keep(entry, readAt);
    return { rows, readAt };
  }

  async function many(organisationId: string, ids: readonly string[]) {
    const found = new Map<string, Entry>();
    const missing: string[] = [];
    for (const id of new Set(ids)) {
      const entry = people.get(id);
      if (!entry) missing.push(id);
      else if (entry.organisationId === organisationId) found.set(id, entry);
    }
    if (missing.length > 0) {
      const { rows } = await read('id', organisationId, missing);
      for (const entry of rows) found.set(entry.id, entry);
    }
    return found;
  }

  async function byUsername(organisationId: string, usernames: readonly string[]) {
    const found = new Map<string, string>();
    const missing = new Set<string>();
    for (const username of usernames) {
      const known = names.get(nameKey(organisationId, username));
      if (!known) missing.add(username);
      else if (known.id) found.set(username, known.id);
    }
    if (missing.size === 0) return found;
    const { rows, readAt } = await read('username', organisationId, [...missing]);
    for (const { id, username, state } of rows) {
      missing.delete(username);
      const active = state === 'active' ? id : null;
      if (active) found.set(username, active);
      if ((forgotten.get(id) ?? 0) <= readAt) {
        names.set(nameKey(organisationId, username), { id: active });
      }
    }
    for (const username of missing) {
      names.set(nameKey(organisationId, username), { id: null }, { ttl: unknownTtl });
    }
    return found;
  }

  return {
    async get(organisationId, memberId) {
      return (await many(organisationId, [memberId])).get(memberId) ?? null;
    },
    many,
    byUsername,
    async count(organisationId) {
      const known = counts.get(organisationId);
      if (known !== undefined) return known;
      const { rows } = await pool.query<{ count: number }>(countQuery(organisationId));
      const count = rows[0]?.count ?? 0;
      if (count >= manyPeople) counts.set(organisationId, count);
      return count;
    },
    invalidate(memberId) {
      forget(memberId);
      bus.publish(topic, memberId);
    },
    async start() {
      const clear = () => {
        moment++;
        people.clear();
        names.clear();
      };
      stops.push(await bus.subscribe(topic, forget), bus.onReconnect(clear));
    },
    stop() {
      for (const stop of stops.splice(0)) stop();
    },
  };
}

const nameKey = (organisationId: string, username: string) => `${organisationId} ${username}`;

const columns = `id, organisation_id AS "organisationId", username,
  display_name AS "displayName", role, state, created_at AS "createdAt"`;
const queries = {
  id: (organisationId: string, ids: string[]) => ({
    name: 'directory-by-id',
    text: `SELECT ${columns} FROM member WHERE organisation_id = $1 AND id = ANY($2::uuid[])`,
    values: [organisationId, ids],
  }),
  username: (organisationId: string, usernames: string[]) => ({
    name: 'directory-by-username',
    text: `SELECT ${columns} FROM member WHERE organisation_id = $1 AND username = ANY($2::text[])`,
    values: [organisationId, usernames],
  }),
};
const countQuery = (organisationId: string) => ({
  name: 'directory-count',
  text: `SELECT count(*)::int AS count FROM member WHERE organisation_id = $1 AND state = 'active'`,
  values: [organisationId],
});
