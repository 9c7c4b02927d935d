import type { Pool } from 'pg';
import { z } from 'zod';
import type { Actor } from '../context.ts';
import type { Bus } from '../ports/bus.ts';
import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import { accessTokenSeconds } from './tokens.ts';

export interface Revoked {
  sessionId?: string;
  memberId?: string;
  reason: string;
}

/** Access tokens that may not be used any more although they have not expired. */
export interface Revocations {
  /** True when the session was closed, or the person's tokens of that time were. Costs no query. */
  refuses(actor: Actor): boolean;
  start(): Promise<void>;
  stop(): void;
  /** Tells all nodes. Call it after the commit that set the session's `revokedAt`. */
  revokeSession(sessionId: string, reason: string): void;
  /** Tells all nodes. Call it after the commit that set the member's `tokensValidFrom`. */
  memberChanged(memberId: string, validFrom: Date, reason: string): void;
  /** Called on every node, once per session or member that was revoked. */
  onRevoked(listener: (revoked: Revoked) => void): () => void;
}

const topic = 'control';
const rereadMs = 5_000;
/** Rows are looked at for this long; no token lives longer. */
const memoryMs = (accessTokenSeconds + 300) * 1000;
/** A transaction may commit this much later than the moment it wrote into its row. */
const overlapMs = 60_000;

const notice = z.union([
  z.object({ session: z.string(), at: z.number(), reason: z.string() }),
  z.object({ member: z.string(), at: z.number(), reason: z.string() }),
]);
type Notice = z.infer<typeof notice>;

interface Row {
  session: string | null;
  member: string | null;
  at: Date;
  reason: string | null;
}

/**
 * Keeps the revocations of the last minutes in memory: pushed over the bus, and read again from
 * the rows every few seconds, so that a lost message costs seconds and not the token's lifetime.
 */
export function createRevocations(ports: {
  pool: Pool;
  bus: Bus;
  clock: Clock;
  log: Log;
}): Revocations {
  const { pool, bus, clock, log } = ports;
  const sessions = new Map<string, number>();
  const members = new Map<string, number>();
  const listeners = new Set<(revoked: Revoked) => void>();
  const stops: (() => void)[] = [];
  let readUntil = 0;

  const tell = (revoked: Revoked) => {
    for (const listener of listeners) listener(revoked);
  };

  function apply(entry: Notice): void {
    if ('session' in entry) {
      if (sessions.has(entry.session)) return;
      sessions.set(entry.session, entry.at);
      tell({ sessionId: entry.session, reason: entry.reason });
      return;
    }
    if ((members.get(entry.member) ?? 0) >= entry.at) return;
    members.set(entry.member, entry.at);
    tell({ memberId: entry.member, reason: entry.reason });
  }

  function announce(entry: Notice): void {
    apply(entry);
    bus.publish(topic, JSON.stringify(entry));
  }

  /** Reads what was revoked since the last time; everything that still matters when asked for all. */
  async function reread(scope: 'all' | 'recent'): Promise<void> {
    const now = clock.now().getTime();
    const oldest = now - memoryMs;
    const since = scope === 'all' ? oldest : Math.max(readUntil - overlapMs, oldest);
    const { rows } = await pool.query<Row>({
      name: 'revocations',
      text: `SELECT id AS session, NULL AS member, revoked_at AS at, revoked_reason AS reason
               FROM session WHERE revoked_at > $1
             UNION ALL
             SELECT NULL, id, tokens_valid_from, NULL FROM member
               WHERE tokens_valid_from > $1 AND tokens_valid_from > created_at`,
      values: [new Date(since)],
    });
    readUntil = now;
    for (const { session, member, at, reason } of rows) {
      const more = { at: at.getTime(), reason: reason ?? 'changed' };
      if (session) apply({ session, ...more });
      if (member) apply({ member, ...more });
    }
    forgetBefore(sessions, oldest);
    forgetBefore(members, oldest);
  }

  const rereadQuietly = (scope: 'all' | 'recent') =>
    reread(scope).catch((error: unknown) => {
      log.warn({ err: error }, 'revocations could not be read; trying again');
    });

  return {
    refuses(actor) {
      if (sessions.has(actor.sessionId)) return true;
      const validFrom = members.get(actor.memberId);
      return validFrom !== undefined && Math.round(actor.issuedAt * 1000) < validFrom;
    },
    async start() {
      stops.push(
        await bus.subscribe(topic, (text) => {
          const parsed = notice.safeParse(JSON.parse(text));
          if (parsed.success) apply(parsed.data);
        }),
        bus.onReconnect(() => void rereadQuietly('all')),
      );
      await reread('all');
      const timer = setInterval(() => void rereadQuietly('recent'), rereadMs);
      timer.unref();
      stops.push(() => clearInterval(timer));
    },
    stop() {
      for (const stop of stops.splice(0)) stop();
    },
    revokeSession(sessionId, reason) {
      announce({ session: sessionId, at: clock.now().getTime(), reason });
    },
    memberChanged(memberId, validFrom, reason) {
      announce({ member: memberId, at: validFrom.getTime(), reason });
    },
    onRevoked(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function forgetBefore(entries: Map<string, number>, oldest: number): void {
  for (const [key, at] of entries) if (at < oldest) entries.delete(key);
}
