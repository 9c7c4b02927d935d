import type { Pool } from 'pg';
import type { Connections } from '../live/connections.ts';
import { Packet } from '../live/packet.ts';
import type { Clock } from '../ports/clock.ts';
import type { Host } from '../ports/host.ts';
import type { Log } from '../ports/log.ts';
import { TalkCounts } from './activity.ts';
import { historyMs, type Reading, readFigures, readPast, without } from './figures.ts';
import { NodeMeter } from './node-load.ts';
import type { MetricsEvent, NodeLoad, Sample } from './schemas.ts';
import { TalkHours } from './talk-hours.ts';

interface Ports {
  pool: Pool;
  clock: Clock;
  host: Host;
  connections: Pick<Connections, 'count'>;
  log: Log;
  node: { id: string };
}

/** Who may see what: nobody what waits about themselves, not all the node's load. */
interface Sight {
  memberId: string;
  withNode: boolean;
}

interface Watcher extends Sight {
  write: (packet: Packet) => void;
}

/** A sample, and what in it is about whom. */
interface Taken {
  at: Date;
  sample: Sample;
  about: Reading['about'];
}

interface Watched {
  watchers: Set<Watcher>;
  samples: Taken[];
  /** Resolves when the time before was read from rows. */
  ready: Promise<void>;
}

export const everySeconds = 2;

/**
 * The one collector of figures of this node: a query every two seconds for all organisations that
 * somebody watches, however many watch. While nobody does only the node's own load is noted.
 */
export class Collector {
  readonly talk: TalkCounts;
  readonly talkHours: TalkHours;
  readonly #ports: Ports;
  readonly #meter: NodeMeter;
  readonly #watched = new Map<string, Watched>();
  #loads: { at: Date; node: NodeLoad }[] = [];
  #timer: NodeJS.Timeout | null = null;
  #running: Promise<void> | null = null;

  constructor(ports: Ports) {
    this.talk = new TalkCounts(ports.pool);
    this.talkHours = new TalkHours(ports);
    this.#ports = ports;
    this.#meter = new NodeMeter(ports.host, ports.connections);
  }

  start(): void {
    this.#timer = setInterval(() => {
      this.#running ??= this.round()
        .catch((error: unknown) => {
          this.#ports.log.warn({ err: error }, 'figures could not be collected; trying again');
        })
        .finally(() => {
          this.#running = null;
        });
    }, everySeconds * 1000);
    this.#timer.unref();
    this.talkHours.start();
  }

  async stop(): Promise<void> {
    if (this.#timer) clearInterval(this.#timer);
    await this.#running;
    await this.talkHours.stop();
  }

  /** Resolves when samples from now on will be written. Call the result to stop. */
  async watch(organisationId: string, watcher: Watcher): Promise<() => void> {
    const watched = this.#hold(organisationId);
    watched.watchers.add(watcher);
    const leave = () => void watched.watchers.delete(watcher);
    try {
      await watched.ready;
    } catch (error) {
      leave();
      if (this.#watched.get(organisationId) === watched) this.#watched.delete(organisationId);
      throw error;
    }
    return leave;
  }

  /** The last fifteen minutes, as far as they are known and this person may see them. */
  history(organisationId: string, sight: Sight): Packet {
    const samples = this.#watched.get(organisationId)?.samples ?? [];
    return this.#packet({
      type: 'history',
      everySeconds,
      samples: samples.map((taken) => seenWith(sight, taken)),
    });
  }

  /** Takes a sample now and tells it. */
  async round(): Promise<void> {
    const { pool, clock } = this.#ports;
    const now = clock.now();
    const oldest = new Date(now.getTime() - historyMs);
    const node = this.#meter.read();
    this.#loads = [...since(this.#loads, oldest), { at: now, node }];
    for (const [id, { watchers, samples }] of this.#watched) {
      const last = samples.at(-1);
      if (watchers.size === 0 && (!last || last.at < oldest)) this.#watched.delete(id);
    }
    const wanted = [...this.#watched].filter(([, { watchers }]) => watchers.size > 0);
    if (wanted.length === 0) return;
    const figures = await readFigures(
      pool,
      wanted.map(([id]) => id),
      now,
    );
    for (const [id, watched] of wanted) {
      const found = figures.get(id);
      if (!found) continue;
      const sample = { at: now, ...found.figures, node };
      this.#tell(watched, { at: now, sample, about: found.about }, oldest);
    }
  }

  /** Whoever sees the same is written the same packet. */
  #tell(watched: Watched, taken: Taken, oldest: Date): void {
    watched.samples = [...since(watched.samples, oldest), taken];
    const packets = new Map<string, Packet>();
    for (const watcher of watched.watchers) {
      const { memberId, withNode, write } = watcher;
      const key = `${taken.about.has(memberId) ? memberId : ''} ${withNode}`;
      const packet =
        packets.get(key) ?? this.#packet({ type: 'sample', sample: seenWith(watcher, taken) });
      packets.set(key, packet);
      write(packet);
    }
  }

  #hold(organisationId: string): Watched {
    const known = this.#watched.get(organisationId);
    if (known && known.watchers.size > 0) return known;
    const watched: Watched = {
      watchers: new Set(),
      samples: known?.samples ?? [],
      ready: Promise.resolve(),
    };
    watched.ready = this.#fill(organisationId, watched);
    this.#watched.set(organisationId, watched);
    return watched;
  }

  /** Reads from rows what was said since the last sample. */
  async #fill(organisationId: string, watched: Watched): Promise<void> {
    const now = this.#ports.clock.now();
    const oldest = new Date(now.getTime() - historyMs);
    const kept = since(watched.samples, oldest);
    const from = kept.at(-1)?.at ?? oldest;
    // A reader that comes back within a few rounds finds nothing worth a query.
    const gap = now.getTime() - from.getTime() > everySeconds * 5_000;
    const past = gap ? await readPast(this.#ports.pool, organisationId, from, now) : [];
    const filled = past.map((sample) => ({
      at: sample.at,
      sample: { ...sample, node: this.#loadAt(sample.at) },
      about: new Map(),
    }));
    // Rounds may have told of now while the rows were read.
    const told = watched.samples.filter(({ at }) => at >= now);
    watched.samples = [...kept, ...filled, ...told];
  }

  #loadAt(moment: Date): NodeLoad | null {
    return this.#loads.findLast(({ at }) => at <= moment)?.node ?? null;
  }

  #packet(event: MetricsEvent): Packet {
    return Packet.of({ seq: null, node: this.#ports.node.id }, null, event);
  }
}

const since = <Timed extends { at: Date }>(list: readonly Timed[], oldest: Date): Timed[] =>
  list.filter(({ at }) => at >= oldest);

function seenWith({ memberId, withNode }: Sight, { sample, about }: Taken): Sample {
  const seen = without(sample, about.get(memberId));
  return withNode ? seen : { ...seen, node: null };
}
