import type { Pool } from 'pg';
import type { NodeInfo } from '../context.ts';
import type { Presence } from '../identity/schemas.ts';
import type { Connection } from '../live/connection.ts';
import type { Packet } from '../live/packet.ts';
import type { Bus } from '../ports/bus.ts';
import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import { PresenceFeed } from './presence-feed.ts';
import { type LeaseChanges, PresenceLeases } from './presence-leases.ts';

/** Who is online, right even after a node's crash. */
export interface PresenceService {
  start(): Promise<void>;
  /** The lease is left to run out by itself: who reconnects elsewhere meanwhile was never offline. */
  stop(): Promise<void>;
  connected(connection: Connection): void;
  disconnected(connection: Connection): void;
  /** The person behind the connection left or came back to the keyboard. */
  activity(connection: Connection, away: boolean): void;
  /** Tells everyone how the person is shown now. Call it after the commit that changed them. */
  changed(memberId: string): Promise<void>;
  of(organisationId: string, memberIds: readonly string[]): Promise<Map<string, Presence>>;
  /** Writes the organisation's changes as packets. Call the result to stop. */
  subscribe(organisationId: string, write: (packet: Packet) => void): Promise<() => void>;
  /** Told to a listener first, and whenever changes may have been missed. */
  refresh(): Packet;
}

export interface PresenceTimes {
  /** How often a node says that it lives, and looks for those that do not. */
  renewMs: number;
  /** After this long without a word a node is gone. */
  leaseMs: number;
  /** A connection that comes back within this time was never gone. */
  graceMs: number;
  /** Connections that come and go within this time are written together. */
  batchMs: number;
}

const usualTimes: PresenceTimes = { renewMs: 3_000, leaseMs: 10_000, graceMs: 2_000, batchMs: 50 };
const retryMs = 1_000;

interface Person {
  organisationId: string;
  connections: Set<Connection>;
  /** What the rows say of this node and the person. */
  written: 'nothing' | 'here' | 'away';
  grace: NodeJS.Timeout | null;
}

interface Needs {
  pool: Pool;
  bus: Bus;
  clock: Clock;
  log: Log;
  node: Pick<NodeInfo, 'id'>;
}

export function createPresence(ports: Needs, times: Partial<PresenceTimes> = {}): PresenceService {
  return new LeasedPresence(ports, { ...usualTimes, ...times });
}

class LeasedPresence implements PresenceService {
  readonly #leases: PresenceLeases;
  readonly #feed: PresenceFeed;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #times: PresenceTimes;
  readonly #people = new Map<string, Person>();
  /** Whose rows may differ from what this node knows. */
  readonly #dirty = new Set<string>();
  /** Who is to be told of although their rows here stay as they are. */
  readonly #asked = new Set<string>();
  #waiters: (() => void)[] = [];
  #flushTimer: NodeJS.Timeout | null = null;
  #flushing: Promise<void> | null = null;
  #renewTimer: NodeJS.Timeout | null = null;
  #stopped = false;

  constructor({ pool, bus, clock, log, node }: Needs, times: PresenceTimes) {
    this.#leases = new PresenceLeases(pool, node.id, times.leaseMs);
    this.#feed = new PresenceFeed(bus, node.id);
    this.#clock = clock;
    this.#log = log;
    this.#times = times;
  }

