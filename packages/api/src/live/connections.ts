import type { Revocations } from '../identity/revocations.ts';
import type { PresenceService } from '../organisations/presence.ts';
import type { Metrics } from '../ports/metrics.ts';
import { type Connection, closeCodes } from './connection.ts';

/** This node's open sockets. Closes those whose session or person may not go on. */
export class Connections {
  readonly #bySession = new Map<string, Set<Connection>>();
  readonly #byMember = new Map<string, Set<Connection>>();
  readonly #presence: PresenceService;
  readonly #metrics: Metrics;
  #count = 0;

  constructor(services: {
    presence: PresenceService;
    revocations: Revocations;
    metrics: Metrics;
  }) {
    this.#presence = services.presence;
    this.#metrics = services.metrics;
    services.revocations.onRevoked(({ sessionId, memberId, reason }) => {
      if (sessionId) this.#close(this.#bySession.get(sessionId), closeCodes.sessionEnded, reason);
      if (memberId) this.#close(this.#byMember.get(memberId), closeCodes.reauthenticate, reason);
    });
  }

  get count(): number {
    return this.#count;
  }

  /** The open sockets of people who are signed in. */
  *all(): Iterable<Connection> {
    for (const connections of this.#bySession.values()) yield* connections;
  }

  /** Call once the socket is open and it is known who is behind it. */
  opened(connection: Connection): void {
    this.#count++;
    const { actor } = connection;
    if (!actor) return;
    put(this.#bySession, actor.sessionId, connection);
    put(this.#byMember, actor.memberId, connection);
    this.#presence.connected(connection);
  }

  /** Call when the socket was closed, for whatever reason. */
  closed(connection: Connection): void {
    this.#count--;
    const { actor } = connection;
    if (!actor) return;
    take(this.#bySession, actor.sessionId, connection);
    take(this.#byMember, actor.memberId, connection);
    this.#presence.disconnected(connection);
  }

  #close(connections: Set<Connection> | undefined, code: number, reason: string): void {
    for (const { socket } of [...(connections ?? [])]) {
      this.#metrics.count('sockets_ended');
      socket.close(code, reason);
      // A peer that does not answer the close keeps nothing open.
      setTimeout(() => socket.terminate(), 500).unref();
    }
  }
}

function put(index: Map<string, Set<Connection>>, key: string, connection: Connection): void {
  const set = index.get(key);
  if (set) set.add(connection);
  else index.set(key, new Set([connection]));
}

function take(index: Map<string, Set<Connection>>, key: string, connection: Connection): void {
  const set = index.get(key);
  set?.delete(connection);
  if (set?.size === 0) index.delete(key);
}