  async start(): Promise<void> {
    await this.#leases.register();
    await this.#sweep();
    const beat = async () => {
      try {
        await this.#renew();
        await this.#sweep();
      } catch (error) {
        this.#log.warn({ err: error }, 'presence could not be renewed; trying again');
      }
      if (!this.#stopped) this.#renewTimer = setTimeout(() => void beat(), this.#times.renewMs);
    };
    this.#renewTimer = setTimeout(() => void beat(), this.#times.renewMs);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    if (this.#renewTimer) clearTimeout(this.#renewTimer);
    if (this.#flushTimer) clearTimeout(this.#flushTimer);
    for (const { grace } of this.#people.values()) if (grace) clearTimeout(grace);
    await this.#flushing;
    this.#release();
    this.#feed.close();
  }

  connected(connection: Connection): void {
    const { actor } = connection;
    if (!actor) return;
    const { memberId, organisationId } = actor;
    let person = this.#people.get(memberId);
    if (!person) {
      person = { organisationId, connections: new Set(), written: 'nothing', grace: null };
      this.#people.set(memberId, person);
    }
    person.connections.add(connection);
    if (person.grace) clearTimeout(person.grace);
    person.grace = null;
    this.#markIfDifferent(memberId, person);
  }

  disconnected(connection: Connection): void {
    const memberId = connection.actor?.memberId ?? '';
    const person = this.#people.get(memberId);
    if (!person?.connections.delete(connection) || this.#stopped) return;
    if (person.connections.size > 0) {
      this.#markIfDifferent(memberId, person);
      return;
    }
    person.grace = setTimeout(() => {
      person.grace = null;
      this.#mark(memberId);
    }, this.#times.graceMs);
  }

  activity(connection: Connection, away: boolean): void {
    connection.away = away;
    const memberId = connection.actor?.memberId ?? '';
    const person = this.#people.get(memberId);
    if (person?.connections.has(connection)) this.#markIfDifferent(memberId, person);
  }

  changed(memberId: string): Promise<void> {
    this.#asked.add(memberId);
    const told = new Promise<void>((resolve) => this.#waiters.push(resolve));
    this.#flushSoon(0);
    return told;
  }

  async of(organisationId: string, memberIds: readonly string[]): Promise<Map<string, Presence>> {
    const shown = await this.#leases.shown(organisationId, memberIds);
    return new Map(shown.map(({ memberId, presence }) => [memberId, presence]));
  }

  subscribe(organisationId: string, write: (packet: Packet) => void): Promise<() => void> {
    return this.#feed.subscribe(organisationId, write);
  }

  refresh(): Packet {
    return this.#feed.refresh();
  }

  #markIfDifferent(memberId: string, person: Person): void {
    if (wantedOf(person) !== person.written) this.#mark(memberId);
  }

  #mark(memberId: string): void {
    this.#dirty.add(memberId);
    this.#flushSoon(this.#times.batchMs);
  }

  #flushSoon(afterMs: number): void {
    if (this.#flushTimer || this.#flushing || this.#stopped) {
      if (this.#stopped) this.#release();
      return;
    }
    this.#flushTimer = setTimeout(() => {
      this.#flushTimer = null;
      this.#flushing = this.#flush().then((afterMs) => {
        this.#flushing = null;
        if (this.#dirty.size > 0 || this.#asked.size > 0) this.#flushSoon(afterMs);
      });
    }, afterMs);
  }

  /** Writes what waits and tells it. Gives the milliseconds until more may be written. */
  async #flush(): Promise<number> {
    const waiters = this.#waiters;
    this.#waiters = [];
    const dirty = [...this.#dirty];
    const asked = [...this.#asked];
    this.#dirty.clear();
    this.#asked.clear();
    try {
      this.#feed.publish(await this.#write(dirty, asked));
    } catch (error) {
      for (const memberId of dirty) this.#dirty.add(memberId);
      for (const memberId of asked) this.#asked.add(memberId);
      if (!isSweptAway(error)) {
        this.#log.warn({ err: error }, 'presence could not be written; trying again');
        return retryMs;
      }
      return await this.#renew().then(
        () => this.#times.batchMs,
        () => retryMs,
      );
    } finally {
      for (const resolve of waiters) resolve();
    }
    return this.#times.batchMs;
  }

  async #write(dirty: string[], asked: string[]) {
    const changes: LeaseChanges = { here: [], gone: [], asked, now: this.#clock.now() };
    const wanted = new Map<string, Person['written']>();
    for (const memberId of dirty) {
      const person = this.#people.get(memberId);
      // A person in their moment of grace keeps what is written.
      if (!person || person.grace) continue;
      const state = wantedOf(person);
      wanted.set(memberId, state);
      const { organisationId } = person;
      if (state === 'nothing') changes.gone.push(memberId);
      else changes.here.push({ memberId, organisationId, away: state === 'away' });
    }
    if (wanted.size === 0 && asked.length === 0) return [];
    const shown = await this.#leases.write(changes);
    for (const [memberId, state] of wanted) this.#written(memberId, state);
    return shown;
  }

  #written(memberId: string, state: Person['written']): void {
    const person = this.#people.get(memberId);
    if (!person) return;
    person.written = state;
    const over = state === 'nothing' && person.connections.size === 0 && !person.grace;
    if (over) this.#people.delete(memberId);
    // They may have come or gone while their row was being written.
    else if (!person.grace) this.#markIfDifferent(memberId, person);
  }

  async #renew(): Promise<void> {
    if (await this.#leases.renew()) return;
    // This node was taken for dead. Everyone who is connected is written afresh.
    await this.#leases.register();
    for (const [memberId, person] of this.#people) {
      person.written = 'nothing';
      if (person.connections.size > 0) this.#mark(memberId);
    }
  }

  async #sweep(): Promise<void> {
    for (const memberId of await this.#leases.sweep()) this.#asked.add(memberId);
    if (this.#asked.size > 0) this.#flushSoon(0);
  }

  #release(): void {
    for (const resolve of this.#waiters.splice(0)) resolve();
  }
}

function wantedOf({ connections }: Person): Person['written'] {
  if (connections.size === 0) return 'nothing';
  for (const { away } of connections) if (!away) return 'here';
  return 'away';
}

/** The node's lease is gone, and with it what its people's rows refer to. */
const isSweptAway = (error: unknown) => (error as { code?: unknown }).code === '23503';
